"""What an organizer chose about a list: its sheet, its columns, what its words mean, who is who."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from werkzeug.datastructures import MultiDict

from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.decisions import OTHER, SAME, Decisions

Picks = Mapping[str, int | tuple[int, ...] | None]
MEANINGS = ("coming", "waiting", "away", "kept")


@dataclass(frozen=True)
class Choices:
    """Everything that was chosen so far; nothing at first."""

    encoding: str | None = None
    sheet: str | None = None
    # Field -> column; the status may have several. None: as recognised.
    picks: Picks | None = None
    # What a word in a column means; `kept` is a state of our own list that stays.
    readings: Mapping[tuple[int, str], str] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=Decisions)
    mail: bool = False

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "Choices":
        """From the page of a list; what nobody can choose there is dropped."""
        encoding = form.get("encoding", "")
        encoding = encoding if encoding in parsing.ENCODINGS else ""
        if "other-sheet" in form:
            return cls(encoding or None, form["other-sheet"])
        return cls(
            encoding=encoding or None,
            sheet=form.get("sheet") or None,
            picks=_picks(form),
            readings=dict(_readings(form)),
            decisions=_decisions(form),
            mail="mail" in form,
        )

    def settled(self, states: Mapping[int, str]) -> Decisions:
        """The decisions, with the states that lines of our own list keep."""
        return replace(self.decisions, states=states)


def _picks(form: MultiDict[str, str]) -> Picks | None:
    if "map-name" not in form:
        return None
    picks: dict[str, int | tuple[int, ...] | None] = {
        name: _number(form[f"map-{name}"]) for name in parsing.FIELDS if f"map-{name}" in form
    }
    chosen = (_number(text) for text in form.getlist("map-status"))
    picks["status"] = tuple(dict.fromkeys(at for at in chosen if at is not None))
    return picks


def _readings(form: MultiDict[str, str]) -> list[tuple[tuple[int, str], str]]:
    found = []
    # What was clicked now comes last, and wins.
    for text in (*form.getlist("read"), *form.getlist("read-now")):
        column, _bar, rest = text.partition("|")
        meaning, _bar, value = rest.partition("|")
        at = _number(column)
        if at is not None and meaning in MEANINGS:
            found.append(((at, value), meaning))
    return found


def _decisions(form: MultiDict[str, str]) -> Decisions:
    said = {
        name.removeprefix("who-"): answer
        for name, answer in form.items()
        if name.startswith("who-")
    }
    numbers = (_number(text) for text in form.getlist("off"))
    rest = form.get("rest", "")
    return Decisions(
        same=frozenset(key for key, answer in said.items() if answer == SAME),
        other=frozenset(key for key, answer in said.items() if answer == OTHER),
        rest=rest if rest in (SAME, OTHER) else "",
        leave=frozenset(form.getlist("leave")),
        off=frozenset(number for number in numbers if number is not None),
        waiting="line" if "waiting" in form else "",
        whole=form.get("take") == "all",
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
