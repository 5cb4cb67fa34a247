"""Locked seats: nothing moves whoever sits there, neither by hand nor in a mix."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.people.models import Person
from eventapp.seating.board import undo
from eventapp.seating.board.snapshot import Board

Seats = frozenset[tuple[int, int]]


def seats_meant(board: Board, kind: str, number: int, round: int) -> Seats:
    """The seats (round from 1, RSVP id) that a button means; rounds that have begun are left out.

    A seat is a person's in this round, a person all their seats, a table everybody's there in this
    round, a round all of its seats.
    """
    if kind == "round":
        round = number
    rounds = board.seats if kind == "person" else [n for n in board.seats if n == round]
    return frozenset(
        (n, who)
        for n in rounds
        if n > board.begun
        for who, table in board.seats[n].items()
        if who in board.guests
        and (kind == "round" or number == (table if kind == "table" else who))
    )


def lock(
    board: Board, seats: Seats, *, about: dict[str, Any], now: datetime, by: Person | None
) -> None:
    """Let these seats stay as they are; twice is once."""
    _put(board, seats - board.locked, "lock", seats, about=about, now=now, by=by)


def unlock(
    board: Board, seats: Seats, *, about: dict[str, Any], now: datetime, by: Person | None
) -> None:
    """Let whoever sits there be moved again; twice is once."""
    _put(board, seats & board.locked, "unlock", seats, about=about, now=now, by=by)


def locked_tables(board: Board) -> frozenset[tuple[int, str]]:
    """The tables at which two or more sit and all are locked: (round from 0, table) takes nobody."""
    return frozenset(
        (round, table)
        for round in range(board.plan.rounds)
        for table, members in board.solved.tables(round).items()
        if len(members) > 1 and all((round + 1, int(who)) in board.locked for who in members)
    )


def _put(
    board: Board,
    changed: Iterable[tuple[int, int]],
    kind: str,
    seats: Seats,
    *,
    about: dict[str, Any],
    now: datetime,
    by: Person | None,
) -> None:
    if not seats:
        raise Refused(_("There is no seat to lock."))
    locks = dict.fromkeys(sorted(changed), kind == "lock")
    if not locks:
        return
    if board.draft:
        undo.apply_step(board, undo.Change(kind, about, locks), now=now, by=by)
    else:
        # What guests see stays as it is, so no draft is needed.
        undo.set_locks(board.plan, locks)
