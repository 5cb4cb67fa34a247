"""What a stranger can make this site write: six letters an hour to an address, so many addresses."""

from datetime import timedelta

import make
from conftest import running, sqlite_copy, visitor
from flask import Flask
from flooding import VICTIM, Clock, delivered, no, yes
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp


def test_a_minute_of_yes_and_no_reaches_an_address_six_times_an_hour(
    each_database: Flask, moved_clock: Clock
) -> None:
    event, program = make.event(), make.program(sessions=3)
    client = visitor(each_database)

    for second in range(12):
        page = yes(client, event)
        no(client, page)
        no(client, yes(client, program))
        if second % 4 == 0:
            client.submit("/sign-in", email=VICTIM)
        moved_clock.turn(seconds=5)
        deliver.deliver_due()

    assert delivered(each_database)[VICTIM] == 6
    for _minute in range(3):
        moved_clock.turn(minutes=18)
        assert delivered(each_database)[VICTIM] == 6
    moved_clock.turn(minutes=9)
    delivered(each_database)
    times = sorted(
        db.session.scalars(db.select(Message.sent_at).where(Message.state == "sent")).all()
    )
    hour = timedelta(hours=1)
    assert max(sum(at <= other < at + hour for other in times) for at in times) <= 6


def test_what_became_of_the_last_answer_is_told_in_the_end(
    each_database: Flask, moved_clock: Clock
) -> None:
    event = make.event()
    client = visitor(each_database)
    for _time in range(10):
        page = yes(client, event)
        no(client, page)
        deliver.deliver_due()
    page = yes(client, event)
    deliver.deliver_due()

    for _hour in range(3):
        moved_clock.turn(minutes=63)
        deliver.deliver_due()

    rsvp = db.session.scalars(db.select(Rsvp)).one()
    assert rsvp.going
    assert "You’re in" in client.get(page).text
    left = db.session.scalars(
        db.select(Message).where(Message.state == "sent").order_by(Message.sent_at, Message.id)
    ).all()
    assert left[-1].kind == "invite"
    assert f"SEQUENCE:{rsvp.sequence}".encode() in left[-1].calendar
    assert not db.session.scalars(db.select(Message).where(Message.state == "queued")).all()


def test_one_client_writes_to_thirty_addresses_an_hour_and_the_others_wait(
    each_database: Flask, moved_clock: Clock
) -> None:
    event = make.event(capacity=None)
    client = visitor(each_database)

    for number in range(40):
        page = yes(client, event, f"guest{number}@example.net", f"Guest{number}")
    first = delivered(each_database)
    moved_clock.turn(minutes=63)
    later = delivered(each_database)

    assert "You’re in, Guest39" in client.get(page).text
    assert len(first) == 30
    assert len(later) == 40
    assert set(later.values()) == {1}


def test_another_client_is_counted_apart(app: Flask) -> None:
    event = make.event(capacity=None)
    for number in range(31):
        yes(visitor(app), event, f"guest{number}@example.net", f"Guest{number}")
    other = visitor(app)
    other.environ_base["REMOTE_ADDR"] = "192.0.2.7"

    yes(other, event, "else@example.net")

    assert len(delivered(app)) == 31
    assert delivered(app)["else@example.net"] == 1


def test_how_many_addresses_is_a_setting(empty_sqlite, tmp_path) -> None:
    url = sqlite_copy(empty_sqlite, tmp_path)
    with running(url, tmp_path, STRANGERS_AN_HOUR=2) as app:
        event = make.event()
        for number in range(4):
            yes(visitor(app), event, f"guest{number}@example.net")

        assert len(delivered(app)) == 2


def test_an_organizer_writes_to_a_whole_list(app: Flask, client: Visitor) -> None:
    event = make.event(capacity=None)
    make.sign_in(client, make.member(event.community))

    for number in range(8):
        for _time in range(1 if number else 8):
            client.submit(
                f"/desk/{event.community.slug}/events/{event.slug}/people/new",
                to="people/new",
                email=f"guest{number}@example.net",
                first_name="Rosa",
                role=event.roles[0].id,
                invite="on",
            )

    clients = db.session.scalars(db.select(Message.client)).all()
    assert len(clients) == 8
    assert set(clients) == {None}


def test_a_promoted_guest_hears_at_once_however_often_somebody_cancels(app: Flask) -> None:
    event = make.event(capacity=1)
    client = visitor(app)
    page = yes(client, event)
    waiting = make.rsvp(event, email="wait@example.net")
    other = make.event()
    for _time in range(6):
        no(client, yes(client, other))
        deliver.deliver_due()

    no(client, page)

    assert waiting.going
    assert delivered(app)["wait@example.net"] == 1


def test_the_database_knows_no_client_by_its_address(app: Flask) -> None:
    yes(visitor(app), make.event())

    (kept,) = db.session.scalars(db.select(Message.client)).all()

    assert kept
    assert "127.0.0.1" not in kept
    assert len(kept) == 32


def test_a_letter_withdrawn_while_the_worker_holds_it_counts_as_gone(app: Flask) -> None:
    event = make.event()
    client = visitor(app)
    for _time in range(6):
        page = yes(client, event)
        held = db.update(Message).where(Message.state == "queued")
        db.session.execute(held.values(leased_until=clock.now() + timedelta(minutes=2)))
        no(client, page)
        db.session.execute(db.delete(Message).where(Message.kind == "goodbye"))
    assert set(db.session.scalars(db.select(Message.state))) == {"withdrawn"}

    yes(client, event)

    waits = db.session.scalars(db.select(Message.due_at).where(Message.state == "queued")).one()
    assert waits > clock.now() + timedelta(minutes=50)
