"""One person of a list: what each row came to, and how its cells become what an answer holds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

from eventapp.people.names import full_name
from eventapp.rsvps.cells import clean, clean_lines
from eventapp.rsvps.importing.raw_table import Say
from eventapp.rsvps.importing.statuses import State
from eventapp.rsvps.topics import fold, stems, words

# What the table of RSVPs holds of each.
LONGEST = {
    "first_name": 80,
    "last_name": 80,
    "industry": 80,
    "organization": 200,
    "ask": 200,
    "offer": 200,
    "pronouns": 80,
    "access_needs": 500,
    "food": 120,
}
KINDS = ("advice", "introduction", "skill", "volunteering")
_NOTHING = frozenset(
    [
        "n/a",
        "na",
        "nil",
        "none",
        "nothing",
        "no",
        "tbd",
        "keine",
        "keiner",
        "nein",
        "non",
        "ninguna",
        "ninguno",
        "nessuna",
    ]
)
_STAGES = (
    ("changing", """changing; career changer; career change; changing careers; changing career;
        returning; transition; between jobs; quereinsteiger; quereinsteigerin; quereinstieg;
        reconversion; cambio de carrera"""),
    ("executive", """executive; exec; c level; director; vp; vice president; head; board; ceo; cto;
        geschäftsführung; führungskraft; dirigeant; directivo"""),
    ("studying", """studying; student; studies; school; apprentice; intern; trainee; studium;
        studierend; étudiant; étudiante; estudiante; studente"""),
    ("senior", "senior; experienced; lead; principal; staff; expert; erfahren; confirmé"),
    ("early", """early; junior; entry; entry level; graduate; beginner; starting out; newcomer;
        berufseinstieg; berufseinsteiger; berufseinsteigerin; débutant; principiante"""),
    ("mid", "mid; midcareer; midlevel; intermediate; middle; medior; mittlere; intermédiaire"),
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One person who comes: `role` is one of the event's or empty, `stage` a key or empty."""

    line: int
    first_name: str
    last_name: str
    # Empty when the list has none: nobody to write to.
    email: str
    role: str = ""
    stage: str = ""
    industry: str = ""
    organization: str = ""
    ask: str = ""
    ask_kind: str = ""
    offer: str = ""
    offer_kind: str = ""
    pronouns: str = ""
    access_needs: str = ""
    food: str = ""
    # What the list says of coming, and how that is read: `coming` or `waiting`.
    status: str = ""
    reading: str = "coming"
    # The line of the person whose address this is; 0 when it is their own.
    shares: int = 0
    # Only from our own export.
    show_name: bool = False
    keep_in_touch: bool = False

    @property
    def name(self) -> str:
        """First and last name of the row."""
        return full_name(self.first_name, self.last_name)

    def sharing(self, line: int) -> "Entry":
        """The same person, with the address of another line; 0 for their own."""
        return replace(self, shares=line) if line != self.shares else self


@dataclass(frozen=True)
class BadRow:
    """A row that can't be used: its line in the file, a sentence why, and its cells as they are."""

    line: int
    reason: str
    cells: list[str]


@dataclass(frozen=True)
class LeftOut:
    """A row of somebody who isn't coming, or of whom it isn't known, with the sentence that says so."""

    line: int
    reason: str
    # `away`, `undecided`, `unknown`, or `hidden` in the file.
    reading: str = "away"
    status: str = ""
    email: str = ""
    first_name: str = ""
    last_name: str = ""

    @property
    def name(self) -> str:
        """First and last name of the row."""
        return full_name(self.first_name, self.last_name)


@dataclass(frozen=True)
class Repeat:
    """A row of somebody who was already on line `first`; it is not counted again."""

    line: int
    email: str
    first: int
    reason: str


@dataclass(frozen=True)
class Note:
    """Something the organizer should know about a row that was used all the same."""

    line: int
    text: str


@dataclass(frozen=True)
class Intake:
    """What a list came to; every row is in exactly one of the first four lists."""

    entries: list[Entry]
    bad: list[BadRow]
    left_out: list[LeftOut]
    repeated: list[Repeat]
    notes: list[Note]
    # Each value that tells who is coming, and how it is read.
    states: list[State]


def filled(
    entry: Entry,
    row: Mapping[str, str],
    *,
    roles: Sequence[str] | None,
    own: bool,
    _: Callable[[str], str],
) -> Entry:
    """The entry with all that its row says; of our `own` export every cell as it is."""

    def said(field: str) -> str:
        text = (clean_lines if field == "access_needs" else clean)(row.get(field, ""))
        return text if own or not _nothing(text) else ""

    texts: dict[str, Any] = {
        field: shortened(said(field), longest)
        for field, longest in LONGEST.items()
        if field in row and field not in {"first_name", "last_name"}
    }
    for field in ("first_name", "last_name"):
        texts[field] = shortened(getattr(entry, field), LONGEST[field])
    for field in ("ask_kind", "offer_kind"):
        texts[field] = kind_of(said(field))
    role, yes = said("role"), fold(_("yes"))
    return replace(
        entry,
        role=(role if roles is None else role_of(role, roles) or "") if role else "",
        stage=stage_of(said("stage")) or "",
        show_name=own and fold(clean(row.get("show_name", ""))) == yes,
        keep_in_touch=own and fold(clean(row.get("keep_in_touch", ""))) == yes,
        **texts,
    )


def noted(entry: Entry, row: Mapping[str, str], _: Say) -> list[str]:
    """What of a row wasn't taken as it stands, in sentences."""
    notes = []
    if any(
        len(text := getattr(entry, field)) == longest and text.endswith("…")
        for field, longest in LONGEST.items()
    ):
        notes.append(_("A long text of this row was shortened."))
    role, stage = clean(row.get("role", "")), clean(row.get("stage", ""))
    if role and not entry.role and not _nothing(role):
        notes.append(
            _("“%(said)s” isn't a role of this event; none was set.") % {"said": role[:200]}
        )
    if stage and not entry.stage and not _nothing(stage):
        notes.append(
            _("“%(said)s” isn't a known career stage; none was set.") % {"said": stage[:200]}
        )
    tickets = clean(row.get("quantity", ""))[:9]
    if tickets.isascii() and tickets.isdigit() and int(tickets) > 1:
        notes.append(
            _("This row is for %(said)s tickets; only the person named was taken.")
            % {"said": int(tickets)}
        )
    guests = clean(row.get("guests", ""))[:80]
    if guests and not _nothing(guests) and guests.strip("0"):
        notes.append(
            _("This row brings further guests (%(said)s); only the person named was taken.")
            % {"said": guests}
        )
    return notes


def merged(first: Entry, again: Entry, *, of: Sequence[str] = ()) -> Entry:
    """The first entry, its blanks filled from a later one; `of` names the fields that may be."""
    texts = {
        field.name: getattr(again, field.name)
        for field in fields(Entry)
        if isinstance(getattr(first, field.name), str)
        and not getattr(first, field.name)
        and (not of or field.name in of)
    }
    coming = "coming" if "coming" in {first.reading, again.reading} else first.reading
    return replace(first, **texts, reading=coming)


def shortened(text: str, longest: int) -> str:
    """The text, ended with '…' where there is no room for more."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def kind_of(cell: str) -> str:
    """The kind of an ask or offer that a cell names; empty when it names none."""
    said = stems(cell[:80])
    return next((kind for kind in KINDS if kind in said or fold(cell[:80]) == kind), "")


def stage_of(cell: str) -> str | None:
    """The key of a career stage put in free words; None when the words don't tell."""
    said = f" {' '.join(words(cell[:300]))} "
    return next(
        (key for key, signs in _STAGE_SIGNS if any(f" {sign} " in said for sign in signs)), None
    )


def role_of(cell: str, roles: Sequence[str]) -> str | None:
    """The role a cell names, whole or as the only one within its words; None otherwise."""
    said = " ".join(stems(cell[:300]))
    known = _known(tuple(roles))
    if said in known:
        return known[said]
    inside = [role for text, role in known.items() if text and f" {text} " in f" {said} "]
    return inside[0] if len(inside) == 1 else None


@lru_cache(maxsize=8)
def _known(roles: tuple[str, ...]) -> dict[str, str]:
    return {" ".join(stems(role)): role for role in roles}


def _nothing(text: str) -> bool:
    return not text or text.strip("-–—.?/") == "" or text.casefold() in _NOTHING


_STAGE_SIGNS = tuple(
    (key, [" ".join(words(part)) for part in text.split(";")]) for key, text in _STAGES
)
