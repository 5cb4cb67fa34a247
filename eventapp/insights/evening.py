"""One event, all that its pictures need, as plain values without names or addresses (pure).

`reading.evening_of` reads it; pictures are functions of it. Guests are known by their place in
`guests`: tables and pairs name these places.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from eventapp.insights import hiding
from eventapp.role_marks import GUEST


@dataclass(frozen=True)
class Role:
    """What people came as: a name of the community's, and its mark."""

    name: str
    mark: int


@dataclass(frozen=True)
class Guest:
    """One answer. `key` is the person's number, the same at every event; it is never drawn.

    `role` is a place in `Evening.roles`, None for no role. `had_place` also if it was given back.
    `ask_about` and `offer_about` are what is compared when an ask may meet an offer, `asked` and
    `offered` the subjects of the same as people read them.
    """

    key: int
    role: int | None = None
    state: str = "going"
    # How many events of the community they were at before.
    times_before: int = 0
    created_at: datetime | None = None
    # When they first had a place, first waited, and gave it back for good.
    placed_at: datetime | None = None
    waited_at: datetime | None = None
    gave_back_at: datetime | None = None
    had_place: bool = True
    came: bool = False
    # How many they said yes to on both sides.
    connections: int = 0
    has_ask: bool = False
    asked: frozenset[str] = frozenset()
    offered: frozenset[str] = frozenset()
    ask_about: frozenset[str] = frozenset()
    offer_about: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Group:
    """Roles that are drawn as one, so that at least five people stand behind: the places of the roles,
    and of their guests who came."""

    name: str
    mark: int
    roles: tuple[int | None, ...]
    people: tuple[int, ...]


Pair = tuple[int, int]


@dataclass(frozen=True)
class Sitting:
    """An earlier event of the same series, counted: pairs that met there, how many of these had met
    before, how many people those are, and how many pairs it would have been by chance."""

    starts_at: datetime
    pairs: int
    again: int
    again_people: int
    chance: float


@dataclass(frozen=True)
class Evening:
    """An event that was, or that is going on.

    `tables` are the rounds that ran, in order, each with its tables by number and who really sat there;
    `pairs` are the same rounds with who met, the lower place first. `invited_only` are those invited of
    whom no answer is known. `figures` and `bounds` are those of the plan that was out, by the engine's
    names.
    """

    starts_at: datetime
    ends_at: datetime
    published_at: datetime | None
    zone: str
    roles: tuple[Role, ...]
    guests: tuple[Guest, ...]
    invited_only: int = 0
    tables: tuple[Mapping[int, tuple[int, ...]], ...] = ()
    pairs: tuple[frozenset[Pair], ...] = ()
    figures: Mapping[str, float] = field(default_factory=dict)
    bounds: Mapping[str, float] = field(default_factory=dict)
    # Those who came as pairs that had met at earlier events of the community, and these events.
    known: frozenset[Pair] = frozenset()
    series: tuple[Sitting, ...] = ()
    reminded_at: datetime | None = None
    # What stands between the names of roles that are drawn as one, and for none, as the page speaks.
    either: str = " or "
    no_role: str = "No role"

    @cached_property
    def came(self) -> tuple[int, ...]:
        """The places of those who came: the people that every picture divides."""
        return tuple(n for n, guest in enumerate(self.guests) if guest.came)

    @property
    def too_few(self) -> bool:
        """Whether so few came that nothing is told of them."""
        return len(self.came) < hiding.FEWEST

    @cached_property
    def met(self) -> frozenset[Pair]:
        """Every pair that met at all, once."""
        return frozenset[Pair]().union(*self.pairs)

    @cached_property
    def met_by(self) -> dict[int, frozenset[int]]:
        """Whom each of those who came met, by place."""
        found: dict[int, set[int]] = {n: set() for n in self.came}
        for one, other in self.met:
            found.setdefault(one, set()).add(other)
            found.setdefault(other, set()).add(one)
        return {n: frozenset(others) for n, others in found.items()}

    @cached_property
    def groups(self) -> tuple[Group, ...]:
        """The roles of those who came as all pictures show them: none of fewer than five people."""
        held: dict[int | None, list[int]] = {n: [] for n in (*range(len(self.roles)), None)}
        for n in self.came:
            held[self.guests[n].role].append(n)
        places = list(held)
        return tuple(
            self._group(tuple(places[n] for n in group), held)
            for group in hiding.joined([len(held[place]) for place in places])
        )

    @cached_property
    def group_of(self) -> dict[int, int]:
        """The group of everybody who came, as a place in `groups`."""
        return {n: place for place, group in enumerate(self.groups) for n in group.people}

    @cached_property
    def met_again(self) -> frozenset[Pair]:
        """The pairs that met and had met at an earlier event."""
        return self.met & self.known

    @property
    def again_by_chance(self) -> float:
        """How many pairs would have met again if everybody had been seated by lot, as many at a table."""
        return chance_of_again(len(self.met), len(self.known), len(self.came))

    def _group(self, roles: tuple[int | None, ...], held: Mapping[int | None, list[int]]) -> Group:
        people = tuple(n for role in roles for n in held[role])
        them = [Role(self.no_role, GUEST) if n is None else self.roles[n] for n in roles]
        # The first by the community's order stands for all: which are most isn't told.
        *most, last = [role.name for role in them]
        name = self.either.join([", ".join(most), last] if most else [last])
        return Group(name, them[0].mark, roles, people)


def chance_of_again(met: int, known: int, people: int) -> float:
    """How many of the pairs that know each other meet when so many of all pairs meet by lot."""
    possible = people * (people - 1) / 2
    return met * known / possible if possible else 0.0
