"""How the heat of the annealing falls, from what is at stake in a problem."""

from dataclasses import dataclass

from eventapp.seating.engine.problem import Problem


@dataclass(frozen=True)
class Cooling:
    """How the heat falls during one cycle: slowly where plans are decided, then to rest."""

    hot: float
    warm: float
    cold: float
    slow: float = 0.7

    def heat(self, done: float) -> float:
        """The temperature at a share of the cycle, from 0 to 1."""
        if done < self.slow:
            return float(self.hot * (self.warm / self.hot) ** (done / self.slow))
        rest = (min(done, 1) - self.slow) / (1 - self.slow)
        return float(self.warm * (self.cold / self.warm) ** rest)


def cooling(problem: Problem, *, hot: float, cold: float, slow: float) -> Cooling:
    """Temperatures in the measure's units: its smallest cost times `hot` down to times `cold`.

    The more of all the others one meets, the fewer swaps are free of repeats, and the sooner a
    plan sets.
    """
    costs = costs_at_stake(problem) or [1]
    least = min(costs)
    begin = min(hot * least, 0.3 * max(costs))
    warm = min(least * (0.6 + 0.9 * min(0.5, crowd(problem))), 0.8 * begin)
    return Cooling(hot=begin, warm=warm, cold=min(least * cold, 0.6 * warm), slow=slow)


def crowd(problem: Problem) -> float:
    """Roughly which share of all the others one meets in the evening."""
    chairs = sum(t.capacity for t in problem.tables) / max(len(problem.tables), 1)
    return problem.rounds * (chairs - 1) / max(len(problem.guests), 2)


def costs_at_stake(problem: Problem) -> list[int]:
    """The weights that can make a difference, given who comes."""
    weights, guests = problem.weights, problem.guests
    varied = {
        figure: len({g.kind(attribute) for g in guests}) > 1
        for attribute, figure in problem.mixed
        if not attribute.isdecimal()
    } | {
        "repeats": problem.rounds > 1,
        "answer_quota": len({g.answers for g in guests}) > 1,
        "same_company": len({g.organization for g in guests if g.organization}) > 0,
        "past_repeats": bool(problem.past),
        "uncovered_asks": any(g.asks for g in guests) and any(g.offers for g in guests),
    }
    return [w for name, w in vars(weights).items() if w and varied[name]]
