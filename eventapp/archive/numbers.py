"""Rows on their way in get numbers of this site, and point at one another by these alone."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, text

from eventapp.archive import tables
from eventapp.archive.values import Wrong
from eventapp.db import db


class Numbers:
    """The number here of each row of an archive, by table and the number that it had there.

    Rows of one event point at rows of no other: `event_of` says of which each is.
    """

    def __init__(self, community: int) -> None:
        self.community = community
        self.here: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self.event_of: defaultdict[str, dict[int, int]] = defaultdict(dict)

    def given(self, name: str, old: Any) -> int:
        """The number here of a row that is in already; Wrong where there is none."""
        try:
            return self.here[name][old]
        except (KeyError, TypeError):
            raise Wrong(f"{name} {old}") from None

    def event(self, name: str, row: Mapping[str, Any]) -> int | None:
        """The event, by its number there, that a row belongs to; None for what is of no event."""
        if name == "event":
            return int(row["id"])
        above = tables.CARRIED[name]
        parent = dict(tables.pointing(name)).get(above)
        return self.event_of[parent].get(row[above]) if parent else None

    def note(self, name: str, rows: Sequence[Mapping[str, Any]], numbers: Sequence[int]) -> None:
        """Keep what some rows are here."""
        for row, number in zip(rows, numbers, strict=True):
            if row["id"] in self.here[name]:
                raise Wrong(f"{name} {row['id']}")
            self.here[name][row["id"]] = number
            if name in tables.CARRIED and (event := self.event(name, row)) is not None:
                self.event_of[name][row["id"]] = event

    def moved(self, name: str, row: Mapping[str, Any], *, later: Sequence[str]) -> dict[str, Any]:
        """A row with the numbers of here; what it says of its own table is filled in `later`."""
        mine = self.event(name, row)
        made = dict(row)
        for column, to in tables.pointing(name):
            old = row[column]
            if old is None:
                continue
            if column in later:
                made[column] = None
                continue
            made[column] = self.given(to, old)
            theirs = self.event_of[to].get(old)
            if None not in (mine, theirs) and mine != theirs:
                raise Wrong(f"{name}.{column}")
        return made


def fresh(name: str, many: int) -> list[int]:
    """So many numbers of a table that nobody has; on SQLite this transaction is the only one."""
    if db.engine.dialect.name == "postgresql":
        counted = text(
            "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :many)"
        )
        given = {"table": f'"{name}"', "many": many}
        return [int(number) for number in db.session.scalars(counted, given)]
    last = db.session.scalar(select(func.max(tables.table(name).c.id))) or 0
    return list(range(last + 1, last + 1 + many))
