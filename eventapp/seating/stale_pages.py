"""The mark by which a stale page is known: it changes with what organizers do, not with who comes and goes.

Guests answer all the time. An organizer who had to look anew after each of them could never mix a full room.
"""

import hashlib
from collections.abc import Iterable

from eventapp.seating.models import Plan, Rule

# What a page carries that showed no tables.
NONE = "none"


def mark(
    plan: Plan,
    rules: Iterable[Rule],
    locked: Iterable[tuple[int, int]],
    facts: Iterable[tuple[object, ...]] = (),
) -> str:
    """The mark of a plan as it is shown, `facts` being whatever else its page may not have missed."""
    said = repr(
        (
            # A draft that is thrown away leaves its number to the next.
            (plan.created_at, plan.seed),
            sorted(locked),
            sorted(repr((r.kind, r.rsvp_id, r.other_id, r.number)) for r in rules),
            sorted(map(repr, facts)),
        )
    )
    return f"{plan.version}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"
