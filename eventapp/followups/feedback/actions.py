"""Who is asked how it was, what they say, and what organizers may know of it.

Organizers are told by fives: five answers become known together, stay as they are, and go together when
one of them is erased. So two looks never differ by what one guest said, took back or changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.door import presence
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups.feedback import letters
from eventapp.followups.fives import FEWEST
from eventapp.followups.models import Card, Feedback
from eventapp.followups.sending.times import MORNING_AFTER, OPEN_FOR
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp

# So many letters a transaction: others write in between.
PART = 25
# For so long after the event the page takes answers.
TAKES = timedelta(days=30)


@dataclass(frozen=True)
class Heard:
    """What was said, counted; None where fewer said it than can hide among one another."""

    # A multiple of five.
    answers: int
    met: tuple[int, int] | None
    again: tuple[int, int] | None
    words: Sequence[str]


def due(now: datetime) -> list[int]:
    """The events whose guests are still to be asked: the cards went first, and ask as well."""
    asked = db.select(Event.id).where(
        Event.feedback_asked_at.is_(None),
        Event.ends_at <= now - MORNING_AFTER,
        Event.ends_at > now - OPEN_FOR,
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
        Event.followed_up_at.is_not(None),
    )
    return list(db.session.scalars(asked))


def ask_part(event: Event, *, now: datetime) -> int:
    """Ask some of those who were there and got no card, each once; how many.

    After the last one the event is done.
    """
    lock(event)
    if event.feedback_asked_at or event.cancelled_at or not event.over(now):
        return 0
    key = db.literal("feedback:").concat(db.cast(Rsvp.id, db.String))
    next_ones = (
        db.select(Rsvp)
        .join(Rsvp.person)
        .where(
            Rsvp.event_id == event.id,
            presence.took_part(),
            Person.email.is_not(None),
            preferences.wanted("feedback", Rsvp.person_id),
            ~db.exists().where(Card.rsvp_id == Rsvp.id),
            ~db.exists().where(Message.key == key),
        )
        .options(db.contains_eager(Rsvp.person), db.joinedload(Rsvp.link))
        .order_by(Rsvp.id)
        .limit(PART)
    )
    found = db.session.scalars(next_ones).all()
    letters.ask(found, now=now)
    if len(found) < PART:
        event.feedback_asked_at = now
    db.session.flush()
    return len(found)


def may_answer(rsvp: Rsvp, *, now: datetime) -> bool:
    """Whether a guest may say how it was: they were there, and it isn't too long ago."""
    event = rsvp.event
    if not event.over(now) or event.cancelled_at or now >= event.ends_at + TAKES:
        return False
    there = db.select(Rsvp.id).where(Rsvp.id == rsvp.id, presence.took_part())
    return db.session.scalar(there) is not None


def answer_of(rsvp: Rsvp) -> Feedback | None:
    """What a guest said before."""
    found: Feedback | None = db.session.scalar(db.select(Feedback).filter_by(rsvp_id=rsvp.id))
    return found


def answer(rsvp: Rsvp, *, met: str, again: str, words: str, now: datetime) -> None:
    """Keep what a guest says; what they said before is replaced, until organizers were told of it."""
    lock(rsvp.event)
    found = answer_of(rsvp) or Feedback(rsvp=rsvp)
    if found.told_in is not None:
        raise Refused(_("The organizers were told of it already, so it can’t be changed any more."))
    found.met, found.again, found.words, found.answered_at = met, again, words, now
    db.session.add(found)
    db.session.flush()
    _tell_five(rsvp.event)


def _tell_five(event: Event) -> None:
    """Once five wait to be told they are, together."""
    of_event = db.select(Feedback).join(Feedback.rsvp).where(Rsvp.event_id == event.id)
    waiting = db.session.scalars(of_event.where(Feedback.told_in.is_(None)).order_by(Feedback.id))
    # Whoever sent an empty form hides nobody.
    five = [one for one in waiting if one.met or one.again or one.words][:FEWEST]
    if len(five) < FEWEST:
        return
    # Never a number that had members before: those of a five that lost one are told no more.
    latest = of_event.with_only_columns(db.func.max(Feedback.told_in))
    number = (db.session.scalar(latest) or 0) + 1
    for one in five:
        one.told_in = number
    db.session.flush()


def heard(event: Event) -> Heard:
    """What organizers may know: whole fives, counted, and words in no order that tells on anybody."""
    said = [one for five in _fives(event) if len(five) == FEWEST for one in five]
    return Heard(
        answers=len(said),
        met=_counted([one.met for one in said]),
        again=_counted([one.again for one in said]),
        words=sorted({one.words for one in said if one.words}),
    )


def _fives(event: Event) -> Sequence[Sequence[Feedback]]:
    told = (
        db.select(Feedback)
        .join(Feedback.rsvp)
        .where(Rsvp.event_id == event.id, Feedback.told_in.is_not(None))
    )
    found: dict[int | None, list[Feedback]] = {}
    for one in db.session.scalars(told):
        found.setdefault(one.told_in, []).append(one)
    return list(found.values())


def _counted(said: list[str]) -> tuple[int, int] | None:
    """How many said yes, and of how many."""
    answers = [one for one in said if one]
    return (answers.count("yes"), len(answers)) if len(answers) >= FEWEST else None
