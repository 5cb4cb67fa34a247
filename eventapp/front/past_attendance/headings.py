"""Which column of a list of past evenings says which event it was, when, and at which table (pure)."""

import re
from collections.abc import Collection, Mapping, Sequence

from eventapp.rsvps.topics import fold

FIELDS = ("event", "day", "hour", "table", "round", "came")
# Best first. A heading is one of them, or ends with one.
WORDS: Mapping[str, tuple[str, ...]] = {
    "event": (
        "event", "event name", "event title", "meetup", "meeting", "title", "session", "veranstaltung",
        "evenement", "evento", "anlass",
    ),
    "day": (
        "event date", "date", "day", "event start date", "start date", "event start", "starts at", "start",
        "when", "datum", "fecha", "event date time",
    ),
    "hour": ("event start time", "start time", "event time", "time", "uhrzeit", "beginn", "hora", "start", "starts at", "event start"),
    "table": ("table", "table number", "table no", "tisch", "mesa", "seated at"),
    "round": ("round", "round number", "runde", "ronda", "rotation"),
    "came": (
        "attended", "checked in", "check in", "attendance", "came", "present", "showed up", "was there",
        "anwesend", "checkin",
    ),
}  # fmt: skip
# Those of an order say when somebody bought, not when it was.
_OTHERS = (
    "order",
    "ticket",
    "created",
    "registered",
    "registration",
    "birth",
    "rsvp",
    "booking",
    "purchase",
)
# A dash alone is nothing.
NO = {
    "", "0", "no", "n", "false", "absent", "no show", "noshow", "not checked in", "did not attend",
    "not attending", "missing", "cancelled", "nein", "non",
}  # fmt: skip


def guess(headings: Sequence[str], taken: Collection[int] = ()) -> dict[str, int]:
    """Field → column, as the headings tell; columns that are `taken` hold something else."""
    plain = [re.sub(r"[^\w]+", " ", fold(heading)).strip() for heading in headings]
    found: dict[str, int] = {}
    for field in FIELDS:
        free = [at for at in range(len(plain)) if at not in taken and at not in found.values()]
        ranks = [(rank, at) for at in free if (rank := _rank(plain[at], field)) is not None]
        if ranks:
            found[field] = min(ranks)[1]
    return found


def _rank(heading: str, field: str) -> int | None:
    if set(heading.split()) & set(_OTHERS):
        return None
    words = WORDS[field]
    if heading in words:
        return words.index(heading)
    return next((100 + n for n, word in enumerate(words) if heading.endswith(f" {word}")), None)


def was_there(text: str) -> bool:
    """Whether a cell of the column that says so has somebody as there."""
    return re.sub(r"[\W_]+", " ", fold(text)).strip() not in NO
