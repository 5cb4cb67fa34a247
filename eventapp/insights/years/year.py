"""A community's year as plain values: its events, each counted, and what may be told of them (pure).

Whatever counts people over several events is divided at ends of months that are over, where enough
people stand behind each number (`hiding.closings`); what follows the last such end waits. So what was
told before stays as it was, and no two looks tell what few people did between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from eventapp.insights import hiding
from eventapp.insights.evening import Role

Within = tuple[float, ...]
# So long after an event it isn't counted again: who connected then is known.
SETTLED = timedelta(days=36)
# Whoever comes again comes within so long, as far as it is told.
SOON = timedelta(days=183)
# A share in tens is only told of so many people.
ENOUGH = 20


@dataclass(frozen=True)
class Web:
    """Everybody who had met anybody so far: pairs that met, and how far apart all are."""

    pairs: int
    within: Within

    @property
    def half(self) -> int | None:
        """How many steps at least half of all pairs are apart at most; None where there is no such number."""
        return next((n for n, share in enumerate(self.within, start=1) if share >= 0.5), None)


@dataclass(frozen=True)
class Held:
    """One event that is over: `nth` are those who came for the first time, the second, and so on (the
    last is open); `second` those who came for the second time, by the event that was their first;
    `roles` by a place in `Year.roles`, or None."""

    number: int
    day: date
    came: int
    nth: tuple[int, ...]
    second: Mapping[int, int]
    roles: Mapping[int | None, int]
    pairs: int
    again: int
    connected: int
    connected_people: int
    web: Web | None = None


@dataclass(frozen=True)
class Stretch:
    """Neighbouring events that are told of together, from one place in `Year.events` to another."""

    begin: int
    end: int
    events: tuple[Held, ...]

    @property
    def came(self) -> int:
        """How many came to these events; who came to two is counted twice."""
        return sum(held.came for held in self.events)

    @property
    def first(self) -> int:
        """How many came for the first time."""
        return sum(held.nth[0] for held in self.events)

    @property
    def months(self) -> tuple[date, date]:
        """The first days of the first month and of the last."""
        return self.events[0].day.replace(day=1), self.events[-1].day.replace(day=1)


@dataclass(frozen=True)
class Year:
    """All events of a community up to the end of `year`, in order, as they are told of on `today`."""

    year: int
    today: date
    events: tuple[Held, ...]
    roles: tuple[Role, ...] = ()
    others: str = "Others"
    no_role: str = "No role"

    @property
    def held(self) -> int:
        """How many of the events are of this year."""
        return sum(held.day.year == self.year for held in self.events)

    @cached_property
    def month_ends(self) -> frozenset[int]:
        """The places of the last events of months that are over."""
        days = [held.day for held in self.events]
        following = [*days[1:], self.today][: len(days)]
        return frozenset(
            n
            for n, (day, after) in enumerate(zip(days, following, strict=True))
            if (day.year, day.month) < (after.year, after.month)
        )

    @cached_property
    def ends(self) -> tuple[int, ...]:
        """After which events it is told who came, and who for the first time: the finest division."""
        return tuple(
            hiding.closings([_new_or_not(held) for held in self.events], among=self.month_ends)
        )

    @cached_property
    def again_ends(self) -> tuple[int, ...]:
        """Some of these, after which it is told who came for the second time, and the third."""
        rows = [_times(held) for held in self.events]
        return tuple(hiding.closings(rows, among=set(self.ends)))

    @cached_property
    def connected_ends(self) -> tuple[int, ...]:
        """Some of these, after which it is told how many have connected."""
        rows = [
            (
                held.connected_people,
                held.connected_people if hiding.few(held.connected_people) else 0,
            )
            for held in self.events
        ]
        settled = {n for n in self.ends if self.events[n].day + SETTLED <= self.today}
        return tuple(hiding.closings(rows, among=settled))

    def stretches(self, ends: Sequence[int]) -> list[Stretch]:
        """The stretches of a division that end in this year."""
        begins = [0, *(end + 1 for end in ends)]
        return [
            Stretch(begin, end, self.events[begin : end + 1])
            for begin, end in zip(begins, ends, strict=False)
            if self.events[end].day.year == self.year
        ]

    def people_until(self, end: int) -> int:
        """How many people have come so far, each once."""
        return sum(held.nth[0] for held in self.events[: end + 1])

    def pairs_until(self, end: int) -> int:
        """About how many pairs have met so far, each once: to the ten, as an event with few who met
        again doesn't tell how many pairs they were."""
        return round(sum(held.pairs - held.again for held in self.events[: end + 1]), -1)

    def at_least(self, times: int, end: int) -> int:
        """How many people have come so often so far, or more often."""
        return sum(held.nth[times - 1] for held in self.events[: end + 1])

    def again_soon(self, stretch: Stretch) -> int | None:
        """How many of those who first came in a stretch came again soon; None while it isn't over."""
        if stretch.events[-1].day + SOON > self.today:
            return None
        first = {held.number: held.day for held in stretch.events}
        return sum(
            number
            for held in self.events
            for event, number in held.second.items()
            if event in first and held.day - first[event] <= SOON
        )


def _new_or_not(held: Held) -> tuple[int, ...]:
    first, others = held.nth[0], held.came - held.nth[0]
    # Where the event's own page doesn't tell them, they are not what this one leaves of what others tell.
    hidden = hiding.few(first) or hiding.few(others)
    return (first, others, first, others) if hidden else (first, others, 0, 0)


def _times(held: Held) -> tuple[int, ...]:
    second, third = held.nth[1], held.nth[2]
    more = held.came - held.nth[0] - second - third
    alone = {part.start for part in hiding.stretches(held.nth) if len(part) == 1}
    apart = (0 if 1 in alone else second, 0 if 2 in alone else third)
    return held.nth[0], second, third, more, *apart
