"""What a backup says of itself: from when it is, what it holds, and by which hash each part is known."""

import json
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from eventapp.errors import Refused

# Raised when a file can't be read any more as it was before.
FORMAT = 1


@dataclass(frozen=True)
class Contents:
    """What a copy of a database holds: the migration it stands at, and rows by table."""

    revision: str
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """One file inside a backup."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """A backup in a few words; `database` is 'sqlite', or 'postgresql' with its version."""

    made_at: datetime
    app: str
    database: str
    database_version: int
    contents: Contents
    parts: Mapping[str, Part]

    def as_json(self) -> bytes:
        """As it stands in the file, to be read by people, too."""
        fields = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(fields, indent=1).encode()


def read(text: bytes) -> Manifest:
    """The manifest that a file begins with. Raises Refused for anything else, and for a newer format."""
    try:
        given: dict[str, Any] = json.loads(text)
        number = int(given["format"])
        if number > FORMAT:
            raise Refused("The backup was made by a newer version: restore it with that one.")
        return Manifest(
            made_at=datetime.fromisoformat(given["made_at"]),
            app=str(given["app"]),
            database=str(given["database"]),
            database_version=int(given["database_version"]),
            contents=Contents(
                str(given["contents"]["revision"]), dict(given["contents"]["counts"])
            ),
            parts={name: Part(**part) for name, part in given["parts"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise Refused("This is no backup of this app: its manifest can't be read.") from None


def difference(said: Contents, found: Contents) -> str | None:
    """Where a restored database isn't what the manifest says, in a sentence; None where it is."""
    if said.revision != found.revision:
        return f"The tables stand at {found.revision}, the manifest says {said.revision}."
    for table in sorted({*said.counts, *found.counts}):
        wanted, there = said.counts.get(table), found.counts.get(table)
        if wanted != there:
            return f"'{table}' has {there} rows, the manifest says {wanted}."
    return None


def see_that_it_is_ours(tables: Collection[str], where: str) -> None:
    """Raise Refused for a database of something else: what is restored would take its place."""
    others = set(tables) - {"alembic_version"}
    if others and "person" not in others:
        raise Refused(
            f"{where} holds something else ({sorted(others)[0]}): name another EVENTAPP_DATABASE_URL."
        )
