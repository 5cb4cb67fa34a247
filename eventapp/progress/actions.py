"""What people write at the end of a program, and a letter to those who are at risk."""

from collections.abc import Collection
from datetime import datetime

from flask_babel import gettext as _

from eventapp import clock
from eventapp.attendance import record
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.models import Announcement, Rsvp


def closed(enrolment: Enrolment) -> bool:
    """Whether what somebody takes with them is settled: the certificates are given."""
    return bool(enrolment.certified_at or enrolment.program.certified_at)


def reflect(enrolment: Enrolment, text: str, *, now: datetime) -> None:
    """Keep what somebody takes with them; empty takes it back. Call it under the program's lock."""
    if enrolment.state != "enrolled":
        raise Refused(_("This is for those who take part in the program."))
    if closed(enrolment):
        raise Refused(_("The certificates are given: this can’t be changed any more."))
    text = text.strip()
    if text == enrolment.reflection:
        return
    enrolment.reflection, enrolment.reflected_at = text, now if text else None


def session_to_write_from(program: Program, *, now: datetime) -> Event | None:
    """Whose guests a letter about the program goes to: the next session, after the end the last."""
    held = record.held(program, now=now)
    to_come = [one for one in record.standing(program) if one not in held]
    return to_come[0].event if to_come else held[-1].event if held else None


def draft(
    program: Program, people: Collection[int], *, once: str, by: Person, now: datetime
) -> tuple[Announcement, int]:
    """A letter to some of the enrolled, by enrolment, as a draft among those of the next session.

    And how many of them it can't reach: who gave that seat back is no reader there. Nothing leaves
    before somebody looks at it and sends it. The same form twice is once.
    """
    event = session_to_write_from(program, now=now)
    if event is None:
        raise Refused(_("This program has no session yet whose guests could be written to."))
    asked = (
        db.select(Rsvp.id)
        .join(Enrolment, Enrolment.person_id == Rsvp.person_id)
        .where(
            Rsvp.event_id == event.id,
            Enrolment.program_id == program.id,
            Enrolment.state == "enrolled",
            Enrolment.id.in_(people),
        )
        .order_by(Rsvp.turn)
    )
    chosen = list(db.session.scalars(asked))
    sent = messages.send(
        event,
        chosen,
        subject=program.title[:120],
        text=_words(program, event, now=now),
        once=once,
        by=by,
        now=now,
    )
    messages.undo(sent)
    return sent, len(set(people)) - sent.people


def _words(program: Program, event: Event, *, now: datetime) -> str:
    lines = [_("How are you getting on with %(program)s?", program=program.title)]
    if not event.over(now):
        when = clock.when(event.starts_at, event.ends_at, event.zone)
        lines.append(_("The next session is %(title)s: %(when)s.", title=event.title, when=when))
    lines.append(_("Does something keep you from coming? Just answer this mail."))
    return "\n\n".join(lines)
