"""A program is over, and somebody has no certificate: what they did, and what could come next."""

from datetime import datetime
from typing import Any

from eventapp import clock
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.programs import waitlist
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.progress import reading, words
from eventapp.progress.letters import picture, readers, times
from eventapp.progress.reading import Figures

KIND = "finished"
# So many other programs are named.
MOST = 3


def due(now: datetime) -> list[int]:
    """The programs whose certificates were given lately, by id: the others are written to now."""
    lately = db.select(Program).where(
        Program.certified_at > now - times.FORGOTTEN, Program.cancelled_at.is_(None)
    )
    found = db.session.scalars(lately.options(db.joinedload(Program.community)))
    by_day = [one for one in found if times.by_day(now, one.community.zone)]
    return [program.id for program in by_day if _next(program, limit=1)]


def _next(program: Program, *, limit: int | None = None) -> list[Enrolment]:
    """Some of those without a certificate who had no such letter."""
    return readers.next_enrolled(program, KIND, Enrolment.certified_at.is_(None), limit=limit)


def write_part(program: Program, *, now: datetime) -> int:
    """Write to some of those who got no certificate; how many."""
    lock_row(Program, program.id)
    program = reading.with_sessions(program.id)
    if not program.certified_at or program.cancelled_at or program.state(now) != "finished":
        return 0
    if found := _next(program):
        far, others = reading.figures(program, now=now), _others(program, now)
        readers.post(
            KIND,
            found,
            said=lambda one: _said(one, far[one.id], others),
            now=now,
        )
    db.session.flush()
    return len(found)


def _said(
    enrolment: Enrolment, far: Figures, others: list[tuple[Program, Event]]
) -> dict[str, Any]:
    program = enrolment.program
    lacking = () if _words_missing(far) else far.standing.lacking
    return readers.about_program(enrolment) | {
        "picture": picture.drawn(far.standing, far.sessions, far.met),
        "words_missing": _words_missing(far),
        "missing": words.own_lacking(far.standing) if lacking else [],
        "catches_up": any(part.key in {"sessions", "compulsory"} for part in lacking),
        # Title, first day, page.
        "others": [
            (one.title, clock.day(first.starts_at, first.zone), _page(one)) for one, first in others
        ],
        "event_url": _page(program),
        "people_url": outbox.address_of("people_met.show"),
    }


def _words_missing(far: Figures) -> bool:
    """Whether nothing but what they take with them is missing: that can be written at any time."""
    return [part.key for part in far.standing.lacking] == ["reflection"]


def _page(program: Program) -> str:
    return outbox.address_of(
        "programs.show", community=program.community.slug, program=program.slug
    )


def _others(program: Program, now: datetime) -> list[tuple[Program, Event]]:
    """Programs of the same community that somebody may still join, with their first session."""
    asked = (
        db.select(Program)
        .where(
            Program.community_id == program.community_id,
            Program.id != program.id,
            Program.published_at.is_not(None),
            Program.cancelled_at.is_(None),
        )
        .options(
            db.joinedload(Program.community),
            db.selectinload(Program.sessions).joinedload(Session.event),
        )
        .order_by(Program.published_at.desc(), Program.id.desc())
        .limit(4 * MOST)
    )
    found = []
    for one in db.session.scalars(asked):
        coming = waitlist.coming(one, now=now)
        if one.state(now) == "published" and coming:
            found.append((one, coming[0]))
    return found[:MOST]


def still_true(message: Message) -> bool:
    """Whether the reader still has no certificate of a program that is over."""
    enrolment, now = readers.enrolment_of(message), clock.now()
    if enrolment is None or enrolment.certified_at or enrolment.program.state(now) != "finished":
        return False
    far = reading.figures_of(enrolment, now=now)
    others, stop = _others(enrolment.program, now), {"unsubscribe_url": message.unsubscribe}
    return readers.says_now(message, enrolment, lambda: _said(enrolment, far, others) | stop)
