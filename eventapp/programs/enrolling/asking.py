"""What a program asks of one person, and what it says to who may not join it now."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp import clock
from eventapp.db import db
from eventapp.people.models import Person
from eventapp.programs import waitlist
from eventapp.programs.family import runs_of
from eventapp.programs.models import Enrolment, Program


def why_not(program: Program, *, now: datetime) -> str:
    """Why nobody may join now, in a sentence; empty where they may."""
    found = waitlist.enrolling(program, now=now).obstacle(now)
    return _sentence(program, found) if found else ""


def _sentence(program: Program, obstacle: str) -> str:
    if obstacle == "called_off":
        return _("This program is called off.")
    if obstacle == "begun":
        return _("This program has begun, and takes nobody any more.")
    if obstacle == "closed" and program.enrols_until:
        return _("Enrolment closed on %(when)s.", when=_moment(program, program.enrols_until))
    if obstacle == "later" and program.enrols_from:
        return _("Enrolment opens on %(when)s.", when=_moment(program, program.enrols_from))
    return _("This program has no session left to join.")


def _moment(program: Program, at: datetime) -> str:
    zone = program.community.zone
    return _("%(day)s at %(time)s", day=clock.short_day(at, zone), time=clock.hour(at, zone))


def completed(program: Program, person: Person) -> bool:
    """Whether somebody at this person's address completed a program, in any of its runs."""
    root = person.shares_id or person.id
    found = (
        db.select(Enrolment.id)
        .join(Enrolment.program)
        .join(Enrolment.person)
        .where(
            runs_of(program),
            db.or_(Person.id == root, Person.shares_id == root),
            Enrolment.certified_at.is_not(None),
        )
    )
    return db.session.scalar(db.select(found.exists())) or False


def lacks(program: Program, email: str, speaker: Person | None) -> str:
    """What is missing for this address to join, in a sentence; empty where nothing is.

    Whether somebody completed a program is told to themselves alone: to who is signed in with the
    address that they give. All others learn only how to show that the address is theirs.
    """
    if program.requires is None:
        return ""
    if speaker is None or speaker.email != email:
        return _("Sign in with this address first, so that we know it is yours.")
    if completed(program.requires, speaker):
        return ""
    if not program.requires.published_at:
        # Nobody has seen it: neither its title.
        return _("This one is for people who have completed another program.")
    return _("Complete “%(title)s” first, then join this one.", title=program.requires.title)
