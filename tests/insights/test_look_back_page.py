"""The organizer's look back: pictures made once, by the worker, that tell on nobody."""

from datetime import timedelta

import evening_builders
import followup_builders
import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp import db as database
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.followups.help_board.models import AskOutcome
from eventapp.insights import actions, gallery, jobs
from eventapp.insights.models import LookBack
from eventapp.insights.picture import Picture


def desk(event, ending: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/lookback{ending}"


def test_the_worker_makes_the_pictures_and_the_page_shows_them(app: Flask, client: Visitor) -> None:
    event, people = evening_builders.evening(40)
    make.sign_in(client, make.member(event.community, "organizer"))

    before = client.get(desk(event)).text
    made = jobs.make_pictures()
    page = client.get(desk(event)).text

    assert "are being made" in before
    assert made == 1
    assert "are being made" not in page
    assert page.count("See the numbers") >= 6
    assert page.count('role="img"') == 2 * page.count("See the numbers")
    main = page.partition("<main")[2]
    assert not any(rsvp.first_name in main or rsvp.person.email in main for rsvp in people)


@pytest.mark.parametrize(("number", "said"), [(4, False), (7, True)])
def test_what_became_of_asks_is_told_by_fives(
    app: Flask, client: Visitor, number: int, said: bool
) -> None:
    event, people = evening_builders.evening(40)
    for rsvp in people[:number]:
        make.saved(AskOutcome(rsvp_id=rsvp.id, said="yes", said_at=clock.now()))
    make.sign_in(client, make.member(event.community, "organizer"))

    page = client.get(desk(event)).text

    assert ("5 guests or more say that the evening helped" in page) == said


def test_twice_is_once(app: Flask) -> None:
    event, _people = evening_builders.evening(24)
    now = clock.now()

    assert actions.made(event, now=now)
    assert not actions.made(event, now=now + timedelta(minutes=1))


def test_a_press_makes_them_at_once(app: Flask, client: Visitor) -> None:
    event, _people = evening_builders.evening(24)
    make.sign_in(client, make.member(event.community, "organizer"))

    client.submit(desk(event), to="/pictures")

    assert "The pictures are drawn" in client.get(desk(event)).text


def test_two_roles_are_picked_by_a_form(app: Flask, client: Visitor) -> None:
    event, _people = evening_builders.evening(60)
    make.sign_in(client, make.member(event.community, "organizer"))
    actions.made(event, now=clock.now())
    ring = actions.picture(event, "who-met-whom")
    db.session.commit()
    usual = client.get(desk(event)).text

    picked = client.get(desk(event, "?one=0&other=2")).text
    odd = client.get(desk(event, "?one=99&other=x")).text
    longest = client.get(desk(event, f"?one={'9' * 5000}&other=0"))

    names = ring.drawn_from["square"]["names"]
    assert ring.drawn_from["told"]["0-2"] in picked
    assert ring.drawn_from["told"]["0-2"] not in usual
    assert ring.title in odd
    assert longest.status_code < 500
    assert all(name in picked for name in names)


def test_one_more_who_came_is_not_shown_until_five_did(app: Flask, client: Visitor) -> None:
    event, people = evening_builders.evening(60)
    make.sign_in(client, make.member(event.community, "organizer"))
    actions.made(event, now=clock.now())
    came = {number for (number,) in db.session.execute(db.select(Arrival.rsvp_id))}
    late = [rsvp for rsvp in people if rsvp.id not in came]
    shown = numbers(event)

    followup_builders.arrive(late[0])
    one = actions.made(event, now=clock.now())

    assert not one
    assert numbers(event) == shown
    db.session.commit()
    assert "Something has changed since" in client.get(desk(event)).text


def test_when_five_changed_alike_the_pictures_are_made_anew(app: Flask) -> None:
    event, _people = evening_builders.evening(60)
    actions.made(event, now=clock.now())
    newcomers = [make.rsvp(event, role_id=event.roles[0].id, ask="", offer="") for _n in range(8)]
    followup_builders.arrive(*newcomers)
    event_before = numbers(event)["came"]

    assert actions.made(event, now=clock.now())

    assert numbers(event)["came"] == event_before + 8


def test_a_picture_that_would_tell_on_few_stays_while_the_others_follow(app: Flask) -> None:
    event, _people = evening_builders.evening(60)
    actions.made(event, now=clock.now())
    before = numbers(event)
    # Eight more came, but only two of them in this role.
    more = [make.rsvp(event, role_id=event.roles[n // 6].id, ask="", offer="") for n in range(8)]
    followup_builders.arrive(*more)

    assert actions.made(event, now=clock.now())

    steps = actions.picture(event, "from-invitation-to-connection").people
    ring = actions.picture(event, "who-met-whom").people
    assert steps["came"] == before["came"] + 8
    assert ring["came"] == before["came"]
    assert db.session.get(LookBack, event.id).held_back


def test_a_changed_role_name_shows_at_once(app: Flask) -> None:
    event, _people = evening_builders.evening(60)
    actions.made(event, now=clock.now())
    event.roles[0].name = "New face"
    db.session.flush()

    assert actions.made(event, now=clock.now())

    assert "role New face" in numbers(event)


def test_an_evening_of_few_shows_nothing_and_says_why(app: Flask, client: Visitor) -> None:
    event, _people = followup_builders.evening("Ana", "Ben", "Cem")
    make.sign_in(client, make.member(event.community, "organizer"))
    actions.made(event, now=clock.now())
    db.session.commit()

    page = client.get(desk(event)).text

    assert "Fewer than 5 people were checked in" in page
    assert page.count(">Not shown</h2>") == 1
    assert page.partition(">Not shown</h2>")[2].count("<dt>") == len(gallery.OF_AN_EVENING)
    assert 'role="img"' not in page.partition("<main")[2].partition("heard-h")[0]


@pytest.mark.parametrize("who", ["nobody", "door", "stranger", "guest"])
def test_the_look_back_is_for_organizers(app: Flask, client: Visitor, who: str) -> None:
    event, (ana, _ben) = followup_builders.evening("Ana", "Ben")
    if who == "door":
        make.sign_in(client, make.member(event.community, "door"))
    elif who == "stranger":
        make.sign_in(client, make.member(make.community(), "owner"))
    elif who == "guest":
        make.sign_in(client, ana.person)

    expected = 303 if who == "nobody" else 404

    assert client.get(desk(event)).status_code == expected
    assert client.post(desk(event, "/pictures")).status_code == expected
    assert db.session.get(LookBack, event.id) is None


def test_an_evening_to_come_has_no_pictures(app: Flask, client: Visitor) -> None:
    event = make.event(community=make.community())
    make.sign_in(client, make.member(event.community, "organizer"))

    page = client.get(desk(event)).text

    assert "Nothing to look back on yet" in page
    assert jobs.make_pictures() == 0
    assert not actions.made(event, now=clock.now())


def test_pictures_of_many_evenings_are_made_the_latest_first(app: Flask) -> None:
    now = clock.now()
    long_ago = [
        make.past_event(
            starts_at=now - timedelta(days=days, hours=2), ends_at=now - timedelta(days=days)
        )
        for days in (400, 100, 300)
    ]
    late = make.past_event()

    assert actions.due(now) == [late.id, long_ago[1].id, long_ago[2].id, long_ago[0].id]


def numbers(event) -> dict[str, int]:
    return {
        name: count
        for picture in actions.pictures(event)
        if isinstance(picture, Picture)
        for name, count in picture.people.items()
    }


def test_nobody_who_writes_waits_while_pictures_are_drawn(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    evening_builders.evening(24)
    db.session.commit()
    draw, reads_only = gallery.pictures_of, []

    def noted(evening):
        reads_only.append(database._reading.get())
        return draw(evening)

    monkeypatch.setattr(gallery, "pictures_of", noted)

    assert jobs.make_pictures() == 1
    assert jobs.make_pictures() == 0
    assert reads_only == [True]
