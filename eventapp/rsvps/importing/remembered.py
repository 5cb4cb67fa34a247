"""What an organizer corrected of a list, remembered for the next one under the same headings.

Only corrections: whatever was recognised is recognised anew, so that a column that was empty the last
time and says now who has cancelled is seen.
"""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from unicodedata import normalize

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.db import db
from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.choices import MEANINGS, Choices
from eventapp.rsvps.importing.models import RememberedMapping
from eventapp.rsvps.importing.statuses import TWICE

# A longer word is a sentence that somebody wrote about themselves.
LONGEST = 80
_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class Corrections:
    """How a list is read otherwise than it would be by itself."""

    encoding: str = ""
    # Field -> column, or None where the file has none.
    columns: Mapping[str, int | None] = field(default_factory=dict)
    # Columns that say who is coming, too, and columns that don't.
    more: tuple[int, ...] = ()
    less: tuple[int, ...] = ()
    words: Mapping[tuple[int, str], str] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return self != Corrections()


def digest(headings: Sequence[str]) -> str:
    """What the headings of a source are known by, whatever their case and spaces."""
    plain = [" ".join(normalize("NFKC", text).casefold().split()) for text in headings]
    return hashlib.sha256(json.dumps(plain).encode()).hexdigest()


def source(text: str) -> str:
    """A digest as a page carries it; empty for anything else."""
    return text if _DIGEST.fullmatch(text) else ""


def corrections(
    choices: Choices, *, guessed: Mapping[str, tuple[int, ...]], width: int
) -> Corrections:
    """What of the choices differs from what a list of so many columns was taken for by itself."""
    columns: dict[str, int | None] = {}
    more: tuple[int, ...] = ()
    less: tuple[int, ...] = ()
    for name, chosen in (choices.picks or {}).items():
        known = guessed.get(name, ())
        if name == "status":
            told = chosen if isinstance(chosen, tuple) else ()
            more = tuple(at for at in told if at not in known)
            less = tuple(at for at in known if at not in told)
        elif not isinstance(chosen, tuple) and chosen != next(iter(known), None):
            columns[name] = chosen
    words = {
        (at, text): meaning
        for (at, text), meaning in choices.readings.items()
        # Two rows about one person are named by their names.
        if at < width + TWICE and len(text) <= LONGEST
    }
    return Corrections(choices.encoding or "", columns, more, less, words)


def applied(
    known: Corrections,
    choices: Choices,
    *,
    guessed: Mapping[str, tuple[int, ...]],
    recognised: str,
) -> Choices:
    """The choices with which the next list begins, beside what it is taken for by itself.

    `recognised` is how its letters are read by themselves. Unicode is known for sure, as in a file of rows
    to mend, whatever the list was that they come from.
    """
    picks: dict[str, int | tuple[int, ...] | None] = dict(known.columns)
    if known.more or known.less:
        told = (*guessed.get("status", ()), *known.more)
        picks["status"] = tuple(at for at in dict.fromkeys(told) if at not in known.less)
    sure = recognised.startswith("utf")
    return replace(
        choices,
        encoding=choices.encoding if sure else known.encoding or choices.encoding,
        picks=picks or None,
        readings=known.words,
    )


def find(community_id: int, headings: str) -> tuple[Corrections, datetime] | None:
    """What this community corrected under these headings, and when it last did."""
    kept = db.session.execute(
        db.select(RememberedMapping.corrected, RememberedMapping.used_at).where(
            RememberedMapping.community_id == community_id, RememberedMapping.headings == headings
        )
    ).first()
    return (_read(kept[0]), kept[1]) if kept else None


def keep(community_id: int, headings: str, corrected: Corrections, *, now: datetime) -> None:
    """Remember corrections for the next list under these headings; none forgets the earlier ones."""
    if not corrected or not headings:
        forget(community_id, headings)
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    said = {"corrected": _plain(corrected), "used_at": now}
    made = insert(RememberedMapping).values(community_id=community_id, headings=headings, **said)
    once = made.on_conflict_do_update(index_elements=["community_id", "headings"], set_=said)
    db.session.execute(once)


def forget(community_id: int, headings: str) -> None:
    """Read lists under these headings as they are recognised again. Twice is once."""
    db.session.execute(
        db.delete(RememberedMapping).where(
            RememberedMapping.community_id == community_id, RememberedMapping.headings == headings
        )
    )


def _plain(known: Corrections) -> dict[str, Any]:
    return {
        "encoding": known.encoding,
        "columns": dict(known.columns),
        "more": list(known.more),
        "less": list(known.less),
        "words": [[at, text, meaning] for (at, text), meaning in known.words.items()],
    }


def _read(kept: Mapping[str, Any]) -> Corrections:
    # Another release may have known other fields and meanings.
    encoding = kept["encoding"] if kept["encoding"] in parsing.ENCODINGS else ""
    return Corrections(
        encoding,
        {name: at for name, at in kept["columns"].items() if name in parsing.FIELDS},
        tuple(kept["more"]),
        tuple(kept["less"]),
        {(at, text): meaning for at, text, meaning in kept["words"] if meaning in MEANINGS},
    )
