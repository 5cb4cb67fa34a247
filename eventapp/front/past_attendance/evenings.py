"""Rows of a list become evenings: who was there, and who sat at which table in which round (pure)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

from eventapp.front.past_attendance import dates, presence
from eventapp.front.past_attendance.presence import Presence
from eventapp.people.names import full_name
from eventapp.rsvps.cells import clean
from eventapp.rsvps.names import Several, people
from eventapp.rsvps.topics import fold

Say = Callable[[str], str]
Person = tuple[str, str]

ROUNDS = 20
# More people than that sit at no table.
TABLE = 20
# So few people are one table, where the organizer says so.
SMALL = 8


@dataclass(frozen=True)
class BadRow:
    """A row that can't be used: its line in the file, and why."""

    line: int
    reason: str


@dataclass
class Guest:
    """One person of one evening, by the line that names them first."""

    line: int
    first_name: str
    last_name: str
    email: str
    role: str = ""


@dataclass
class Evening:
    """What a list says of one event: its guests, and each round's tables."""

    title: str
    day: date
    at: time | None = None
    guests: dict[Person, Guest] = field(default_factory=dict)
    # Round → guest → table.
    seats: dict[int, dict[Person, str]] = field(default_factory=dict)

    def rounds(self, *, small_as_one: bool) -> dict[int, dict[Person, str]]:
        """Who sat where: as the list says, or all at one table where they were few and it says nothing."""
        if not self.seats and small_as_one and 2 <= len(self.guests) <= SMALL:
            return {1: dict.fromkeys(self.guests, "1")}
        return self.seats

    def encounters(self, *, small_as_one: bool) -> int:
        """How many meetings of two people that is."""
        return sum(
            many * (many - 1) // 2
            for seats in self.rounds(small_as_one=small_as_one).values()
            for many in Counter(seats.values()).values()
        )


@dataclass(frozen=True)
class Found:
    """What a list comes to: its evenings by their day, and what can't be used."""

    evenings: tuple[Evening, ...]
    bad: tuple[BadRow, ...]


@dataclass(frozen=True)
class AllAt:
    """The event that all of a list came to, as far as it was said: whatever the file says of it."""

    title: str = ""
    day: date | None = None


AS_LISTED = AllAt()


@dataclass(frozen=True)
class _Sorting:
    """What every row is read with."""

    today: date
    months_first: bool
    all_at: AllAt
    address: Callable[[str], str]
    say: Say


class _Bad(Exception):
    """Why one row can't be used."""


def read(
    rows: Iterable[tuple[int, Sequence[str]]],
    columns: Mapping[str, tuple[int, ...]],
    *,
    today: date,
    months_first: bool,
    check: Callable[[str], str],
    came: Presence | None = None,
    all_at: AllAt = AS_LISTED,
    _: Say = str,
) -> Found:
    """The evenings of a list. `columns` say which column holds what, `came` who was there (everybody,
    where no column tells), `check` gives the address to keep or raises ValueError with a sentence. `_`
    translates the sentences."""
    evenings: dict[tuple[str, date], Evening] = {}
    bad: list[BadRow] = []
    # The same address stands in a list once for each evening.
    checked: dict[str, str] = {}

    def address(text: str) -> str:
        if text not in checked:
            checked[text] = check(text).lower()
        return checked[text]

    sorting = _Sorting(today, months_first, all_at, address, _)
    for line, cells in rows:
        if came and came.of(cells[columns["came"][0]]) != presence.THERE_AS:
            continue
        said = {
            name: next((clean(cells[at]) for at in places if cells[at].strip()), "")
            for name, places in columns.items()
        }
        try:
            _place(evenings, line, said, sorting)
        except _Bad as error:
            bad.append(BadRow(line, error.args[0]))
    bad += _overfull(evenings.values(), _)
    ordered = sorted(evenings.values(), key=lambda one: (one.day, fold(one.title)))
    return Found(tuple(ordered), tuple(sorted(bad, key=lambda row: row.line)))


def no_past(day: date, *, today: date, _: Say) -> str:
    """Why a day can't be one of a past event, in a sentence; empty where it can."""
    if day >= today:
        return _("This day isn’t over. Only what took place can come in.")
    return _("This day can’t be right.") if day.year < 1990 else ""


def _place(
    evenings: dict[tuple[str, date], Evening],
    line: int,
    said: Mapping[str, str],
    sorting: _Sorting,
) -> None:
    _, all_at = sorting.say, sorting.all_at
    day = all_at.day or dates.day(said.get("day", ""), months_first=sorting.months_first)
    if day is None:
        raise _Bad(_("This row doesn’t say on which day it was."))
    if why := no_past(day, today=sorting.today, _=_):
        raise _Bad(why)
    guest = _guest(line, said, sorting.address, _)
    number, table = _round(said.get("round", ""), _), said.get("table", "")[:40]
    title = all_at.title or said.get("event", "")[:80]
    evening = evenings.setdefault((fold(title), day), Evening(title, day))
    if not all_at.day:
        evening.at = evening.at or dates.clock_time(said.get("hour", "") or said.get("day", ""))
    key = (guest.email, fold(full_name(guest.first_name, guest.last_name)))
    seats = evening.seats.get(number, {})
    if table and seats.get(key, table) != table:
        raise _Bad(_("The same person sits at two tables in one round."))
    evening.guests.setdefault(key, guest)
    if table:
        evening.seats.setdefault(number, {})[key] = table


def _guest(line: int, said: Mapping[str, str], address: Callable[[str], str], _: Say) -> Guest:
    try:
        names = people(said)
    except Several:
        names = [("", ""), ("", "")]
    if len(names) > 1:
        raise _Bad(_("This row names several people. Give each of them a row."))
    if not names:
        raise _Bad(_("This row has no name."))
    email = ""
    if text := said.get("email", ""):
        try:
            email = address(text)
        except ValueError as error:
            raise _Bad(error.args[0]) from error
    first, last = names[0]
    return Guest(line, first[:80], last[:80], email, said.get("role", ""))


def _round(text: str, _: Say) -> int:
    digits = "".join(c for c in text if c.isdecimal())
    if not digits:
        return 1
    number = int(digits[:4])
    if not 1 <= number <= ROUNDS:
        raise _Bad(_("A round is a number from 1 to 20."))
    return number


def _overfull(evenings: Iterable[Evening], _: Say) -> list[BadRow]:
    """A row for each table that can't be one: its 'table' is a hall, or a ticket. Nobody sits there."""
    found = []
    for evening in evenings:
        for number, seats in evening.seats.items():
            for table, many in Counter(seats.values()).items():
                if many > TABLE:
                    first = next(key for key, at in seats.items() if at == table)
                    said = _(
                        "“%(table)s” is the table of %(people)s people in round %(round)s: nobody meets that "
                        "many at once. If this column isn’t the table, choose another or none."
                    ) % {"table": table, "people": many, "round": number}
                    found.append(BadRow(evening.guests[first].line, said))
            crowds = {table for table, many in Counter(seats.values()).items() if many > TABLE}
            evening.seats[number] = {who: at for who, at in seats.items() if at not in crowds}
        evening.seats = {number: seats for number, seats in evening.seats.items() if seats}
    return found
