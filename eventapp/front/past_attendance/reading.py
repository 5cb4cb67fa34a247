"""A list of past attendance read as it was chosen: its columns, its words, its evenings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from eventapp.front.past_attendance import dates, evenings, headings, presence
from eventapp.front.past_attendance.choices import PEOPLE, Choices
from eventapp.front.past_attendance.evenings import AllAt
from eventapp.front.past_attendance.presence import Presence
from eventapp.mail.compose import address
from eventapp.rsvps.importing import reading
from eventapp.rsvps.importing.parsing import BadFile, clean

# So many meetings are written in some seconds, in which nobody else writes.
MOST_MEETINGS = 100_000
Columns = dict[str, tuple[int, ...]]
Rows = Sequence[tuple[int, Sequence[str]]]


@dataclass(frozen=True)
class Look:
    """A list as it is understood."""

    headings: list[str]
    examples: list[str]
    columns: Columns
    found: evenings.Found
    # Who was there, as a column says it; None where none does.
    came: Presence | None
    # Whether nothing says yet on which day it was.
    lacks_day: bool
    # What decides 3/4/2024, and whether the list proves it.
    months_first: bool
    proved: bool

    @property
    def absent(self) -> int:
        """How many rows say that somebody wasn't there."""
        words = self.came.words if self.came else ()
        return sum(word.rows for word in words if word.reading == presence.AWAY)


def read(data: bytes, chosen: Choices, all_at: AllAt, *, today: date) -> Look:
    """A list as it was chosen; BadFile when it is none. May take seconds."""
    raw = reading.look_for_seats(data, _=_)
    rows, names = raw.sheet.rows, raw.sheet.headings
    columns = _columns(names, rows, raw.mapping, chosen)
    days = [cells[at] for at in columns.get("day", ()) for _line, cells in rows]
    proof = dates.month_first(days)
    months_first = chosen.slashes == "month" if proof is None else proof
    came = _came(names, rows, columns, chosen)
    lacks_day = not all_at.day and not any(text.strip() for text in days)
    # Without a day each row would be told to be a bad one.
    found = evenings.Found((), ())
    if not lacks_day and not (came and came.too_many):
        found = evenings.read(
            rows,
            columns,
            today=today,
            months_first=months_first,
            check=lambda text: address(text, _),
            came=came,
            all_at=all_at,
            _=_,
        )
    met = sum(one.encounters(small_as_one=chosen.small_as_one) for one in found.evenings)
    if met > MOST_MEETINGS:
        said = _("In this list more than %(most)s pairs of people met. Bring it in in parts.")
        raise BadFile(said % {"most": MOST_MEETINGS})
    firsts = [
        next((clean(cells[at])[:30] for _line, cells in rows[:200] if cells[at].strip()), "")
        for at in range(len(names))
    ]
    ambiguous = proof is None and not all_at.day and any("/" in text for text in days)
    return Look(names, firsts, columns, found, came, lacks_day, months_first, proved=not ambiguous)


def _columns(names: Sequence[str], rows: Rows, mapping: Columns, chosen: Choices) -> Columns:
    # What says which event it was isn't somebody's name, whatever it looks like.
    mine = headings.guess(names)
    people: Columns = {
        name: free
        for name in PEOPLE
        if (free := tuple(at for at in mapping.get(name, ()) if at not in mine.values()))
    }
    columns = people | {name: (at,) for name, at in mine.items()}
    for name, picked in chosen.picks.items():
        columns.pop(name, None)
        if picked is not None and picked < len(names):
            columns[name] = (picked,)
    if "came" not in chosen.picks:
        taken = {at for places in columns.values() for at in places}
        statuses = mapping.get("status", ())
        at = presence.column(names, rows, statuses=statuses, taken=taken)
        if at is not None:
            columns["came"] = (at,)
    return columns


def _came(names: Sequence[str], rows: Rows, columns: Columns, chosen: Choices) -> Presence | None:
    if "came" not in columns:
        return None
    at = columns["came"][0]
    return Presence(names[at], (cells[at] for _line, cells in rows), chosen.told.get(at))
