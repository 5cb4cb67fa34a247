"""A list that is taken out: its columns, and the files it can be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from eventapp.rsvps import csv_file, xlsx_file

# A moment is what the event's own clocks show, without a zone.
Cell = str | int | float | datetime | None
One = TypeVar("One")
# The files that a list can be, by their ending.
MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True)
class Column(Generic[One]):
    """What stands above a column, and what it says of each row."""

    heading: str
    value: Callable[[One], Cell]


@dataclass(frozen=True)
class Export(Generic[One]):
    """A list with its columns; `title` is what its sheet is called."""

    title: str
    columns: Sequence[Column[One]]
    rows: Sequence[One]

    @property
    def headings(self) -> list[str]:
        """What stands above the columns."""
        return [column.heading for column in self.columns]

    def cells(self) -> Iterable[list[Cell]]:
        """The rows as cells, one row after the other."""
        return ([column.value(row) for column in self.columns] for row in self.rows)

    def csv(self) -> bytes:
        """The list as a CSV file."""
        return csv_file.write(self.headings, self.cells())

    def xlsx(self) -> bytes:
        """The list as a workbook."""
        return xlsx_file.write(self.title, self.headings, self.cells())
