"""What tells who is coming outside any column: beside a name, on a line between rows, in a title.

Written by hand, so it is looked for inside the words: 'hat leider abgesagt', 'Stornierte Tickets'.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from eventapp.rsvps.cells import clean, holds_address
from eventapp.rsvps.importing.status_words import (
    BOXES,
    CONTRARY,
    CROSSES,
    NEGATED,
    NO,
    SURE,
    TICKS,
    WAITS,
    YES,
)
from eventapp.rsvps.topics import words

# However a word ends, it says the same.
_AWAY = tuple(words("""
    cancelled canceled cancelat cancellat cancelad cancelac cancelam cancellaz stornier abgesagt absage abgemeld abmeld annul geannul afgemeld afmeld afgezegd afzegg refund
    rembours reembols rimbors withdr declin abgelehnt ablehn desist disdett rinunc avbok avmeld avlyst
    aflyst anulow odwołan zruš отмен скасов noshow"""))  # fmt: skip
_WITHOUT = frozenset(
    words("without excluding excluded excl except minus ohne außer sans sauf sin salvo zonder")
)
# 'Won' and 'T' are names, and short words of other languages.
_DENIES = NEGATED - frozenset(words("t won ne no pas nie ei"))
_CUT = frozenset(words("can won don isn doesn couldn didn wouldn"))
# What isn't about people: until when somebody may cancel.
_RULES = frozenset(words("deadline policy fee fees frist until bis possible terms gebühr"))
# What else a line between rows says when it names nobody.
_AROUND = frozenset(words("""
    the a an of by and or so far list lists people persons guests guest attendees attendee participants
    participant registrations registration tickets ticket orders order bookings booking rsvps names who
    have has had been are is were these those our all still already die der das und haben hat liste gäste
    gast teilnehmer teilnehmende teilnehmerinnen personen leute anmeldungen anmeldung buchungen tickets
    bestellungen leider schon noch bisher les des de la le ont liste invités participants personnes inscrits
    inscriptions los las lista invitados personas asistentes participantes han ont zijn de het lijst gasten
    mensen deelnemers hebben helaas i gli ospiti persone iscritti hanno convidados pessoas inscritos os as"""))  # fmt: skip
_POLLED = (["yes"], ["no"], ["ja"], ["nein"], ["oui"])
_SPARE = " -–—=*#_:•·…~><|."
_RULED = re.compile(r"[-–—=*#_~]{2}")
_LONGEST = 80
# Four words are the longest phrase for not coming.
_SIZES = (4, 3, 2, 1)
_TITLED = frozenset(("away", "waiting", "unknown"))


def told(text: str) -> str:
    """How words outside a column are read, as in `attendance.READINGS`; empty when they say nothing of coming."""
    if signs := set(text) & (CROSSES | BOXES | TICKS):
        marked = _signs(signs)
        bare = "".join(sign for sign in text if sign not in signs).strip()
        beside = told(bare)
        return beside if beside not in {"", "coming"} else marked
    said = words(text[:200])
    if not said:
        return "unknown" if "?" in text or "？" in text else ""
    readings, rest = _found(said)
    if _denied(rest) or (readings and "?" in text):
        return "unknown"
    # Whatever is said beside it, a no is a no.
    return next((one for one in ("away", "waiting", "undecided", "coming") if one in readings), "")


def answered(text: str) -> str:
    """The same where a plain yes or no is an answer, too."""
    said = " ".join(word for word in words(text[:200]) if not word.isdigit())
    if said in NO:
        return "away"
    return "coming" if said in YES else told(text)


def section(cells: Sequence[str], *, after: bool) -> str:
    """A row that is no person but a line above others: 'CANCELLED', 'Warteliste (3):'; else empty.

    `after` another one, any line of the kind ends it: whoever stands below is somebody else.
    """
    text = alone(cells)
    if not text:
        return ""
    bare = text.strip(_SPARE)
    ruled = text.rstrip().endswith(":") or bool(_RULED.match(text))
    reading, rest = answered(bare), _found(words(bare))[1]
    if " ".join(rest) in NO | YES:
        # As a poll is pasted; who stands there alone may be called Si.
        said = ruled or any(map(str.isdigit, bare)) or rest in _POLLED
    else:
        said = {*rest} <= _AROUND or ruled or (reading != "coming" and _speaks(bare))
    if reading and said:
        return text
    return text if after and (ruled or ({*rest} <= _AROUND and words(bare))) else ""


def excludes(cells: Sequence[str]) -> bool:
    """Whether a row is a line that says that those below it don't come, or wait."""
    said = section(cells, after=False)
    return bool(said) and answered(said) != "coming"


def title(text: str) -> str:
    """A title above a list when it says that those below don't come or wait; else empty."""
    said = words(text[:200])
    if not said or len(said) > 10 or {*said} & _RULES:
        return ""
    reading = told(text)
    known = reading in _TITLED and (_found(said)[0] & {"away", "waiting"})
    return clean(text) if known or (" ".join(said) in SURE and reading != "coming") else ""


def apart(cell: str) -> tuple[str, str]:
    """A name without what stands beside it about coming, and that: 'Bob (cancelled)' is two things.

    The second is empty for most; 'Katherine (Kate)' stays whole.
    """
    text = clean(cell)
    if text.isalpha() and text.casefold() not in SURE:
        return text, ""
    for parting in (_ticked, _bracketed, _separated, _beside):
        name, remark = parting(text)
        if remark:
            return name.strip(" -–—,;:/|"), remark
    return text, ""


def unread(cell: str) -> str:
    """What stands in brackets beside a name and is neither a nickname nor pronouns: nobody can tell."""
    for found in _BRACKETS.finditer(clean(cell)):
        inside = found[1].strip()
        if inside and not inside[0].isupper() and "/" not in inside:
            return inside
    return ""


_BRACKETS = re.compile(r"[(\[]([^()\[\]]*)[)\]]")
_BOX = re.compile(r"\[([ xX]?)\]")
_PARTS = re.compile(r" [-–—/|]+ ?|[-–—] |[:;,]")
# Words that a known phrase may hold: most names hold none, and are read at once.
_HINTS = CONTRARY | {word for phrase in (*SURE, *NO) for word in phrase.split()}
_STEMS = _AWAY + WAITS


def _hints(word: str) -> bool:
    return word in _HINTS or word.startswith(_STEMS)


def _signs(signs: set[str]) -> str:
    return "unknown" if signs & CROSSES else "undecided" if signs & BOXES else "coming"


def _found(said: Sequence[str]) -> tuple[set[str], list[str]]:
    """What known phrases within words say, and the words around them that aren't numbers."""
    readings: set[str] = set()
    rest: list[str] = []
    if not any(map(_hints, said)):
        return readings, [word for word in said if not word.isdigit()]
    at = 0
    while at < len(said):
        size, reading = next(
            (
                (size, known)
                for size in _SIZES
                if (known := _phrase(" ".join(said[at : at + size]))) and at + size <= len(said)
            ),
            (1, ""),
        )
        if reading:
            readings.add(reading)
        elif not said[at].isdigit():
            rest.append(said[at])
        at += size
    return readings, rest


def _phrase(phrase: str) -> str:
    if phrase in SURE:
        return SURE[phrase]
    if phrase.startswith(_AWAY) or phrase in CONTRARY or (" " in phrase and phrase in NO):
        return "away" if " " not in phrase or phrase in NO else ""
    return "waiting" if " " not in phrase and phrase.startswith(WAITS) else ""


def _denied(rest: Sequence[str]) -> bool:
    if {*rest} & (_DENIES | _WITHOUT):
        return True
    return any(one in _CUT and two == "t" for one, two in pairwise(rest))


def alone(cells: Sequence[str]) -> str:
    """The only words of a row, beside numbers; merged cells say the same several times."""
    alone = ""
    for cell in cells:
        if not cell or cell.isspace() or cell == alone:
            continue
        if alone and not any(map(str.isalpha, cell[:40])):
            continue
        if alone or len(cell) > _LONGEST or holds_address(cell):
            return ""
        alone = cell
    return clean(alone)


def _speaks(bare: str) -> bool:
    """Whether words go on after a known phrase as a sentence does, and name nobody."""
    rest = [part for part in bare.split() if not _found(words(part))[0]]
    first = next((part for part in rest if any(map(str.isalpha, part))), "")
    return not first or first[0].islower() or {*words(first)} <= _AROUND


def _ticked(text: str) -> tuple[str, str]:
    if box := _BOX.match(text):
        return text[box.end() :], "☑" if box[1].strip() else "☐"
    bare = text.strip("?？ ")
    if bare != text.strip() and bare:
        return bare, "?"
    if text[:1] == "~" and text[-1:] == "~" and text.strip("~ "):
        # Struck through, as messengers write it.
        return text.strip("~ "), "✗"
    signs = {*text} & (CROSSES | BOXES | TICKS)
    name = "".join(sign for sign in text if sign not in signs and sign != "\ufe0f")
    return (name, "".join(sorted(signs))) if signs and name.strip() else (text, "")


def _bracketed(text: str) -> tuple[str, str]:
    for found in _BRACKETS.finditer(text):
        if answered(found[1]):
            name = f"{text[: found.start()].rstrip()} {text[found.end() :].lstrip()}"
            return name, found[1].strip()
    return text, ""


def _separated(text: str) -> tuple[str, str]:
    pieces = list(_pieces(text))
    for at, (sign, piece) in enumerate(pieces):
        # Behind a comma stands a given name, too.
        turned = "," in {sign, pieces[1][0] if len(pieces) > 1 and not sign else ""}
        read: Callable[[str], str] = _plainly if turned else answered if sign else told
        if len(pieces) > 1 and read(piece):
            rest = [one for n, one in enumerate(pieces) if n != at]
            name = "".join(
                f"{sign} {piece}" if n else piece for n, (sign, piece) in enumerate(rest)
            )
            return name, piece
    return text, ""


def _plainly(text: str) -> str:
    """The same for words that can't be a name: known ones, with nothing beside them but numbers."""
    said = [word for word in words(text) if not word.isdigit()]
    return SURE.get(" ".join(said), "")


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The parts of a text with the sign before each."""
    at, sign = 0, ""
    for found in _PARTS.finditer(text):
        yield sign, text[at : found.start()].strip()
        at, sign = found.end(), found[0].strip()
    yield sign, text[at:].strip()


def _beside(text: str) -> tuple[str, str]:
    """Words for not coming before or behind a name, with nothing in between: 'Bob Ray abgesagt'."""
    parts = text.split()
    if not any(map(_hints, words(text))):
        return text, ""
    for size in _SIZES[1:]:
        for mine, rest in ((parts[-size:], parts[:-size]), (parts[:size], parts[size:])):
            said = " ".join(words(" ".join(mine)))
            if (SURE.get(said) in {"away", "waiting"} or said in CONTRARY) and (
                rest or len(parts) == size
            ):
                return " ".join(rest), " ".join(mine)
    return text, ""
