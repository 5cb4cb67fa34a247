"""What lies on the tables and hangs on the wall: names only of those who agreed to show them."""

from dataclasses import dataclass
from typing import Any

from flask import render_template
from flask_babel import get_locale
from flask_babel import gettext as _
from markupsafe import Markup

from eventapp.events.models import Event
from eventapp.role_marks import INK, MARKS
from eventapp.rsvps.models import Rsvp
from eventapp.seating import starters
from eventapp.seating.board import page
from eventapp.seating.board.snapshot import Board
from eventapp.seating.prints import layout

PAPERS = ("posters", "list", "tents")
MANY = 8
# A drawing of its own for each mark: the PDF knows none of the site's styles.
SHAPES = {
    number: Markup(
        f'<svg class="shape" viewBox="-1 -1 26 26" fill="{mark.fill}" stroke="{INK}" '
        f'stroke-width="1.5" stroke-linejoin="round" aria-hidden="true">{mark.svg}</svg>'
    )
    for number, mark in MARKS.items()
}


@dataclass(frozen=True)
class Head:
    """What stands on every sheet: whose tables, of which plan, and when each round begins."""

    title: str
    line: str = ""
    plan: str = ""
    draft: bool = False
    times: tuple[str, ...] = ()


def sheet_head(board: Board, line: str) -> Head:
    """The head of a plan's sheets; `line` says when and where."""
    return Head(
        title=board.event.title,
        line=line,
        plan=_("Plan %(version)s", version=board.plan.version),
        draft=board.draft,
        times=tuple(page.times(board.event)),
    )


def sheets(board: Board, what: str) -> list[Any]:
    """The sheets of one of the papers."""
    if what == "posters":
        return posters(board)
    return leaves(board) if what == "list" else tents(board)


def posters(board: Board) -> list[layout.Poster]:
    """Who sits where, for the wall."""
    return layout.posters((number, _tables(board, number)) for number in sorted(board.seats))


def leaves(board: Board) -> list[layout.Leaf]:
    """Everybody by their full name, for whoever hosts."""
    rounds = sorted(board.seats)
    return layout.leaves(
        (
            layout.Row(rsvp.name, tuple(str(board.seats[n].get(who, "")) for n in rounds))
            for who, rsvp in board.guests.items()
        ),
        rounds=len(rounds),
    )


def tents(board: Board) -> list[layout.Tent]:
    """A tent for every table that somebody sits at."""

    def sitting(number: int, table: int, guests: list[Rsvp]) -> layout.Sitting:
        question = starters.question(board.event.community, guests, table=table, round=number)
        return layout.Sitting(number, tuple(map(_person, guests)), question)

    found = [
        layout.Tent(
            str(table.number),
            tuple(
                sitting(number, table.number, guests)
                for number in sorted(board.seats)
                if (guests := _at(board, number, table.number))
            ),
        )
        for table in board.plan.tables
    ]
    return [tent for tent in found if tent.sittings]


def documents(what: str, made: list[Any], head: Head) -> list[str]:
    """The sheets of one paper as HTML documents to be drawn as PDF: two, side by side, of many."""
    half = -(-len(made) // 2) if len(made) > MANY else len(made)
    lang = str(get_locale() or "en").replace("_", "-")
    return [
        render_template(
            "seating/paper.html", what=what, sheets=some, lang=lang, **template_values(head)
        )
        for some in (made[:half], made[half:])
        if some
    ]


def template_values(head: Head) -> dict[str, Any]:
    """What the templates of the papers need besides the sheets."""
    return {"head": head, "shapes": SHAPES}


def file_name(event: Event, what: str, version: int) -> str:
    """How a paper is called among other files."""
    return f"{event.slug}-{what}-plan-{version}.pdf"


def _tables(board: Board, number: int) -> list[layout.Table]:
    return [
        layout.Table(str(table.number), tuple(map(_person, guests)))
        for table in board.plan.tables
        if (guests := _at(board, number, table.number))
    ]


def _at(board: Board, number: int, table: int) -> list[Rsvp]:
    """Who sits at a table in a round."""
    seats = board.seats[number]
    return [rsvp for who, rsvp in board.guests.items() if seats.get(who) == table]


def _person(rsvp: Rsvp) -> layout.Person:
    """A guest by first name when they agreed to it, else by role."""
    if rsvp.show_name_at:
        return layout.Person(rsvp.mark, rsvp.first_name)
    return layout.Person(rsvp.mark, rsvp.role.name if rsvp.role else _("Guest"), named=False)
