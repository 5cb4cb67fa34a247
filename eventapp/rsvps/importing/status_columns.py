"""Who is coming, as other lists say it: which columns tell, and how each value in them is read.

What isn't known is never read as coming: it is `unknown`, and the organizer says what it means.
"""

from collections.abc import Callable, Iterable, Sequence

from eventapp.rsvps.cells import clean
from eventapp.rsvps.importing.column_samples import Column
from eventapp.rsvps.importing.status_words import (
    AMOUNTS,
    ANSWERS,
    ASKS,
    BOXES,
    BRIEF,
    CONTRARY,
    COUNTING,
    COURTESY,
    CROSSES,
    DAYS,
    FORBIDDEN,
    KNOWN_LATER,
    MEANINGS,
    NEGATED,
    NO,
    OWED,
    OWN,
    PAID,
    PARTS,
    PAST,
    STATE,
    STEMS,
    SUBJECTS,
    SURE,
    TICKS,
    WAITS,
    YES,
)
from eventapp.rsvps.topics import fold, words

READINGS = ("coming", "waiting", "undecided", "away", "unknown")
# Of several columns the most careful one decides: the first of these that one of them says.
CAREFUL = ("away", "unknown", "undecided", "waiting", "coming")
# Columns where an empty cell, a no or a nought says that nothing speaks against coming.
CONTRARY_KINDS = frozenset(("contrary", "amount", "waiting", "unsettled"))
HEADED = {"coming": "answer", "waiting": "waiting", "undecided": "unsettled", "away": "contrary"}
# What else stands in a heading that is a state by itself.
AROUND = frozenset(("is", "has", "been", "was", "guest", "attendee", "booking", "ticket", "order"))
_DOUBTS = CROSSES | BOXES | frozenset("?？")
_LONGEST = 300
_BRIEFLY = 4


def columns(seen: Sequence[Column]) -> tuple[int, ...]:
    """The columns that tell who is coming, by their headings or by what stands in them."""
    kinds = {look.at: kind for look in seen if not look.empty and (kind := kind_of(look))}
    # Who answers for a part of it answers for the whole only where nothing else does; and a day of
    # payment tells only there who has paid.
    parts = {
        look.at
        for look in seen
        if (kinds.get(look.at) in {"answer", "contrary"} and {*look.plain.split()} & PARTS)
        or (kinds.get(look.at) == "paid" and _all(look, is_day))
    }
    whole = {at: kind for at, kind in kinds.items() if at not in parts}
    return tuple(whole if {*whole.values()} & {"status", "answer"} else kinds)


def kind_of(look: Column) -> str:
    """How a column speaks of coming: `status`, `answer`, `paid`, `contrary`, `amount`, `waiting`, `unsettled` or not at all."""
    said = look.plain.split()
    if not said or len(said) > 25 or {*said} & FORBIDDEN or "check in" in look.plain:
        return ""
    if {*said} & PAST and _mostly(look, _is_ticked):
        return ""
    return next((kind for of in _KINDS if (kind := of(look, said)) is not None), "")


def _of_the_contrary(look: Column, said: Sequence[str]) -> str | None:
    if look.plain not in ASKS["contrary"] and not _speaks_against(look, said):
        return None
    amounts = _all(look, _is_amount) and not {*look.values} <= {"", "0", "1"}
    return "amount" if {*said} & AMOUNTS or amounts else "contrary"


def _of_waiting(look: Column, said: Sequence[str]) -> str | None:
    """Whether a yes, a day or a place in line in this column means that somebody waits."""
    short = len(said) <= 5 and any(word.startswith(WAITS) for word in said)
    if not short and not any(f" {phrase} " in f" {look.plain} " for phrase in ASKS["waiting"]):
        return None
    told = _mostly(look, lambda text: _is_ticked(text) or _is_amount(text) or is_day(text))
    return "waiting" if told else None


def _of_payment(look: Column, said: Sequence[str]) -> str | None:
    about = {*said}
    if about & PAID and len(said) <= 5 and (_mostly(look, _is_paid) or _all(look, is_day)):
        return "paid"
    return "amount" if about & OWED and _all(look, _is_amount) else None


def _of_coming(look: Column, said: Sequence[str]) -> str | None:
    about = {*said}
    if look.plain in ASKS["status"] or (about & STATE and about & SUBJECTS):
        return "status"
    asked = look.plain in ASKS["answer"] or _asks(look.plain, about) or _answers(look, about)
    return "answer" if asked else None


def _of_one_word(look: Column, said: Sequence[str]) -> str | None:
    if look.plain in NO and _mostly(look, _is_ticked):
        return "contrary"
    if look.plain not in BRIEF | YES and not all(word.isdigit() or word in DAYS for word in said):
        return None
    return "answer" if _mostly(look, lambda text: _is_paid(text) or _is_ticked(text)) else ""


def _of_one_state(look: Column, said: Sequence[str]) -> str | None:
    # 'Confirmed' above yes and no is a question; above days it is none.
    meant = MEANINGS.get(" ".join(word for word in said if word not in AROUND))
    return HEADED[meant] if meant in HEADED and _mostly(look, _is_ticked) else None


def _of_states(look: Column, said: Sequence[str]) -> str | None:
    state = {*said} & STATE or any(word.endswith("status") for word in said)
    known = state and any(" ".join(words(value)) in MEANINGS for value in look.values)
    return "status" if known or _tells(look) else None


# Asked in this order, until one knows: a kind, or that it is none; None leaves it to the next.
_KINDS = (
    _of_the_contrary,
    _of_waiting,
    _of_payment,
    _of_coming,
    _of_one_word,
    _of_one_state,
    _of_states,
)


def _speaks_against(look: Column, said: Sequence[str]) -> bool:
    """Whether a yes in this column means that somebody doesn't come."""
    about = set(said)
    if about & STATE or about & {"zusage", "zu"}:
        return False
    # 'Coming (yes/no)' offers both, and denies nothing.
    negated = about & NEGATED - (NO if about & YES else frozenset())
    if negated and (_asks(look.plain, about) or any(word.startswith(STEMS) for word in said)):
        return _mostly(look, _is_ticked)
    short = len(said) <= 5 or _mostly(look, lambda text: _is_ticked(text) or is_day(text))
    return bool(about & CONTRARY) and short


def _answers(look: Column, about: set[str]) -> bool:
    """Whether a column of yes and no, and of nothing else, speaks of coming by its heading."""
    if about & (COUNTING | KNOWN_LATER) or not any(map(_is_yes_or_no, look.values)):
        return False
    speaks = about & ANSWERS or any(word.startswith(STEMS) for word in about)
    # A longer question may ask what somebody needs to attend: then most say no, and a few something else.
    return bool(speaks) and (_all if len(look.plain.split()) > _BRIEFLY else _mostly)(
        look, _is_paid
    )


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
        if kind == "waiting" and not nothing:
            return "waiting"
        return "coming" if nothing or kind == "amount" else "away" if said == "1" else "unknown"
    meaning = {"waiting": "waiting", "unsettled": "undecided"}.get(kind, "away")
    if said in YES or is_day(text):
        return meaning
    return meaning if MEANINGS.get(said) == meaning else "unknown"


def _positive(kind: str, text: str) -> str:
    if set(text) <= TICKS:
        return "coming"
    if set(text) & _DOUBTS or (text[0] == "(" and text[-1] == ")"):
        return _doubted(kind, text)
    parts = words(text)
    said = " ".join(parts)
    if kind in {"answer", "paid"} and said in {"1", "0"}:
        return "coming" if said == "1" else "undecided" if kind == "paid" else "away"
    if kind == "paid" and said in NO:
        return "undecided"
    if kind == "paid" and is_day(text):
        return "coming"
    if said in YES:
        return "coming"
    if said in NO:
        return "away"
    if said in MEANINGS:
        return MEANINGS[said]
    return _sentence(parts)


def _doubted(kind: str, text: str) -> str:
    """A question, a cross, an empty box or brackets around it take a yes back; a no is one all the same."""
    bare = "".join(sign for sign in text.strip("() ") if sign not in _DOUBTS)
    meant = _positive(kind, bare) if bare != text and bare[:1] != "(" else "unknown"
    return meant if bare and meant not in {"coming", "unknown"} else "unknown"


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
    """Whether most of what a column holds is of a kind: one odd word doesn't make another thing of it."""
    known = sum(rows for value, rows in look.values.items() if value and kind(value))
    return bool(known) and 3 * known >= 2 * look.filled


def _all(look: Column, kind: Callable[[str], bool]) -> bool:
    return bool(look.filled) and all(kind(value) for value in look.values if value)


def _is_yes_or_no(text: str) -> bool:
    return " ".join(words(text)) in YES | NO | {"1", "0"}


def _is_ticked(text: str) -> bool:
    return _is_yes_or_no(text) or not words(text) or text.casefold() == "x"


def _is_paid(text: str) -> bool:
    said = " ".join(words(text))
    return _is_yes_or_no(text) or said in MEANINGS or set(text) <= TICKS


def _is_amount(text: str) -> bool:
    number = text.strip("€$£ ").removeprefix("-").replace(",", ".")
    return number.replace(".", "").isdigit() and number.isascii()


def is_day(text: str) -> bool:
    """Whether a text is a day, roughly."""
    digits = sum(sign.isdigit() for sign in text)
    return digits >= 5 or (digits == 4 and any(sign in text for sign in "-./:"))
