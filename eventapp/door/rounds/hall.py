"""What the screen in the hall shows: the tables of a round, and who sits there."""

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from flask_babel import gettext as _

from eventapp import tokens
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.rounds import Evening
from eventapp.role_marks import GUEST
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold
from eventapp.seating.models import Plan, Seat, Table

# So many tables stand side by side and can be read from the back of a room.
AT_ONCE = 6


@dataclass(frozen=True)
class HallTable:
    """A table on the screen: the mark and the word for each guest, by name."""

    number: int
    people: tuple[tuple[int, str], ...]


def round_shown(stands: Evening) -> int:
    """The round whose tables people look for: the one that runs, else the next; 0 after the last."""
    if stands.phase == "over":
        return 0
    return stands.begun if stands.phase == "round" else stands.next


def tables(event: Event, number: int) -> list[HallTable]:
    """The tables of a round as the published plan has them, without those that are closed."""
    rows = db.session.execute(
        db.select(Table.number, Rsvp.first_name, Rsvp.show_name_at, Role.name, Role.mark)
        .select_from(Seat)
        .join(Table, Table.id == Seat.table_id)
        .join(Rsvp, Rsvp.id == Seat.rsvp_id)
        .outerjoin(Role, Role.id == Rsvp.role_id)
        .where(
            Seat.plan_id == _PUBLISHED,
            Seat.round == number,
            Rsvp.state == "going",
            db.or_(Table.closed_from.is_(None), Table.closed_from > number),
        )
        .order_by(Table.number, Rsvp.turn),
        {"event": event.id},
    )
    found: dict[int, list[tuple[int, str]]] = {}
    for table, first_name, agreed, role, mark in rows:
        word = first_name if agreed else role or _("Guest")
        found.setdefault(table, []).append((mark or GUEST, word))
    return [
        HallTable(table, tuple(sorted(people, key=lambda one: fold(one[1]))))
        for table, people in found.items()
    ]


def pages(shown: list[HallTable]) -> list[list[HallTable]]:
    """The same on as few pages as there must be, all about equally full."""
    if not shown:
        return []
    each = ceil(len(shown) / ceil(len(shown) / AT_ONCE))
    return [shown[at : at + each] for at in range(0, len(shown), each)]


def version(event: Event, *, now: datetime) -> str:
    """The screen and the remote as one mark, another one as soon as they would show something else."""
    plan = db.session.execute(_MARK, {"event": event.id}).first()
    about = (event.title, event.zone, event.cancelled_at, event.starts_at, event.ends_at)
    stands = event.evening(now)
    slots = [] if stands.paused else stands.slots
    return tokens.digest(repr((tuple(plan or ()), about, stands.mark, stands.state, slots)))[:24]


_PUBLISHED = (
    db.select(Plan.id)
    .where(Plan.event_id == db.bindparam("event"), Plan.published_at.is_not(None))
    .order_by(Plan.version.desc())
    .limit(1)
    .scalar_subquery()
)
# Who comes late gets a chair in the plan that is out.
_MARK = db.select(db.func.count(Seat.id), db.func.max(Seat.plan_id)).where(
    Seat.plan_id == _PUBLISHED
)
