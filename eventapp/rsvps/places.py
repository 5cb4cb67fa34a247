"""Who gets a place, and who gets the next one that frees.

There is one queue for an event, in the order in which people asked. In a program, whoever waits for
all of it stands in the queue of each session, in their turn, beside those who want that session
alone: so a place in a session goes to whoever has waited longest, and never to somebody who comes
later. Places in the program itself go by the program's own queue, by the same rules.

An organizer may want at least so many of a role or a career stage, and at most so many. Places that
are still missing for the least are held; so whoever asks first comes first, as far as these rules
let them. People who come together and won't be split get their places together or wait together,
and others may pass them meanwhile: so nothing stays empty for their sake.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from eventapp.events.limits import Quota


@dataclass(frozen=True)
class Kind:
    """What the rules look at of a guest: the role by its number, and the career stage.

    Who is `let_in` comes with a program or by an organizer's hand, and takes no drop-in place.
    """

    role: int | None = None
    stage: str = ""
    let_in: bool = False


def kinds_of(source: str, guests: Iterable[Kind]) -> tuple[Kind, ...]:
    """Guests as the rules look at them, by where their answer comes from."""
    return tuple(replace(kind, let_in=source != "web") for kind in guests)


@dataclass(frozen=True)
class Rules:
    """How many places there are, and for whom; no capacity is room for everyone.

    `drop_in` is how many may come by the event's own page, where it is a session of a program. Once `holding` is over, free places go to anybody.
    """

    capacity: int | None = None
    roles: Mapping[int, Quota] = field(default_factory=dict)
    stages: Mapping[str, Quota] = field(default_factory=dict)
    holding: bool = True
    drop_in: int | None = None

    @property
    def plain(self) -> bool:
        """Whether it matters only how many come, not who."""
        return not self.roles and not self.stages and self.drop_in is None


@dataclass(frozen=True)
class Party:
    """Who gets places together or not at all, by a number of the caller's; mostly one guest."""

    key: int
    guests: tuple[Kind, ...] = (Kind(),)


@dataclass(frozen=True)
class Obstacle:
    """Why a place can't be given now.

    `why` is `full` (none is free), `few` (fewer are free than are needed together), `role` or `stage` (all of this kind's are given; it is named),
    `held` (those that are free are for others), or `drop_in` (those that are free are for a program's people).
    """

    why: str
    role: int | None = None
    stage: str = ""


@dataclass(frozen=True)
class Room:
    """The places of an event, and how many of each kind have one or are offered one."""

    rules: Rules
    taken: Counter[Kind] = field(default_factory=Counter)

    @classmethod
    def of(cls, going: int, capacity: int | None) -> "Room":
        """Places that are for anybody."""
        return cls(Rules(capacity), Counter({Kind(): going}))

    def with_guests(self, guests: Iterable[Kind]) -> "Room":
        """The same once these have places, too."""
        return Room(self.rules, self.taken + Counter(guests))

    @property
    def going(self) -> int:
        """How many places are given."""
        return self.taken.total()

    @property
    def drop_ins(self) -> int:
        """How many places are given to who comes by the event's own page."""
        return sum(number for kind, number in self.taken.items() if not kind.let_in)

    @property
    def takes_drop_ins(self) -> bool:
        """Whether a place is free for who comes by the event's own page, as far as numbers go."""
        limit = self.rules.drop_in
        return self.free != 0 and (limit is None or self.drop_ins < limit)

    @property
    def free(self) -> int | None:
        """How many places are not given; None where there is room for everyone."""
        capacity = self.rules.capacity
        return None if capacity is None else max(0, capacity - self.going)

    def obstacle(self, guests: Sequence[Kind]) -> Obstacle | None:
        """Why these can't get places together now; None if they can."""
        after = self.with_guests(guests)
        rules = self.rules
        if rules.capacity is not None and after.going > rules.capacity:
            return Obstacle("few" if self.free and len(guests) > 1 else "full")
        alone = any(not guest.let_in for guest in guests)
        if alone and rules.drop_in is not None and after.drop_ins > rules.drop_in:
            return Obstacle("drop_in")
        for guest in guests:
            if _over(rules.roles.get(guest.role or 0), after.number(role=guest.role)):
                return Obstacle("role", role=guest.role)
            if _over(rules.stages.get(guest.stage), after.number(stage=guest.stage)):
                return Obstacle("stage", stage=guest.stage)
        if rules.capacity is None or not rules.holding:
            return None
        # Whoever is one of those that are missing may always come.
        free, missing = rules.capacity - after.going, after.missing()
        return Obstacle("held") if missing > max(free, self.missing() - len(guests)) else None

    def number(self, *, role: int | None = None, stage: str | None = None) -> int:
        """How many with a place are of this role, or of this stage."""
        return sum(
            number
            for kind, number in self.taken.items()
            if (kind.role == role if stage is None else kind.stage == stage)
        )

    def missing(self) -> int:
        """How many more must come for every floor; one guest may count for a role and for a stage."""
        roles = sum(
            max(0, quota.least - self.number(role=role)) for role, quota in self.rules.roles.items()
        )
        stages = sum(
            max(0, quota.least - self.number(stage=stage))
            for stage, quota in self.rules.stages.items()
        )
        return max(roles, stages)


def answer(room: Room, waiting: Iterable[Party], asked: Party) -> str:
    """`going` if these may have places now and nobody who waits may have one, else `waitlisted`.

    The queue is respected also where it isn't served by itself.
    """
    if room.obstacle(asked.guests) or any(not room.obstacle(one.guests) for one in waiting):
        return "waitlisted"
    return "going"


def promotions(room: Room, queue: Iterable[Party]) -> list[int]:
    """Who of the queue gets places now, by their keys, in the order of the queue.

    Nobody when there are as many going as places, or more since the capacity was lowered.
    """
    found = []
    for party in queue:
        if room.free == 0:
            break
        if room.obstacle(party.guests) is None:
            room = room.with_guests(party.guests)
            found.append(party.key)
    return found


def ahead(room: Room, queue: Sequence[Party], key: int) -> int:
    """How many of a queue would come before one who waits, for the same reason as they do."""
    mine = next(party for party in queue if party.key == key)
    why = room.obstacle(mine.guests)
    before = queue[: queue.index(mine)]
    if why is not None and why.why == "drop_in":
        return sum(not kind.let_in for party in before for kind in party.guests)
    if why is None or why.why not in {"role", "stage"}:
        return sum(len(party.guests) for party in before)
    return sum(
        kind.role == why.role if why.why == "role" else kind.stage == why.stage
        for party in before
        for kind in party.guests
    )


def _over(quota: Quota | None, number: int) -> bool:
    return quota is not None and quota.most is not None and number > quota.most
