"""Rules that can't all hold, in a sentence."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from eventapp.seating.engine.problem import Problem
from eventapp.seating.engine.rules import Rule, groups_together, listed


def same_in_every_round(problem: Problem) -> bool:
    """Whether the rules bind the same people in every round."""
    if problem.absent or problem.closed:
        return False
    return all(f.round is None for f in problem.fixed)


def closed_tables(problem: Problem, round: int) -> str:
    """Part of a sentence that names the tables closed in a round, if any."""
    shut = [t.key for t in problem.tables if (round, t.key) in problem.closed]
    return f" with {'tables' if len(shut) > 1 else 'table'} {listed(shut)} closed" if shut else ""


def conflict_sentence(
    core: list[Rule], name: Callable[[str], str], problem: Problem, round: int
) -> str:
    """A sentence for rules that can't all hold."""
    conflict = _Conflict(core, name, problem, round)
    return next(said for sentence in _SENTENCES if (said := sentence(conflict)))


@dataclass(frozen=True)
class _Conflict:
    """Rules that can't all hold, in a round, and how people are called."""

    core: list[Rule]
    name: Callable[[str], str]
    problem: Problem
    round: int

    def of(self, *kinds: str) -> list[Rule]:
        return [r for kind in kinds for r in self.core if r.kind == kind]

    def alone(self, kind: str) -> bool:
        """Whether there are rules, and all of them of this kind."""
        return 0 < len(self.core) == len(self.of(kind))

    def words(self, rule: Rule) -> str:
        return rule.words(self.name)

    def names(self, people: Iterable[str]) -> str:
        return listed([self.name(key) for key in people])

    @property
    def where(self) -> str:
        return "" if same_in_every_round(self.problem) else f" in round {self.round + 1}"

    @property
    def closed(self) -> str:
        return closed_tables(self.problem, self.round)


def _one_person_at_two_tables(found: _Conflict) -> str:
    people, tables = _fixed(found)
    if not (found.alone("fixed") and len(found.core) == 2 and len(people) == 1):
        return ""
    return f"{found.names(people)} is fixed at two tables{found.where}: {listed(sorted(tables))}."


def _pair_fixed_against_its_rule(found: _Conflict) -> str:
    people, tables = _fixed(found)
    pairs = found.of("together", "apart")
    if not (len(found.core) == 3 and len(pairs) == 1 and people == set(pairs[0].people)):
        return ""
    place = "different tables" if pairs[0].kind == "together" else f"table {min(tables)}"
    return f"{found.words(pairs[0])}, but both are fixed at {place}{found.where}."


def _together_and_apart(found: _Conflict) -> str:
    if [r.kind for r in found.of("together", "apart", "fixed")] != ["together", "apart"]:
        return ""
    together, apart = found.of("together", "apart")
    return f"{found.words(together)}, but {found.words(apart)}{found.where}."


def _group_larger_than_any_table(found: _Conflict) -> str:
    groups = groups_together(found.core)
    if not (found.alone("together") and len(groups) == 1):
        return ""
    most = max(t.capacity for t in found.problem.room(found.round))
    if len(groups[0]) <= most:
        return ""
    return (
        f"{found.names(groups[0])} must sit together, but no table has "
        f"more than {most} chairs{found.closed}."
    )


def _too_many_at_one_table(found: _Conflict) -> str:
    _people, tables = _fixed(found)
    if not (found.alone("fixed") and len(tables) == 1):
        return ""
    chairs = next(t.capacity for t in found.problem.tables if t.key in tables)
    people = found.names(r.people[0] for r in found.core)
    return f"Table {min(tables)} has {chairs} chairs{found.where}, but {people} are fixed there."


def _no_room(found: _Conflict) -> str:
    if found.core:
        return ""
    return (
        f"The people of round {found.round + 1} don't fit the tables' chairs and minimums"
        f"{found.closed}."
    )


def _every_rule(found: _Conflict) -> str:
    said = "; ".join(found.words(r) for r in found.core)
    shut = found.closed or " with these tables"
    return f"These rules can't all hold{found.where}{shut}: {said}."


# The first that has something to say.
_SENTENCES = (
    _one_person_at_two_tables,
    _pair_fixed_against_its_rule,
    _together_and_apart,
    _group_larger_than_any_table,
    _too_many_at_one_table,
    _no_room,
    _every_rule,
)


def _fixed(found: _Conflict) -> tuple[set[str], set[str]]:
    """Who is fixed, and at which tables."""
    fixed = found.of("fixed")
    return {r.people[0] for r in fixed}, {r.table for r in fixed}
