"""Who sits where by the published plan, and how many met: counts, never who met whom."""

from typing import TypedDict

from flask_babel import gettext as _

from eventapp.api.events import event_of
from eventapp.api.operations import Call, operation
from eventapp.api.problems import Problem
from eventapp.api.schemas import Moment, Number
from eventapp.api.times import rfc3339
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans


class SeatShown(TypedDict):
    """A guest at a table."""

    rsvp: int
    first_name: str
    last_name: str


class TableShown(TypedDict):
    """A table in one round, with who sits there."""

    number: int
    chairs: int
    seats: list[SeatShown]


class RoundShown(TypedDict):
    """One sitting; rounds count from 1."""

    number: int
    tables: list[TableShown]


class PlanShown(TypedDict):
    """The seating plan that everybody follows."""

    event: int
    version: int
    published_at: Moment | None
    rounds: list[RoundShown]


class RoundMet(TypedDict):
    """How many pairs met in one round."""

    number: int
    pairs: Number


class MetShown(TypedDict):
    """How many met at an event, as far as its rounds are over."""

    event: int
    people: Number
    pairs: Number
    rounds: list[RoundMet]


@operation("GET", "/events/<int:event>/plan", scope="plans:read", group="Plans", answers=PlanShown)
def read(call: Call) -> PlanShown:
    """Read the published seating plan.

    404 until tables are published.
    """
    event = event_of(call)
    plan = plans.published(event)
    if plan is None:
        raise Problem(404, _("No tables are published yet."))
    names = {
        row.id: row
        for row in db.session.execute(
            db.select(Rsvp.id, Rsvp.first_name, Rsvp.last_name).where(Rsvp.event_id == event.id)
        )
    }
    rounds = []
    for number, seated in sorted(plans.seats_of(plan).items()):
        at: dict[int, list[SeatShown]] = {table.number: [] for table in plan.tables}
        for who, table in seated.items():
            one = names[who]
            said = SeatShown(rsvp=who, first_name=one.first_name, last_name=one.last_name)
            at[table].append(said)
        tables = [
            TableShown(number=table.number, chairs=table.capacity, seats=at[table.number])
            for table in plan.tables
            if table.closed_from is None or number < table.closed_from
        ]
        rounds.append(RoundShown(number=number, tables=tables))
    return PlanShown(
        event=event.id,
        version=plan.version,
        published_at=rfc3339(plan.published_at, event.zone) if plan.published_at else None,
        rounds=rounds,
    )


@operation(
    "GET", "/events/<int:event>/encounters", scope="encounters:read", group="Plans",
    answers=MetShown,
)  # fmt: skip
def encounters(call: Call) -> MetShown:
    """Count who met.

    Numbers alone: who met whom is told to nobody but the two.
    """
    event = event_of(call)
    of_event = Encounter.event_id == event.id
    low = db.select(Encounter.low_id).where(of_event)
    people = low.union(db.select(Encounter.high_id).where(of_event)).subquery()
    pairs = db.select(Encounter.low_id, Encounter.high_id).where(of_event).distinct().subquery()
    rounds = db.session.execute(
        db.select(Encounter.round, db.func.count(Encounter.id))
        .where(of_event)
        .group_by(Encounter.round)
        .order_by(Encounter.round)
    )
    return MetShown(
        event=event.id,
        people=db.session.scalar(db.select(db.func.count()).select_from(people)) or 0,
        pairs=db.session.scalar(db.select(db.func.count()).select_from(pairs)) or 0,
        rounds=[RoundMet(number=number, pairs=many) for number, many in rounds],
    )
