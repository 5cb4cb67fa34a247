"""Attendee lists from the command line."""

import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import click
from flask.cli import with_appcontext

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db, reading
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.importing import parsing, preview, terminal
from eventapp.rsvps.importing.bad_rows import written
from eventapp.rsvps.importing.batches import PAUSE, Bringing, Inviting
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.importing.summary import Brought


@click.group()
def attendees() -> None:
    """Who comes to an event."""


@attendees.command("import")
@click.argument("event")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--mail", is_flag=True, help="Send each new guest the invite.")
@click.option(
    "--encoding", type=click.Choice(parsing.ENCODINGS), help="When letters come out wrong."
)
@terminal.list_options
@click.option(
    "--waiting-in-line", is_flag=True, help="Who waits in the list waits here, too; else left out."
)
@click.option(
    "--same-people", is_flag=True, help="A known name with a new address is the same person."
)
@click.option(
    "--all-or-nothing", is_flag=True, help="Bring in nobody while a row can't be brought in."
)
@click.option(
    "--bad-rows",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the rows that can't be used to this CSV file, to mend and bring in again.",
)
@with_appcontext
def import_list(
    *,
    event: str,
    file: Path,
    mail: bool,
    encoding: str | None,
    sheet: str | None,
    columns: tuple[str, ...],
    states: tuple[str, ...],
    waiting_in_line: bool,
    same_people: bool,
    all_or_nothing: bool,
    bad_rows: Path | None,
) -> None:
    """Bring the people of a list into EVENT, named as community/event in its address.

    FILE is CSV, XLSX, XLS or ODS, or a page with a table. Columns are recognised by their headings
    and by what stands in them. Every word that says who is coming is printed with how it is read;
    one that isn't understood is left out, and stops --mail. Rows that can't be used are named by
    their line; twice imports once. Nobody is mailed unless --mail is given.
    """
    found = _event(event)
    decisions = Decisions(
        waiting="line" if waiting_in_line else "",
        rest="same" if same_people else "",
        whole=all_or_nothing,
    )
    try:
        look = terminal.looked(
            partial(_look, roles=[role.name for role in found.roles], decisions=decisions),
            file.read_bytes(),
            encoding=encoding,
            sheet=sheet,
            columns=columns,
            states=states,
        )
        _keep_bad_rows(look, bad_rows)
        unsure = [state for state in look.found.states if state.unsure]
        if mail and unsure:
            terminal.tell_states(look, kept=look.kept)
            words = ", ".join(f"'{state.heading}: {state.value}'" for state in unsure[:5])
            raise click.ClickException(
                f"Nobody is mailed or brought in before it is clear who is coming: {words}. "
                "Say it with --state, as in --state 'WORD=away'."
            )
        brought = _brought(found, look, Inviting if mail else Bringing)
    except (parsing.BadFile, Refused) as error:
        raise click.ClickException(str(error)) from None
    _report(look, brought)


def _keep_bad_rows(look: preview.Look, kept: Path | None) -> None:
    if kept and look.found.bad:
        kept.write_bytes(written(look.sheet, look.found.bad))
        click.echo(f"{len(look.found.bad)} rows to mend are in {kept}.", err=True)


def _brought(event: Event, look: preview.Look, kind: type[Bringing]) -> Brought:
    """Part by part, so that nobody waits for the database; stopped, it goes on when it is run again."""
    with reading():
        coming = kind(event, look.found, decisions=look.decisions)
        coming.check(now=clock.now())
        coming.look()
    while coming.part(now=clock.now()):
        db.session.commit()
        click.echo(f"{coming.people - coming.left} of {coming.people} are done.", err=True)
        time.sleep(PAUSE)
    db.session.commit()
    return coming.brought


def _look(
    data: bytes,
    *,
    roles: list[str],
    decisions: Decisions,
    encoding: str | None = None,
    sheet: str | None = None,
    picks: Mapping[str, int | tuple[int, ...] | None] | None = None,
    corrections: Mapping[tuple[int, str], str] | None = None,
) -> preview.Look:
    choices = Choices(encoding, sheet, picks, corrections or {}, decisions)
    return preview.look(data, choices, roles=roles)


def _event(name: str) -> Event:
    community, _slash, slug = name.partition("/")
    found: Event | None = db.session.scalar(
        db.select(Event)
        .join(Event.community)
        .where(Community.slug == community, Event.slug == slug)
    )
    if found is None:
        raise click.ClickException(
            f"There is no event '{name}'. Name it as in its address: community/event."
        )
    return found


def _report(look: preview.Look, brought: Brought) -> None:
    sheet, found = look.sheet, look.found
    if sheet.name:
        click.echo(f"The sheet '{sheet.name}' of: {', '.join(sheet.names)}")
    for field, places in look.mapping.items():
        first, *others = (f"'{sheet.headings[at]}'" for at in places)
        beside = "and" if field == "status" else "or else"
        click.echo(f"{field}: from the column {f' {beside} '.join([first, *others])}")
    if "email" not in look.mapping:
        click.echo("No column holds addresses, so there is nobody to write to.")
    terminal.tell_states(look, kept=look.kept)
    for title, rows in (
        ("can't be used", [(bad.line, bad.reason) for bad in found.bad]),
        ("left out", [(out.line, out.reason) for out in found.left_out]),
        ("repeated", [(again.line, again.reason) for again in found.repeated]),
        ("used, with a note", [(note.line, note.text) for note in found.notes]),
    ):
        if rows:
            click.echo(f"\n{len(rows)} {title}:")
        for line, reason in rows:
            click.echo(f"  line {line}: {reason}")
    waiting = sum(entry.reading == "waiting" for entry in found.entries)
    if waiting:
        click.echo(f"\n{waiting} wait in the list: in line here only with --waiting-in-line.")
    click.echo(
        f"\nImported {brought.going + brought.waiting}: {brought.going} have a place, "
        f"{brought.waiting} wait for one. {brought.known} were on the list before. "
        f"{brought.letters} letters queued."
    )
    click.echo(brought.said)
