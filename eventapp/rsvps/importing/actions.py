"""A list of people becomes RSVPs: many at once, within the capacity, each person once."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions, addresses
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.batches import AS_IT_IS, Bringing, Inviting, seen
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.importing.matching import Matched
from eventapp.rsvps.importing.new_people import chunks
from eventapp.rsvps.importing.summary import Brought
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.places import kinds_of

__all__ = ["add", "bring_in", "familiar", "invite_all", "seen"]


def add(event: Event, email: str, answers: Answers, *, letter: str | None, now: datetime) -> Rsvp:
    """Put one person on the list, as an organizer; with a letter only if the event is to come.

    Another name at an address that is on the list is another person. Refused for an event that was called off, and for somebody who is on the list.
    """
    actions.lock(event)
    if event.cancelled_at:
        raise Refused(_("This event is called off. Nobody can be added."))
    owner = addresses.owner(
        event, email, first_name=answers.first_name, last_name=answers.last_name, now=now
    )
    if owner.rsvp and owner.listed:
        raise Refused(_("%(name)s is on the list already.", name=owner.rsvp.name))
    if not actions.takes(event, *kinds_of("desk", answers.needs), now=now):
        raise Refused(
            _(
                "The waitlist has closed. Give its people the free places first, or raise the "
                "places on the Plan page."
            )
        )
    if event.state != "published" or event.over(now):
        letter = None
    return actions.admit(event, owner.person, answers, source="desk", now=now, letter=letter)


def familiar(event: Event, matched: Matched) -> set[str]:
    """The mended addresses whose owners had an answer at this community before.

    Whether somebody is known elsewhere is nobody's business here.
    """
    asked = [one.entry.email for one in matched.questions if one.differs == "address"]
    return {
        email
        for part in chunks(asked)
        for email in db.session.scalars(
            db.select(Person.email)
            .distinct()
            .join(Rsvp, Rsvp.person_id == Person.id)
            .join(Rsvp.event)
            .where(Person.email.in_(part), Event.community_id == event.community_id)
        )
    }


def bring_in(
    event: Event, found: parsing.Intake, *, decisions: Decisions = AS_IT_IS, now: datetime
) -> Brought:
    """Give each new person a place while there are any, then one in the queue; no new one is written to.

    Who is on the list stays, once: what only a list or the desk said of them is changed to what
    this list says, and what guests said themselves is kept. Whoever may be somebody else waits
    until that is decided. Refused for an event that was called off.
    """
    return Bringing(event, found, decisions=decisions).at_once(now=now)


def invite_all(
    event: Event, found: parsing.Intake, *, decisions: Decisions = AS_IT_IS, now: datetime
) -> Brought:
    """The same, and each new guest gets the letter that says so.

    Refused while the list has a word about who is coming that isn't understood for sure.
    """
    return Inviting(event, found, decisions=decisions).at_once(now=now)
