"""People out of an attendee list: who is coming, which rows are bad and why, who is left out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from eventapp.people.names import full_name
from eventapp.rsvps.cells import clean, disarm, plausible, unwrapped
from eventapp.rsvps.importing import columns, contradictions, statuses
from eventapp.rsvps.importing.columns import FIELDS, ours, picked
from eventapp.rsvps.importing.csv_text import ENCODINGS
from eventapp.rsvps.importing.duplicates import Placing
from eventapp.rsvps.importing.entries import (
    LONGEST,
    BadRow,
    Entry,
    Intake,
    LeftOut,
    Note,
    Repeat,
    filled,
    merged,
)
from eventapp.rsvps.importing.files import Sheet, read, write
from eventapp.rsvps.importing.raw_table import BadFile, Say
from eventapp.rsvps.importing.status_columns import CAREFUL, READINGS
from eventapp.rsvps.importing.statuses import State, readings
from eventapp.rsvps.names import Several, broken, named, people

__all__ = [
    "CAREFUL",
    "ENCODINGS",
    "FIELDS",
    "LONGEST",
    "READINGS",
    "BadFile",
    "BadRow",
    "Entry",
    "IfGiven",
    "Intake",
    "LeftOut",
    "Note",
    "Repeat",
    "Sheet",
    "State",
    "clean",
    "disarm",
    "entries",
    "guess",
    "ours",
    "picked",
    "plausible",
    "read",
    "readings",
    "unneeded",
    "write",
]


class _Bad(Exception):
    """Why one row can't be used."""


def guess(sheet: Sheet, *, _: Say = str) -> columns.Columns:
    """Which column of the list holds what, as its headings and cells tell."""
    return columns.guess(sheet.headings, [cells for _line, cells in sheet.rows], _=_)


def unneeded(text: str) -> str:
    """A check of addresses for who needs none, as a chair does: the address, or else nothing."""
    try:
        return plausible(text)
    except ValueError:
        return ""


@dataclass(frozen=True)
class IfGiven:
    """A check of addresses that people may lack: one that is given must pass it."""

    check: Callable[[str], str]

    def __call__(self, text: str) -> str:
        """The address to keep."""
        return self.check(text)


def entries(
    sheet: Sheet,
    mapping: Mapping[str, tuple[int, ...]],
    *,
    roles: Sequence[str] | None,
    corrections: Mapping[tuple[int, str], str] | None = None,
    check: Callable[[str], str] = plausible,
    _: Say = str,
) -> Intake:
    """Sort the rows of a list into people who come, bad rows, those not coming, and repeats.

    `mapping` is field -> columns, as `guess` finds it or the organizer corrects it; without
    `email` nobody has an address. `corrections` say what a value of a state column means. `check`
    gives the address to keep or raises ValueError with a sentence. `roles` are the event's; None
    takes them as the list has them. The same name with the same address counts once: the first
    row wins, and its blanks are filled from later ones; another name with that address is another
    person. Formula-like cells stay plain text; `write` disarms them on the way out. `_` translates
    the sentences. BadFile when the mapping lacks any name, or names a column that isn't there.
    """
    _usable(mapping, len(sheet.headings), _)
    sorting = _Sorting(sheet, mapping, roles, dict(corrections or {}), check, _)
    for line, cells in sheet.rows:
        sorting.row(line, cells)
    contradictions.settle(sorting.intake, sheet, contradiction=sorting.verdict.contradiction, _=_)
    return sorting.intake


class _Sorting:
    """One list on its way: what has been found so far, and who has which address."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping[str, tuple[int, ...]],
        roles: Sequence[str] | None,
        corrections: dict[tuple[int, str], str],
        check: Callable[[str], str],
        _: Say,
    ) -> None:
        self.sheet, self.mapping, self.roles, self._ = sheet, mapping, roles, _
        self.check = check
        self.own = ours(sheet.headings, _=_)
        self.verdict = statuses.Verdict(sheet, mapping, corrections=corrections, _=_)
        self.intake = Intake([], [], [], [], [], self.verdict.listed())
        self.torn = dict(sheet.torn)
        self.placing = Placing(self.intake, _)
        self.owners = self._owners()

    def _owners(self) -> dict[str, int]:
        """The row of each address that somebody gave as their own, before any fall-back."""
        email = self.mapping.get("email", ())
        first: dict[str, int] = {}
        for line, cells in self.sheet.rows if len(email) > 1 else ():
            if email[0] < len(cells) and (text := cells[email[0]]):
                first.setdefault(unwrapped(text).casefold(), line)
        return first

    def row(self, line: int, cells: list[str]) -> None:
        if reason := self._misshapen(line, cells):
            if line in self.sheet.hidden:
                self._left_out(line, {}, statuses.Said("hidden", "", ""))
            else:
                self.intake.bad.append(BadRow(line, reason, cells))
            return
        row = {
            field: next((cells[at] for at in columns if cells[at].strip()), "")
            for field, columns in self.mapping.items()
            if field != "status"
        }
        if infix := row.get("infix"):
            row["last_name"] = f"{infix} {row.get('last_name', '')}"
        state = self.verdict.of(line, cells)
        row |= self.verdict.bare.get(line, {})
        if line in self.sheet.hidden:
            state = replace(state, reading="hidden")
        if line in self.verdict.bare and len(_all(row)) > 1:
            # Whom of them it is about, nobody can tell.
            reason = self._("This row names several people. Give each of them a row.")
            self.intake.bad.append(BadRow(line, reason, cells))
            return
        if state.reading not in {"coming", "waiting"}:
            if statuses.nobody(cells, self.mapping):
                self.intake.bad.append(BadRow(line, self._("This row has no name."), cells))
            else:
                self._left_out(line, row, state)
            return
        try:
            found = self._entries(line, row, state)
        except _Bad as error:
            self.intake.bad.append(BadRow(line, error.args[0], cells))
            return
        if state.odd:
            text = self._("“%(said)s” is taken as coming.") % {"said": state.odd}
            self.intake.notes.append(Note(line, text))
        self.intake.notes.extend(
            Note(line, text)
            for text in (
                *([] if self.own else statuses.unread(row, self._)),
                *statuses.aside(cells, self.sheet, self.mapping, self._),
            )
        )
        for entry in found:
            self.placing.place(entry, row)

    def _misshapen(self, line: int, cells: Sequence[str]) -> str:
        """Why the cells of a row can't be told apart; empty when they can."""
        if line in self.torn:
            return self._(
                "A quotation mark that opens on this line isn't closed before line %(last)s: "
                "people may be inside. Close it, and choose the file again."
            ) % {"last": self.torn[line]}
        overlong = len(cells) > len(self.sheet.headings)
        return _overlong(cells, self.sheet.headings, self._) if overlong else ""

    def _left_out(self, line: int, row: Mapping[str, str], state: statuses.Said) -> None:
        names = _all(row)
        first, last = names[0] if names else ("", "")
        reason = statuses.absence(state, _=self._)
        email = unwrapped(row.get("email", ""))[:254].casefold()
        self.intake.left_out.append(
            LeftOut(line, reason, state.reading, state.text, email, first, last)
        )

    def _entries(self, line: int, row: Mapping[str, str], state: statuses.Said) -> list[Entry]:
        _ = self._
        if broken(row):
            raise _Bad(_("A name or address runs over several lines. A quotation mark is missing."))
        if any("\ufffd" in cell for cell in row.values()):
            raise _Bad(_("Some letters of this row can't be read. Save the list as 'CSV UTF-8'."))
        email = self._address(row) if "email" in self.mapping else ""
        try:
            names = [named(row)] if self.own else people(row)
        except Several:
            raise _Bad(_("This row names several people. Give each of them a row.")) from None
        names = [name for name in dict.fromkeys(names) if any(name)]
        if not names:
            raise _Bad(_("This row has no name."))
        owner = self.owners.get(email.casefold(), line) if email else line
        found = []
        for number, (first, last) in enumerate(names):
            bare = Entry(line, first, last, email, reading=state.reading, status=state.text)
            entry = filled(bare, row, roles=self.roles, own=self.own, _=_)
            # Of what two wrote in one row, nobody can tell whose it is: the first has it.
            shares = owner if owner != line else line if number else 0
            found.append(
                entry
                if not number
                else merged(bare, entry, of=("reading", "status", "organization"))
            )
            found[-1] = found[-1].sharing(shares)
        if len(found) > 1:
            self.intake.notes.append(
                Note(
                    line,
                    _("This row names two people, %(first)s and %(second)s; both were taken.")
                    % {"first": full_name(*names[0]), "second": full_name(*names[1])},
                )
            )
        return found

    def _address(self, row: Mapping[str, str]) -> str:
        _, text = self._, unwrapped(row.get("email", ""))
        if not text:
            # Our own list has guests without an address: whoever came in from the street.
            if self.own or self.check is unneeded or isinstance(self.check, IfGiven):
                return ""
            if sum(map(bool, map(str.strip, row.values()))) > 1:
                raise _Bad(_("This row has no email address."))
            # A line that nobody knows, in a list of addresses, looks just like this.
            raise _Bad(
                _(
                    "This row has no email address. If it is a line about the people below it: they "
                    "are taken as coming all the same."
                )
            )
        if len(text) > 254:
            raise _Bad(_("The email address is longer than addresses can be."))
        if text.count("@") + text.count("＠") > 1:
            raise _Bad(_("There is more than one email address. Give each person a row."))
        try:
            return self.check(text)
        except ValueError as error:
            raise _Bad(error.args[0]) from error


def _all(row: Mapping[str, str]) -> list[tuple[str, str]]:
    try:
        return people(row)
    except Several:
        return []


def _usable(mapping: Mapping[str, tuple[int, ...]], width: int, _: Say) -> None:
    for field, places in mapping.items():
        if field not in FIELDS or not all(0 <= at < width for at in places):
            raise BadFile(
                _("A column that was chosen isn't in this file. Choose the columns again.")
            )
    if not {"first_name", "last_name", "name"} & mapping.keys():
        raise BadFile(_("No column was recognised as the name. Choose which one it is."))


def _overlong(cells: Sequence[str], headings: Sequence[str], _: Say) -> str:
    return _(
        "This row has %(cells)s cells under %(headings)s headings. "
        "A cell with the delimiter in it needs quotation marks."
    ) % {"cells": len(cells), "headings": len(headings)}
