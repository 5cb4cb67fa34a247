"""Whom an address typed to enrol stands for; see the addresses of the RSVPs for the rule."""

from datetime import datetime

from eventapp.db import db
from eventapp.people.actions import person_of, sharer
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import addresses
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.names import same_name


def owner(program: Program, email: str, answers: Answers, *, now: datetime) -> Person:
    """Whose enrolment a typed name and address are; another name there is another person."""
    names = answers.first_name, answers.last_name
    root = person_of(email, first_name=names[0], last_name=names[1], now=now)
    at_address = db.or_(Person.id == root.id, Person.shares_id == root.id)
    enrolled = db.session.scalars(
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(Enrolment.program_id == program.id, at_address)
        .options(db.contains_eager(Enrolment.person))
    ).all()
    answered = db.session.scalars(
        db.select(Rsvp)
        .join(Rsvp.person)
        .join(Session, Session.event_id == Rsvp.event_id)
        .where(Session.program_id == program.id, at_address)
        .options(db.contains_eager(Rsvp.person))
    ).all()
    held: list[Enrolment | Rsvp] = [*enrolled, *answered]
    for one in held:
        if same_name(one.first_name, one.last_name, *names):
            return one.person
    # Who sat where in rounds that ran stays with whoever sat there, whatever is typed later.
    begun = [rsvp for rsvp in answered if rsvp.event.starts_at <= now]
    standing = [one for one in held if one.state != "cancelled"]
    if any(one.person_id == root.id for one in (*standing, *begun)):
        return sharer(root, first_name=names[0], last_name=names[1], now=now)
    if given_back := [one for one in held if one.person_id == root.id]:
        addresses.step_aside(given_back, root, now=now)
    return root
