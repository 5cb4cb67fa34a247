"""The seating engine: who sits where, round by round, so that everybody meets others unlike themselves.

Pure: numpy and the standard library only. A `Problem` goes in; `solve` answers with a `Solution`,
`measure` counts it in `Figures`, and `lower_bounds` proves what no solution can go below. See
docs/engine.md.
"""

from eventapp.seating.engine import explain, json_format, moves, rules
from eventapp.seating.engine.bounds import fewest_pairs, lower_bounds
from eventapp.seating.engine.capacity import even_minimums, tables_needed
from eventapp.seating.engine.feasibility import seat_bound_guests
from eventapp.seating.engine.figures import Figures, measure
from eventapp.seating.engine.past_meetings import PastMeetings
from eventapp.seating.engine.problem import BadProblem, Clash, Fixed, Guest, Problem, Table, Weights
from eventapp.seating.engine.repair import reseat
from eventapp.seating.engine.rules import Rule, violations
from eventapp.seating.engine.search.annealing import solve
from eventapp.seating.engine.series import SeriesSession, solve_series
from eventapp.seating.engine.solution import Solution

__all__ = [
    "BadProblem",
    "Clash",
    "Figures",
    "Fixed",
    "Guest",
    "PastMeetings",
    "Problem",
    "Rule",
    "SeriesSession",
    "Solution",
    "Table",
    "Weights",
    "even_minimums",
    "explain",
    "fewest_pairs",
    "json_format",
    "lower_bounds",
    "measure",
    "moves",
    "reseat",
    "rules",
    "seat_bound_guests",
    "solve",
    "solve_series",
    "tables_needed",
    "violations",
]
