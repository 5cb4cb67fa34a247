"""Which column of a list of past evenings says which event it was, when, and at which table (pure)."""

from collections.abc import Mapping, Sequence

from eventapp.rsvps.importing.columns import looked
from eventapp.rsvps.topics import words

FIELDS = ("event", "day", "hour", "table", "round")
# Best first. A heading is one of them, or ends with one.
WORDS: Mapping[str, tuple[str, ...]] = {
    "event": (
        "event", "event name", "event title", "meetup", "veranstaltung", "evenement", "evento", "anlass",
        "bijeenkomst", "wydarzenie", "etkinlik", "الفعالية", "فعالية", "meeting", "title", "session",
    ),
    "day": (
        "event date", "date", "day", "event start date", "start date", "event start", "starts at", "start",
        "when", "datum", "jour", "fecha", "data", "dag", "dzien", "tarih", "gun", "التاريخ", "تاريخ",
        "اليوم", "event date time",
    ),
    "hour": (
        "event start time", "start time", "event time", "time", "uhrzeit", "beginn", "heure", "hora", "tijd",
        "godzina", "saat", "الوقت", "start", "starts at", "event start",
    ),
    "table": (
        "table", "table number", "table no", "tisch", "mesa", "tafel", "stolik", "stol", "masa", "الطاولة",
        "طاولة", "seated at",
    ),
    "round": (
        "round", "round number", "runde", "tour", "ronda", "rodada", "ronde", "runda", "tur", "الجولة", "جولة",
        "rotation",
    ),
}  # fmt: skip
# Said of an event only beside its day: alone they head a person's title, or what somebody chose.
_WEAK = ("meeting", "title", "session")
# Those of an order say when somebody bought, not when it was; others, when a row was written.
_OTHERS = frozenset(
    words("""order ticket created registered registration birth rsvp booking purchase updated modified
    completion follow attended checked check checkin joined member naissance geburtsdatum""")
)
# These say something else where more stands before them.
_WHOLE = frozenset((*_WEAK, "data", "tour", "tur", "tijd", "dag", "jour", "gun", "stol", "when"))
# Longer ones are questions.
_LONGEST = 4


def guess(headings: Sequence[str]) -> dict[str, int]:
    """Field → column, as the headings tell."""
    plain = [looked(heading, 0, {}).plain for heading in headings]
    found: dict[str, int] = {}
    for field in FIELDS:
        free = [at for at in range(len(plain)) if at not in found.values()]
        ranks = [(rank, at) for at in free if (rank := _rank(plain[at], field)) is not None]
        if ranks:
            found[field] = min(ranks)[1]
    if "event" in found and "day" not in found and plain[found["event"]] in _WEAK:
        del found["event"]
    return found


def _rank(heading: str, field: str) -> int | None:
    said = heading.split()
    if {*said} & _OTHERS or len(said) > _LONGEST:
        return None
    wanted = WORDS[field]
    if heading in wanted:
        return wanted.index(heading)
    ends = ((100 + n, word) for n, word in enumerate(wanted) if heading.endswith(f" {word}"))
    return next((rank for rank, word in ends if word not in _WHOLE), None)
