"""A list as it would come in: read with what was chosen, and the words of our own list understood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.rsvps import roster
from eventapp.rsvps.importing import parsing, reading
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.people_export import own_headings


@dataclass(frozen=True)
class Look:
    """What a file holds, how it is understood, and what was decided about it."""

    sheet: parsing.Sheet
    mapping: Mapping[str, tuple[int, ...]]
    found: parsing.Intake
    decisions: Decisions
    # Words of our own list that stay what they say: (column, word) -> state.
    kept: Mapping[tuple[int, str], str]
    # What the columns would be taken for if nobody had chosen any.
    guessed: Mapping[str, tuple[int, ...]]

    def meaning(self, state: parsing.State) -> str:
        """How a word is read: one of READINGS, or `kept`."""
        return "kept" if (state.column, state.value) in self.kept else state.reading

    def examples(self, column: int, number: int = 3) -> list[str]:
        """The first different things that a column holds."""
        found: dict[str, None] = {}
        for _line, cells in self.sheet.rows[:200]:
            text = parsing.clean(cells[column]) if column < len(cells) else ""
            if text:
                found[text if len(text) <= 40 else f"{text[:39]}…"] = None
            if len(found) == number:
                break
        return list(found)

    def firsts(self) -> list[str]:
        """The first thing that each column holds, short enough to stand beside its heading."""
        return [
            next((text[:30] for text in self.examples(at, 1)), "")
            for at in range(len(self.sheet.headings))
        ]


def look(data: bytes, choices: Choices, *, roles: Sequence[str]) -> Look:
    """Read a file as it was chosen; BadFile when it is no list. May take seconds: hold no transaction."""
    corrections = {at: said for at, said in choices.readings.items() if said != "kept"}
    found = _read(data, choices, corrections, roles)
    kept = {
        (state.column, state.value): word
        for state, word in _ours(found)
        if (state.column, state.value) not in corrections
    }
    if kept:
        found = _read(data, choices, corrections | dict.fromkeys(kept, "coming"), roles)
    states = {
        line: kept[column, cells[column]]
        for column in {column for column, _word in kept}
        for line, cells in found.sheet.rows
        if (column, cells[column]) in kept
    }
    return Look(
        found.sheet, found.mapping, found.found, choices.settled(states), kept, found.guessed
    )


def _read(
    data: bytes,
    choices: Choices,
    corrections: Mapping[tuple[int, str], str],
    roles: Sequence[str],
) -> reading.Look:
    return reading.look(
        data,
        encoding=choices.encoding,
        sheet=choices.sheet,
        picks=choices.picks,
        corrections=corrections,
        roles=roles,
        _=_,
    )


def _ours(found: reading.Look) -> Iterator[tuple[parsing.State, str]]:
    """The words of our own list that mean another state than a place."""
    own = own_headings()
    if found.sheet.headings[: len(own)] != own:
        return
    words = {word: state for state, word in roster.state_words().items() if state != "going"}
    for state in found.found.states:
        if state.column == 0 and state.value in words:
            yield state, words[state.value]
