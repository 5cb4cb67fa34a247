"""A letter waits for those before it, answers the first that left, and a newer change replaces an older."""

from datetime import timedelta

import make
import pytest
from announcing import later, letters, sequences
from flask import Flask
from flooding import Clock
from queueing import revised
from services import free_port

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver, leases
from eventapp.mail.models import Message
from eventapp.rsvps import actions, rescheduling
from eventapp.rsvps.models import Rsvp


def of(rsvp: Rsvp) -> list[Message]:
    db.session.expire_all()
    found = db.select(Message).where(Message.about == f"rsvp:{rsvp.id}").order_by(Message.id)
    return list(db.session.scalars(found))


def held() -> list[int]:
    return [letter.id for letter in leases.take(clock.now(), 50)]


@pytest.fixture
def guest(each_database: Flask) -> Rsvp:
    """Somebody whose invite waits, and who may hear of a change after it."""
    rsvp = make.rsvp(make.event(), letter="invite")
    revised(rsvp.event, place_name="Drill Hall")
    db.session.commit()
    return rsvp


@pytest.mark.parametrize("state", ["queued", "held", "put off", "withdrawn while held"])
def test_a_letter_waits_while_an_older_one_about_the_same_may_still_leave(
    guest: Rsvp, state: str
) -> None:
    first, _second = of(guest)
    if "held" in state:
        assert held() == [first.id]
    if state == "put off":
        first.due_at = clock.now() + timedelta(minutes=1)
    if state == "withdrawn while held":
        first.state = "withdrawn"
    db.session.commit()

    assert held() == ([first.id] if state == "queued" else [])


@pytest.mark.parametrize("state", ["sent", "failed", "withdrawn"])
def test_an_older_letter_that_will_never_leave_again_holds_up_nobody(
    guest: Rsvp, state: str
) -> None:
    first, second = of(guest)
    first.state = state
    db.session.commit()

    assert held() == [second.id]


def test_a_letter_of_another_guest_waits_for_nobody(guest: Rsvp) -> None:
    other = make.rsvp(guest.event, letter="invite")
    of(guest)[0].due_at = clock.now() + timedelta(minutes=1)
    db.session.commit()

    assert held() == [of(other)[0].id]


def test_all_that_waits_for_each_other_leaves_in_one_go(guest: Rsvp) -> None:
    assert deliver.deliver_due() == 2


def test_a_letter_answers_the_first_that_left(guest: Rsvp) -> None:
    first, second = of(guest)
    first.state = "withdrawn"
    db.session.commit()
    deliver.deliver_due()
    revised(guest.event, title="Another title")
    db.session.commit()
    deliver.deliver_due()

    _first, second, third = of(guest)
    assert second.in_reply_to is None
    assert third.in_reply_to == second.message_id


@pytest.mark.services
def test_moved_twice_while_the_mail_server_is_away_arrives_as_one_change(
    app: Flask, smtp, moved_clock: Clock
) -> None:
    event = make.event()
    found = [make.rsvp(event, letter="invite") for _ in range(4)]
    db.session.commit()
    app.config["SMTP_URL"] = smtp.url
    deliver.deliver_due()
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    for _time in range(2):
        moved_clock.turn(seconds=1)
        later(event)
        db.session.commit()
        deliver.deliver_due()

    app.config["SMTP_URL"] = smtp.url
    for _minute in range(3):
        deliver.deliver_due()
        moved_clock.turn(minutes=1.3)

    for rsvp in found:
        to = rsvp.person.email or ""
        got = [letter for letter in smtp.letters if to in str(letter["To"])]
        assert [sequence for one in got for sequence in sent_sequence(one)] == [0, 2]
        assert f"{event.local_start:%H:%M}" in got[-1].get_body(("plain",)).get_content()
        assert got[-1]["In-Reply-To"] == got[0]["Message-ID"]


def sent_sequence(letter) -> list[int]:
    (part,) = [one for one in letter.walk() if one.get_content_type() == "text/calendar"]
    text = part.get_content()
    return [int(line[9:]) for line in text.splitlines() if line.startswith("SEQUENCE:")]


def lines(letter: Message) -> dict[str, str]:
    text = (letter.calendar or b"").replace(b"\r\n ", b"").decode()
    pairs = (re_split(line) for line in text.splitlines())
    return dict(pairs)


def re_split(line: str) -> tuple[str, str]:
    name = line.split(":")[0].split(";")[0]
    return name, line


@pytest.fixture
def going(app: Flask) -> Rsvp:
    """Somebody who has a place and their invite."""
    rsvp = make.rsvp(make.event(online_public=False), letter="invite")
    db.session.commit()
    deliver.deliver_due()
    return rsvp


@pytest.mark.parametrize(
    ("change", "raised"),
    [({"title": "Another title"}, 0), ({"place_name": "Drill Hall"}, 0), ({"time": 1}, 1)],
)
def test_only_another_time_raises_the_number_and_every_entry_has_a_later_stamp(
    going: Rsvp, change: dict[str, object], raised: int
) -> None:
    if "time" in change:
        later(going.event)
    else:
        revised(going.event, **change)
    db.session.commit()

    first, second = map(lines, of(going))
    assert second["SEQUENCE"] == f"SEQUENCE:{raised}"
    assert second["DTSTAMP"] > first["DTSTAMP"]
    assert second["LAST-MODIFIED"] > first["LAST-MODIFIED"]


def test_a_first_invite_asks_and_an_update_repeats_the_answer(going: Rsvp) -> None:
    revised(going.event, title="Another title")

    first, second = map(lines, of(going))
    assert "PARTSTAT=NEEDS-ACTION" in first["ATTENDEE"]
    assert "RSVP=TRUE" in first["ATTENDEE"]
    assert "PARTSTAT=ACCEPTED" in second["ATTENDEE"]
    assert "RSVP" not in second["ATTENDEE"]


def test_what_shows_nowhere_in_the_entry_sends_no_invite(going: Rsvp) -> None:
    revised(going.event, zone="Asia/Tokyo")

    _invite, letter = of(going)
    assert letter.kind == "update"
    assert letter.calendar is None
    assert "invite" not in letter.text


def test_who_comes_back_has_a_higher_number_than_the_goodbye(going: Rsvp) -> None:
    actions.cancel(going, now=clock.now())
    actions.take_up(going, make.answers(going.event), source="web", now=clock.now())

    numbers = sequences(of(going))
    assert numbers == sorted({*numbers})
    assert [letter.method for letter in of(going)][-1] == "REQUEST"


def test_once_more_is_the_same_number_under_a_later_stamp(going: Rsvp) -> None:
    said = make.answers(going.event, first_name=going.first_name)
    actions.request(
        going.event, going.person.email or "", said, once="another form", now=clock.now()
    )

    first, again = of(going)
    assert again.kind == "again"
    assert again.method == "REQUEST"
    assert lines(again)["SEQUENCE"] == lines(first)["SEQUENCE"]
    assert lines(again)["DTSTAMP"] > lines(first)["DTSTAMP"]


def test_who_only_waits_now_still_hears_that_their_entry_ends(going: Rsvp) -> None:
    event: Event = going.event
    event.capacity = 1
    actions.cancel(going, now=clock.now())
    make.rsvp(event)
    actions.take_up(going, make.answers(event), source="web", now=clock.now())
    db.session.commit()

    left = [letter for letter in of(going) if letter.state == "queued"]
    assert [(letter.kind, letter.method) for letter in left] == [
        ("goodbye", "CANCEL"),
        ("waitlist", None),
    ]


@pytest.mark.parametrize("setting", ["", "rsvp+TOKEN@example.org"])
def test_a_no_in_the_calendar_is_promised_only_where_it_reaches_us(
    app: Flask, setting: str
) -> None:
    app.config["ANSWER_ADDRESS"] = setting or None
    rsvp = make.rsvp(make.event(), letter="invite")

    (letter,) = of(rsvp)
    assert ("pressed there reaches us too" in letter.text) == bool(setting)
    assert ("doesn’t reach us" in letter.text) != bool(setting)


def test_an_event_that_takes_place_after_all_is_in_calendars_again(going: Rsvp) -> None:
    rescheduling.cancel_event(going.event, now=clock.now())
    told = rescheduling.reopen_event(going.event, now=clock.now())
    again = rescheduling.reopen_event(going.event, now=clock.now())

    assert (told, again) == (1, 0)
    assert [(letter.kind, letter.method) for letter in of(going)] == [
        ("invite", "REQUEST"),
        ("cancelled", "CANCEL"),
        ("reopened", "REQUEST"),
    ]
    assert sequences(of(going)) == [0, 1, 2]
    assert "STATUS:CONFIRMED" in (letters("reopened")[0].calendar or b"").decode()
