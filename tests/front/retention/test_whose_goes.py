"""Whose contact data goes from a community, when, and that nobody's does who hadn't stood in the preview."""

from datetime import timedelta

import make
import pytest
from flask import Flask
from flooding import Clock

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.front.retention import actions, due, jobs, months
from eventapp.people.actions import sharer
from eventapp.people.models import Person
from eventapp.programs import actions as programs
from eventapp.rsvps.models import Rsvp

MONTH = timedelta(days=31)


def past(host: Community, *, ago: float, of: Person | None = None, **given: object) -> Rsvp:
    """Somebody's answer to an event that ended so many months ago."""
    ended = months.before(clock.now(), 0) - ago * MONTH
    starts = ended - timedelta(hours=2)
    event = make.past_event(community=host, starts_at=starts, ends_at=ended)
    return make.rsvp(event, person=of or make.person(), **given)


def work(moved: Clock, *, days: int = 2) -> None:
    """What the worker does, day by day."""
    db.session.commit()
    for _ in range(days):
        jobs.note_contacts()
        jobs.let_contacts_go()
        moved.turn(days=1, minutes=1)
    db.session.expire_all()


def preview(host: Community, *, days: int = 90) -> list[str]:
    """The names in the preview of so many days."""
    now = clock.now()
    found = due.leaving(host, now=now, until=now + timedelta(days=days))
    return sorted(one.name for one in found)


def named(rsvp: Rsvp) -> bool:
    return rsvp.first_name != "–" and rsvp.person.erased_at is None


def test_whose_last_event_is_long_ago_goes_and_who_came_since_stays(
    each_database: Flask, moved_clock: Clock
) -> None:
    host = make.community()
    gone, regular = past(host, ago=13, first_name="Ana"), past(host, ago=13, first_name="Ben")
    again = past(host, ago=2, of=regular.person, first_name="Ben")

    work(moved_clock, days=1)
    before, listed = named(gone), preview(host)
    work(moved_clock)

    assert before, "a day's notice"
    assert listed == ["Ana"]
    assert not named(gone)
    assert named(regular)
    assert named(again)
    assert preview(host) == []


def organizes(rsvp: Rsvp) -> None:
    host = rsvp.event.community
    make.saved(make.Membership(community=host, person=rsvp.person, right="door", created_at=make.NOON))  # fmt: skip


def is_invited(rsvp: Rsvp) -> None:
    make.invitation(make.event(community=rsvp.event.community), email=rsvp.person.email)


def shares_with_somebody_who_comes(rsvp: Rsvp) -> None:
    other = sharer(rsvp.person, first_name="Other", now=clock.now())
    make.rsvp(make.event(community=rsvp.event.community), person=other)


def was_shared_by_somebody_who_comes(rsvp: Rsvp) -> None:
    root = make.person()
    rsvp.person.email, rsvp.person.shares = None, root
    make.rsvp(make.event(community=rsvp.event.community), person=root)


def answered_no_to_something_to_come(rsvp: Rsvp) -> None:
    make.rsvp(make.event(community=rsvp.event.community), person=rsvp.person).state = "declined"


def is_enrolled_in_something_to_come(rsvp: Rsvp) -> None:
    """And has given back every session."""
    program = make.program(community=rsvp.event.community, sessions=1)
    said = make.answers(rsvp.event, first_name=rsvp.first_name)
    programs.enrol(program, rsvp.person.email, said, now=clock.now())
    here = Rsvp.event_id == program.sessions[0].event_id
    db.session.execute(db.delete(Rsvp).where(here))


STAY = (
    is_enrolled_in_something_to_come,
    organizes,
    is_invited,
    shares_with_somebody_who_comes,
    was_shared_by_somebody_who_comes,
    answered_no_to_something_to_come,
)


@pytest.mark.parametrize("has", STAY)
def test_who_has_something_here_stays(has, app: Flask, moved_clock: Clock) -> None:
    rsvp = past(make.community(), ago=13)
    has(rsvp)
    db.session.flush()

    shown = preview(rsvp.event.community)
    work(moved_clock)

    assert named(rsvp)
    assert shown == []


@pytest.mark.parametrize("has", STAY)
def test_what_comes_up_within_the_day_of_notice_keeps_somebody_as_well(
    has, app: Flask, moved_clock: Clock
) -> None:
    rsvp = past(make.community(), ago=13)
    work(moved_clock, days=1)

    has(rsvp)
    work(moved_clock)

    assert named(rsvp)


def test_only_what_one_community_knows_goes(app: Flask, moved_clock: Clock) -> None:
    mine = past(make.community(), ago=13)
    theirs = past(make.community(), ago=2, of=mine.person)

    work(moved_clock)

    assert not named(mine)
    assert named(theirs)
    assert theirs.person.email


def test_a_shorter_time_waits_a_day_and_can_be_taken_back(app: Flask, moved_clock: Clock) -> None:
    rsvp = past(make.community(), ago=5)
    host = rsvp.event.community
    work(moved_clock, days=1)

    actions.keep_for(host, 3, now=clock.now())
    work(moved_clock, days=1)
    actions.keep_for(host, 12, now=clock.now())
    work(moved_clock)
    mended = named(rsvp)
    actions.keep_for(host, 3, now=clock.now())
    work(moved_clock)

    assert mended
    assert not named(rsvp)


def test_whoever_shortens_twice_has_a_day_each_time(app: Flask, moved_clock: Clock) -> None:
    rsvp = past(make.community(), ago=5)
    host = rsvp.event.community
    actions.keep_for(host, 3, now=clock.now())
    work(moved_clock, days=1)

    actions.keep_for(host, 12, now=clock.now())
    actions.keep_for(host, 3, now=clock.now())
    work(moved_clock, days=1)

    assert named(rsvp)


def test_a_site_that_was_here_before_has_time_to_look(app: Flask, moved_clock: Clock) -> None:
    rsvp = past(make.community(), ago=20)
    rsvp.event.community.contacts_go_from = clock.now() + timedelta(days=30)

    work(moved_clock, days=29)
    waited = named(rsvp)
    work(moved_clock, days=3)

    assert waited
    assert not named(rsvp)


def test_who_was_added_to_an_event_of_long_ago_is_found_when_all_is_looked_at_anew(
    app: Flask, moved_clock: Clock
) -> None:
    first = past(make.community(), ago=13)
    work(moved_clock)
    added = make.rsvp(first.event)

    work(moved_clock, days=31)

    assert not named(added)


def test_whoever_went_stood_in_the_preview_the_day_before(app: Flask, moved_clock: Clock) -> None:
    host = make.community()
    people = [past(host, ago=11.9 + number / 40, first_name=f"N{number}") for number in range(6)]
    shown: set[str] = set()

    for _ in range(12):
        there = {rsvp.first_name for rsvp in people if named(rsvp)}
        work(moved_clock, days=1)
        went = there - {rsvp.first_name for rsvp in people if named(rsvp)}
        assert went <= shown
        shown = set(preview(host, days=1))

    assert not any(map(named, people))


def test_one_that_fails_keeps_nobody_else(
    app: Flask, moved_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    host = make.community()
    first, second = past(host, ago=14), past(host, ago=13)
    work(moved_clock, days=1)
    forget, bad = actions.forgetting.forget, first.person_id

    def fails(person: Person, *given: object, **more: object) -> None:
        if person.id == bad:
            raise RuntimeError("no")
        forget(person, *given, **more)

    monkeypatch.setattr(actions.forgetting, "forget", fails)
    monkeypatch.setattr(jobs, "AT_ONCE", 1)
    jobs.let_contacts_go()
    jobs.let_contacts_go()
    db.session.expire_all()

    assert named(first)
    assert not named(second)


def test_when_nothing_is_due_it_costs_a_few_queries_whatever_was(
    app: Flask, moved_clock: Clock, queries: list[str]
) -> None:
    host = make.community()
    for _ in range(3):
        past(host, ago=14), past(host, ago=1)
    work(moved_clock, days=3)
    queries.clear()

    jobs.note_contacts()
    jobs.let_contacts_go()

    assert len(queries) == 2, "which communities have events to look at, and who is noted"
