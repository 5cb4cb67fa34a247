"""People out of an attendee list: who is coming, which rows are bad and why, who is left out."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from eventapp.rsvps.columns import FIELDS, attendance, guess, parted, role_of, stage_of
from eventapp.rsvps.sheets import ENCODINGS, BadFile, Say, Sheet, clean, disarm, read, write
from eventapp.rsvps.topics import fold

__all__ = [
    "ENCODINGS",
    "FIELDS",
    "BadFile",
    "BadRow",
    "Entry",
    "Intake",
    "LeftOut",
    "Note",
    "Repeat",
    "Sheet",
    "disarm",
    "entries",
    "guess",
    "plausible",
    "read",
    "write",
]

# What the table of RSVPs holds of each.
LONGEST = {
    "first_name": 80,
    "last_name": 80,
    "industry": 80,
    "organization": 200,
    "ask": 200,
    "offer": 200,
    "pronouns": 80,
}


@dataclass(frozen=True)
class Entry:
    """One person who comes: `role` is one of the event's or empty, `stage` a key or empty."""

    line: int
    first_name: str
    last_name: str
    email: str
    role: str = ""
    stage: str = ""
    industry: str = ""
    organization: str = ""
    ask: str = ""
    offer: str = ""
    pronouns: str = ""


@dataclass(frozen=True)
class BadRow:
    """A row that can't be used: its line in the file, a sentence why, and its cells as they are."""

    line: int
    reason: str
    cells: list[str]


@dataclass(frozen=True)
class LeftOut:
    """A row of somebody who isn't coming, with the sentence that says so."""

    line: int
    reason: str


@dataclass(frozen=True)
class Repeat:
    """A row whose address was already on line `first`; it is not counted again."""

    line: int
    email: str
    first: int
    reason: str


@dataclass(frozen=True)
class Note:
    """Something the organizer should know about a row that was used all the same."""

    line: int
    text: str


@dataclass(frozen=True)
class Intake:
    """What a list came to; every row is in exactly one of the first four lists."""

    entries: list[Entry]
    bad: list[BadRow]
    left_out: list[LeftOut]
    repeated: list[Repeat]
    notes: list[Note]


class _Bad(Exception):
    """Why one row can't be used."""


def plausible(text: str) -> str:
    """A folded address that looks like one; ValueError with a sentence otherwise.

    Full-width forms are folded before looking (CVE-2022-35924), so nobody slips a second
    address past the check. Mail has a stricter check of its own to pass to `entries`.
    """
    address = unicodedata.normalize("NFKC", text).strip().lower()
    if not re.fullmatch(r"[^@\s,;:<>()\"\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}", address):
        raise ValueError(f"“{text[:60]}” isn't an email address.")
    return address


def entries(
    sheet: Sheet,
    mapping: Mapping[str, int],
    *,
    roles: Sequence[str],
    check: Callable[[str], str] = plausible,
    _: Say = str,
) -> Intake:
    """Sort the rows of a list into people who come, bad rows, those not coming, and repeats.

    `mapping` is field -> column index, as `guess` finds it or the organizer corrects it. `check`
    gives the address to keep or raises ValueError with a sentence. A repeated address counts once:
    the first row wins, and its blanks are filled from later rows of the same name. Formula-like
    cells stay plain text; `write` disarms them on the way out. `_` translates the sentences.
    BadFile when the mapping lacks the address or any name, or names a column that isn't there.
    """
    _usable(mapping, len(sheet.headings), _)
    intake = Intake([], [], [], [], [])
    place: dict[str, int] = {}
    for line, cells in sheet.rows:
        row = {field: cells[at] for field, at in mapping.items()}
        if len(cells) > len(sheet.headings):
            intake.bad.append(BadRow(line, _overlong(cells, sheet.headings, _), cells))
            continue
        status = clean(row.get("status", ""))
        if attendance(status) in ("away", "undecided"):
            intake.left_out.append(LeftOut(line, _absence(status, _)))
            continue
        try:
            entry = _entry(line, row, check, _)
        except _Bad as error:
            intake.bad.append(BadRow(line, str(error), cells))
            continue
        entry = _filled(entry, row, roles)
        key = entry.email.casefold()
        if key in place:
            at = place[key]
            intake.entries[at], repeat = _again(entry, intake.entries[at], _)
            intake.repeated.append(repeat)
            continue
        place[key] = len(intake.entries)
        intake.entries.append(entry)
        intake.notes.extend(Note(line, text) for text in _noted(entry, row, _))
    return intake


def _usable(mapping: Mapping[str, int], width: int, _: Say) -> None:
    if any(field not in FIELDS or not 0 <= at < width for field, at in mapping.items()):
        raise BadFile(_("A column that was chosen isn't in this file. Choose the columns again."))
    if "email" not in mapping:
        raise BadFile(_("No column was recognised as the email address. Choose which one it is."))
    if not {"first_name", "last_name", "name"} & mapping.keys():
        raise BadFile(_("No column was recognised as the name. Choose which one it is."))


def _absence(status: str, _: Say) -> str:
    if attendance(status) == "undecided":
        return _("Marked “%(status)s” in the list: not decided yet.") % {"status": status}
    return _("Marked “%(status)s” in the list: not coming.") % {"status": status}


def _overlong(cells: Sequence[str], headings: Sequence[str], _: Say) -> str:
    return _(
        "This row has %(cells)s cells under %(headings)s headings. "
        "A cell with the delimiter in it needs quotation marks."
    ) % {"cells": len(cells), "headings": len(headings)}


def _entry(line: int, row: Mapping[str, str], check: Callable[[str], str], _: Say) -> Entry:
    who = [row.get(field, "") for field in ("email", "first_name", "last_name", "name")]
    if any("\n" in cell.strip() or "\r" in cell.strip() for cell in who):
        raise _Bad(_("A name or address runs over several lines. A quotation mark is missing."))
    if any("\ufffd" in cell for cell in row.values()):
        raise _Bad(_("Some letters of this row can't be read. Save the list as 'CSV UTF-8'."))
    email = _address(row["email"], check, _)
    first, last = _name(row)
    if not first:
        raise _Bad(_("This row has no name."))
    return Entry(line, first, last, email)


def _address(cell: str, check: Callable[[str], str], _: Say) -> str:
    text = re.sub("[\u200c\u200d]", "", clean(cell))
    if wrapped := re.fullmatch(r"[^<>]*<([^<>]*)>", text):
        text = wrapped[1]
    text = re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)
    if not text:
        raise _Bad(_("This row has no email address."))
    if len(text) > 254:
        raise _Bad(_("The email address is longer than addresses can be."))
    if unicodedata.normalize("NFKC", text).count("@") > 1:
        raise _Bad(_("There is more than one email address. Give each person a row."))
    try:
        return check(text)
    except ValueError as error:
        raise _Bad(str(error)) from error


def _name(row: Mapping[str, str]) -> tuple[str, str]:
    first, last, whole = (clean(row.get(key, "")) for key in ("first_name", "last_name", "name"))
    if whole and not first and not last:
        return parted(whole)
    if whole and first and not last and "last_name" not in row and fold(whole) != fold(first):
        # 'Vorname; Name' holds the family name in the second, 'First name, Name' may hold both.
        last = whole[len(first) :].strip() if whole.startswith(f"{first} ") else whole
    return (first, last) if first else (last, "")


_NOTHING = re.compile("[-–—.?/]+|n/?a|nil|none|nothing|no|tbd|keine", re.IGNORECASE)


def _filled(entry: Entry, row: Mapping[str, str], roles: Sequence[str]) -> Entry:
    said = {"first_name": entry.first_name, "last_name": entry.last_name}
    said |= {field: _said(row, field) for field in LONGEST if field not in said}
    texts: dict[str, Any] = {field: _shortened(said[field], LONGEST[field]) for field in LONGEST}
    return replace(
        entry,
        role=role_of(_said(row, "role"), roles) or "",
        stage=stage_of(_said(row, "stage")) or "",
        **texts,
    )


def _said(row: Mapping[str, str], field: str) -> str:
    text = clean(row.get(field, ""))
    return "" if _NOTHING.fullmatch(text) else text


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def _noted(entry: Entry, row: Mapping[str, str], _: Say) -> list[str]:
    notes = []
    if any(
        len(text := getattr(entry, field)) == longest and text.endswith("…")
        for field, longest in LONGEST.items()
    ):
        notes.append(_("A long text of this row was shortened."))
    role, stage = _said(row, "role"), _said(row, "stage")
    if role and not entry.role:
        notes.append(_("“%(said)s” isn't a role of this event; none was set.") % {"said": role})
    if stage and not entry.stage:
        notes.append(_("“%(said)s” isn't a known career stage; none was set.") % {"said": stage})
    status = clean(row.get("status", ""))
    if attendance(status) == "unknown":
        notes.append(_("“%(said)s” isn't a known status; taken as coming.") % {"said": status})
    tickets = _said(row, "quantity")
    if re.fullmatch(r"[2-9]|[1-9]\d{1,3}", tickets):
        notes.append(
            _("This row is for %(said)s tickets; only the person named was taken.")
            % {"said": tickets}
        )
    return notes


def _again(entry: Entry, first: Entry, _: Say) -> tuple[Entry, Repeat]:
    names = [fold(f"{one.first_name} {one.last_name}") for one in (first, entry)]
    if names[0] != names[1]:
        reason = _(
            "The address is already on line %(first)s, for another person. "
            "Everyone needs an address of their own."
        )
        return first, Repeat(entry.line, entry.email, first.line, reason % {"first": first.line})
    blanks = {
        field.name: getattr(entry, field.name)
        for field in fields(Entry)
        if not getattr(first, field.name)
    }
    reason = _("The address is already on line %(first)s; counted once.") % {"first": first.line}
    return replace(first, **blanks), Repeat(entry.line, entry.email, first.line, reason)
