"""All evenings of a row planned together: each improved in turn, with the others as they stand."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from eventapp.seating import contacts, solver
from eventapp.seating.contacts import Pair
from eventapp.seating.problem import Plan, Problem

# A first plan for every evening takes this share of the time; the rest goes into these rounds.
FIRST, ROUNDS = 0.1, 3
Progress = Callable[[float, list[Plan]], bool | None]


@dataclass(frozen=True)
class Session:
    """One evening to be planned: what is asked, and which person each guest key stands for."""

    problem: Problem
    person: Mapping[str, int]

    def pairs(self, plan: Plan) -> set[Pair]:
        """Who meets whom when this plan is followed, by person."""
        return contacts.together(
            {self.person[key]: table for key, table in seats.items()} for seats in plan.seats
        )


def solve(
    sessions: Sequence[Session],
    known: Collection[Pair],
    *,
    seconds: float,
    seed: int = 0,
    progress: Progress | None = None,
) -> list[Plan]:
    """A plan for every evening, so that over all of them people meet as many others as possible.

    `known` are the pairs who have met in this row, or will at evenings planned already.
    `progress(done, plans)` hears how far it is, once every evening has a plan; answering False
    ends the search with the best so far. Raises what solver.solve raises.
    """
    parts = [FIRST / len(sessions)] * len(sessions)
    parts += [(1 - FIRST) / ROUNDS / len(sessions)] * len(sessions) * ROUNDS
    plans: list[Plan] = []
    stopped = False
    for turn, part in enumerate(parts):
        number, gone = turn % len(sessions), sum(parts[:turn])

        def told(done: float, _figures: object, gone: float = gone, part: float = part) -> bool:
            nonlocal stopped
            if progress and len(plans) == len(sessions):
                stopped = progress(gone + part * done, plans) is False
            return not stopped

        pairs = set(known).union(
            *(
                s.pairs(p)
                for n, (s, p) in enumerate(zip(sessions, plans, strict=False))
                if n != number
            )
        )
        found = solver.solve(
            again(sessions[number], pairs),
            seconds=seconds * part,
            seed=seed + turn,
            start=plans[number] if turn >= len(sessions) else None,
            progress=told,
        )
        plans[number : number + 1] = [found]
        if stopped:
            break
    return plans


def again(session: Session, known: Collection[Pair]) -> Problem:
    """What is asked of one evening of a row when these pairs know each other.

    To meet again costs as much as twice in one evening; meetings outside of the row keep the
    weight they have.
    """
    weights = session.problem.weights
    share = weights.past_repeats / weights.repeats if weights.repeats else 0.0
    past = {pair: min(1.0, times) * share for pair, times in session.problem.past.items()}
    guest = {person: key for key, person in session.person.items()}
    for a, b in known:
        if a in guest and b in guest:
            past.pop((guest[b], guest[a]), None)
            past[guest[a], guest[b]] = 1.0
    return replace(
        session.problem, past=past, weights=replace(weights, past_repeats=weights.repeats)
    )
