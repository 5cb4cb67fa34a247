"""A plan with everything the organizer's page knows about it, read in a few queries."""

from dataclasses import asdict, dataclass
from functools import cached_property

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, bounds, moves, problem
from eventapp.seating.measure import Figures
from eventapp.seating.models import Plan, Rule

Seats = dict[int, dict[int, int]]


@dataclass(frozen=True)
class Board:
    """The newest plan, beside the one that is published (None before the first publication)."""

    event: Event
    plan: Plan
    published: Plan | None
    guests: dict[int, Rsvp]
    rules: list[Rule]
    seats: Seats
    known: Seats
    asked: problem.Problem
    solved: problem.Plan
    stamp: str

    @property
    def draft(self) -> bool:
        """Whether the newest plan waits for its publication."""
        return self.plan.published_at is None

    @cached_property
    def figures(self) -> Figures:
        """What the plan does now, with the people who come now."""
        return bounds.figures(self.asked, self.solved)

    @cached_property
    def bounds(self) -> Figures:
        """The least of each figure that is possible."""
        return bounds.bounds(self.asked)

    @cached_property
    def to_tell(self) -> list[Rsvp]:
        """Who gets a letter when this plan is published."""
        if not self.draft:
            return []
        known = actions.ways(self.known)
        return actions.to_tell(list(self.guests.values()), actions.ways(self.seats), known)

    @cached_property
    def moved(self) -> set[int]:
        """RSVPs of guests who know another route than this one."""
        if not self.known:
            return set()
        known, new = actions.ways(self.known), actions.ways(self.seats)
        return {who for who in new if who in self.guests and new[who] != known.get(who)}

    def unseated(self, number: int) -> list[Rsvp]:
        """Guests without a seat in a round (from 1)."""
        return [rsvp for who, rsvp in self.guests.items() if who not in self.seats[number]]

    def host_of(self, who: int) -> int | None:
        """The table a guest hosts, by number."""
        return next((r.number for r in self.rules if r.kind == "host" and r.rsvp_id == who), None)


def read(event: Event) -> Board | None:
    """The board of an event, or None before its first plan."""
    newest = db.select(db.func.max(Plan.version)).where(Plan.event_id == event.id)
    plans = db.session.scalars(
        db.select(Plan)
        .where(
            Plan.event_id == event.id,
            db.or_(
                Plan.version == newest.scalar_subquery(),
                Plan.version == newest.where(Plan.published_at.is_not(None)).scalar_subquery(),
            ),
        )
        .options(db.selectinload(Plan.tables))
        .order_by(Plan.version.desc())
    ).all()
    if not plans:
        return None
    plan = plans[0]
    out = next((each for each in plans if each.published_at), None)
    seats = actions.seats_of_all(list(plans))
    guests, rules = actions.going(event), actions.rules_of(event)
    asked, solved = actions.laid(plan, seats[plan.id], guests, rules)
    here = {rsvp.id: rsvp for rsvp in guests}
    return Board(
        event=event,
        plan=plan,
        published=out,
        guests=here,
        rules=[r for r in rules if r.rsvp_id in here and (r.other_id or r.rsvp_id) in here],
        seats=seats[plan.id],
        known=seats[out.id] if out else {},
        asked=asked,
        solved=solved,
        stamp=f"{plan.version}-{_stamp(seats[plan.id], rules)}",
    )


def _stamp(seats: Seats, rules: list[Rule]) -> str:
    return moves.stamp(
        [(number, who, table) for number, at in seats.items() for who, table in at.items()],
        [(r.kind, r.rsvp_id, r.other_id, r.number) for r in rules],
    )


def note_figures(plan: Plan, asked: problem.Problem, solved: problem.Plan) -> None:
    """Keep with the plan what it does now."""
    found = plan.figures.get("found", plan.figures)
    plan.figures = {**asdict(bounds.figures(asked, solved)), "found": found}
    plan.bounds = asdict(bounds.bounds(asked))
