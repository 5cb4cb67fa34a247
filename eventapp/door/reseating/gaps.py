"""Tables with too few people during the evening, and the fewest moves that fill them (pure)."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import product

from eventapp.seating.engine import Clash, Fixed, Problem, Solution, reseat

# Two are a private talk; a table begins with three.
ENOUGH = 3
# What a move must gain, in units of the measure, when a better mix is asked for.
PRICE = 15


@dataclass(frozen=True)
class Room:
    """The tables as they stand: what was asked, the plan that people follow, who is here.

    `here` holds for each round those who are in and stay for it, `missing` those who aren't in;
    the first `begun` rounds stay as they are. Closed tables are those of `asked`.
    """

    asked: Problem
    plan: Solution
    here: tuple[frozenset[str], ...]
    missing: frozenset[str]
    begun: int

    @property
    def rounds(self) -> range:
        """The rounds that can still change (from 0)."""
        return range(self.begun, self.asked.rounds)

    def shut(self, round: int) -> set[str]:
        """The tables that are closed in a round."""
        return {table for r, table in self.asked.closed if r == round}

    def seated(self, round: int, plan: Solution | None = None) -> dict[str, str]:
        """Who is here and has a chair at a table that isn't closed."""
        shut, here = self.shut(round), self.here[round]
        seats = (plan or self.plan).seats[round]
        return {k: t for k, t in seats.items() if k in here and t not in shut}

    def sizes(self, round: int, plan: Solution | None = None) -> Counter[str]:
        """How many sit at each table."""
        return Counter(self.seated(round, plan).values())

    def standing(self, round: int, plan: Solution | None = None) -> list[str]:
        """Who is here without such a chair, in the order they answered."""
        seated = self.seated(round, plan)
        here = self.here[round]
        return [g.key for g in self.asked.guests if g.key in here and g.key not in seated]

    def low(self, round: int, plan: Solution | None = None) -> list[str]:
        """The tables at which some sit but fewer than enough, in the plan's order of tables."""
        sizes = self.sizes(round, plan)
        enough = {t.key: min(ENOUGH, t.capacity) for t in self.asked.tables}
        return [t.key for t in self.asked.tables if 0 < sizes[t.key] < enough[t.key]]


@dataclass(frozen=True)
class Change:
    """One seat that differs: in which round (from 0), whose, from where, to where."""

    round: int
    who: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Repair:
    """What could be done: the plan that results, and what the engine was asked and answered."""

    plan: Solution
    asked: Problem
    answer: Solution


def repair(room: Room) -> Repair:
    """The plan with enough people at every table in use, and as few who move as possible.

    A table that can't be filled is left empty. Whoever isn't here keeps their chair where their
    table has one to spare. Raises Clash when the rules leave no way.
    """
    kept = room.asked.fixed
    hosts = tuple(f for f in kept if f.round is None)
    for fixed in dict.fromkeys((kept, hosts, ())):
        for least in range(ENOUGH, 1, -1):
            try:
                asked = _problem(room, fixed, least)
                answer = reseat(asked)
            except Clash:
                continue
            return Repair(_with_missing(room, asked, answer), asked, answer)
    raise Clash("The rules leave no way to seat everybody who is here.")


def better_mix(room: Room, first: Repair) -> Repair:
    """The same with others moved too, where each gains more than it costs."""
    answer = reseat(first.asked, price=PRICE, start=first.answer)
    return Repair(_with_missing(room, first.asked, answer), first.asked, answer)


def changes(room: Room, after: Solution) -> list[Change]:
    """Every seat that differs in the rounds to come, by round and in the order of answers."""
    found = []
    for r in room.rounds:
        old, new = room.plan.seats[r], after.seats[r]
        found += [
            Change(r, g.key, old.get(g.key), new.get(g.key))
            for g in room.asked.guests
            if old.get(g.key) != new.get(g.key)
        ]
    return found


def tables_to_use(
    sizes: Mapping[str, int],
    chairs: Mapping[str, int],
    *,
    pool: int,
    least: int,
    held: Collection[str] = (),
) -> set[str]:
    """Which tables to use, so that each has at least so many people and the fewest move.

    `sizes` says how many sit at each table now, `pool` how many have no chair. Tables in `held`
    stay in use if they can. Of ways with as many moves the one that empties fewer tables is taken.
    Raises Clash where no choice fits.
    """
    now = _Now(sizes, chairs, pool=pool, least=least, held=held)
    ways = [way for emptied in now.alike() if (way := now.without(emptied))]
    if not ways:
        order = sorted(now.used, key=lambda t: (t in held, sizes.get(t, 0)))
        ways = [way for n in range(1, len(order)) if (way := now.without(order[:n]))][:1]
    if not ways:
        raise Clash("There is no way to have enough people at every table.")
    return min(ways, key=lambda way: (way.moves, way.emptied)).used


@dataclass(frozen=True)
class _Way:
    """Tables to use, with how many people move and how many tables are emptied for it."""

    moves: int
    emptied: int
    used: set[str]


class _Now:
    """How the tables of a round stand: see tables_to_use."""

    def __init__(
        self,
        sizes: Mapping[str, int],
        chairs: Mapping[str, int],
        *,
        pool: int,
        least: int,
        held: Collection[str],
    ) -> None:
        self.sizes, self.chairs, self.pool, self.held = sizes, chairs, pool, held
        self.people = pool + sum(sizes.values())
        self.enough = {t: min(least, number) for t, number in chairs.items()}
        self.used = [t for t in chairs if sizes.get(t) or t in held]
        self.spare = sorted((t for t in chairs if t not in self.used), key=lambda t: -chairs[t])

    def alike(self) -> Iterator[list[str]]:
        """Each choice of small tables to empty, none of them held.

        Tables with as many people are alike, so it is enough to say how many of each.
        """
        small: dict[int, list[str]] = {}
        for table in self.used:
            if table not in self.held and 0 < self.sizes[table] < self.enough[table]:
                small.setdefault(self.sizes[table], []).append(table)
        for counts in product(*(range(len(tables) + 1) for tables in small.values())):
            taken = zip(counts, small.values(), strict=True)
            yield [t for number, tables in taken for t in tables[:number]]

    def without(self, emptied: Collection[str]) -> _Way | None:
        """The way to go on when some tables are emptied, with others opened where chairs lack."""
        used = [t for t in self.used if t not in emptied]
        more = iter(self.spare)
        while sum(self.chairs[t] for t in used) < self.people:
            if (table := next(more, None)) is None:
                return None
            used.append(table)
        if sum(self.enough[t] for t in used) > self.people:
            return None
        need = sum(max(0, self.enough[t] - self.sizes.get(t, 0)) for t in used)
        leave = sum(self.sizes.get(t, 0) for t in emptied)
        return _Way(leave + max(0, need - self.pool - leave), len(emptied), set(used))


@dataclass(frozen=True)
class _Asked:
    """What the engine is asked of one round: (round, guest), (round, table), who stays where."""

    absent: set[tuple[int, str]]
    closed: set[tuple[int, str]]
    firm: list[Fixed]


def _problem(room: Room, fixed: Collection[Fixed], least: int) -> Problem:
    """What the engine is asked: those who are here, at the tables worth using in each round."""
    asked = room.asked
    rounds = [_ask(room, r, fixed, least) for r in room.rounds]
    away = {
        (r, g.key) for r in range(asked.rounds) for g in asked.guests if g.key not in room.here[r]
    }
    over_rounds = [
        {k: t for k, t in seats.items() if k in room.here[r]} if r < room.begun else seats
        for r, seats in enumerate(room.plan.seats)
    ]
    return replace(
        asked,
        tables=tuple(replace(t, minimum=min(least, t.capacity)) for t in asked.tables),
        fixed=tuple(each for one in rounds for each in one.firm),
        absent=frozenset(away.union(*(one.absent for one in rounds))),
        closed=frozenset(each for one in rounds for each in one.closed),
        previous=Solution(tuple(over_rounds)),
        frozen_rounds=room.begun,
    )


def _ask(room: Room, r: int, fixed: Collection[Fixed], least: int) -> _Asked:
    """What is asked of one round (from 0)."""
    shut, tables = room.shut(r), room.asked.tables
    chairs = {t.key: t.capacity for t in tables if t.key not in shut}
    sizes, standing = room.sizes(r), room.standing(r)
    # Whoever came last stands where chairs run out.
    over = max(0, len(room.here[r]) - sum(chairs.values()))
    without = {*standing[len(standing) - over :]}
    present = [g.key for g in room.asked.guests if g.key in room.here[r] and g.key not in without]
    absent = {(r, key) for key in without}
    held = {
        f.guest: f.table
        for f in fixed
        if f.round in (None, r) and f.guest in present and f.table in chairs
    }
    if 0 < len(present) < least and (home := _one_table(len(present), held, sizes, chairs)):
        return _Asked(
            absent, {(r, t.key) for t in tables}, [Fixed(key, home, r) for key in present]
        )
    used: set[str] = set()
    if present:
        pool = len(standing) - over
        used = tables_to_use(sizes, chairs, pool=pool, least=least, held=set(held.values()))
    return _Asked(
        absent,
        {(r, t.key) for t in tables if t.key not in used},
        [Fixed(key, table, r) for key, table in held.items() if table in used],
    )


def _one_table(
    people: int, held: Mapping[str, str], sizes: Counter[str], chairs: Mapping[str, int]
) -> str | None:
    """The table that people share who are too few for one with enough, if it has the chairs."""
    home = next(iter([*held.values(), *(t for t, _n in sizes.most_common()), *chairs]))
    return home if chairs[home] >= people else None


def _with_missing(room: Room, asked: Problem, plan: Solution) -> Solution:
    """The plan with those who aren't here on their old chairs, where somebody is at the table."""
    chairs = {t.key: t.capacity for t in asked.tables}
    rounds = []
    for r, old in enumerate(room.plan.seats):
        if r < room.begun or not room.here[r]:
            rounds.append(dict(old))
            continue
        seats = dict(plan.seats[r])
        sizes = Counter(seats.values())
        for key, table in old.items():
            if key in room.missing and 0 < sizes[table] < chairs[table]:
                seats[key] = table
                sizes[table] += 1
        rounds.append(seats)
    return Solution(tuple(rounds))
