"""Who was there, as a list says it: which column tells, and how each of its words is read (pure).

Whom somebody has met keeps the tables apart for good, so nothing is guessed here: that somebody had
answered or paid doesn't say that they came, and a word nobody knows says nothing. Both are asked about.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from eventapp.front.past_attendance.dates import clock_time
from eventapp.rsvps.cells import clean
from eventapp.rsvps.importing import status_columns
from eventapp.rsvps.importing.columns import looked
from eventapp.rsvps.importing.status_words import (
    ASKS,
    MEANINGS,
    MISSED,
    NO,
    THERE,
    TICKS,
    UNTOLD,
    YES,
)
from eventapp.rsvps.topics import plain, words

# How a word is read; the last is for the organizer to say.
THERE_AS, AWAY, ASKED = READINGS = ("there", "away", "asked")
# A column of more than so many words says something else.
MOST = 40
# What a column is, the surest first: a yes says that somebody was there, or that they weren't, or only
# how they had answered; that an order wasn't cancelled, or was paid, says least.
_KINDS = ("check", "missed", "status", "answer", "contrary", "paid")
_HEADS = (("missed", "missed"), ("check", "there"))
_SAYS_NOTHING = "-–—_[]()./ "
# Capitals of some languages aren't told from others' small letters, so none of that counts.
_MEANT = {
    plain(word): reading
    for reading, known in (
        (ASKED, MEANINGS),
        (AWAY, [word for word, meaning in MEANINGS.items() if meaning in {"away", "waiting"}]),
        (AWAY, MISSED),
        (THERE_AS, THERE),
        (ASKED, UNTOLD),
    )
    for word in known
}
_YES, _NO = frozenset(map(plain, YES)), frozenset(map(plain, NO))
# What else stands in a heading that says who was there.
_AROUND = status_columns.AROUND | {"participant", "event", "actually", "did", "they"}
# All days and times are one word.
_MOMENT = "@"
# So much of a cell tells it from others.
_LONGEST = 200
# Has a sign shown as a picture.
_AS_PICTURE = "\ufe0f"


@dataclass(frozen=True)
class Word:
    """A word of the column that says who was there: how it is read, and how many rows have it."""

    key: str
    # As the file has it first; empty for empty cells.
    text: str
    reading: str
    rows: int
    # Whether it stands for other days and times, too.
    moment: bool = False
    # Whether the organizer said what it means.
    told: bool = False


class Presence:
    """What one column says of who was there."""

    def __init__(
        self, heading: str, cells: Iterable[str], told: Mapping[str, str] | None = None
    ) -> None:
        shown: dict[str, str] = {}
        counted: Counter[str] = Counter()
        for cell in cells:
            text = clean(cell)
            counted[shown.setdefault(_key(text), text)] += 1
        self.kind = _kind(heading, counted)
        listed = [
            self._word(text, rows, told or {}, counted) for text, rows in counted.most_common()
        ]
        default = {word.reading for word in listed if word.text}
        # Where who was there is marked, the others weren't; where only exceptions are, nobody knows.
        blank = "there" if self.kind == "missed" else "away" if "there" in default else ASKED
        listed = [one if one.text or one.told else replace(one, reading=blank) for one in listed]
        self.words = tuple(listed)
        self._readings = {word.key: word.reading for word in listed}

    def _word(
        self, text: str, rows: int, told: Mapping[str, str], counted: Mapping[str, int]
    ) -> Word:
        key = _key(text)
        said = told.get(key, "")
        only = all(not other or other.casefold() == "x" for other in counted)
        reading = said if said in READINGS[:2] else _reading(self.kind, text, only_marks=only)
        return Word(key, text if key else "", reading, rows, key == _MOMENT, bool(said))

    def of(self, cell: str) -> str:
        """Whether somebody was there by what their row says: one of READINGS."""
        return self._readings[_key(clean(cell))]

    @property
    def asked(self) -> list[Word]:
        """The words that the organizer must say the meaning of."""
        return [word for word in self.words if word.reading == ASKED]

    @property
    def too_many(self) -> bool:
        """Whether this can't be the column: hardly two rows say the same."""
        return len(self.words) > MOST


def column(
    headings: Sequence[str],
    rows: Sequence[tuple[int, Sequence[str]]],
    *,
    statuses: Sequence[int],
    taken: Iterable[int],
) -> int | None:
    """The column that tells who was there; None where none does. `statuses` are those that tell an
    attendee list who is coming.

    One in which somebody was there goes before one that asks, and that one before a column in which
    nobody was: nobody was checked in where nobody did check in.
    """
    found = []
    others = set(taken)
    for at, heading in enumerate(headings):
        if at in others or not (_headed(looked(heading, 0, {}).plain) or at in statuses):
            continue
        seen = Presence(heading, [cells[at] for _line, cells in rows])
        said = {word.reading for word in seen.words if word.text}
        if said and seen.kind in _KINDS and not seen.too_many:
            first = next((n for n, one in enumerate((THERE_AS, ASKED)) if one in said), 2)
            # Of two of a kind the one that tells people apart.
            found.append((first, _KINDS.index(seen.kind), -len(said), at))
    return min(found)[-1] if found else None


def _kind(heading: str, counted: Mapping[str, int]) -> str:
    """How a column speaks of who was there: one of _KINDS, or another way of `status_columns`."""
    look = looked(heading, 0, counted)
    # What the organizer chose although its heading says nothing is what it was chosen for.
    return _headed(look.plain) or status_columns.kind_of(look) or "check"


def _headed(plain: str) -> str:
    core = " ".join(word for word in plain.split() if word not in _AROUND)
    both = {plain, core}
    return next((kind for kind, asked in _HEADS if both & {*ASKS[asked]}), "")


def _reading(kind: str, text: str, *, only_marks: bool) -> str:
    said = _said(text)
    known = ASKED if not text else _MEANT.get(said)
    if known:
        return known
    bare = _plainly(text, said, only_marks=only_marks)
    if kind == "check":
        return bare
    if kind in {"missed", "contrary"}:
        # That nothing was cancelled is no word of who came.
        kept = THERE_AS if kind == "missed" else ASKED
        return {THERE_AS: AWAY, AWAY: kept}.get(bare, ASKED)
    # Who said no stayed away; who said yes may have, and who paid or didn't.
    return AWAY if bare == AWAY and kind in {"status", "answer"} else ASKED


def _plainly(text: str, said: str, *, only_marks: bool) -> str:
    """What a yes, a no, a mark, a day or a time comes to, whatever is asked."""
    marked = {*text} - {_AS_PICTURE} <= TICKS or (said == "x" and only_marks)
    if marked or said in _YES or said == "1" or _is_moment(text):
        return THERE_AS
    if said in _NO or (said and not said.strip("0 ")):
        return AWAY
    # 'No, sorry' is a no, and 'Yes, of course' a yes; 'registered' is neither.
    meant = status_columns.reading("answer", text)
    if meant in {"away", "waiting"}:
        return AWAY
    return THERE_AS if meant == "coming" else ASKED


def _said(text: str) -> str:
    return plain(" ".join(words(text)))


def _is_moment(text: str) -> bool:
    return status_columns.is_day(text) or clock_time(text) is not None


def _key(text: str) -> str:
    """By what a word is known again, whatever its case. A dash alone is nothing, and so are a pair of
    brackets and a day of noughts."""
    if not text.strip(_SAYS_NOTHING):
        return ""
    if not _is_moment(text):
        return f"={text.casefold()[:_LONGEST]}"
    return _MOMENT if any(sign.isdecimal() and int(sign) for sign in text) else ""
