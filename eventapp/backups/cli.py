"""Backups from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from os import environ
from pathlib import Path
from typing import BinaryIO

import click
from flask import current_app
from flask.cli import with_appcontext

from eventapp import clock, serving, tokens
from eventapp.backups import actions
from eventapp.backups.manifest import Manifest
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.front import erasing, erasures
from eventapp.retention import raw_file

PIPE = "-"
_BESIDE = (
    "by it a restored backup erases again whoever was erased since, and a pipe carries no list."
)


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@click.option("--check", is_flag=True, help="Restore FILE somewhere else, and say what is in it.")
@with_appcontext
def backup(*, file: str, check: bool) -> None:
    """Write database and keys into FILE, while the site runs; - for the standard output.

    FILE holds all that people said, and the keys of the site: keep it where nobody else can read it.
    """
    with _plainly():
        site = actions.site_of(current_app.config, environ)
        if check:
            with actions.room_for(site) as folder, _read(file) as given:
                _say(
                    "Checked by restoring it somewhere else: whole",
                    actions.check(site, given, folder),
                )
            return
        if file == PIPE:
            if sys.stdout.isatty():
                raise Refused(
                    "A backup is no text for a terminal: name a file, or a program to pipe it to."
                )
            with actions.room_for(site) as folder:
                said = actions.stream(site, sys.stdout.buffer, folder, now=clock.now())
        else:
            said = actions.write(site, Path(file), now=clock.now())
            # Beside all backups, also the older ones, lies who was erased since.
            erasures.take_in(Path(file).resolve().parent, site.folder, now=clock.now())
    _say("Backed up", said)
    _echo(
        "Not in it: your settings, the DKIM key (EVENTAPP_DKIM_KEY), letters of the local mailbox."
    )
    if file == PIPE:
        _echo(f"Copy {site.folder / erasures.NAME} beside it: {_BESIDE}")


@click.command()
@click.argument("file", metavar="FILE", type=click.Path(dir_okay=False))
@click.option("--replace", is_flag=True, help="Let go of the people who are in the database now.")
@with_appcontext
def restore(*, file: str, replace: bool) -> None:
    """Put the backup FILE in the place of database and keys; - for the standard input.

    Stop the service first. Nothing is touched before all of FILE was looked at.
    """
    with _plainly():
        site = actions.site_of(current_app.config, environ)
        people = site.database.people()
        if people and not replace:
            raise Refused(
                f"There are {people} people in {site.database.where}. Restoring lets go of all of it: make a "
                "backup of it first, then say --replace."
            )
        with _read(file) as given:
            if file != PIPE:
                # Before anything is replaced: with a list that can't be read, nobody would be erased again.
                erasures.take_in(site.folder, Path(file).resolve().parent, now=clock.now())
            done = actions.restore(site, given)
        erased = _erase_again(site, done.said, now=clock.now())
    _say("Restored, and compared with its manifest", done.said)
    if erased:
        _echo(f"Erased again, as since it was made: {erased} addresses.")
    elif file == PIPE and not (site.folder / erasures.NAME).exists():
        _echo(
            f"Nobody was erased again. Put the list in place as {site.folder / erasures.NAME}: {_BESIDE}"
        )
    elif done.said.contents.revision != actions.newest_revision():
        _echo("Its tables are older than this version: the next start brings them up to date.")
    if done.waiting:
        _echo(
            f"{done.waiting} letters wait in it, and leave when the worker starts. Those that had left since it "
            "was made come a second time, under the same Message-ID."
        )
    for note in done.notes:
        _echo(note)
    _echo("Start the service.")


def _erase_again(site: actions.Site, said: Manifest, *, now: datetime) -> int:
    """Erase whoever was erased since, as the data folder knows; how many addresses.

    The service is stopped meanwhile, so that nobody is shown or written to who isn't to be here.
    """
    marks = erasures.since(site.folder, said.made_at)
    if not marks:
        return 0
    app = current_app._get_current_object()  # type: ignore[attr-defined]
    # The backup's key may be another one than that by which they were noted here.
    keys = {app.config["SECRET_KEY"], site.key(actions.SECRET_KEY) or ""}
    app.config["SECRET_KEY"] = site.key(actions.SECRET_KEY) or app.config["SECRET_KEY"]
    _let_go_of_connections()
    serving.migrate(app)
    erased = erasing.erase_again(
        lambda email: any(tokens.fingerprint(key, email.lower()) in marks for key in keys), now=now
    )
    db.session.commit()
    raw_file.end_log()
    _let_go_of_connections()
    return erased


def _let_go_of_connections() -> None:
    """Those to the database that was there before, and ours when all is done."""
    db.session.remove()
    db.engine.dispose()


@contextmanager
def _read(file: str) -> Iterator[BinaryIO]:
    if file == PIPE:
        yield sys.stdin.buffer
        return
    try:
        given = open(file, "rb")  # noqa: SIM115 - closed below
    except OSError as error:
        raise Refused(f"{file} can't be read: {error.strerror}.") from None
    with given:
        yield given


@contextmanager
def _plainly() -> Iterator[None]:
    try:
        yield
    except (Refused, OSError) as error:
        raise click.ClickException(str(error)) from None


def _say(what: str, said: Manifest) -> None:
    counts = said.contents.counts
    _echo(
        f"{what}: {said.made_at:%Y-%m-%d %H:%M} UTC, {said.database}, tables {said.contents.revision}: "
        f"{counts.get('person', 0):,} people, {counts.get('event', 0):,} events, {counts.get('rsvp', 0):,} RSVPs, "
        f"{counts.get('message', 0):,} letters, {sum(counts.values()):,} rows in {len(counts)} tables; "
        f"{', '.join(said.parts)}."
    )


def _echo(sentence: str) -> None:
    """Beside a backup that goes to the standard output."""
    click.echo(sentence, err=True)
