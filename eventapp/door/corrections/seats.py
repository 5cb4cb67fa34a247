"""Who really sat where: what check-ins and plans tell, with what an organizer corrected (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Round → RSVP id → table number.
Seats = Mapping[int, Mapping[int, int]]


@dataclass(frozen=True)
class Correction:
    """One thing that was otherwise in one round.

    Two tables were `joined`, `who` `sat` at a table (so they were there), or was `absent`.
    """

    kind: str
    round: int
    who: int | None = None
    table: int | None = None
    other: int | None = None


def corrected(seats: Seats, corrections: Iterable[Correction]) -> dict[int, dict[int, int]]:
    """Who sat where in the rounds of `seats`; of two corrections about one person the later one holds.

    Tables that were joined have the lowest of their numbers.
    """
    found = {number: dict(seated) for number, seated in seats.items()}
    joined: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for one in corrections:
        if one.round not in found:
            continue
        if one.kind == "joined" and one.table is not None and one.other is not None:
            joined[one.round].append((one.table, one.other))
        elif one.kind == "sat" and one.who is not None and one.table is not None:
            found[one.round][one.who] = one.table
        elif one.kind == "absent" and one.who is not None:
            found[one.round].pop(one.who, None)
    for number, tables in joined.items():
        one_table = as_one(tables)
        found[number] = {who: one_table.get(at, at) for who, at in found[number].items()}
    return found


def as_one(joined: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Each table that was joined to another, with the lowest number of all that were joined so."""
    lowest: dict[int, int] = {}
    for one, other in joined:
        ends = {lowest.get(one, one), lowest.get(other, other)}
        lowest |= {one: one, other: other} | lowest
        lowest = {table: min(ends) if at in ends else at for table, at in lowest.items()}
    return lowest
