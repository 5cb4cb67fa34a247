"""A list looked through in one go: what the file holds, which column is what, whom it names."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.columns import Columns
from eventapp.rsvps.importing.raw_table import Say


@dataclass(frozen=True)
class Look:
    """A list, what its columns were taken for, and what its rows came to."""

    sheet: parsing.Sheet
    mapping: Columns
    found: parsing.Intake
    # What the columns would be taken for if nobody had chosen any.
    guessed: Columns


def survey(
    data: bytes,
    *,
    encoding: str | None,
    sheet: str | None,
    picks: Mapping[str, object],
    corrections: Mapping[tuple[int, str], str],
    roles: Sequence[str] | None,
    check: Callable[[str], str],
    _: Say,
) -> Look:
    """All that a file says, in this process; BadFile when it can't be read.

    Where no column holds names, nobody is found and the columns are still told, so that the
    organizer can say which one it is.
    """
    read = parsing.read(data, encoding=encoding, sheet=sheet, _=_)
    guessed = parsing.guess(read, _=_)
    mapping = parsing.picked(guessed, picks)
    if not {"first_name", "last_name", "name"} & mapping.keys():
        return Look(read, mapping, parsing.Intake([], [], [], [], [], []), guessed)
    found = parsing.entries(read, mapping, roles=roles, corrections=corrections, check=check, _=_)
    return Look(read, mapping, found, guessed)
