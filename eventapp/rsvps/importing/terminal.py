"""Lists at the command line: what it is told of them, and what it says of their words."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

import click

from eventapp.rsvps.importing import parsing

READ_AS = {
    "coming": "coming",
    "waiting": "waiting in line",
    "undecided": "not decided yet, left out",
    "away": "not coming, left out",
    "unknown": "NOT UNDERSTOOD, left out",
}


class Looked(Protocol):
    """A list that was read: what the file holds, which column is what, what the rows came to."""

    @property
    def sheet(self) -> parsing.Sheet: ...
    @property
    def mapping(self) -> Mapping[str, tuple[int, ...]]: ...
    @property
    def found(self) -> parsing.Intake: ...


Found = TypeVar("Found", bound=Looked)
Command = TypeVar("Command", bound=Callable[..., Any])


def list_options(command: Command) -> Command:
    """The options that say how a list is to be read, as `looked` takes them."""
    for option in (
        click.option(
            "--state",
            "states",
            multiple=True,
            metavar="WORD=READING",
            help="How a word is to be read that says who is coming: coming, waiting, undecided or "
            "away; 'HEADING: WORD=READING' for one column alone.",
        ),
        click.option(
            "--column",
            "columns",
            multiple=True,
            metavar="FIELD=HEADING",
            help="Which column holds a field, when it isn't recognised: "
            f"{', '.join(parsing.FIELDS)}.",
        ),
        click.option(
            "--sheet", metavar="NAME", help="Which sheet of a workbook, when it isn't the one."
        ),
    ):
        command = option(command)
    return command


def looked(
    look_at: Callable[..., Found],
    data: bytes,
    *,
    encoding: str | None = None,
    sheet: str | None = None,
    columns: tuple[str, ...] = (),
    states: tuple[str, ...] = (),
) -> Found:
    """A list as it was told to be read; ClickException for what names nothing in it."""
    asked: dict[str, Any] = {"encoding": encoding, "sheet": sheet}
    look = look_at(data, **asked)
    if columns:
        asked["picks"] = _picks(look.sheet, columns)
        look = look_at(data, **asked)
    if not {"first_name", "last_name", "name"} & look.mapping.keys():
        raise click.ClickException(
            "No column was recognised as the name: it needs a heading above it, such as Name. "
            f"Or say which one it is: --column name=HEADING. The headings: {', '.join(look.sheet.headings)}."
        )
    return look_at(data, **asked, corrections=_told(look, states)) if states else look


def tell_states(
    look: Looked, *, kept: Mapping[tuple[int, str], str] | None = None, err: bool = False
) -> None:
    """Print each word that says who is coming, how it is read, and how many rows have it.

    `kept` are words of our own list: they stay what they say.
    """
    if not look.found.states:
        click.echo("No column says who is coming, so everybody is.", err=err)
    for state in look.found.states:
        read = READ_AS[state.reading] + (", to be confirmed" if state.unsure else "")
        if (state.column, state.value) in (kept or {}):
            read = "what our own list says, and kept"
        click.echo(
            f"{state.heading}: '{state.value}' is read as {read} "
            f"({state.rows} {'row' if state.rows == 1 else 'rows'})",
            err=err,
        )


def _told(look: Looked, words: tuple[str, ...]) -> dict[tuple[int, str], str]:
    found: dict[tuple[int, str], str] = {}
    for word in words:
        text, equals, meaning = word.rpartition("=")
        named = {
            (state.column, state.value)
            for state in look.found.states
            if text.casefold()
            in {state.value.casefold(), f"{state.heading}: {state.value}".casefold()}
        }
        if not equals or meaning not in {"coming", "waiting", "undecided", "away"} or not named:
            known = ", ".join(f"'{state.value}'" for state in look.found.states) or "none"
            raise click.ClickException(
                f"--state {word} names no word of this list and how to read it. "
                f"Words: {known}. Readings: coming, waiting, undecided, away."
            )
        found |= dict.fromkeys(named, meaning)
    return found


def _picks(sheet: parsing.Sheet, columns: tuple[str, ...]) -> dict[str, int | tuple[int, ...]]:
    picks: dict[str, int | tuple[int, ...]] = {}
    for column in columns:
        field, equals, heading = column.partition("=")
        if not equals or field not in parsing.FIELDS or heading not in sheet.headings:
            raise click.ClickException(
                f"--column {column} names no field and heading of this file. "
                f"Fields: {', '.join(parsing.FIELDS)}. Headings: {', '.join(sheet.headings)}."
            )
        picks[field] = sheet.headings.index(heading)
    return picks
