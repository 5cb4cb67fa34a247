"""The pure modules are pure: values in, values out; no Flask, no database, no clock, no luck."""

import ast
import sys

from imports import FILES, Import, imports, name

# Values in, values out. What each may use beside the standard library and its like:
PURE: dict[str, set[str]] = {
    "calendarlinks": set(),
    "contentlines": set(),
    "errors": set(),
    "faces": {"fontTools", "PIL"},
    "ical": {"icalendar"},
    "lines": set(),
    "marks": set(),
    "paths": set(),
    "tokens": set(),
    "mail/compose": {"email_validator"},
    "mail/receive": set(),
    "people/links": set(),
    "events/local": set(),
    "events/picture": {"PIL"},
    "events/prose": {"markdown_it", "nh3"},
    "rsvps/asides": set(),
    "rsvps/attendance": set(),
    "rsvps/cells": set(),
    "rsvps/changes": set(),
    "rsvps/columns": set(),
    "rsvps/concealed": set(),
    "rsvps/delimited": set(),
    "rsvps/doubts": set(),
    "rsvps/entries": set(),
    "rsvps/intake": set(),
    "rsvps/looks": set(),
    "rsvps/decisions": set(),
    "rsvps/matching": set(),
    "rsvps/persons": set(),
    "rsvps/places": set(),
    "rsvps/sheets": set(),
    "rsvps/states": set(),
    "rsvps/struck": set(),
    "rsvps/survey": set(),
    "rsvps/tables": set(),
    "rsvps/topics": set(),
    "rsvps/twins": set(),
    "rsvps/verdicts": set(),
    "rsvps/webtables": set(),
    "rsvps/wording": set(),
    "rsvps/workbooks": {"python_calamine"},
    "programs/progress": set(),
    "encounters/pairs": set(),
    "door/codes": set(),
    "door/gaps": set(),
    "badges/badge": set(),
    "badges/images": set(),
    "badges/label": set(),
    "badges/measure": {"fontTools"},
    "badges/qr": {"numpy", "zxingcpp"},
    "badges/room": set(),
    "badges/sheet": {"zxingcpp"},
    "badges/stocks": set(),
    "followups/cards": set(),
    "followups/vcard": set(),
    "insights/figures": {"numpy"},
    "insights/pictures": set(),
    "front/art": set(),
}
# Modules of the standard library that bring in time, chance from nowhere, or the outside.
IMPURE = {
    "http",
    "os",
    "secrets",
    "smtplib",
    "socket",
    "sqlite3",
    "subprocess",
    "time",
    "urllib.request",
}
# The reasons: tokens are made of chance, the solver must know when its seconds are over, and which
# typefaces there are only this machine can say.
MAY_BE_IMPURE = {
    "tokens": {"secrets"},
    "seating/solver": {"time"},
    "faces": {"subprocess"},
}
CLOCKS = {"now", "utcnow", "today"}
# A seeded random.Random is fine; the module's own functions share one that nobody seeds.
LUCK = {"random", "randint", "choice", "choices", "shuffle", "sample", "uniform"}
# The seating engine is pure to its last file; what reads and writes the records around it is not.
LAYERS = {"__init__", "models", "actions", "forms", "views", "desk", "cli"}
LAYERS |= {"asked", "board", "edits", "shown", "words"}
LAYERS |= {"closer", "hand", "locks", "mixes", "page", "refusals", "steps"}
LAYERS |= {"history", "leaving", "openers", "papers_desk", "prints"}
LAYERS |= {"jobs", "progress", "searches", "searches_desk", "series", "series_desk"}
PURE |= {
    name(path): {"numpy"}
    for path in FILES
    if path.parent.name == "seating" and path.stem not in LAYERS
}
PURE_FILES = [path for path in FILES if name(path) in PURE]


def test_a_pure_module_needs_nothing_from_outside() -> None:
    def fine(found: Import) -> bool:
        this = name(found.path)
        if found.ours:
            return found.module in PURE
        if found.package not in sys.stdlib_module_names:
            return found.package in PURE[this]
        whole = {found.package, found.target, found.target.rpartition(".")[0]}
        return not whole & (IMPURE - MAY_BE_IMPURE.get(this, set()))

    assert [str(found) for found in imports(PURE_FILES) if not fine(found)] == []


def test_a_pure_module_is_told_the_time_and_brings_no_luck() -> None:
    forbidden = {(owner, call) for owner in ("datetime", "date") for call in CLOCKS}
    forbidden |= {("random", call) for call in LUCK}

    asked = [
        f"{name(path)}:{node.lineno}: {node.func.value.id}.{node.func.attr}()"
        for path in PURE_FILES
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and (node.func.value.id, node.func.attr) in forbidden
    ]

    assert asked == []
