"""One guest of the board looked at closely: why they sit there, and what every move would do."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.communities.face import words
from eventapp.seating import wording
from eventapp.seating.board.display import Person, person
from eventapp.seating.board.snapshot import Board
from eventapp.seating.engine import Figures, explain, moves


@dataclass(frozen=True)
class Option:
    """A place somebody could go: its value in the form, its words, and what it would do.

    `what` says the move in a few words; `numbers` are the figures after it, as they are shown.
    """

    value: str
    label: str
    what: str = ""
    tone: str = ""
    verdict: str = ""
    numbers: tuple[int, ...] = ()
    after: Figures | None = None


@dataclass(frozen=True)
class GuestPanel:
    """One person looked at: where and why, where they could go, and what the best move would do."""

    person: Person
    table: int | None
    reasons: list[str]
    tables: list[Option]
    swaps: list[Option]
    locked: bool
    best: Option | None
    diffs: list[wording.FigureChange]


def guest_panel(board: Board, who: int, number: int) -> GuestPanel | None:
    """One guest in one round: why they sit there, and every way to move them, the best first."""
    rsvp = board.guests.get(who)
    if rsvp is None:
        return None
    key, seats = str(who), board.seats[number]
    why = explain.reasons(board.asked, board.solved, key, number - 1)
    ways = (
        moves.possible_swaps(board.asked, board.solved, number - 1, key)[1]
        if number > board.begun
        else []
    )
    to_come = [n for n, seated in board.seats.items() if n > board.begun and who in seated]
    swaps = [_swap(board, who, way) for way in ways]
    tables = list(_tables(board, who, number)) if number > board.begun else []
    best = next((way for way in [*swaps, *tables] if way.after), None)
    keys = wording.figures_that_count(board.asked.weights)
    return GuestPanel(
        person=person(board, rsvp, number),
        table=seats.get(who),
        reasons=[
            wording.reason(r, lambda k: board.guests[int(k)].name, lambda k: board.roles[int(k)])
            for r in why
        ],
        tables=tables,
        swaps=swaps,
        locked=bool(to_come) and all((n, who) in board.locked for n in to_come),
        best=best,
        diffs=wording.diffs(board.figures, best.after, keys) if best and best.after else [],
    )


def _swap(board: Board, who: int, way: moves.Swap) -> Option:
    guest, other = board.guests[who], board.guests[int(way.other)]
    return _option(
        board,
        f"person:{way.other}",
        _("%(name)s, %(table)s", name=other.name, table=words.at_table(way.table)),
        _("If you swap %(name)s with %(other)s", name=guest.first_name, other=other.first_name),
        way.after,
    )


def _tables(board: Board, who: int, number: int) -> Iterator[Option]:
    """Tables with a free chair, and what it would do; for the full ones somebody has to swap."""
    seats, key = board.seats[number], str(who)
    free = dict(moves.possible_tables(board.asked, board.solved, number - 1, key))
    held = Counter(board.solved.seats[number - 1].values())
    first = board.guests[who].first_name
    for table in board.asked.tables:
        value = f"table:{table.key}"
        if table.key in free:
            label = _("%(table)s, free chair", table=words.table(table.key))
            what = _(
                "If you move %(name)s to %(table)s", name=first, table=words.at_table(table.key)
            )
            yield _option(board, value, label, what, free[table.key])
        elif (number - 1, table.key) in board.asked.closed:
            continue
        elif who not in seats and held[table.key] < table.capacity:
            yield Option(value, _("%(table)s, free chair", table=words.table(table.key)))
        elif who in seats and held[table.key] >= table.capacity and seats[who] != int(table.key):
            yield Option(value, _("%(table)s, best swap", table=words.table(table.key)))


def _option(board: Board, value: str, label: str, what: str, after: Figures) -> Option:
    keys = wording.figures_that_count(board.asked.weights)
    return Option(
        value,
        label,
        what,
        *wording.verdict(board.figures, after, keys),
        numbers=tuple(wording.number(key, after) for key in keys),
        after=after,
    )
