"""How the answers to an event stand: what whoever gives out places must know."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import CompoundSelect, Select

from eventapp import rows
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role, event_stage
from eventapp.rsvps import program_waitlists
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.places import Kind, Obstacle, Party, Room, Rules, ahead, answer

_RSVP = Rsvp.__table__.c
_EVENT = db.bindparam("event")
# All of it in one query, as every answer asks: states, offers, and whether there are rules at all.
_STANDING = (
    db.select(_RSVP.state.label("what"), db.func.count(_RSVP.id), db.func.max(_RSVP.turn))
    .where(_RSVP.event_id == _EVENT)
    .group_by(_RSVP.state),
    db.select(db.literal("offered"), db.func.count(_RSVP.id), db.literal(0)).where(
        _RSVP.event_id == _EVENT, _RSVP.offered_until.is_not(None)
    ),
    db.select(db.literal("ruled"), db.func.count(event_role.c.role_id), db.literal(0)).where(
        event_role.c.event_id == _EVENT, quotas.LIMITED
    ),
    db.select(db.literal("ruled"), db.func.count(event_stage.c.stage), db.literal(0)).where(
        event_stage.c.event_id == _EVENT
    ),
)
# Who has a place or is offered one; whoever joins online needs none.
PLACED = db.and_(
    db.or_(Rsvp.state == "going", Rsvp.offered_until.is_not(None)), Rsvp.joins != "online"
)
WAITING = db.and_(Rsvp.state == "waitlisted", Rsvp.offered_until.is_(None))
_other = db.aliased(Rsvp)
# The place in the queue of one who waits, from 1, in a query about answers; 0 for everybody else.
POSITION = db.case(
    (
        WAITING,
        db.select(db.func.count(_other.id))
        .where(
            _other.event_id == Rsvp.event_id,
            _other.state == "waitlisted",
            _other.offered_until.is_(None),
            _other.turn <= Rsvp.turn,
        )
        .correlate(Rsvp)
        .scalar_subquery(),
    ),
    else_=0,
)


@dataclass(frozen=True)
class Standing:
    """The places of an event, how many people wait, and the turn of the next yes."""

    event: Event
    room: Room
    waiting: int
    next_turn: int

    def answer(self, guests: Sequence[Kind]) -> str:
        """What these get if they come now: places, or a wait; nobody needs nothing."""
        if not guests:
            return "going"
        if self.room.obstacle(guests):
            return "waitlisted"
        queue = waiting_parties(self.event, self.room) if self.waiting else []
        return answer(self.room, queue, Party(0, tuple(guests)))

    def with_guests(self, guests: Sequence[Kind]) -> "Standing":
        """The same once these have places, too."""
        return replace(self, room=self.room.with_guests(guests))

    def first_answer(self, guests: Sequence[Kind]) -> str:
        """What a yes on the page becomes: the same, or a question to the organizer.

        Refused where nobody comes by that page, whoever they are.
        """
        if self.room.rules.drop_in == 0:
            program_waitlists.refuse_drop_in()
        return "pending" if self.event.needs_approval else self.answer(guests)


@cache
def _standing(drop_in: Select[tuple[int | None]]) -> CompoundSelect[tuple[str, int, int]]:
    limit = drop_in.subquery()
    limited = db.select(db.literal("drop_in"), limit.c[0], db.literal(0))
    found: CompoundSelect[tuple[str, int, int]] = db.union_all(*_STANDING, limited)
    return found


def standing(event: Event, *, now: datetime) -> Standing:
    """How the answers to an event stand; true as long as it is locked."""
    found: Counter[str] = Counter()
    last, drop_in = 0, None
    for what, number, turn in rows.read(
        _standing(program_waitlists.drop_in()), {"event": event.id}
    ):
        found[what] += number
        last = max(last, turn or 0)
        drop_in = number if what == "drop_in" else drop_in
    if found["ruled"] or event.hybrid or drop_in is not None:
        ruled = replace(rules(event, now=now), drop_in=drop_in)
        room = Room(ruled, taken_by_kind(event))
    else:
        room = Room.of(found["going"] + found["offered"], event.capacity)
    return Standing(event, room, found["waitlisted"] - found["offered"], last + 1)


def rules(event: Event, *, now: datetime) -> Rules:
    """For whom the places of an event are, as its organizer set it."""
    found = quotas.of(event)
    return Rules(event.capacity, found.roles, found.stages, holding=event.holds_places(now))


def room_of(event: Event, *, now: datetime) -> Room:
    """The places of an event, as `standing` has them."""
    return standing(event, now=now).room


def taken_by_kind(event: Event) -> Counter[Kind]:
    """Who has a place or is offered one, counted by role and stage, and whether they were let in."""
    kind = Rsvp.role_id, Rsvp.stage, Rsvp.source != "web"
    counted = (
        db.select(*kind, db.func.count(Rsvp.id))
        .where(Rsvp.event_id == event.id, PLACED)
        .group_by(Rsvp.role_id, Rsvp.stage, Rsvp.source)
    )
    found: Counter[Kind] = Counter()
    for role, stage, let_in, number in db.session.execute(counted):
        found[Kind(role, stage, bool(let_in))] += number
    return found


def kind_of(rsvp: Rsvp) -> Kind:
    """What the rules look at of an answer."""
    return Kind(rsvp.role_id, rsvp.stage, rsvp.source != "web")


def needs_of(rsvp: Rsvp) -> tuple[Kind, ...]:
    """Who of an answer needs a place: nobody where one joins online."""
    return () if rsvp.joins == "online" else (kind_of(rsvp),)


def no_place_for(rsvp: Rsvp, needs: Sequence[Kind], room: Room) -> bool:
    """Whether a place that a guest has or is offered would be one too many as these instead.

    Who has a place keeps it, also where there are fewer by now.
    """
    if not (rsvp.going or rsvp.offered_until) or not needs:
        return False
    before, rules = needs_of(rsvp), room.rules
    if before and rules.plain:
        return False
    if before and rules.capacity is not None:
        rules = replace(rules, capacity=max(rules.capacity, room.going))
    others = replace(room, rules=rules, taken=room.taken - Counter(before))
    return others.obstacle(needs) is not None


def waiting_parties(
    event: Event, room: Room, *, at_most: int | None = None, until: int | None = None
) -> list[Party]:
    """Who waits for a place, in the order in which they asked: all, the first so many guests, or
    those up to a turn.

    Those who won't be split are one party, where the first of them stands.
    """
    kind_of_guest = Rsvp.role_id, Rsvp.stage, (Rsvp.source != "web").label("let_in")
    columns = Rsvp.id, Rsvp.brought_by_id, Rsvp.waits_together, *kind_of_guest
    waiting = db.select(*columns).where(Rsvp.event_id == event.id, WAITING).order_by(Rsvp.turn)
    if until is not None:
        waiting = waiting.where(Rsvp.turn <= until)
    found = db.session.execute(waiting.limit(at_most)).all()
    parties: dict[int, list[Kind]] = {}
    for number, lead, together, role, stage, let_in in found:
        kind = Kind() if room.rules.plain else Kind(role, stage, bool(let_in))
        parties.setdefault((lead or number) if together else number, []).append(kind)
    return [Party(key, tuple(kinds)) for key, kinds in parties.items()]


@dataclass(frozen=True)
class Wait:
    """What one who waits waits for, and how many come before, themselves counted: 1 is next."""

    number: int
    obstacle: Obstacle | None


def wait_of(rsvp: Rsvp, *, now: datetime) -> Wait:
    """Why somebody waits, truly, and their number among those who wait for the same."""
    room = room_of(rsvp.event, now=now)
    if room.rules.plain and rsvp.brought_by_id is None and room.free == 0:
        # Everybody waits for the same, whoever is brought behind whoever brings them: thousands
        # needn't be read to be counted.
        return Wait(number_in_line(rsvp) + rsvp.behind, Obstacle("full"))
    # A party goes on behind its first; what was typed once more stands behind all before it.
    queue = waiting_parties(rsvp.event, room, until=None if rsvp.id else rsvp.turn)
    lead = (rsvp.brought_by_id or rsvp.id) if rsvp.waits_together else rsvp.id
    party = next((party for party in queue if party.key == lead), None)
    if party is None:
        mine = Kind() if room.rules.plain else kind_of(rsvp)
        party = Party(0, (mine, *[Kind()] * rsvp.with_them))
        queue.append(party)
    number = ahead(room, queue, party.key) + 1 + rsvp.behind
    return Wait(number, room.obstacle(party.guests))


def number_in_line(rsvp: Rsvp) -> int:
    """The place in the queue of one who waits, from 1, whatever each of them waits for.

    An answer that was typed once more holds no place: it stands behind all who waited before it.
    """
    before = db.select(db.func.count(Rsvp.id)).where(
        Rsvp.event_id == rsvp.event_id, WAITING, Rsvp.turn <= rsvp.turn
    )
    stands = rsvp.id is not None and rsvp.state == "waitlisted" and rsvp.offered_until is None
    return (db.session.scalar(before) or 0) + (not stands)
