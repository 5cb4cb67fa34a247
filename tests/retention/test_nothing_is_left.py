"""Erased, or forgotten by the clock: nothing in the whole database tells who it was."""

from datetime import timedelta

import contact_builders
import followup_builders
import make
import pytest
from flask import Flask
from flooding import Clock

from eventapp import clock
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.sending import progress
from eventapp.front import erasing
from eventapp.front.held_columns import HELD
from eventapp.front.retention import jobs
from eventapp.insights.reading import evening_of
from eventapp.mail.deliver import deliver_due
from eventapp.people.models import Person
from eventapp.rsvps.invitations import jobs as invitations
from eventapp.rsvps.jobs import forget_needs
from eventapp.rsvps.models import Rsvp

YEAR = timedelta(days=366)
# Nobody goes by the clock who organizes.
NOT_THEIRS = {"activity", "membership", "meeting"}


def numbers() -> list[object]:
    """The numbers of every evening that an organizer is told: of its cards, and who came and met whom."""
    found: list[object] = []
    for event in db.session.scalars(db.select(Event).order_by(Event.id)):
        evening = evening_of(event, now=event.ends_at)
        guests = [(one.state, one.came, one.connections) for one in evening.guests]
        found.append((progress.state(event, now=event.ends_at), guests, evening.pairs))
    return found


def work() -> None:
    """What the worker does by the minute."""
    forget_needs()
    invitations.forget()
    jobs.note_contacts()
    jobs.let_contacts_go()


@pytest.fixture
def him(each_database: Flask) -> Rsvp:
    """Somebody of whom everything is held, in every column where anybody may have typed."""
    _event, people = contact_builders.everybody(make.community())
    # One of those who met him goes on coming, and keeps the letters.
    then = clock.now() + timedelta(days=300)
    later = make.event(
        community=people[0].event.community, starts_at=then, ends_at=then + timedelta(hours=2)
    )
    make.rsvp(later, person=people[3].person)
    seen = contact_builders.fill_with_words(people[:2])
    about_people = {column.partition(".")[0] for column in HELD} - NOT_THEIRS
    assert about_people - seen == set(), "give contact_builders.everybody a row of these, too"
    db.session.commit()
    deliver_due(100)
    assert len(contact_builders.telling_places()) > 30
    return people[0]


def test_nothing_of_somebody_erased_is_left_but_whom_they_met(
    him: Rsvp, moved_clock: Clock
) -> None:
    met = db.session.scalar(db.select(db.func.count(Encounter.id)))

    erasing.erase(him.person, now=moved_clock.now)
    db.session.commit()
    db.session.expire_all()

    assert not (left := contact_builders.telling_places()), ", ".join(left)
    assert db.session.scalar(db.select(db.func.count(Encounter.id))) == met > 0


def test_nothing_is_left_of_somebody_who_was_not_here_for_a_year_and_all_numbers_are_whole(
    him: Rsvp, moved_clock: Clock
) -> None:
    number, before = him.person_id, numbers()
    introduced = len(followup_builders.connections())
    friend = db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == him.event_id)).all()[3]
    moved_clock.now += YEAR
    work()
    assert contact_builders.telling_places() != [], "a day's notice"

    moved_clock.now += timedelta(days=1, minutes=1)
    for _ in range(3):
        work()
    db.session.expire_all()

    assert not (left := contact_builders.telling_places()), ", ".join(left)
    assert numbers() == before
    assert db.session.get(Person, number) is None
    assert ledger.met(number) == set()
    assert len(followup_builders.connections()) == introduced > 0
    assert friend.person.email
    assert friend.first_name != "–"
