"""Lists that are too long for one request: brought in part by part by the worker, watched, stopped."""

from datetime import timedelta

import make
import pytest
import worker
from conftest import visitor
from flask import Flask
from import_page import send, upload
from visitor import Visitor

from eventapp import clock, work
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps import jobs
from eventapp.rsvps.importing import batches, parsing
from eventapp.rsvps.importing.batches import Bringing, Inviting
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.models import Rsvp


@pytest.fixture(autouse=True)
def short_parts(monkeypatch) -> None:
    """Four people are many here, and nobody has to wait."""
    monkeypatch.setattr(batches, "MANY", 4)
    for kind in (Bringing, Inviting):
        monkeypatch.setattr(kind, "at_most", 4)
    monkeypatch.setattr(jobs, "PAUSE", 0)


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(capacity=6)


@pytest.fixture
def organizer(each_database: Flask, event: Event) -> Visitor:
    someone = visitor(each_database)
    make.sign_in(someone, make.member(event.community, "organizer"))
    return someone


def people(number: int) -> parsing.Intake:
    rows = [parsing.Entry(n + 2, f"Guest{n}", "", f"g{n}@example.org") for n in range(number)]
    return parsing.Intake(rows, [], [], [], [], [])


def csv(number: int) -> bytes:
    lines = (f"Guest{n},g{n}@example.org" for n in range(number))
    return "\n".join(["First name,Email", *lines]).encode()


def begun(organizer: Visitor, event: Event, number: int = 10, **chosen: str) -> LongList:
    """A list that waits for the worker."""
    shown = upload(organizer, event, csv(number))
    assert send(organizer, event, shown, go="bring", **chosen).status_code == 303
    return db.session.scalars(db.select(LongList)).one()


def here() -> list[tuple[str, str]]:
    """Everybody on the list with their state, in the order of their turns."""
    found = db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn))
    return [(rsvp.first_name, rsvp.state) for rsvp in found]


def written() -> list[tuple[str, str]]:
    # What is new each morning comes at its own hour.
    asked = db.select(Message).where(Message.kind != "digest").order_by(Message.id)
    found = db.session.scalars(asked)
    return [(letter.kind, letter.to.partition("@")[0]) for letter in found]


def expected(number: int, places: int = 6) -> list[tuple[str, str]]:
    states = ["going"] * places + ["waitlisted"] * number
    return [(f"Guest{n}", states[n]) for n in range(number)]


def test_a_long_list_waits_for_the_worker_and_comes_in_with_its_letters(
    each_database, organizer, event
):
    found = begun(organizer, event, mail="1")
    before = here()

    worker.work_off(each_database)

    kinds = ["invite"] * 6 + ["waitlist"] * 4
    assert before == []
    assert found.state == "done"
    assert "6 people have a place. 4 wait in line. 10 mails are on their way." in found.said
    assert here() == expected(10)
    assert written() == [(kind, f"g{n}") for n, kind in enumerate(kinds)]


def test_a_short_list_comes_in_at_once(organizer, event):
    shown = upload(organizer, event, csv(4))

    send(organizer, event, shown, go="bring")

    assert here() == expected(4)
    assert not work.waits(LongList)


def test_what_was_held_of_a_list_is_forgotten_when_it_is_in(each_database, organizer, event):
    found = begun(organizer, event)

    worker.work_off(each_database)

    assert (found.file, found.chosen) == ("", [])


def test_a_list_that_broke_off_goes_on_and_nobody_comes_or_is_written_to_twice(
    each_database, organizer, event, monkeypatch
):
    found = begun(organizer, event, mail="1")
    part, calls = Bringing.part, []

    def killed(self: Bringing, *, now) -> bool:
        calls.append(now)
        if len(calls) == 2:
            part(self, now=now)
            raise KeyboardInterrupt
        return part(self, now=now)

    monkeypatch.setattr(Bringing, "part", killed)
    with pytest.raises(KeyboardInterrupt):
        jobs.bring_lists()
    db.session.rollback()
    after_crash = here()

    found.heard_at -= work.PATIENCE + timedelta(seconds=1)
    worker.sweep(each_database)
    worker.work_off(each_database)

    assert after_crash == expected(4)
    assert here() == expected(10)
    assert len(written()) == len(set(written())) == 10
    assert (found.state, found.tries) == ("done", 2)
    assert "6 people have a place. 4 wait in line. 10 mails are on their way." in found.said
    assert "on the list already" not in found.said


def test_a_list_that_kills_the_worker_again_and_again_is_given_up(each_database, event):
    found = make.long_list(event=event, tries=work.MOST_TRIES, heard_at=make.NOON)

    worker.sweep(each_database)

    assert found.state == "failed"
    assert "broke off" in found.said


def test_who_lost_a_list_meanwhile_writes_nothing_any_more(each_database, organizer, event):
    begun(organizer, event)
    claimed = work.claim(LongList, now=clock.now())
    db.session.commit()
    coming = jobs._looked_at(claimed)
    db.session.get(LongList, claimed.id).tries += 1
    db.session.commit()

    goes_on = jobs._part(claimed.id, 1, coming)

    assert not goes_on
    assert here() == []


def test_stopping_midway_keeps_who_is_in(each_database, organizer, event, monkeypatch):
    found = begun(organizer, event)
    path, part = f"/desk/{event.community.slug}/lists/{found.id}/stop", jobs._part

    def then_stopped(*given) -> bool:
        more = part(*given)
        organizer.post(path)
        return more

    monkeypatch.setattr(jobs, "_part", then_stopped)
    worker.work_off(each_database)

    assert found.state == "stopped"
    assert "Who is in stays in" in found.said
    assert here() == expected(4)


def test_the_same_list_once_more_brings_in_who_is_missing(each_database, organizer, event):
    coming = Inviting(event, people(10))
    coming.part(now=clock.now())
    db.session.commit()

    begun(organizer, event, mail="1")
    worker.work_off(each_database)

    assert here() == expected(10)
    assert len(written()) == len(set(written())) == 10


def test_a_list_pressed_twice_comes_in_once_and_another_one_waits_for_it(organizer, event):
    first = begun(organizer, event)

    again = begun(organizer, event)
    shown = upload(organizer, event, csv(11))
    other = send(organizer, event, shown, go="bring")

    assert again is first
    assert other.status_code == 422
    assert "Another list is on its way in" in other.text


def test_an_event_called_off_midway_brings_in_nobody_any_more(
    each_database, organizer, event, monkeypatch
):
    found = begun(organizer, event)
    part = Bringing.part

    def called_off(self: Bringing, *, now) -> bool:
        more = part(self, now=now)
        self.event.cancelled_at = now
        return more

    monkeypatch.setattr(Bringing, "part", called_off)
    worker.work_off(each_database)

    assert found.state == "failed"
    assert "called off" in found.said
    assert len(here()) == 4


def test_the_page_tells_how_far_a_list_is_and_a_button_stops_it(organizer, event):
    found = begun(organizer, event)
    page = f"/desk/{event.community.slug}/events/{event.slug}/people"
    path = f"/desk/{event.community.slug}/lists/{found.id}"

    shown = organizer.get(page).text
    waiting = organizer.get(path).json
    found.state, found.people, found.left, found.heard_at = "running", 10, 4, clock.now()
    db.session.commit()
    running = organizer.get(path).json
    organizer.submit(page, to="/stop")
    stopping = organizer.get(path).json

    assert "A list is coming in" in shown
    assert "Look again" in shown
    assert "waits for its turn" in waiting["html"]
    assert 'value="60"' in running["html"]
    assert "6 of 10 people are done" in running["html"]
    assert "Stopping" in stopping["html"]


def test_a_list_that_has_not_begun_just_ends_when_it_is_stopped(each_database, organizer, event):
    found = begun(organizer, event)
    page = f"/desk/{event.community.slug}/events/{event.slug}/people"

    organizer.submit(page, to="/stop")
    worker.work_off(each_database)

    assert "The import was stopped" in organizer.get(page).text
    assert found.file == ""
    assert here() == []


def test_another_community_sees_nothing_of_a_list(each_database, organizer, event):
    found = begun(organizer, event)
    other = visitor(each_database)
    host = make.community()
    make.sign_in(other, make.member(host, "owner"))

    answers = [
        other.get(f"/desk/{host.slug}/lists/{found.id}"),
        other.get(f"/desk/{event.community.slug}/lists/{found.id}"),
        other.post(f"/desk/{host.slug}/lists/{found.id}/stop"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert not found.stopping


def test_nobody_is_mailed_by_the_worker_before_it_is_clear_who_comes(organizer, event):
    lines = (f"Guest{n},g{n}@example.org,{'yes' if n else 'Xyzzy'}" for n in range(10))
    data = "\n".join(["First name,Email,Coming?", *lines]).encode()

    shown = upload(organizer, event, data)
    said = send(organizer, event, shown, go="bring", mail="1")

    assert said.status_code == 422
    assert not work.waits(LongList)
