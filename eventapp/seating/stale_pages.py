"""The mark by which a stale page is known: it changes with every seat, lock and rule."""

import hashlib
from collections.abc import Iterable, Mapping

from eventapp.seating.models import Plan, Rule

# What a page carries that showed no tables.
NONE = "none"


def mark(
    plan: Plan,
    seats: Mapping[int, Mapping[int, int]],
    rules: Iterable[Rule],
    locked: Iterable[tuple[int, int]],
    facts: Iterable[tuple[object, ...]] = (),
) -> str:
    """The mark of a plan as it is shown, `facts` being whatever else the page depends on."""
    said = repr(
        (
            sorted((number, *seat) for number, at in seats.items() for seat in at.items()),
            sorted(locked),
            sorted(repr((r.kind, r.rsvp_id, r.other_id, r.number)) for r in rules),
            sorted(map(repr, facts)),
        )
    )
    return f"{plan.version}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
