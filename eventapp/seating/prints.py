"""What lies on the tables and hangs on the wall: names only of those who agreed to show them."""

from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.rsvps.models import Rsvp
from eventapp.seating import openers
from eventapp.seating.board import Board

GUEST = 8
PAPERS = ("posters", "list", "tents")


@dataclass(frozen=True)
class Sitting:
    """One round at a table: who sits there, each with the mark of their role, and how to begin."""

    round: int
    people: list[tuple[int, str]]
    question: str


@dataclass(frozen=True)
class Tent:
    """What a table's tent says, on both sides."""

    number: int
    sittings: list[Sitting]


def tents(board: Board) -> list[Tent]:
    """A tent for every table that somebody sits at."""
    found = [
        Tent(
            table.number,
            [s for number in sorted(board.seats) if (s := _at(board, table.number, number))],
        )
        for table in board.plan.tables
    ]
    return [tent for tent in found if tent.sittings]


def shown_name(rsvp: Rsvp) -> str:
    """How paper names a guest: by first name when they agreed to it, else by role."""
    if rsvp.show_name_at:
        return rsvp.first_name
    return rsvp.role.name if rsvp.role else _("Guest")


def _at(board: Board, table: int, round: int) -> Sitting | None:
    seats = board.seats[round]
    guests = [rsvp for who, rsvp in board.guests.items() if seats.get(who) == table]
    if not guests:
        return None
    return Sitting(
        round=round,
        people=[(rsvp.role.mark if rsvp.role else GUEST, shown_name(rsvp)) for rsvp in guests],
        question=openers.question(board.event.community, guests, table=table, round=round),
    )
