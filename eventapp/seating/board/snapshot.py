"""A plan with everything the organizer's page knows about it, read in a few queries."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import cached_property

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, engine, problems, stale_pages
from eventapp.seating.avoiding.actions import apart_among
from eventapp.seating.avoiding.pairs import at_one_table
from eventapp.seating.engine import Figures
from eventapp.seating.models import Plan, Rule, Step
from eventapp.seating.plans import Seats, read_seats, routes_of


@dataclass(frozen=True)
class Board:
    """The newest plan, beside the one that is published (None before the first publication).

    `locked` holds (round, RSVP id) of seats that stay as they are; the first `begun` rounds of a
    published event have begun. What costs more to know is read when it is first asked for.
    """

    event: Event
    plan: Plan
    published: Plan | None
    guests: dict[int, Rsvp]
    rules: list[Rule]
    seats: Seats
    known: Seats
    locked: frozenset[tuple[int, int]]
    begun: int
    solved: engine.Solution
    stamp: str

    @property
    def draft(self) -> bool:
        """Whether the newest plan waits for its publication."""
        return self.plan.published_at is None

    @property
    def undo(self) -> Step | None:
        """The step that would be undone next."""
        return next((step for step in self._steps if not step.undone), None)

    @property
    def redo(self) -> Step | None:
        """The step that would be done again."""
        return next((step for step in self._steps if step.undone), None)

    @cached_property
    def _steps(self) -> list[Step]:
        """The last step that is done, and the first that is undone."""
        if self.plan.published_at:
            return []
        of = Step.plan_id == self.plan.id
        done = db.select(db.func.max(Step.number)).where(of, ~Step.undone)
        undone = db.select(db.func.min(Step.number)).where(of, Step.undone)
        either = (Step.number == one.scalar_subquery() for one in (done, undone))
        return list(db.session.scalars(db.select(Step).where(of, db.or_(*either))))

    @cached_property
    def asked(self) -> engine.Problem:
        """What the plan is an answer to; who has met whom is read for it, so not before it is needed."""
        guests = list(self.guests.values())
        return actions.problem_of_plan(
            self.plan, self.seats, guests, self.rules, locked=self.locked
        )[0]

    @cached_property
    def figures(self) -> Figures:
        """What the plan does now, with the people who come now."""
        return engine.measure(self.asked, self.solved)

    @cached_property
    def bounds(self) -> Figures:
        """The least of each figure that is possible."""
        return engine.lower_bounds(self.asked)

    @cached_property
    def published_figures(self) -> Figures:
        """What the published plan does with the people who come now."""
        return engine.measure(
            self.asked,
            engine.Solution(
                tuple(
                    {str(who): str(at) for who, at in seats.items() if who in self.guests}
                    for seats in self.known.values()
                )
            ),
        )

    @cached_property
    def to_tell(self) -> list[Rsvp]:
        """Who gets a letter when this plan is published."""
        if not self.draft:
            return []
        known = routes_of(self.known)
        return actions.guests_to_notify(list(self.guests.values()), routes_of(self.seats), known)

    @cached_property
    def moved(self) -> set[int]:
        """RSVPs of guests who know another route than this one."""
        if not self.known:
            return set()
        known, new = routes_of(self.known), routes_of(self.seats)
        return {who for who in new if who in self.guests and new[who] != known.get(who)}

    def elsewhere(self, number: int) -> int:
        """How many sit at another table in a round (from 1) than the published plan says."""
        known = self.known.get(number, {})
        return sum(
            known.get(who) != table
            for who, table in self.seats[number].items()
            if who in self.guests
        )

    @cached_property
    def roles(self) -> dict[int, str]:
        """The names of the roles that are here, by their id."""
        return {r.role.id: r.role.name for r in self.guests.values() if r.role}

    def unseated(self, number: int) -> list[Rsvp]:
        """Guests without a seat in a round (from 1)."""
        return [rsvp for who, rsvp in self.guests.items() if who not in self.seats[number]]

    def host_of(self, who: int) -> int | None:
        """The table a guest hosts, by number."""
        return next((r.number for r in self.rules if r.kind == "host" and r.rsvp_id == who), None)

    @cached_property
    def avoided(self) -> list[tuple[int, int]]:
        """Who sits at no table with whom because one of them said so: never to be shown."""
        return apart_among(self.event.community_id, list(self.guests.values()))

    def avoiding(self, plan: engine.Solution) -> set[tuple[int, tuple[int, int]]]:
        """Those who sit at one table all the same in rounds to come, each with the round (from 0)."""
        return {
            (round, pair)
            for round, seats in enumerate(plan.seats)
            if round >= self.begun
            for pair in at_one_table({int(who): int(at) for who, at in seats.items()}, self.avoided)
        }

    def newly_together(self, after: engine.Solution) -> bool:
        """Whether a change would bring two to one table of whom one would rather not."""
        return bool(self.avoiding(after) - self.avoiding(self.solved))

    def with_frozen(self, asked: engine.Problem) -> engine.Problem:
        """A problem of this plan in which the rounds that have begun stay as they are."""
        return replace(asked, previous=self.solved, frozen_rounds=self.begun)


def read(event: Event, *, now: datetime | None = None) -> Board | None:
    """The board of an event, or None before its first plan; `now` says which rounds have begun."""
    newest = db.select(db.func.max(Plan.version)).where(Plan.event_id == event.id)
    done = db.select(db.func.max(Step.number)).where(Step.plan_id == Plan.id, ~Step.undone)
    last = db.aliased(Step)
    found = db.session.execute(
        db.select(Plan, last.id, last.done_at)
        .outerjoin(
            last,
            db.and_(last.plan_id == Plan.id, last.number == done.correlate(Plan).scalar_subquery()),
        )
        .where(
            Plan.event_id == event.id,
            db.or_(
                Plan.version == newest.scalar_subquery(),
                Plan.version == newest.where(Plan.published_at.is_not(None)).scalar_subquery(),
            ),
        )
        .options(db.joinedload(Plan.tables))
        .order_by(Plan.version.desc())
    )
    rows = found.unique().all()
    if not rows:
        return None
    kept = [row[0] for row in rows]
    plan, *last_step = rows[0]
    out = next((each for each in kept if each.published_at), None)
    seats = read_seats(kept)
    mine = seats[plan.id]
    guests, rules = problems.going(event), problems.rules_of(event)
    here = {rsvp.id: rsvp for rsvp in guests}
    rules = [r for r in rules if r.rsvp_id in here and (r.other_id or r.rsvp_id) in here]
    begun = event.evening(now).begun if out and now else 0
    return Board(
        event=event,
        plan=plan,
        published=out,
        guests=here,
        rules=rules,
        seats=mine.rounds,
        known=seats[out.id].rounds if out else {},
        locked=mine.locked,
        begun=min(begun, plan.rounds),
        solved=actions.solution_of(mine.rounds, guests),
        # Whatever is done to a draft is its last step then.
        stamp=stale_pages.mark(plan, rules, mine.locked, [("step", *last_step)]),
    )


def note_figures(plan: Plan, asked: engine.Problem, solved: engine.Solution) -> None:
    """Keep with the plan what it does now."""
    found = plan.figures.get("found", plan.figures)
    plan.figures = {**asdict(engine.measure(asked, solved)), "found": found}
    plan.bounds = asdict(engine.lower_bounds(asked))
