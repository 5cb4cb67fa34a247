"""One step for many: a page says what will happen and does nothing, then it is done just so."""

import re

import make
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver
from eventapp.mail.models import Message
from eventapp.rsvps import jobs
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.attendees.bulk import steps
from eventapp.rsvps.attendees.models import PersonTag
from eventapp.rsvps.models import Announcement, Rsvp


def path(event, rest: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/people/steps{rest}"


def states(event) -> list[str]:
    asked = db.select(Rsvp.state).filter_by(event_id=event.id).order_by(Rsvp.turn)
    return list(db.session.scalars(asked))


def carried(page: str) -> dict[str, str]:
    """The hidden fields of the page's form that does it."""
    return dict(
        re.findall(r'<input type="hidden" name="(what|seen|chosen|once)" value="(.*?)"', page)
    )


def letters() -> list[tuple[str, str]]:
    asked = db.select(Message.kind, Message.to_name).where(Message.state == "queued")
    return [tuple(row) for row in db.session.execute(asked.order_by(Message.id))]


@pytest.fixture
def asked(host):
    """Three who asked for one of two places."""
    event = make.event(community=host, capacity=2, needs_approval=True)
    return event, [make.rsvp(event, first_name=name) for name in ("Ada", "Bo", "Cleo")]


def test_a_preview_says_who_gets_what_and_does_nothing(organizer, asked):
    event, guests = asked
    chosen = {"what": "approve", "p": [rsvp.id for rsvp in guests]}

    page = organizer.post(path(event, "/review"), data=chosen).text

    assert "Nothing is done yet" in page
    assert re.search(r"Get a place <span class=\"count\">2</span>.*Ada, Bo", page, re.DOTALL)
    assert re.search(r"Go onto the waitlist <span class=\"count\">1</span>.*Cleo", page, re.DOTALL)
    assert "the calendar invite, with your yes" in page
    assert states(event) == ["pending"] * 3
    assert letters() == []


def test_what_was_looked_at_is_done(organizer, asked):
    event, guests = asked
    chosen = {"what": "approve", "p": [rsvp.id for rsvp in guests]}
    page = organizer.post(path(event, "/review"), data=chosen).text

    said = organizer.post(path(event), data=carried(page))

    assert said.status_code == 303
    assert states(event) == ["going", "going", "waitlisted"]
    assert sorted(letters()) == [("approved", "Ada"), ("approved", "Bo"), ("waitlist", "Cleo")]


def test_what_would_be_otherwise_by_now_is_looked_at_once_more(organizer, asked):
    event, guests = asked
    chosen = {"what": "approve", "p": [rsvp.id for rsvp in guests]}
    page = organizer.post(path(event, "/review"), data=chosen).text
    event.capacity = 1

    said = organizer.post(path(event), data=carried(page))

    assert said.status_code == 422
    assert "Something changed since you looked" in said.text
    assert states(event) == ["pending"] * 3


def test_those_who_stay_as_they_are_and_those_who_get_what_frees_are_named(app, host):
    event = make.event(community=host, capacity=2)
    going, other, waiting = (make.rsvp(event, first_name=name) for name in ("Ada", "Bo", "Cleo"))
    by, now = make.person(), clock.now()

    off = steps.run(event, [going.id, other.id], "take_off", by=by, now=now)
    again = steps.run(event, [going.id], "take_off", by=by, now=now)

    assert off.others.names == ("Cleo",)
    assert (off.number, again.number) == (2, 0)
    assert again.left == (("Ada", "is off the list already"),)
    assert waiting.going


def test_nobody_chosen_nothing_to_do_and_too_many_are_said(organizer, asked, monkeypatch):
    event, guests = asked
    monkeypatch.setattr(steps, "MOST", 2)
    everybody = {"what": "approve", "everybody": "1"}

    none = organizer.post(path(event, "/review"), data={"what": "approve"})
    nothing = organizer.post(path(event, "/review"), data={"what": "x", "p": guests[0].id})
    many = organizer.post(path(event, "/review"), data=everybody)

    assert [none.status_code, nothing.status_code, many.status_code] == [409] * 3
    assert "At most 2 people" in many.text


def test_guests_of_another_event_are_left_alone(organizer, asked):
    event, _guests = asked
    other = make.rsvp()

    page = organizer.post(path(event, "/review"), data={"what": "take_off", "p": other.id}).text
    organizer.post(path(event), data=carried(page))

    assert "Do it for" not in page
    assert db.session.get(Rsvp, other.id).going


def test_a_letter_is_looked_at_and_then_goes_to_each_who_can_be_reached(
    organizer, host, a_minute_later
):
    event = make.event(community=host)
    for name in ("Ada", "Bo"):
        make.rsvp(event, first_name=name)
    alone = make.rsvp(event, person=make.person(email=None))
    gone = make.rsvp(event)
    gone.state = "cancelled"
    chosen = {"what": "message", "p": [one.id for one in db.session.scalars(db.select(Rsvp))]}
    typed = {"subject": "Bring <a> pen", "text": "One.\n\nTwo & three.", "go": "look"}

    empty = organizer.post(path(event, "/review"), data=chosen).text
    missing = organizer.post(path(event, "/review"), data=chosen | typed | {"text": ""})
    shown = organizer.post(path(event, "/review"), data=chosen | typed).text
    assert letters() == []
    for _ in range(2):
        sent = organizer.post(path(event), data=typed | carried(shown))
    page = organizer.get(sent.location).text
    assert letters() == []
    a_minute_later()
    jobs.write_announcements()

    assert "Leaves in a minute or two, to 2 people." in page
    assert "Write to 2 people" in empty
    assert "One person has no address of their own" in empty
    assert "One person is off the list" in empty
    assert missing.status_code == 422
    assert "Two &amp; three." in shown
    assert letters() == [("message", "Ada"), ("message", "Bo")]
    letter = db.session.scalars(db.select(Message)).first()
    assert letter.subject == "Bring <a> pen"
    assert "Two & three." in letter.text
    assert alone.state == "going"


@pytest.fixture
def a_minute_later(monkeypatch):
    moment = clock.now() + messages.UNDO
    return lambda: monkeypatch.setattr(clock, "now", lambda: moment + messages.UNDO)


@pytest.mark.usefixtures("short_parts")
def test_a_letter_to_many_is_written_part_by_part_each_once(each_database, a_minute_later):
    event = make.event(capacity=8)
    guests = [make.rsvp(event, letter="invite") for _ in range(10)]
    db.session.commit()
    deliver.deliver_due()
    chosen = [rsvp.id for rsvp in guests[1:]]
    first = {"subject": "One", "text": "One", "once": "a"}
    second = {"subject": "Two", "text": "Two", "once": "b"}

    for said in (first, second, second):
        messages.send(event, chosen, **said, now=clock.now())
    db.session.commit()
    a_minute_later()
    jobs.write_announcements()

    told = db.select(Message.subject, Message.about).filter_by(kind="message")
    written = [tuple(row) for row in db.session.execute(told)]
    assert sorted(written) == sorted(
        (subject, f"rsvp:{number}") for subject in ("One", "Two") for number in chosen
    )


@pytest.mark.usefixtures("short_parts")
def test_a_letter_that_is_being_written_stops_when_the_event_is_called_off(each_database):
    from eventapp.rsvps import rescheduling

    event = make.event()
    guests = [make.rsvp(event) for _ in range(6)]
    said = {"subject": "One", "text": "One", "once": "a"}
    messages.send(event, [rsvp.id for rsvp in guests], **said, now=clock.now())

    rescheduling.cancel_event(event, now=clock.now())
    db.session.commit()
    jobs.write_announcements()

    assert db.session.scalars(db.select(Message).filter_by(kind="message")).all() == []
    assert {one.state for one in db.session.scalars(db.select(Announcement))} == {
        "replaced",
        "done",
    }


def test_everybody_who_fits_a_search_gets_a_tag_and_no_mail(organizer, host):
    event = make.event(community=host)
    for name in ("Zoë", "Bo"):
        make.rsvp(event, first_name=name)
    asked = {"what": "tag", "everybody": "1", "q": "zoe"}

    page = organizer.post(path(event, "/review"), data=asked).text
    organizer.post(path(event), data=carried(page) | {"word": "press"})

    assert "Tag one person" in page
    assert [one.word for one in db.session.scalars(db.select(PersonTag))] == ["press"]
    assert letters() == []
