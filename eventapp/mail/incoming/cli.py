"""`mail receive < message`: what a mail server pipes mail into. The exit status says what it is to do."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import click
from flask import Flask
from flask.cli import AppGroup, ScriptInfo

from eventapp import config
from eventapp.db import db
from eventapp.mail import jobs
from eventapp.mail.incoming import actions, inbox

# What mail servers understand (sysexits.h): say so to the sender, or try again later.
USAGE, DATA_ERROR, TRY_AGAIN = 64, 65, 75

mail = AppGroup("mail", help="Mail that comes in.")


def receive_now(arguments: list[str]) -> None:
    """The command by itself, without the rest of the site: a mail server waits for it."""
    receive.main(arguments, prog_name="eventapp mail receive")


@mail.command("receive", with_appcontext=False)
@click.option("--recipient", help="Whom the mail server has it for.")
@click.option(
    "--settings", type=click.Path(path_type=Path), help="A file of settings, as systemd reads it."
)
@click.pass_context
def receive(context: click.Context, recipient: str | None, settings: Path | None) -> None:
    """Keep the mail on standard input; it is read by the worker."""
    raw = sys.stdin.buffer.read(actions.LARGEST + 1000)
    if raw.startswith(b"From "):
        # Of a mailbox file, with the time: it would make another mail of it, each time it comes.
        raw = raw.partition(b"\n")[2]
    if not raw.strip():
        _end(USAGE, "There is no mail on standard input.")
    try:
        info = context.find_object(ScriptInfo)
        app = info.load_app() if info and not settings else _small_app(settings)
        with app.app_context():
            inbox.keep(raw, (recipient or recipient_in(os.environ)) or None)
    except actions.TooLarge:
        _end(DATA_ERROR, f"The mail is larger than {actions.LARGEST // 2**20} MB.")
    except (Exception, config.BadSetting) as error:
        said = error if isinstance(error, config.BadSetting | OSError) else type(error).__name__
        _end(TRY_AGAIN, f"The mail can't be kept now: {said}")


def recipient_in(environ: Mapping[str, str]) -> str:
    """Whom a mail is for, as Postfix, Exim, qmail and OpenSMTPD tell a program; empty if they don't.

    The address as it was before aliases comes first: there the token stands.
    """
    for name in ("ORIGINAL_RECIPIENT", "RECIPIENT"):
        if "@" in environ.get(name, ""):
            return environ[name]
    local, domain = environ.get("LOCAL_PART", ""), environ.get("DOMAIN", "")
    before, after = environ.get("LOCAL_PART_PREFIX", ""), environ.get("LOCAL_PART_SUFFIX", "")
    return f"{before}{local}{after}@{domain}" if local and domain else ""


def settings_in(text: str) -> dict[str, str]:
    """The settings in a file as systemd's EnvironmentFile has them: NAME=value, maybe in quotes."""
    found = {}
    for line in text.splitlines():
        name, equals, value = line.strip().partition("=")
        if equals and not name.startswith(("#", ";")):
            value = value.strip()
            quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "'\""
            found[name.strip()] = value[1:-1] if quoted else value
    return found


def _small_app(settings: Path | None) -> Flask:
    """The settings, the database and the queue, and nothing else."""
    given = dict(os.environ) | (settings_in(settings.read_text()) if settings else {})
    app = Flask("eventapp", static_folder=None)
    app.config.from_mapping(config.from_env(given))
    db.init_app(app)
    jobs.init(app, tasks={"incoming": lambda: None})
    return app


def _end(status: int, said: str) -> None:
    click.echo(said, err=True)
    sys.exit(status)
