"""Web and worker in one go: started together, stopped together."""

import errno
import gc
import signal
import socket
import time
from functools import partial
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy import inspect
from sqlalchemy.exc import OperationalError

from eventapp import clock, request_turns, supervision, warm_up
from eventapp.communities.models import Community
from eventapp.config import BadSetting, is_loopback
from eventapp.db import db, look_at_sizes, reason, take_turns
from eventapp.mail import jobs, outbox
from eventapp.paths import MIGRATIONS
from eventapp.people.actions import person_of, sign_in_link, token_of
from eventapp.people.models import Person
from eventapp.supervision import Program

# Seconds in which a port may still be held by those who were killed with the server before.
SETTING_FREE = 3.0


def prepare(app: Flask) -> None:
    """Bring the tables up to date; load the demo when there is nothing and nobody is mailed."""
    migrate(app)
    if app.config["DEMO"] and not app.config["SMTP_URL"] and _empty():
        _load_demo()
    db.session.remove()


def _empty() -> bool:
    return db.session.scalar(db.select(Person.id).limit(1)) is None


def _load_demo() -> None:
    # Several may have found it empty: who comes second looks again when the first has committed.
    db.session.remove()
    take_turns(db.session.connection())
    if _empty():
        from eventapp import demo

        click.echo("The database is empty: loading the demo community …")
        demo.load(now=clock.now())
        db.session.commit()


def migrate(app: Flask) -> None:
    """Bring the tables up to date, where they aren't."""
    try:
        current = up_to_date()
    except OperationalError as error:
        raise BadSetting(f"The database does not answer: {reason(error)}.") from None
    if not current:
        # Alembic takes half a second to load, and is needed once a release.
        from flask_migrate import Migrate, upgrade

        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade()
        look_at_sizes()


def up_to_date() -> bool:
    """Whether the newest migration was run; their files are numbered."""
    newest = max((MIGRATIONS / "versions").glob("[0-9]*.py")).name.partition("_")[0]
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        kept = connection.execute(db.text("SELECT version_num FROM alembic_version")).scalar()
        return kept == newest


def run(app: Flask) -> int:
    """Run web and worker until somebody says stop; the exit status.

    Both are forked from this process, which has loaded everything and is warm: that halves the start,
    what neither changes is in memory once, and whoever dies is there again in a moment.
    """
    if trouble := _not_to_be_had(app.config["HOST"], app.config["PORT"]):
        click.echo(trouble, err=True)
        return 1
    _greet(app)
    warm_up.get_ready(app)
    # Loaded here, so that a web that died needn't.
    import granian  # noqa: F401

    db.session.remove()
    db.engine.dispose()
    gc.freeze()
    supervision.keep_running(
        [
            Program("web", partial(_serve, app), ends_by=signal.SIGTERM),
            # The queue's consumer finishes what it holds on SIGINT and drops it on SIGTERM.
            Program("worker", partial(jobs.work, app), ends_by=signal.SIGINT),
        ]
    )
    return 0


def _not_to_be_had(host: str, port: int) -> str:
    """Why nobody can listen there; "" if it is free.

    Web processes share their port, with those of another server, too: guests would get now the one,
    now the other.
    """
    limit = time.monotonic() + SETTING_FREE
    while True:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            socket.create_server((host, port), family=family).close()
        except OSError as error:
            # Somebody who was killed a moment ago may still be going.
            if error.errno != errno.EADDRINUSE or time.monotonic() > limit:
                return f"Nobody can listen on {host}, port {port}: {error.strerror}."
            time.sleep(0.1)
        else:
            return ""


def _serve(app: Flask) -> None:
    """The web: granian, which starts web processes and starts those anew that die."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "eventapp.warm_up:served_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=app.config["HOST"],
        port=app.config["PORT"],
        workers=app.config["WEB_WORKERS"],
        blocking_threads=request_turns.UNDER_WAY,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _greet(app: Flask) -> None:
    base = app.config["BASE_URL"]
    click.echo(f"\n  {app.config['SITE_NAME']} is at {base}")
    if not app.config["SMTP_URL"] and is_loopback(host_of(base)):
        click.echo(f"  Mails can be read at {base}/dev/mailbox")
        link = demo_sign_in()
        if link:
            click.echo(f"  Sign in as the demo organizer: {link}")
    click.echo("  Stop with Ctrl-C.\n")


def host_of(base: str) -> str:
    """The host name in a base URL."""
    return urlsplit(base).hostname or ""


def demo_sign_in() -> str | None:
    """A sign-in link for the demo organizer, good for a day; None without the demo."""
    from eventapp import demo

    if not db.session.scalar(db.select(Community.id).where(Community.slug == demo.SLUG)):
        db.session.remove()
        return None
    now = clock.now()
    organizer = person_of(demo.ORGANIZER, first_name="Ines", now=now)
    token = token_of(sign_in_link(organizer, now=now, minutes=24 * 60))
    db.session.commit()
    db.session.remove()
    return outbox.address_of("people.open_link", token=token)
