"""A list of people as somebody types or pastes it: names one a line become a list with headings."""

import csv
import io
import re
from collections.abc import Sequence

from eventapp.rsvps.importing import columns
from eventapp.rsvps.topics import fold

HEADINGS = ("Name", "Email", "Role", "Company")
# "1. Ann", "- Ann", "• Ann"
_BULLET = re.compile(r"^\s*(?:\d{1,3}[.):]|[-*•–])\s+")
_ADDRESS = re.compile(r"[^\s<>,;:()\"']+@[^\s<>,;:()\"']+")
_AROUND = " \t,;:\"'()<>"


def with_headings(text: str, *, roles: Sequence[str]) -> str:
    """The same list as CSV with headings; one that has headings already is left as it is.

    A line is a name, with an address, a role of the event and a company behind it if there are any;
    names in a single line are people, too.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines or _headed(lines[0]):
        return text
    if len(lines) == 1:
        lines = _apart(lines[0])
    known = {fold(role): role for role in roles}
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(HEADINGS)
    for line in lines:
        table.writerow(_cells(_BULLET.sub("", line), known))
    return out.getvalue()


def _headed(line: str) -> bool:
    found = columns.named([cell.strip(_AROUND) for cell in _split(line)])
    return bool({"name", "first_name", "last_name", "email"} & found.keys())


def _split(line: str) -> list[str]:
    mark = next((mark for mark in "\t;," if mark in line), None)
    return next(csv.reader([line], delimiter=mark)) if mark else [line]


def _apart(line: str) -> list[str]:
    """Several people in one line: apart by semicolons, or by two commas and more."""
    mark = ";" if ";" in line else ","
    parts = [part.strip() for part in line.split(mark) if part.strip()]
    return parts if mark == ";" or len(parts) > 2 else [line]


def _cells(line: str, roles: dict[str, str]) -> list[str]:
    address = _ADDRESS.search(line)
    email = address[0] if address else ""
    rest = line.replace(email, "\t") if email else line
    said = [part.strip(_AROUND) for part in _split(rest) if part.strip(_AROUND)]
    role = next((roles[fold(part)] for part in said if fold(part) in roles), "")
    others = [part for part in said if not role or fold(part) != fold(role)]
    if len(others) > 1 and not any(" " in part for part in others[:2]):
        # "Lee, Ann"
        others[:2] = [f"{others[0]}, {others[1]}"]
    name, company, *_more = [*others, "", ""]
    return [name, email, role, company]
