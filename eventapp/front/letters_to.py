"""By what the letters to somebody are found, whichever address they had when it was written."""

from collections.abc import Iterator, Sequence

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.help_board import letters as help_board
from eventapp.followups.help_board.models import BoardAsk
from eventapp.followups.meetings import letters as half_hours
from eventapp.followups.models import Connection
from eventapp.mail import forgetting
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.programs.interest import letters as interest
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment
from eventapp.rsvps.models import HistoryEntry, Rsvp


def abouts(those: Sequence[Person]) -> list[str]:
    """What the letters to some people are about: their answers, enrolments, wishes, asks and half-hours."""
    return [*_of_answers(those), *_of_others(those)]


def _of_answers(those: Sequence[Person]) -> Iterator[str]:
    people = [one.id for one in those]
    mine = db.select(Rsvp.id, Rsvp.person_id, Event.community_id).join(Rsvp.event)
    rsvps = db.session.execute(mine.where(Rsvp.person_id.in_(people))).all()
    numbers = [number for number, _person, _community in rsvps]
    yield from (f"rsvp:{number}" for number in numbers)
    for person, community in {(person, community) for _number, person, community in rsvps}:
        yield help_board.digest_about(community, person)
    asks = db.session.scalars(db.select(BoardAsk.id).where(BoardAsk.rsvp_id.in_(numbers)))
    yield from (f"ask:{number}" for number in asks)
    met = db.or_(Connection.low_id.in_(people), Connection.high_id.in_(people))
    connections = db.session.scalars(db.select(Connection.id).where(met)).all()
    ends = tuple(f":{number}" for number in numbers)
    yield from (about for about in half_hours.abouts(connections) if about.endswith(ends))


def _of_others(those: Sequence[Person]) -> Iterator[str]:
    people = [one.id for one in those]
    enrolments = db.session.scalars(db.select(Enrolment.id).where(Enrolment.person_id.in_(people)))
    yield from (f"enrolment:{number}" for number in enrolments)
    wishes = db.session.scalars(db.select(Interest).where(Interest.person_id.in_(people)))
    yield from map(interest.about, wishes)


def addresses_before(those: Sequence[Person]) -> set[str]:
    """The addresses that some people had before, and that nobody has now."""
    people = [one.id for one in those]
    mine = db.select(Rsvp.id).where(Rsvp.person_id.in_(people))
    changed = db.select(HistoryEntry.before).where(
        HistoryEntry.rsvp_id.in_(mine), HistoryEntry.what == "address"
    )
    found = {*db.session.scalars(changed)}
    for about in forgetting.among(Message.about, [f"person:{number}" for number in people]):
        told = db.select(Message.to).where(about, Message.kind == "address-changed")
        found |= {*db.session.scalars(told)}
    taken = db.select(Person.email).where(Person.email.in_(found))
    return found - {*db.session.scalars(taken), ""}
