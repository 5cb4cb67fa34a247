"""Who of a list is coming: each value of its state columns, how it is read, and what a row comes to."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from eventapp.rsvps import attendance
from eventapp.rsvps.cells import clean
from eventapp.rsvps.columns import looked
from eventapp.rsvps.sheets import Sheet
from eventapp.rsvps.tables import Say
from eventapp.rsvps.topics import words
from eventapp.rsvps.verdicts import CONTRARY, SURE

_SHOWN = 100
_ASIDE = frozenset(word for word, meaning in SURE.items() if meaning in {"away", "waiting"})


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


class Verdict:
    """Reads the state columns of one list; each value is thought about once."""

    def __init__(
        self,
        sheet: Sheet,
        mapping: Mapping[str, tuple[int, ...]],
        *,
        corrections: Mapping[tuple[int, str], str],
        _: Say,
    ) -> None:
        self.sheet, self.columns = sheet, mapping.get("status", ())
        self.people = [
            cells
            for _line, cells in sheet.rows
            if len(cells) == len(sheet.headings) and not nobody(cells, mapping)
        ]
        told = {(at, _key(value)): reading for (at, value), reading in corrections.items()}
        self.found: dict[tuple[int, str], State] = {}
        self.kinds: dict[int, str] = {}
        for at in self.columns:
            self.found |= {(at, _key(state.value)): state for state in self._column(at, told, _)}

    def _column(self, at: int, told: Mapping[tuple[int, str], str], _: Say) -> Iterator[State]:
        heading = self.sheet.headings[at]
        shown: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for cells in self.people:
            text = clean(cells[at])
            counted[shown.setdefault(_key(text), text)] += 1
        kind = attendance.kind_of(looked(heading, at, counted)) or "status"
        self.kinds[at] = kind
        read = {text: attendance.reading(kind, text, _=_) for text in counted if text}
        if "" in counted:
            read[""] = attendance.blank(kind, read.values()) if read else "coming"
        for text, rows in counted.most_common():
            said = told.get((at, _key(text)))
            said = said if said in attendance.READINGS else None
            refund = kind == "amount" and bool(text.strip("0.,-€$£ "))
            unsure = not said and (read[text] == "unknown" or refund)
            yield State(at, heading, text, said or read[text], rows, unsure)

    def listed(self) -> list[State]:
        """All of them, by column, the most frequent first."""
        return list(self.found.values())

    def of(self, cells: Sequence[str]) -> Said:
        """What one row comes to: the most careful of what its columns say."""
        said = [
            state for at in self.columns if (state := self.found.get((at, _key(clean(cells[at])))))
        ]
        if not said:
            return Said("coming", "", "")
        texts = " · ".join(text for state in said if (text := self._told(state)))
        deciding = min(said, key=lambda state: attendance.CAREFUL.index(state.reading))
        text = texts if deciding.reading == "coming" else self._told(deciding)
        odd = next((self._told(state) for state in said if self._odd(state)), "")
        return Said(deciding.reading, deciding.heading, text[:_SHOWN], odd[:_SHOWN])

    def _told(self, state: State) -> str:
        """A value as it is understood by itself: 'Order cancelled: 1', but 'declined' alone."""
        if self.kinds[state.column] not in attendance.CONTRARY_KINDS:
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


def aside(
    cells: Sequence[str], sheet: Sheet, mapping: Mapping[str, tuple[int, ...]], _: Say
) -> Iterator[str]:
    """Words for not coming that stand in a column which isn't about that."""
    used = {at for places in mapping.values() for at in places}
    for at, cell in enumerate(cells[: len(sheet.headings)]):
        if not cell or at in used or len(cell) > 40:
            continue
        said = words(cell)
        if " ".join(said) in _ASIDE or (said and said[0] in CONTRARY):
            yield _("“%(said)s” stands under “%(heading)s”; taken as coming all the same.") % {
                "said": clean(cell),
                "heading": sheet.headings[at],
            }


def _key(value: str) -> str:
    return clean(value).casefold()
