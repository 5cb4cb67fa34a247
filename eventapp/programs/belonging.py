"""Which program an event belongs to, as the event's own page says it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func

from eventapp import rows
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.programs.models import Program, Session, Trainer

_PROGRAM, _SESSION, _EVENT = (of.__table__ for of in (Program, Session, Event))
_MINE = _SESSION.alias("mine")
_OTHER = _EVENT.alias("other")
_BEFORE = db.or_(
    _OTHER.c.starts_at < _EVENT.c.starts_at,
    db.and_(_OTHER.c.starts_at == _EVENT.c.starts_at, _SESSION.c.position <= _MINE.c.position),
)
_PUBLIC = (
    _OTHER.c.published_at.is_not(None),
    _OTHER.c.cancelled_at.is_(None),
    _OTHER.c.visibility != "invited",
)
_OF = (
    db.select(
        _PROGRAM.c.slug,
        _PROGRAM.c.title,
        _PROGRAM.c.price_note,
        func.sum(db.case((_BEFORE, 1), else_=0)).label("number"),
        func.count().label("of"),
    )
    .select_from(_MINE)
    .join(_PROGRAM, _PROGRAM.c.id == _MINE.c.program_id)
    .join(_EVENT, _EVENT.c.id == _MINE.c.event_id)
    .join(_SESSION, _SESSION.c.program_id == _MINE.c.program_id)
    .join(_OTHER, _OTHER.c.id == _SESSION.c.event_id)
    .where(
        _MINE.c.event_id == db.bindparam("event"),
        _EVENT.c.cancelled_at.is_(None),
        _PROGRAM.c.published_at.is_not(None),
        _PROGRAM.c.cancelled_at.is_(None),
        *_PUBLIC,
    )
    .group_by(_PROGRAM.c.id, _PROGRAM.c.slug, _PROGRAM.c.title, _PROGRAM.c.price_note)
)

# The same as a column of a query about an event: whether it is a session at all.
IN_PROGRAM = (
    db.exists().where(_SESSION.c.event_id == _EVENT.c.id).correlate(_EVENT).label("in_program")
)


_TRAINER, _MEMBERSHIP = Trainer.__table__, Membership.__table__
# And whether it is one of a program that a member leads.
LEADS = (
    db.exists()
    .where(
        _SESSION.c.event_id == _EVENT.c.id,
        _TRAINER.c.program_id == _SESSION.c.program_id,
        _TRAINER.c.membership_id == _MEMBERSHIP.c.id,
    )
    .correlate(_EVENT, _MEMBERSHIP)
    .label("leads")
)


# Also of a draft, and of what was called off.
_ANY_OF = (
    db.select(_PROGRAM.c.slug, _PROGRAM.c.title)
    .join(_SESSION, _SESSION.c.program_id == _PROGRAM.c.id)
    .where(_SESSION.c.event_id == db.bindparam("event"))
)


@dataclass(frozen=True)
class Belonging:
    """A session's program with its price, and the session's number among those that take place."""

    slug: str
    title: str
    price_note: str
    number: int
    of: int


def of(event_id: int) -> Belonging | None:
    """The public program of an event, by its id; None for an event of its own. One query."""
    for row in rows.read(_OF, {"event": event_id}):
        return Belonging(row.slug, row.title, row.price_note, int(row.number), row.of)
    return None


def at_the_desk(event_id: int) -> tuple[str, str] | None:
    """The slug and title of an event's program, published or not; None for an event of its own. One query."""
    for row in rows.read(_ANY_OF, {"event": event_id}):
        return row.slug, row.title
    return None


def numbers_of(numbers: Sequence[int]) -> dict[int, int]:
    """The program's number of each of some events that is a session of one, published or not. One query."""
    asked = db.select(Session.event_id, Session.program_id).where(Session.event_id.in_(numbers))
    return {number: program for number, program in db.session.execute(asked)}  # noqa: C416
