"""The code that a helper's device begins with: good once, for ten minutes, and kept nowhere."""

import door_builders
import make
import shown_codes
from conftest import visitor as visitor_of
from door_builders import door, link_of, new_pass
from flask import Flask
from flooding import Clock
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import access, passes
from eventapp.door.models import DoorPass


def test_the_picture_on_the_page_is_the_link_beside_it(client: Visitor) -> None:
    event = make.event()
    make.sign_in(client, make.member(event.community, "organizer"))
    one = new_pass(event)

    page = client.get(door(event, f"/passes/{one.id}")).text

    assert shown_codes.read(page) == f"http://localhost{link_of(one)}"


def test_a_link_opens_once_and_for_ten_minutes(app: Flask, moved_clock: Clock) -> None:
    event = make.event()
    used, late = new_pass(event), new_pass(event)

    first = visitor_of(app).post(link_of(used))
    again = visitor_of(app).post(link_of(used))
    moved_clock.turn(minutes=11)
    expired = visitor_of(app).post(link_of(late))

    assert [first.status_code, again.status_code, expired.status_code] == [303, 404, 404]
    assert "This code opens nothing any more" in again.text


def test_of_two_devices_that_press_at_once_one_begins(app: Flask) -> None:
    one = new_pass(make.event())

    keys = [passes.begin(one, now=clock.now()) for _ in range(2)]

    assert [bool(key) for key in keys] == [True, False]


def test_looking_at_a_link_uses_nothing_up(app: Flask) -> None:
    one = new_pass(make.event())

    for _ in range(3):
        visitor_of(app).get(link_of(one))

    assert one.began_at is None
    assert visitor_of(app).post(link_of(one)).status_code == 303


def test_no_secret_of_a_pass_rests_in_the_database(app: Flask) -> None:
    one = new_pass(make.event())
    phone = visitor_of(app)
    phone.post(link_of(one))
    with phone.session_transaction() as session:
        key = session[access.KEY]

    kept = {str(getattr(one, column.key)) for column in DoorPass.__table__.columns}

    assert kept & {key, passes.token_of(one)} == set()


def test_one_more_device_of_the_same_name_is_one_press(client: Visitor) -> None:
    event = make.event()
    make.sign_in(client, make.member(event.community, "organizer"))
    door_builders.lend(event, stock="avery-5390")
    db.session.commit()

    shown = client.submit(door(event, "/passes"), to="/codes")

    newest = passes.passes_of(event)[0]
    assert shown.location.endswith(f"/passes/{newest.id}")
    assert (newest.name, newest.stock, newest.began_at) == ("Kofi", "avery-5390", None)


def test_a_new_code_for_a_device_that_has_not_begun_ends_the_one_before(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    make.sign_in(client, make.member(event.community, "organizer"))
    one = new_pass(event)
    before = link_of(one)

    client.post(door(event, f"/passes/{one.id}/codes"))

    assert visitor_of(app).post(before).status_code == 404
    assert visitor_of(app).post(link_of(one)).status_code == 303


def test_no_pass_is_made_for_a_door_that_is_closed(client: Visitor) -> None:
    event = make.event(published_at=None)
    make.sign_in(client, make.member(event.community, "organizer"))

    answer = client.post(
        door(event, "/passes"), data={"name": "Kofi", "kind": "door", "stock": "avery-l4785"}
    )

    assert answer.status_code == 409
    assert passes.passes_of(event) == []
