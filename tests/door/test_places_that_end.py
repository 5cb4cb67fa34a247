"""Whatever people and organizers do, and in whatever order: one guest a chair, nobody from before.

A small evening: eight people and one to come, three tables of three, two rounds. The clock is an argument
everywhere, so that rounds begin and days pass without waiting.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import make
from flask import Flask
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import guest_list, presence
from eventapp.door.models import Arrival
from eventapp.door.reseating import actions as reseating
from eventapp.door.reseating import current_tables
from eventapp.errors import Refused
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.followups.tablemates import company_of
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import revisions
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import engine, plans, problems
from eventapp.seating.board import edits, locks, mixing, snapshot
from eventapp.seating.board import undo as steps
from eventapp.seating.engine import BadProblem, Clash
from eventapp.seating.models import Rule, Seat

PEOPLE, TABLES, CHAIRS = 9, 3, 3
LATE = PEOPLE - 1
DAY = timedelta(days=1)
MORNING = timedelta(hours=5)
COLUMNS = (
    "title", "summary", "description", "starts_at", "ends_at", "zone", "place_name",
    "place_address", "map_url", "online_url", "capacity", "tables", "seats", "rounds", "minutes",
)  # fmt: skip


def day_of(moment: datetime, event: Event):
    """The evening that a moment belongs to, on the clocks of the event's place."""
    return (moment.astimezone(ZoneInfo(event.zone)) - MORNING).date()


@dataclass
class Evening:
    """An event that is played, beside what is known to be true of it: who came on this day."""

    event: Event
    people: list[Person]
    by: Person
    now: datetime
    came: set[int] = field(default_factory=set)
    here: set[int] = field(default_factory=set)

    def yes(self, who: int, _with: int) -> None:
        held = rsvps.find(self.event, self.people[who])
        if held is None or held.state == "cancelled":
            said = make.answers(self.event)
            rsvps.admit(self.event, self.people[who], said, source="web", letter=None, now=self.now)

    def no(self, who: int, _with: int) -> None:
        rsvps.cancel(self._rsvp(who), now=self.now)
        self.here.discard(self._rsvp(who).id)

    def arrive(self, who: int, _with: int) -> None:
        if day_of(self.now, self.event) != day_of(self.event.starts_at, self.event):
            self.now = self.event.starts_at - timedelta(minutes=10)
        door.arrive(self._rsvp(who), by=self.by, now=self.now)
        self.here.add(self._rsvp(who).id)
        self.came.add(self._rsvp(who).id)

    def not_here(self, who: int, _with: int) -> None:
        door.undo(self.event, self._rsvp(who).id, by=self.by, now=self.now)
        self.here.discard(self._rsvp(who).id)

    def leaves_early(self, who: int, _with: int) -> None:
        reseating.leave(self._rsvp(who), 1, now=self.now)

    def mix(self, _who: int, _with: int) -> None:
        laid = self._board()
        asked = mixing.problem_for_new_mix(self.event, laid)
        mixing.save_mix(self.event, laid, asked, engine.solve(asked, steps=0), seed=1, now=self.now)

    def mix_while_one_leaves(self, who: int, _with: int) -> None:
        laid = self._board()
        asked = mixing.problem_for_new_mix(self.event, laid)
        found = engine.solve(asked, steps=0)
        self.no(who, 0)
        after = self._board()
        if (laid and laid.stamp) == (after and after.stamp):
            mixing.save_mix(self.event, after, asked, found, seed=1, now=self.now)

    def publish(self, _who: int, _with: int) -> None:
        if laid := self._board():
            edits.update_before_publishing(laid, now=self.now)
            seating.publish(laid.plan, now=self.now)

    def find_chairs(self, _who: int, _with: int) -> None:
        if laid := self._board():
            edits.seat_everybody(laid, now=self.now)

    def move_by_hand(self, who: int, to: int) -> None:
        if laid := self._board():
            edits.move(laid, self._rsvp(who).id, 2, 1 + to % TABLES, now=self.now)

    def host(self, who: int, at: int) -> None:
        edits.add_host_rule(
            self.event, self._board(), self._rsvp(who).id, 1 + at % TABLES, now=self.now
        )

    def together(self, who: int, other: int) -> None:
        self._pair("together", who, other)

    def apart(self, who: int, other: int) -> None:
        self._pair("apart", who, other)

    def lock(self, who: int, _with: int) -> None:
        if laid := self._board():
            seats = locks.seats_meant(laid, "person", self._rsvp(who).id, 1)
            locks.lock(laid, seats, about={"who": self._rsvp(who).id}, now=self.now, by=self.by)

    def undo(self, _who: int, _with: int) -> None:
        if laid := self._board():
            steps.undo(laid)

    def redo(self, _who: int, _with: int) -> None:
        if laid := self._board():
            steps.redo(laid)

    def reseat(self, who: int, _with: int) -> None:
        if laid := current_tables.read(
            self.event, guest_list.guest_entries(self.event), now=self.now
        ):
            option = ("fewest", "mixed")[who % 2]
            reseating.apply(self.event, option, laid.stamp, by=self.by, now=self.now)

    def reseat_back(self, _who: int, _with: int) -> None:
        if plan := plans.published(self.event):
            reseating.undo(self.event, plan.version, by=self.by, now=self.now)

    def close(self, _who: int, table: int) -> None:
        reseating.close(self.event, 1 + table % TABLES, again=False, now=self.now)

    def next_round(self, _who: int, _with: int) -> None:
        self.now = next((t for t in self.event.evening(self.now).begins if t > self.now), self.now)

    def an_hour_later(self, _who: int, _with: int) -> None:
        self._shift(timedelta(hours=1))

    def another_day(self, _who: int, days: int) -> None:
        self._shift((1 + days) * DAY)
        self.here.clear()
        self.came.clear()

    def _shift(self, by: timedelta) -> None:
        given = {name: getattr(self.event, name) for name in COLUMNS}
        given |= {"starts_at": self.event.starts_at + by, "ends_at": self.event.ends_at + by}
        seen, roles = drafts.stamp(self.event), list(self.event.roles)
        revisions.revise(self.event, given, roles, seen=seen, arrivals="back", now=self.now)

    def _pair(self, kind: str, who: int, other: int) -> None:
        one, two = self._rsvp(who).id, self._rsvp(other).id
        edits.add_pair_rule(self.event, self._board(), kind, one, two, now=self.now)

    def _board(self) -> snapshot.Board | None:
        return snapshot.read(self.event, now=self.now)

    def _rsvp(self, who: int) -> Rsvp:
        found = rsvps.find(self.event, self.people[who])
        if found is None:
            raise Refused("Who never answered does nothing.")
        return found


DOINGS = [
    name for name in vars(Evening) if not name.startswith("_") and callable(getattr(Evening, name))
]
# Few people, so that things happen to the same ones.
PLAYERS = st.sampled_from([0, 1, 2, LATE])
HAVE_CHAIRS = [("find_chairs", 0, 0), ("publish", 0, 0)]
ROUND, HOUR = ("next_round", 0, 0), ("an_hour_later", 0, 0)


def begun(app: Flask) -> Evening:
    """Everybody has said yes, and the tables are out."""
    start = datetime(2027, 3, 5, 17, 0, tzinfo=ZoneInfo("UTC"))
    event = make.event(
        starts_at=start, ends_at=start + timedelta(hours=3), tables=TABLES, seats=CHAIRS,
        rounds=2, minutes=30, capacity=None,
    )  # fmt: skip
    # Without addresses no letters are rendered, which would take most of the time.
    people = [make.person(email=None) for _ in range(PEOPLE)]
    played = Evening(event, people, make.person(), start - timedelta(hours=5))
    for who in range(LATE):
        played.yes(who, 0)
    played.mix(0, 0)
    played.publish(0, 0)
    return played


def holds(played: Evening) -> None:
    """What must be true, whatever was done."""
    event = played.event
    coming = {
        r.id: r.going for r in db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id))
    }
    over = sum(t <= played.now for t in event.evening(played.now).begins)
    for plan in filter(None, (plans.published(event), plans.latest(event))):
        chairs = {table.number: table.capacity for table in plan.tables}
        for number, seated in plans.seats_of(plan).items():
            taken = Counter(table for who, table in seated.items() if coming[who])
            assert all(taken[table] <= chairs[table] for table in taken), (number, taken)
            if number > over:
                assert all(coming[who] for who in seated), "a chair is kept for somebody who left"
    locked = db.session.scalars(
        db.select(Seat.rsvp_id).join(Rsvp).where(Rsvp.event_id == event.id, Seat.locked)
    )
    assert all(coming[who] for who in locked), "a lock outlived its place"
    rules = [
        *problems.rules_of(event),
        *db.session.scalars(db.select(Rule).where(Rule.event_id == event.id, Rule.kind != "apart")),
    ]
    for rule in rules:
        assert all(coming[who] for who in (rule.rsvp_id, rule.other_id) if who), rule.kind
    arrivals = db.session.scalars(
        db.select(Arrival).join(Rsvp).where(Rsvp.event_id == event.id)
    ).all()
    assert {a.rsvp_id for a in arrivals} == played.here
    assert all(coming[a.rsvp_id] for a in arrivals)
    assert all(day_of(a.arrived_at, event) == day_of(event.starts_at, event) for a in arrivals)
    assert (
        presence.here(event)
        == len(played.here)
        == len(guest_list.inside(guest_list.guest_entries(event)))
    )
    assert company_of(event).guests.keys() <= played.came, "somebody met who never came"


@example([("no", 0, 0), ("yes", LATE, 0), *HAVE_CHAIRS, ("yes", 0, 0)])
@example([ROUND, ("no", 0, 0), HOUR, ("yes", LATE, 0), *HAVE_CHAIRS, ("yes", 0, 0)])
@example([("yes", LATE, 0), ("mix_while_one_leaves", LATE, 0)])
@example([("host", 0, 0), ("together", 1, 2), ("lock", 0, 0), ("no", 0, 0), ("no", 1, 0)])
@example([("lock", 0, 0), ROUND, ("no", 0, 0)])
@example([("arrive", 0, 0), ("no", 0, 0), ("yes", 0, 0)])
@example([("arrive", 0, 0), ROUND, ("arrive", 1, 0), ("no", 0, 0), ("yes", 0, 0), ROUND])
@example([("arrive", 0, 0), ("arrive", 1, 0), ROUND, ("no", 0, 0), ("another_day", 0, 6)])
@given(st.lists(st.tuples(st.sampled_from(DOINGS), PLAYERS, PLAYERS), max_size=12))
@settings(
    max_examples=20,
    # A failure is short enough to be read as it is; making it shorter takes minutes.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_whatever_is_done_one_guest_sits_on_a_chair_and_nobody_is_left_from_before(
    app: Flask, doings: list[tuple[str, int, int]]
) -> None:
    played = begun(app)

    for name, who, other in doings:
        do: Callable[[int, int], None] = getattr(played, name)
        try:
            with db.session.begin_nested():
                do(who, other)
        except (Refused, Clash, BadProblem):
            pass
        db.session.expire_all()

        holds(played)
    db.session.rollback()
