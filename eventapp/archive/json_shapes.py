"""What JSON of an archive may be, column by column, where a page relies on it (pure)."""

from collections.abc import Callable, Mapping
from typing import Any

from eventapp.archive.values import LETTERS, Wrong, is_a, web_address
from eventapp.events import rounds
from eventapp.programs.sessions import materials
from eventapp.rsvps.models import KINDS, STAGES, WAYS

_STAGE = ("", *STAGES)


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
            text = is_a(given[name], str)
            if len(text) > most:
                raise Wrong("answers")
            kept[name] = text
    if given.get("role_id") is not None:
        kept["role_id"] = is_a(given["role_id"], int)
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
