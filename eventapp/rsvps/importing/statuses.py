"""Who of a list is coming: each value of its state columns, how it is read, and what a row comes to."""

from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from eventapp.rsvps.cells import clean
from eventapp.rsvps.importing import inline_statuses, status_columns
from eventapp.rsvps.importing.columns import looked, ours
from eventapp.rsvps.importing.files import Sheet
from eventapp.rsvps.importing.raw_table import Say

_SHOWN = 100


@dataclass(frozen=True)
class State:
    """One value that tells who is coming: its column, how it is read, how many rows have it."""

    column: int
    heading: str
    # Empty for empty cells.
    value: str
    reading: str
    rows: int
    # Whether the organizer should say what it means before anybody is written to.
    unsure: bool


@dataclass(frozen=True)
class Said:
    """What the state columns say of one row: how it is read, by which column, in which words."""

    reading: str
    heading: str
    text: str
    # Words that were read as coming and that somebody should look at.
    odd: str = ""


def readings(
    sheet: Sheet,
    mapping: Mapping[str, tuple[int, ...]],
    *,
    corrections: Mapping[tuple[int, str], str] | None = None,
    _: Say = str,
) -> list[State]:
    """Each distinct value of each state column, by column, the most frequent first."""
    return Verdict(sheet, mapping, corrections=corrections or {}, _=_).listed()


def nobody(cells: Sequence[str], mapping: Mapping[str, tuple[int, ...]]) -> bool:
    """Whether a row has neither name nor address: a line of totals."""
    fields = ("first_name", "last_name", "name", "email")
    return not any(cells[at].strip() for field in fields for at in mapping.get(field, ()))


# Behind the last column, as if they were some: where else a list says who is coming.
LINE_ABOVE, TITLE, BESIDE, STRUCK, TWICE = range(5)


def _outside(at: int, _: Say) -> str:
    return (
        _("Line above the rows"),
        _("Title of the list"),
        _("Beside the name"),
        _("Struck through"),
        _("Two rows about one person"),
    )[at]


def around(sheet: Sheet, line: int, *, title: str) -> Iterator[tuple[int, str]]:
    """What is said of a row whatever stands in it: where, and in which words.

    `title` is what the list is called, when that says who is coming.
    """
    above = bisect(sheet.sections, line, key=lambda section: section[0])
    if above:
        yield LINE_ABOVE, sheet.sections[above - 1][1]
    if title:
        yield TITLE, title
    if line in sheet.struck:
        yield STRUCK, "✗"


class Verdict:
    """Reads what a list says of who is coming, in columns and outside; each value is thought about once."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping[str, tuple[int, ...]],
        *,
        corrections: Mapping[tuple[int, str], str],
        _: Say,
    ) -> None:
        self.sheet, self.columns, self.mapping, self._ = (
            sheet,
            mapping.get("status", ()),
            mapping,
            _,
        )
        self.people = [
            (line, cells)
            for line, cells in sheet.rows
            if len(cells) == len(sheet.headings) and not nobody(cells, mapping)
        ]
        self.told = {(at, _key(value)): reading for (at, value), reading in corrections.items()}
        self.found: dict[tuple[int, str], State] = {}
        self.kinds: dict[int, str] = {}
        for at in self.columns:
            self._note(self._column(at))
        # Names without what stands beside them, where something does: by line, then by field.
        self.bare: dict[int, dict[str, str]] = {}
        # Our own list has its words in a column, and names as they are.
        self.outside: dict[int, list[tuple[int, str]]] = {}
        if not ours(sheet.headings, _=_):
            for line, cells in self.people:
                self.outside[line] = list(self._beyond(line, cells))
            self._note(self._others())

    def _note(self, states: Iterator[State]) -> None:
        self.found |= {(state.column, _key(state.value)): state for state in states}

    def _beyond(self, line: int, cells: Sequence[str]) -> Iterator[tuple[int, str]]:
        """What is said of a row outside the columns: where, and in which words."""
        width = len(self.sheet.headings)
        for at, text in around(self.sheet, line, title=self.title):
            yield width + at, text
        for field in ("first_name", "last_name", "name"):
            cell = next((cells[at] for at in self.mapping.get(field, ()) if cells[at].strip()), "")
            name, remark = inline_statuses.apart(cell)
            if remark:
                self.bare.setdefault(line, {})[field] = name
                yield width + BESIDE, remark

    @cached_property
    def title(self) -> str:
        """What the list is called, when that says who is coming."""
        return inline_statuses.title(self.sheet.name)

    def _others(self) -> Iterator[State]:
        counted: Counter[tuple[int, str]] = Counter()
        shown: dict[tuple[int, str], str] = {}
        for said in self.outside.values():
            for at, text in said:
                counted[at, shown.setdefault((at, _key(text)), text)] += 1
        for (at, text), rows in sorted(counted.items(), key=lambda one: (one[0][0], -one[1])):
            heading = _outside(at - len(self.sheet.headings), self._)
            self.kinds[at] = "outside"
            reading = inline_statuses.answered(text) or "unknown"
            yield self._state(at, heading, text, reading, rows)

    def _state(self, at: int, heading: str, text: str, reading: str, rows: int) -> State:
        told = self.told.get((at, _key(text)))
        told = told if told in status_columns.READINGS else None
        return State(at, heading, text, told or reading, rows, not told and reading == "unknown")

    def contradiction(self, name: str, lines: tuple[int, int]) -> State:
        """What was said of two rows about one person, one of whom comes; first of all nothing."""
        at = len(self.sheet.headings) + TWICE
        text = f"{name} ({lines[0]}, {lines[1]})"
        state = self._state(at, _outside(TWICE, self._), text, "undecided", 1)
        return replace(state, unsure=(at, _key(text)) not in self.told)

    def _column(self, at: int) -> Iterator[State]:
        heading, _ = self.sheet.headings[at], self._
        shown: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for _line, cells in self.people:
            text = clean(cells[at])
            counted[shown.setdefault(_key(text), text)] += 1
        kind = status_columns.kind_of(looked(heading, at, counted)) or "status"
        self.kinds[at] = kind
        read = {text: status_columns.reading(kind, text, _=_) for text in counted if text}
        if "" in counted:
            read[""] = status_columns.blank(kind, read.values()) if read else "coming"
        for text, rows in counted.most_common():
            state = self._state(at, heading, text, read[text], rows)
            refund = kind == "amount" and bool(text.strip("0.,-€$£ "))
            asked = refund and (at, _key(text)) not in self.told
            yield replace(state, unsure=True) if asked else state

    def listed(self) -> list[State]:
        """All of them, by column, the most frequent first."""
        return list(self.found.values())

    def of(self, line: int, cells: Sequence[str]) -> Said:
        """What one row comes to: the most careful of what is said of it."""
        places = [(at, clean(cells[at])) for at in self.columns] + self.outside.get(line, [])
        said = [state for at, text in places if (state := self.found.get((at, _key(text))))]
        if not said:
            return Said("coming", "", "")
        texts = " · ".join(text for state in said if (text := self._told(state)))
        deciding = min(said, key=lambda state: status_columns.CAREFUL.index(state.reading))
        text = texts if deciding.reading == "coming" else self._told(deciding)
        odd = next((self._told(state) for state in said if self._odd(state)), "")
        return Said(deciding.reading, deciding.heading, text[:_SHOWN], odd[:_SHOWN])

    def _told(self, state: State) -> str:
        """A value as it is understood by itself: 'Order cancelled: 1', but 'declined' alone."""
        if self.kinds[state.column] not in status_columns.CONTRARY_KINDS:
            return state.value
        return (
            f"{state.heading}: {state.value}" if state.unsure or state.reading != "coming" else ""
        )

    def _odd(self, state: State) -> bool:
        return state.reading == "coming" and (state.unsure or len(state.value.split()) > 3)


def absence(said: Said, *, _: Say) -> str:
    """Why a row is left out, in a sentence."""
    if said.reading == "hidden":
        return _("This row is hidden in the file.")
    if not said.text and said.reading == "undecided":
        return _("No answer under “%(heading)s”.") % {"heading": said.heading}
    sentences = {
        "away": _("Marked “%(status)s” in the list: not coming."),
        "undecided": _("Marked “%(status)s” in the list: not decided yet."),
        "unknown": _("Marked “%(status)s” under “%(heading)s”: say first what that means."),
    }
    return sentences[said.reading] % {"status": said.text, "heading": said.heading}


def unread(row: Mapping[str, str], _: Say) -> Iterator[str]:
    """What stands in brackets beside a name and nobody can read."""
    for field in ("first_name", "last_name", "name"):
        if text := inline_statuses.unread(row.get(field, "")):
            yield _("“%(said)s” stands beside the name; taken as coming all the same.") % {
                "said": text
            }


def aside(
    cells: Sequence[str], sheet: Sheet, mapping: Mapping[str, tuple[int, ...]], _: Say
) -> Iterator[str]:
    """Words for not coming that stand in a column which isn't about that."""
    used = {at for places in mapping.values() for at in places}
    for at, cell in enumerate(cells[: len(sheet.headings)]):
        if not cell or at in used or len(cell) > 40:
            continue
        if inline_statuses.told(cell) in {"away", "waiting"}:
            yield _("“%(said)s” stands under “%(heading)s”; taken as coming all the same.") % {
                "said": clean(cell),
                "heading": sheet.headings[at],
            }


def _key(value: str) -> str:
    return clean(value).casefold()
