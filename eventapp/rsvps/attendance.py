"""Who is coming, as other lists say it: which columns tell, and how each value in them is read.

What isn't known is never read as coming: it is `unknown`, and the organizer says what it means.
"""

from collections.abc import Callable, Iterable, Sequence

from eventapp.rsvps.cells import clean
from eventapp.rsvps.looks import Column
from eventapp.rsvps.topics import fold, words
from eventapp.rsvps.verdicts import (
    AMOUNTS,
    ANSWERS,
    ASKS,
    CONTRARY,
    COUNTING,
    COURTESY,
    FORBIDDEN,
    KNOWN_LATER,
    MEANINGS,
    NEGATED,
    NO,
    OWN,
    PAID,
    STATE,
    STEMS,
    SUBJECTS,
    SURE,
    YES,
)

READINGS = ("coming", "waiting", "undecided", "away", "unknown")
# Of several columns the most careful one decides: the first of these that one of them says.
CAREFUL = ("away", "unknown", "undecided", "waiting", "coming")
# Columns where an empty cell, a no or a nought says that nothing speaks against coming.
CONTRARY_KINDS = frozenset(("contrary", "amount", "waiting", "unsettled"))
HEADED = {"coming": "answer", "waiting": "waiting", "undecided": "unsettled", "away": "contrary"}
# What else stands in a heading that is a state by itself.
AROUND = frozenset(("is", "has", "been", "was", "guest", "attendee", "booking", "ticket", "order"))
_TICKED = frozenset("✓✔☑✅")
_LONGEST = 300


def columns(seen: Sequence[Column]) -> tuple[int, ...]:
    """The columns that tell who is coming, by their headings or by what stands in them."""
    return tuple(look.at for look in seen if kind_of(look) and not look.empty)


def kind_of(look: Column) -> str:
    """How a column speaks of coming: `status`, `answer`, `paid`, `contrary`, `amount`, `waiting`, `unsettled` or not at all."""
    said = look.plain.split()
    about = set(said)
    if not said or len(said) > 25 or about & FORBIDDEN or "check in" in look.plain:
        return ""
    if look.plain in ASKS["contrary"] or _speaks_against(look, said):
        amounts = _mostly(look, _is_amount) and not {*look.values} <= {"", "0", "1"}
        return "amount" if about & AMOUNTS or amounts else "contrary"
    if look.plain in ASKS["waiting"] and _mostly(look, _is_yes_or_no):
        return "waiting"
    if look.plain in ASKS["status"] or (about & STATE and about & SUBJECTS):
        return "status"
    if look.plain in ASKS["answer"] or _asks(look.plain, about) or _answers(look, about):
        return "answer"
    bare = " ".join(word for word in said if word not in AROUND)
    if MEANINGS.get(bare) in HEADED and _mostly(look, _is_ticked):
        # 'Confirmed' above yes and no is a question; above days it is none.
        return HEADED[MEANINGS[bare]]
    if about & PAID and len(said) <= 3 and _mostly(look, _is_paid):
        return "paid"
    state = about & STATE or any(word.endswith("status") for word in said)
    known = state and any(" ".join(words(value)) in MEANINGS for value in look.values)
    return "status" if known or _tells(look) else ""


def _speaks_against(look: Column, said: Sequence[str]) -> bool:
    """Whether a yes in this column means that somebody doesn't come."""
    about = set(said)
    if about & STATE or about & {"zusage", "zu"}:
        return False
    # 'Coming (yes/no)' offers both, and denies nothing.
    negated = about & NEGATED - (NO if about & YES else frozenset())
    if negated and (_asks(look.plain, about) or any(word.startswith(STEMS) for word in said)):
        return _mostly(look, _is_ticked)
    short = len(said) <= 5 or _mostly(look, lambda text: _is_ticked(text) or _is_day(text))
    return bool(about & CONTRARY) and short


def _answers(look: Column, about: set[str]) -> bool:
    """Whether a column of yes and no, and of nothing else, speaks of coming by its heading."""
    if about & (COUNTING | KNOWN_LATER) or not any(map(_is_yes_or_no, look.values)):
        return False
    speaks = about & ANSWERS or any(word.startswith(STEMS) for word in about)
    return bool(speaks) and _mostly(look, _is_paid)


def reading(kind: str, value: str, *, _: Callable[[str], str] = str) -> str:
    """How one value of a column of this kind is read; `_` translates the words of our own file."""
    text = clean(value[:_LONGEST])
    if kind in CONTRARY_KINDS:
        return _contrary(kind, text)
    own = next((meaning for word, meaning in OWN.items() if fold(_(word)) == fold(text)), "")
    return own or _positive(kind, text)


def attendance(cell: str) -> str:
    """How a status is read that stands under a heading like 'Status'."""
    return reading("status", cell)


def blank(kind: str, others: Iterable[str]) -> str:
    """How an empty cell is read, beside how the other values of its column are.

    Where only exceptions are marked, an empty cell is the rule; a question without an answer is none.
    """
    if kind in CONTRARY_KINDS:
        return "coming"
    if kind == "answer":
        return "undecided"
    return "unknown" if {*others} & {"coming", "unknown"} else "coming"


def _contrary(kind: str, text: str) -> str:
    said = " ".join(words(text))
    if not text or text in "-–—" or said in NO:
        return "coming"
    if _is_amount(text):
        number = text.strip("€$£ ").replace(",", ".")
        nothing = not number.strip("0.-")
        return "coming" if nothing or kind == "amount" else "away" if said == "1" else "unknown"
    meaning = {"waiting": "waiting", "unsettled": "undecided"}.get(kind, "away")
    if said in YES or _is_day(text):
        return meaning
    return meaning if MEANINGS.get(said) == meaning else "unknown"


def _positive(kind: str, text: str) -> str:
    if not text:
        return "coming"
    if set(text) <= _TICKED:
        return "coming"
    if "?" in text or "？" in text:
        return "unknown"
    parts = words(text)
    said = " ".join(parts)
    if kind in {"answer", "paid"} and said in {"1", "0"}:
        return "coming" if said == "1" else "undecided" if kind == "paid" else "away"
    if kind == "paid" and said in NO:
        return "undecided"
    if said in YES:
        return "coming"
    if said in NO:
        return "away"
    if said in MEANINGS:
        return MEANINGS[said]
    return _sentence(parts)


def _sentence(parts: Sequence[str]) -> str:
    """More than a word: its beginning tells, but a yes with anything but courtesy behind it is no yes."""
    for size in (3, 2, 1):
        begin = " ".join(parts[:size])
        if len(parts) <= size:
            continue
        if begin in NO:
            return "away"
        if begin in YES:
            return "coming" if {*parts[size:]} <= COURTESY else "unknown"
        if MEANINGS.get(begin, "coming") != "coming":
            return MEANINGS[begin]
    return "unknown"


def _asks(plain: str, about: set[str]) -> bool:
    if about & COUNTING:
        return False
    return any(f" {phrase} " in f" {plain} " for phrase in ASKS["question"])


def _tells(look: Column) -> bool:
    """Whether the cells are states whatever the heading says, and one of them isn't coming."""
    said = [" ".join(words(value)) for value in look.values if value]
    if not 0 < len(said) <= 12:
        return False
    known = [SURE[text] for text in said if text in SURE]
    return 3 * len(known) >= 2 * len(said) and any(meaning != "coming" for meaning in known)


def _mostly(look: Column, kind: Callable[[str], bool]) -> bool:
    said = [value for value in look.values if value]
    return bool(said) and all(map(kind, said))


def _is_yes_or_no(text: str) -> bool:
    return " ".join(words(text)) in YES | NO | {"1", "0"}


def _is_ticked(text: str) -> bool:
    return _is_yes_or_no(text) or not words(text) or text.casefold() == "x"


def _is_paid(text: str) -> bool:
    said = " ".join(words(text))
    return _is_yes_or_no(text) or said in MEANINGS or set(text) <= _TICKED


def _is_amount(text: str) -> bool:
    number = text.strip("€$£ ").removeprefix("-").replace(",", ".")
    return number.replace(".", "").isdigit() and number.isascii()


def _is_day(text: str) -> bool:
    digits = sum(sign.isdigit() for sign in text)
    return digits >= 5 or (digits == 4 and any(sign in text for sign in "-./:"))
