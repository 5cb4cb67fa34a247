"""A rule of what goes by itself: which rows of a table, and how long after which moment."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, true

from eventapp.db import Base, db

NOW, DAY, MONTH, YEAR = timedelta(0), timedelta(days=1), timedelta(days=30), timedelta(days=365)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Which rows of a table go how long after which moment, and from which community.

    `by` is the job that lets them go, where more goes with them; without one they are taken out as
    they are, or keep their place and become what `becomes` says.
    """

    kind: str
    # For organizers; None for what belongs to no community.
    words: str | None = None
    # For whoever runs the site: what goes, and since when its time runs.
    what: str
    moment: str
    of: type[Base]
    since: Any
    after: timedelta
    where: Any = field(default_factory=true)
    community: Any = None
    becomes: Mapping[str, Any] | None = None
    by: Callable[[], object] | None = None
    # So many rows go in one transaction, in which nobody else writes.
    part: int = 500
    # How often the worker looks: what no index answers is looked at by the hour.
    every: timedelta = HOUR

    @cached_property
    def table(self) -> Table:
        """Where the rows are."""
        found = self.of.__table__
        assert isinstance(found, Table)
        return found

    @property
    def key(self) -> Column[Any]:
        """By what a row is named."""
        (found,) = self.table.primary_key.columns
        return found

    def due(self, now: datetime) -> ColumnElement[bool]:
        """Which rows are to go by then."""
        found: ColumnElement[bool] = db.and_(self.where, self.since < now - self.after)
        return found
