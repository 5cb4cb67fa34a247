"""A program's sessions as one row: whom everybody has met, will meet, and could meet at most."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.models import Rsvp
from eventapp.seating import meetings
from eventapp.seating import plans as seating_plans
from eventapp.seating.meetings import Evening, Pair, Reach
from eventapp.seating.models import Plan


@dataclass(frozen=True)
class Sitting:
    """One session: the plan that counts (the published one before a draft), and who meets by it.

    `state` is over, cancelled, begun, published, draft or none. `counted` says whether its
    meetings are in the ledger, which is closed after the event.
    """

    event: Event
    position: int
    state: str
    counted: bool
    going: frozenset[int]
    largest: int
    pairs: frozenset[Pair]
    # Whether a draft waits that would replace the published tables.
    redrafted: bool = False

    @property
    def coming(self) -> bool:
        """Whether it counts among the sessions to come."""
        return self.state in {"begun", "published", "draft", "none"}

    @property
    def open(self) -> bool:
        """Whether its tables are still to be planned."""
        return self.state in {"draft", "none"}

    def planned(self, *, anew: bool) -> bool:
        """Whether a plan of all sessions makes its tables: what is published stays, unless `anew`."""
        return self.open or (anew and self.state == "published")

    @property
    def evening(self) -> Evening:
        """As the counting takes it."""
        chairs = max(self.event.seats, self.largest)
        return Evening(self.going, self.event.rounds * (chairs - 1), self.pairs)


@dataclass(frozen=True)
class Pairs:
    """Pairs of a program's people: all there are, those who met, who will, and the most that can."""

    possible: int
    met: int
    by_then: int
    most: int


@dataclass(frozen=True)
class Series:
    """A program with everybody's way through it."""

    program: Program
    people: dict[int, Person]
    sittings: list[Sitting]
    met: set[Pair]
    reach: list[Reach]

    @property
    def coming(self) -> list[Sitting]:
        """The sessions to come."""
        return [sitting for sitting in self.sittings if sitting.coming]

    def to_plan(self, *, anew: bool = False) -> list[Sitting]:
        """The sessions whose tables can be planned together; `anew`, published ones as well."""
        return [sitting for sitting in self.sittings if sitting.planned(anew=anew)]

    def given(self, *, anew: bool = False) -> set[Pair]:
        """Who has met, or will at sessions whose tables stay, or that are not yet counted."""
        stays = (s.pairs for s in self.sittings if not s.planned(anew=anew) and not s.counted)
        return self.met.union(*stays)

    @property
    def pairs(self) -> "Pairs":
        """How many pairs of its people there are, have met, will, and can meet at most."""
        others = len(self.people)
        return Pairs(
            possible=others * (others - 1) // 2,
            met=sum(one.met for one in self.reach) // 2,
            by_then=sum(one.by_then for one in self.reach) // 2,
            # Each pair counts with both of them, so half of what everybody can reach bounds it.
            most=sum(one.most for one in self.reach) // 2,
        )

    @property
    def finding(self) -> str:
        """What the chart says, in a sentence."""
        if len(self.people) < 2:
            return _("Nobody is there yet to be met")
        others = len(self.people) - 1
        least = min(one.met for one in self.reach)
        then = min(one.by_then for one in self.reach)
        if not self.met:
            if not any(one.planned for one in self.reach):
                return _("Nobody has met yet, and no tables say who will")
            return _(
                "By the last session, everyone will have met at least %(then)s of %(all)s people",
                then=then,
                all=others,
            )
        said = (
            ngettext(
                "Everyone has met at least one of %(all)s people",
                "Everyone has met at least %(num)s of %(all)s people",
                least,
                all=others,
            )
            if least
            else _("Some have met nobody of the %(all)s others", all=others)
        )
        if then == others > least:
            return said + _("; by the last session, all of them")
        return said + (
            _("; by the last session, at least %(then)s", then=then) if then > least else ""
        )


def read(program: Program, *, now: datetime) -> Series:
    """The row of a program, in a handful of queries."""
    events = [session.event for session in program.sessions]
    people = {
        person.id: person
        for person in db.session.scalars(
            db.select(Person)
            .join(Enrolment, Enrolment.person_id == Person.id)
            .where(Enrolment.program_id == program.id, Enrolment.state == "enrolled")
        )
    }
    ids = [event.id for event in events]
    plans, redrafted = _plans(ids)
    seats = seating_plans.read_seats(list(plans.values()))
    going: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for rsvp, event_id, person in db.session.execute(
        db.select(Rsvp.id, Rsvp.event_id, Rsvp.person_id).where(
            Rsvp.event_id.in_(ids), Rsvp.state == "going"
        )
    ):
        going[event_id][rsvp] = person
    met: defaultdict[int, set[Pair]] = defaultdict(set)
    for event_id, low, high in db.session.execute(
        db.select(Encounter.event_id, Encounter.low_id, Encounter.high_id)
        .where(Encounter.event_id.in_(ids))
        .distinct()
    ):
        met[event_id].add((low, high))
    counted = ledger.closed(ids)
    sittings = []
    for position, event in enumerate(events, start=1):
        plan, here = plans.get(event.id), going[event.id]
        if plan and event.starts_at <= now and not plan.published_at:
            # It began without tables: nobody follows a draft.
            plan = None
        rounds = [
            {here[rsvp]: table for rsvp, table in seated.items() if rsvp in here}
            for seated in (seats[plan.id].rounds.values() if plan else ())
        ]
        state = _state(event, plan, now)
        sittings.append(
            Sitting(
                event=event,
                position=position,
                state=state,
                counted=event.id in counted,
                going=frozenset(here.values()),
                largest=_largest(rounds),
                pairs=frozenset(meetings.together(rounds) if state != "cancelled" else ()),
                redrafted=state == "published" and event.id in redrafted,
            )
        )
    known = set().union(*met.values())
    evenings = [sitting.evening for sitting in sittings if sitting.coming]
    return Series(program, people, sittings, known, meetings.reach(people, known, evenings))


def _plans(events: list[int]) -> tuple[dict[int, Plan], set[int]]:
    """The plan that counts of each event: the newest published one, or else the newest draft.

    And the events whose published tables a newer draft would replace.
    """
    plans: dict[int, Plan] = {}
    redrafted: set[int] = set()
    for plan in db.session.scalars(
        db.select(Plan).where(Plan.event_id.in_(events)).order_by(Plan.version)
    ):
        if plan.published_at or not (plans.get(plan.event_id) or plan).published_at:
            plans[plan.event_id] = plan
            redrafted.discard(plan.event_id)
        else:
            redrafted.add(plan.event_id)
    return plans, redrafted


def _state(event: Event, plan: Plan | None, now: datetime) -> str:
    if event.cancelled_at:
        return "cancelled"
    if event.over(now):
        return "over"
    if event.starts_at <= now:
        return "begun"
    if plan is None:
        return "none"
    return "published" if plan.published_at else "draft"


def _largest(rounds: Iterable[dict[int, int]]) -> int:
    sizes: defaultdict[tuple[int, int], int] = defaultdict(int)
    for number, seated in enumerate(rounds):
        for table in seated.values():
            sizes[number, table] += 1
    return max(sizes.values(), default=0)
