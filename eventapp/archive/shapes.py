"""What a value of an archive may be: by its column's type, and closer where a page relies on it (pure).

An archive may come from anybody. What forms would have refused is refused here, too.
"""

import math
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from sqlalchemy import JSON, Boolean, Column, Float, Integer, String, Text

from eventapp.badges.printers.corrections import LEAST_STRETCH, MOST_SHIFT, MOST_STRETCH
from eventapp.db import UtcDateTime
from eventapp.events import rounds
from eventapp.programs.sessions import materials
from eventapp.rsvps.models import KINDS, STAGES, WAYS

LETTERS = 20_000
MOST = 2**31 - 1
# Of JSON: how deep, and how many values in one.
DEPTH, VALUES = 6, 5_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_CONTROL_OF_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

# How far numbers go that pages and drawings count up to.
BETWEEN: dict[str, tuple[float, float]] = {
    "event.tables": (1, 1_000),
    "event.seats": (2, 100),
    "event.rounds": (1, 50),
    "event.minutes": (1, 600),
    "event.capacity": (1, 100_000),
    "event.most_guests": (0, 50),
    "event.offer_hours": (0, 10_000),
    "event.confirm_hours": (0, 10_000),
    "event.reminder_hours": (0, 10_000),
    "event.rsvps_close": (-1_000_000, 1_000_000),
    "event.waitlist_closes": (-1_000_000, 1_000_000),
    "event.rsvps_open": (-1_000_000, 1_000_000),
    "event.places_held": (-1_000_000, 1_000_000),
    "event.sequence": (0, 1_000_000),
    "role.position": (0, 1_000),
    "venue.latitude": (-90, 90),
    "venue.longitude": (-180, 180),
    "venue.tables": (0, 1_000),
    "venue.seats": (0, 100),
    "printer.shift_x": (-MOST_SHIFT, MOST_SHIFT),
    "printer.shift_y": (-MOST_SHIFT, MOST_SHIFT),
    "printer.stretch_x": (LEAST_STRETCH, MOST_STRETCH),
    "printer.stretch_y": (LEAST_STRETCH, MOST_STRETCH),
    "own_stock.sheet_width": (20, 450),
    "own_stock.sheet_height": (20, 1000),
    "own_stock.cols": (1, 10),
    "own_stock.rows": (1, 30),
    "own_stock.width": (20, 450),
    "own_stock.height": (15, 1000),
    "own_stock.left": (0, 200),
    "own_stock.top": (0, 200),
    "own_stock.pitch_x": (0, 450),
    "own_stock.pitch_y": (0, 1000),
    "own_stock.corner": (0, 30),
    "plan.rounds": (1, 50),
    "plan.version": (1, 1_000_000),
    "table.number": (1, 100_000),
    "table.capacity": (1, 1_000),
    "seat.round": (1, 50),
    "encounter.round": (1, 50),
    "event_ledger.rounds": (0, 50),
    "session.position": (0, 10_000),
    "certificate.issue": (1, 10_000),
}
_STAGE = ("", *STAGES)


class Wrong(ValueError):
    """A value that can't be kept."""


def value(column: Column[Any], given: Any) -> Any:
    """A value as the database keeps it; Wrong where it can't be that column's."""
    name = f"{column.table.name}.{column.name}"
    kind = column.type
    if given is None:
        if not column.nullable:
            raise Wrong(name)
        return None
    if isinstance(kind, JSON):
        _weigh(given, 0)
        found = SHAPES[name](given)
    elif isinstance(kind, UtcDateTime):
        found = _moment(given)
    elif isinstance(kind, Boolean):
        found = _is(given, bool)
    elif isinstance(kind, (Integer, Float)):
        found = _number(given, kind, *BETWEEN.get(name, (-MOST, MOST)))
    else:
        found = _text(given, kind)
    check = CLOSER.get(name)
    if check and not check(found):
        raise Wrong(name)
    return found


def _is(given: Any, kind: type) -> Any:
    if type(given) is not kind:
        raise Wrong(kind.__name__)
    return given


def _moment(given: Any) -> datetime:
    try:
        found = datetime.fromisoformat(_is(given, str))
    except ValueError:
        raise Wrong("moment") from None
    if found.tzinfo is None or not 1970 <= found.year <= 2200:
        raise Wrong("moment")
    return found.astimezone(UTC)


def _number(given: Any, kind: Any, least: float, most: float) -> int | float:
    whole = isinstance(kind, Integer)
    if type(given) is not int and (whole or type(given) is not float):
        raise Wrong("number")
    if not math.isfinite(given) or not least <= given <= most:
        raise Wrong("number")
    return int(given) if whole else float(given)


def _text(given: Any, kind: Any) -> str:
    text: str = _is(given, str)
    prose = isinstance(kind, Text) or not isinstance(kind, String) or not kind.length
    if len(text) > (LETTERS if prose else int(kind.length)):
        raise Wrong("long")
    if (_CONTROL_OF_PROSE if prose else _CONTROL).search(text):
        raise Wrong("control")
    return text


def _weigh(given: Any, depth: int) -> int:
    """How many values there are; Wrong for what is too deep, too many, or no text."""
    if depth > DEPTH:
        raise Wrong("deep")
    if isinstance(given, str):
        if len(given) > LETTERS or _CONTROL_OF_PROSE.search(given):
            raise Wrong("text")
        return 1
    if isinstance(given, float) and not math.isfinite(given):
        raise Wrong("number")
    if isinstance(given, int) and abs(given) > MOST:
        raise Wrong("number")
    parts: list[Any] = []
    if isinstance(given, dict):
        parts = [*given.keys(), *given.values()]
    elif isinstance(given, list):
        parts = given
    number = 1 + sum(_weigh(part, depth + 1) for part in parts)
    if number > VALUES:
        raise Wrong("many")
    return number


def web_address(text: str) -> bool:
    """Whether it is empty, or an address of the web: anything else could run in a page."""
    if not text:
        return True
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text
    except ValueError:
        return False


def _zone(text: str) -> bool:
    return text in available_timezones()


def _tag(text: str) -> bool:
    return not text or bool(_TAG.fullmatch(text))


def _slug(text: str) -> bool:
    return bool(_SLUG.fullmatch(text))


CLOSER: dict[str, Callable[[Any], bool]] = {
    "community.slug": _slug,
    "event.slug": _slug,
    "event_series.slug": _slug,
    "program.slug": _slug,
    "community.zone": _zone,
    "community.language": _tag,
    "community.colour": lambda text: not text or bool(_COLOUR.fullmatch(text)),
    "community.contact_months": lambda number: number in {3, 6, 12, 18, 24, 36},
    "event.zone": _zone,
    "event.language": _tag,
    "event.map_url": web_address,
    "event.online_url": web_address,
    "venue.map_url": web_address,
    "program.language": _tag,
    "rsvp.language": _tag,
    "rsvp.stage": lambda text: text in _STAGE,
    "event_stage.stage": lambda text: text in STAGES,
    "certificate.zone": _zone,
}


def _fields(given: Any) -> Any:
    if not isinstance(given, dict) or not set(given.values()) <= {"off", "on", "required"}:
        raise Wrong("fields")
    return given


def _run(given: Any) -> Any:
    try:
        run = rounds.from_json(given)
        times = [run.timetable.first, *(at for _kind, at in run.commands)]
        words = [kind for kind, _at in run.commands]
        counts = run.timetable.rounds, run.timetable.minutes, run.serial
        sound = all(time.tzinfo for time in times) and all(type(one) is int for one in counts)
        known = set(words) <= set(rounds.COMMANDS) and len(words) < 1_000
        if sound and known and min(counts) >= 0 and counts[0] <= 50 and max(counts) < 10_000:
            rounds.evening_at(run.timetable, run, times[-1])
            return given
    except (KeyError, TypeError, ValueError, AttributeError):
        pass
    raise Wrong("run")


def _texts(given: Any) -> Any:
    if not isinstance(given, list) or any(type(one) is not str for one in given):
        raise Wrong("texts")
    return given


def said(given: Any) -> Any:
    """What was answered to questions: by their numbers, words or some of them."""
    if not isinstance(given, dict):
        raise Wrong("answers")
    for number, one in given.items():
        if not (number.isascii() and number.isdigit() and len(number) < 11):
            raise Wrong("answers")
        if isinstance(one, (dict, type(None))):
            raise Wrong("answers")
        if isinstance(one, list):
            _texts(one)
    return given


def _figures(given: Any, *, inner: bool = True) -> Any:
    """Numbers by name; `found` has those that the plan was found with."""
    if not isinstance(given, dict):
        raise Wrong("figures")
    for name, one in given.items():
        if name == "found" and inner:
            _figures(one, inner=False)
        elif one is not None and type(one) not in {int, float}:
            raise Wrong("figures")
    return given


def _materials(given: Any) -> Any:
    if not isinstance(given, list) or len(given) > materials.MOST:
        raise Wrong("materials")
    for one in given:
        if not isinstance(one, dict) or set(one) != {"title", "url"}:
            raise Wrong("materials")
        if any(type(text) is not str for text in one.values()):
            raise Wrong("materials")
        if not one["url"] or not web_address(one["url"]):
            raise Wrong("materials")
    return given


_OF_ENROLMENTS: Mapping[str, int] = {
    "first_name": 80, "last_name": 80, "pronouns": 80, "stage": 80, "industry": 80,
    "organization": 200, "ask": 200, "ask_kind": 80, "offer": 200, "offer_kind": 80,
    "access_needs": LETTERS, "food": 200, "joins": 80, "language": 80,
}  # fmt: skip


def enrolled(given: Mapping[str, Any]) -> dict[str, Any]:
    """What an archive has of what was answered on joining: no consent, and no mark of a form."""
    return {name: one for name, one in given.items() if name in {*_OF_ENROLMENTS, "role_id"}}


def _enrolled(given: Any) -> Any:
    """The same, as somebody sent it."""
    if not isinstance(given, dict) or "first_name" not in given:
        raise Wrong("answers")
    kept: dict[str, Any] = {}
    for name, most in _OF_ENROLMENTS.items():
        if name in given:
            text = _is(given[name], str)
            if len(text) > most:
                raise Wrong("answers")
            kept[name] = text
    role = given.get("role_id")
    if role is not None:
        kept["role_id"] = _number(role, Integer(), 0, MOST)
    closed = ("stage", _STAGE), ("ask_kind", KINDS), ("offer_kind", KINDS), ("joins", WAYS)
    if any(kept.get(name, words[0]) not in words for name, words in closed):
        raise Wrong("answers")
    return kept


SHAPES: dict[str, Callable[[Any], Any]] = {
    "event.fields": _fields,
    "event.run": _run,
    "question.options": _texts,
    "rsvp.question_answers": said,
    "plan.figures": _figures,
    "plan.bounds": _figures,
    "session.materials": _materials,
    "enrolment.answers": _enrolled,
}
