"""The least that any plan could reach of each figure, proven, to be shown beside the figures."""

import heapq
from collections import Counter, defaultdict
from itertools import combinations

from eventapp.seating.engine.figures import Figures, Pair, answerable_asks, with_energy
from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.rules import groups_together, rules_in


def lower_bounds(problem: Problem) -> Figures:
    """Proven lower bounds of every figure over all plans that keep the rules.

    Repeats: people spread over tables by an even spread at best (pigeonhole), round against
    earlier round; all meetings against all pairs there are; people locked together meet in every
    round. Organizations: an even spread over all tables. Asks: whoever offers a topic sits with
    so many people and no more. Quotas: locked groups larger than any table's share.
    """
    rounds = range(problem.frozen_rounds, problem.rounds)
    here = [_here(problem, r) for r in range(problem.rounds)]
    locked = {r: groups_together(rules_in(problem, r)) for r in rounds}
    together: Counter[Pair] = Counter(
        (min(pair), max(pair))
        for r in rounds
        for block in locked[r]
        for pair in combinations(block, 2)
    )
    past = problem.past_pairs
    forced = {pair: k for pair, k in together.items() if pair in past}
    cost = problem.weights.past_repeats
    quota: Counter[str] = Counter()
    for attribute, figure in problem.mixed:
        quota[figure] += sum(_over_share(problem, r, here[r], locked[r], attribute) for r in rounds)
    return with_energy(
        problem.weights,
        sum(k * round(cost * min(1, past[pair])) for pair, k in forced.items()),
        repeats=max(
            sum(k - 1 for k in together.values()),
            sum(_met_before(problem, here, r) for r in rounds),
            _crowded(problem, here),
        ),
        role_quota=quota["role_quota"],
        same_company=sum(_same_firm(problem, r, here[r], locked[r]) for r in rounds),
        past_repeats=sum(forced.values()),
        uncovered_asks=_unanswered(problem, here),
        stage_quota=quota["stage_quota"],
        industry_quota=quota["industry_quota"],
        answer_quota=quota["answer_quota"],
        answerable_asks=len(answerable_asks(problem, set().union(*here))),
        moves=least_moves(problem) if problem.previous else None,
    )


def least_moves(problem: Problem) -> int:
    """How many seats must change against the earlier plan, whatever is done.

    A table is closed or lost chairs, a fixed seat says another, a minimum needs people.
    """
    before = problem.previous.seats if problem.previous else ()
    count = 0
    for r in range(problem.frozen_rounds, min(problem.rounds, len(before))):
        tables = {t.key: t for t in problem.room(r)}
        fixed = {k.people[0]: k.table for k in rules_in(problem, r) if k.kind == "fixed"}
        stay: Counter[str] = Counter()
        away, present = 0, {g.key for g in problem.present(r)}
        for key in present:
            table = before[r].get(key)
            if (
                table
                and table in tables
                and fixed.get(key, table) == table
                and not problem.barred(r, key, table)
            ):
                stay[table] += 1
            else:
                away += table is not None
        over = sum(max(0, stay[k] - t.capacity) for k, t in tables.items())
        short = sum(max(0, t.minimum - stay[k]) for k, t in tables.items())
        newcomers = len(present) - sum(stay.values()) - away
        count += max(away + over, short - newcomers)
    return count


def fewest_pairs(people: int, tables: int) -> int:
    """The fewest pairs that share a table when `people` spread over `tables` (at least 1)."""
    each, more = divmod(people, tables)
    return tables * each * (each - 1) // 2 + more * each


def _here(problem: Problem, round: int) -> set[str]:
    if round < problem.frozen_rounds and problem.previous:
        known = {g.key for g in problem.guests}
        return known & problem.previous.seats[round].keys()
    return {g.key for g in problem.present(round)}


def _chairs(problem: Problem, round: int) -> list[int]:
    """How many can sit at each table of a round; for a round that is over, how many did."""
    if round < problem.frozen_rounds and problem.previous:
        return [len(m) for m in problem.previous.tables(round).values()]
    return [t.capacity for t in problem.room(round) if t.capacity]


def _even(people: int, chairs: list[int]) -> list[int]:
    """Table sizes that minimize any sum of a convex function of them."""
    queue = [(0, n) for n, c in enumerate(chairs) if c]
    heapq.heapify(queue)
    sizes = [0] * len(chairs)
    for _ in range(people):
        if not queue:
            break
        size, n = heapq.heappop(queue)
        sizes[n] = size + 1
        if size + 1 < chairs[n]:
            heapq.heappush(queue, (size + 1, n))
    return sizes


def _met_before(problem: Problem, here: list[set[str]], round: int) -> int:
    """Pairs of a round that must have met in some one earlier round."""
    least = 0
    for earlier in range(round):
        tables = max(len(_chairs(problem, earlier)), 1)
        both = len(here[round] & here[earlier])
        sizes = _even(both, _chairs(problem, round))
        least = max(least, sum(fewest_pairs(s, tables) for s in sizes))
    return least


def _crowded(problem: Problem, here: list[set[str]]) -> int:
    """All meetings of the event, less all pairs that could be had."""
    meetings = 0
    for r, people in enumerate(here):
        sizes = _even(len(people), _chairs(problem, r))
        meetings += sum(s * (s - 1) // 2 for s in sizes)
    everybody = len(set().union(*here))
    return max(0, meetings - everybody * (everybody - 1) // 2)


def _same_firm(problem: Problem, round: int, here: set[str], locked: list[list[str]]) -> int:
    firm = {g.key: g.organization for g in problem.guests if g.key in here and g.organization}
    inside: Counter[str | None] = Counter()
    for block in locked:
        for a, b in combinations(block, 2):
            if firm.get(a) and firm.get(a) == firm.get(b):
                inside[firm[a]] += 1
    tables = max(len(_chairs(problem, round)), 1)
    return sum(
        max(fewest_pairs(number, tables), inside[name])
        for name, number in Counter(firm.values()).items()
    )


def _over_share(
    problem: Problem, round: int, here: set[str], locked: list[list[str]], attribute: str
) -> int:
    """Locked people of one kind beyond the rounded-up share of the largest table."""
    kind = {g.key: g.kind(attribute) for g in problem.guests if g.key in here}
    number, chairs = Counter(kind.values()), max(_chairs(problem, round), default=0)
    over = 0
    for block in locked:
        for value, held in Counter(kind[k] for k in block).items():
            over += max(0, held - -(-chairs * number[value] // len(here)))
    return over


def _unanswered(problem: Problem, here: list[set[str]]) -> int:
    """Asks beyond the number of chairs beside those who offer the topic, all rounds together."""
    present = set().union(*here)
    asking: defaultdict[str, int] = defaultdict(int)
    for _, topic in answerable_asks(problem, present):
        asking[topic] += 1
    beside = [
        sorted((max(c - 1, 1) for c in _chairs(problem, r)), reverse=True)
        for r in range(problem.rounds)
    ]
    least = 0
    for topic, number in asking.items():
        offering = {g.key for g in problem.guests if topic in g.offers}
        # One who offers does not answer themselves, but two at a table may answer each other.
        reach = sum(
            sum(chairs[:here_too]) + max(0, here_too - len(chairs))
            for chairs, here_too in (
                (chairs, len(offering & people))
                for chairs, people in zip(beside, here, strict=True)
            )
        )
        least += max(0, number - reach)
    return least
