"""Two rows about one person, one of whom comes: which is true is asked, unless time tells."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from eventapp.rsvps.importing import status_columns
from eventapp.rsvps.importing.entries import Entry, Intake, LeftOut, Note
from eventapp.rsvps.importing.files import Sheet
from eventapp.rsvps.importing.raw_table import Say
from eventapp.rsvps.importing.statuses import State
from eventapp.rsvps.names import same_name
from eventapp.rsvps.topics import fold, words

# A heading with one of these says when a row came to be; with one of the others, when something else was.
_WHEN = frozenset(words("""
    date time timestamp created registered ordered submitted purchased booked datum zeit zeitpunkt
    zeitstempel erstellt angemeldet bestellt bestelldatum anmeldedatum horodatage date créé fecha creado data
    criado creato besteld aangemeld tijdstip"""))  # fmt: skip
_OTHERWISE = frozenset(words("""
    birth birthday born event start starts end ends arrival check cancelled canceled refunded session
    veranstaltung geburtsdatum geburt storniert updated modified expires"""))  # fmt: skip
_NUMBER = re.compile(r"[0-9]+")
_PARTS = 6


def settle(
    intake: Intake,
    sheet: Sheet,
    *,
    contradiction: Callable[[str, tuple[int, int]], State],
    _: Say,
) -> None:
    """Take whoever comes in one row and not in another for not decided, until somebody says which is true.

    Only when the row that comes is the later one, by the times the list gives, is it taken at once.
    """
    away: dict[tuple[str, str], list[LeftOut]] = {}
    for left in intake.left_out:
        if left.reading == "away":
            away.setdefault((left.email, fold(left.first_name)), []).append(left)
    times = _Times(sheet) if away else None
    for entry in [*intake.entries] if times else ():
        out = next(_about(entry, away), None)
        if out is None or times is None:
            continue
        if times.later(entry.line, out.line):
            text = _("Line %(line)s, which is older, says otherwise of the same person: %(reason)s")
            intake.notes.append(Note(entry.line, text % {"line": out.line, "reason": out.reason}))
            continue
        lines = (min(entry.line, out.line), max(entry.line, out.line))
        state = contradiction(entry.name, lines)
        intake.states.append(state)
        _decide(intake, entry, out, state, _)


def _decide(intake: Intake, entry: Entry, out: LeftOut, state: State, _: Say) -> None:
    at = intake.entries.index(entry)
    if state.reading in {"coming", "waiting"}:
        intake.entries[at] = replace(entry, reading=state.reading)
        return
    text = _("Line %(here)s has this person coming, line %(there)s doesn’t: say which is true.")
    del intake.entries[at]
    intake.left_out.append(
        LeftOut(
            entry.line,
            text % {"here": entry.line, "there": out.line},
            state.reading,
            entry.status,
            entry.email,
            entry.first_name,
            entry.last_name,
        )
    )


def _about(entry: Entry, away: dict[tuple[str, str], list[LeftOut]]) -> Iterator[LeftOut]:
    """The rows that say that this person doesn't come; without an address the whole name must be the same."""
    email, first = entry.email.casefold(), fold(entry.first_name)
    for out in away.get((email, first), ()) if email else ():
        if same_name(out.first_name, out.last_name, entry.first_name, entry.last_name):
            yield out
    for out in away.get(("", first), ()):
        if fold(out.last_name) == fold(entry.last_name):
            yield out


class _Times:
    """When each row of a list came to be, as far as a column of times tells."""

    def __init__(self, sheet: Sheet) -> None:
        self.cells = dict(sheet.rows)
        self.columns = [
            at
            for at, heading in enumerate(sheet.headings)
            if {*words(heading)} & _WHEN and not {*words(heading)} & _OTHERWISE
        ]

    def later(self, one: int, other: int) -> bool:
        """Whether the row on line `one` is surely later than the other."""
        for at in self.columns:
            mine, theirs = (_read(self.cells[line][at]) for line in (one, other))
            if mine and theirs:
                return all(a > b for a, b in zip(mine, theirs, strict=False))
        return False


def _read(cell: str) -> list[tuple[int, ...]]:
    """A time as numbers that compare, once for each way of reading it."""
    text = cell[:40]
    numbers = [int(found) for found in _NUMBER.findall(text)[:_PARTS]]
    if not status_columns.is_day(text) or len(numbers) < 3:
        return []
    one, two, three, *clock = numbers
    if clock and "pm" in words(text) + [word[-2:] for word in words(text)]:
        clock[0] = clock[0] % 12 + 12
    if one > 31:
        return [(one, two, three, *clock)] * 2
    if three < 32:
        return []
    ways = [(three, two, one, *clock), (three, one, two, *clock)]
    return ways[:1] * 2 if "." in text.split()[0] or one > 12 else ways
