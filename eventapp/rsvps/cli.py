"""Attendee lists from the command line."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import imports, intake


@click.group()
def attendees() -> None:
    """Who comes to an event."""


@attendees.command("import")
@click.argument("event")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mail", is_flag=True, help="Send each new guest the invite.")
@click.option(
    "--encoding", type=click.Choice(intake.ENCODINGS), help="When letters come out wrong."
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="FIELD=HEADING",
    help=f"Which column holds a field, when it isn't recognised: {', '.join(intake.FIELDS)}.",
)
@with_appcontext
def import_list(
    *, event: str, file: Path, mail: bool, encoding: str | None, columns: tuple[str, ...]
) -> None:
    """Bring the people of a CSV FILE into EVENT, named as community/event in its address.

    Columns are recognised by their headings. Rows that can't be used are named by their line;
    who isn't attending is left out; twice imports once. Nobody is mailed unless --mail is given.
    """
    found = _event(event)
    try:
        sheet = intake.read(file.read_bytes(), encoding=encoding)
        mapping = _mapping(sheet, columns)
        sorted_out = imports.sorted_out(sheet, mapping, found)
        action = imports.invite_all if mail else imports.bring_in
        brought = action(found, sorted_out.entries, now=clock.now())
    except (intake.BadFile, Refused) as error:
        raise click.ClickException(str(error)) from None
    db.session.commit()
    _report(sheet, mapping, sorted_out, brought)


def _event(name: str) -> Event:
    community, _slash, slug = name.partition("/")
    found = db.session.scalar(
        db.select(Event)
        .join(Event.community)
        .where(Community.slug == community, Event.slug == slug)
    )
    if found is None:
        raise click.ClickException(
            f"There is no event '{name}'. Name it as in its address: community/event."
        )
    return found


def _mapping(sheet: intake.Sheet, columns: tuple[str, ...]) -> dict[str, int]:
    mapping = intake.guess(sheet.headings)
    for column in columns:
        field, equals, heading = column.partition("=")
        if not equals or field not in intake.FIELDS or heading not in sheet.headings:
            raise click.ClickException(
                f"--column {column} names no field and heading of this file. "
                f"Fields: {', '.join(intake.FIELDS)}. Headings: {', '.join(sheet.headings)}."
            )
        mapping[field] = sheet.headings.index(heading)
    return mapping


def _report(
    sheet: intake.Sheet,
    mapping: dict[str, int],
    sorted_out: intake.Intake,
    brought: imports.Brought,
) -> None:
    for field, at in mapping.items():
        click.echo(f"{field}: from the column '{sheet.headings[at]}'")
    for title, rows in (
        ("can't be used", [(bad.line, bad.reason) for bad in sorted_out.bad]),
        ("left out", [(out.line, out.reason) for out in sorted_out.left_out]),
        ("repeated", [(again.line, again.reason) for again in sorted_out.repeated]),
        ("used, with a note", [(note.line, note.text) for note in sorted_out.notes]),
    ):
        if rows:
            click.echo(f"\n{len(rows)} {title}:")
        for line, reason in rows:
            click.echo(f"  line {line}: {reason}")
    click.echo(
        f"\nImported {brought.going + brought.waiting}: {brought.going} have a place, "
        f"{brought.waiting} wait for one. {brought.known} had answered before. "
        f"{brought.letters} letters queued."
    )
