"""Web and worker in one go: started together, stopped together."""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
from urllib.parse import urlsplit

import click
from flask import Flask
from sqlalchemy import inspect

from eventapp import clock, warm_up
from eventapp.communities.models import Community
from eventapp.config import is_loopback
from eventapp.db import db, look_at_sizes
from eventapp.mail import jobs, outbox
from eventapp.paths import MIGRATIONS
from eventapp.people.actions import person_of, sign_in_link, token_of
from eventapp.people.models import Person


def prepare(app: Flask) -> None:
    """Bring the tables up to date; load the demo when there is nothing and nobody is mailed."""
    if not up_to_date():
        # Alembic takes half a second to load, and is needed once a release.
        from flask_migrate import Migrate, upgrade

        Migrate(app, db, directory=str(MIGRATIONS))
        upgrade()
        look_at_sizes()
    empty = db.session.scalar(db.select(Person.id).limit(1)) is None
    db.session.remove()
    if empty and app.config["DEMO"] and not app.config["SMTP_URL"]:
        from eventapp import demo

        click.echo("The database is empty: loading the demo community …")
        demo.load(now=clock.now())
        db.session.commit()
        db.session.remove()


def up_to_date() -> bool:
    """Whether the newest migration was run; their files are numbered."""
    newest = max((MIGRATIONS / "versions").glob("[0-9]*.py")).name.partition("_")[0]
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        kept = connection.execute(db.text("SELECT version_num FROM alembic_version")).scalar()
        return kept == newest


def run(app: Flask) -> int:
    """Run web and worker until one ends or somebody says stop; the exit status.

    Both are forked from this process, which has loaded everything and is warm: that halves the start,
    and what neither changes is in memory once.
    """
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    _greet(app)
    warm_up.get_ready(app)
    db.session.remove()
    db.engine.dispose()
    gc.freeze()
    worker = multiprocessing.get_context("fork").Process(target=_work, args=(app,), name="worker")
    worker.start()
    server = Granian(
        "eventapp.warm_up:served_app",
        factory=True,
        interface=Interfaces.WSGI,
        address=app.config["HOST"],
        port=app.config["PORT"],
        workers=app.config["WEB_WORKERS"],
        blocking_threads=8,
        websockets=False,
        log_level=LogLevels.error,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
    )
    threading.Thread(target=_watch, args=(worker,), daemon=True).start()
    server.serve()
    ended_by_itself = worker.exitcode is not None
    if not ended_by_itself:
        # The queue's consumer finishes what it holds on SIGINT and drops it on SIGTERM.
        os.kill(worker.pid or 0, signal.SIGINT)
        worker.join(25)
        worker.kill()
    return 1 if ended_by_itself else 0


def _work(app: Flask) -> None:
    # Whatever becomes of the server, its worker doesn't stay behind (prctl(2), PR_SET_PDEATHSIG).
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)
    # Ctrl-C reaches the whole group at once; the parent says when it is time.
    os.setpgrp()
    jobs.work(app)


def _watch(worker: multiprocessing.Process) -> None:
    worker.join()
    if worker.exitcode:
        click.echo(f"The worker ended by itself (status {worker.exitcode}).", err=True)
        os.kill(os.getpid(), signal.SIGTERM)


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
