"""Names that every paper must bear, ordinary and not, and an evening of people called so."""

import seating_builders

from eventapp import clock, drawing
from eventapp.db import db
from eventapp.events.desk import line_of
from eventapp.paper import A4, Size
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions, plans
from eventapp.seating.prints import evening, sheets

# As long as the forms let them be, in many scripts, and with signs that mean something in markup.
NAMES = [
    ("Aiko", "Tanaka"),
    ("Wolfeschlegelsteinhausenbergerdorff", "Blaine Hubert Charles"),
    ("W" * 80, "M" * 80),
    ("فاطمة", "الزهراء"),
    ("小明", "王"),
    ("Nguyễn Thị", "Hạnh"),
    ("שרה לאה רבקה", "כהן-לוי"),
    ("สมชาย", "วงศ์ใหญ่"),
    ("प्रिया", "नायर"),
    ("Ọmọ́ladé", "Adéyemí"),
    ("😀🎉", "Smile"),
    ('#import "x"', "$a$ @b ]\\ *c* _d_ <e>"),
    ("Łucja", "Żółkiewska"),
]
PAPERS = tuple(sheets.PAPERS)


def room(number: int = 26, *, tables: int = 3, rounds: int = 3) -> tuple[object, list[Rsvp]]:
    """A published plan whose first guests have unusual names, which all agreed to show."""
    event, guests = seating_builders.room(
        number, tables=tables, seats=-(-number // tables), rounds=rounds
    )
    for guest, (first, last) in zip(guests, NAMES, strict=False):
        guest.first_name, guest.last_name = first, last
    db.session.commit()
    seating_builders.plan(event, steps=10)
    publish(event)
    return event, guests


def publish(event) -> None:
    actions.publish(plans.latest(event), now=clock.now())
    db.session.commit()


def pages(event, what: str, size: Size = A4) -> list[drawing.Page]:
    """A paper of an event as it is drawn."""
    return sheets.pages(what, evening.as_planned(event, line_of(event)), size)


def said(event, what: str, size: Size = A4) -> list[str]:
    """Every line on a paper, sheet after sheet."""
    return [text.said for page in pages(event, what, size) for text in drawing.texts(page.parts)]


def run_together(lines: list[str]) -> str:
    """Lines without what lies between their words, to find what was broken over several."""
    return "".join("".join(line.split()) for line in lines)
