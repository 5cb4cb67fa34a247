"""Web and worker in one go: started together, stopped together."""

import os
import signal
import subprocess
import sys
import time
from types import FrameType

import click
from alembic.script import ScriptDirectory
from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import inspect

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.config import ROOT, is_loopback
from eventapp.db import db
from eventapp.mail import outbox
from eventapp.people.actions import person_of, sign_in_link, token_of
from eventapp.people.models import Person


def prepare(app: Flask) -> None:
    """Bring the tables up to date; load the demo when there is nothing and nobody is mailed."""
    if not up_to_date():
        upgrade()
    empty = db.session.scalar(db.select(Person.id).limit(1)) is None
    db.session.rollback()
    if empty and app.config["DEMO"] and not app.config["SMTP_URL"]:
        from eventapp import demo

        click.echo("The database is empty: loading the demo community …")
        demo.load(now=clock.now())
        db.session.commit()
        db.session.remove()


def up_to_date() -> bool:
    """Whether the newest migration was run; reading the folder is quicker than Alembic's start."""
    head = ScriptDirectory(str(ROOT / "migrations")).get_current_head()
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return False
        return connection.execute(db.text("SELECT version_num FROM alembic_version")).scalar() == head


def run(app: Flask) -> int:
    """Run web and worker until one ends or somebody says stop; the exit status."""
    env = os.environ | {"PYTHONUNBUFFERED": "1"}
    commands = {
        "web": [
            sys.executable, "-m", "granian", "--interface", "wsgi", "--factory",
            "--host", app.config["HOST"], "--port", str(app.config["PORT"]),
            "--workers", str(app.config["WEB_WORKERS"]), "--blocking-threads", "8",
            "--no-ws", "--log-level", "warning", "--respawn-failed-workers",
            "--workers-kill-timeout", "20", "eventapp:create_app",
        ],
        "worker": [sys.executable, "-m", "flask", "--app", "eventapp", "worker"],
    }  # fmt: skip
    running = {
        name: subprocess.Popen(command, cwd=ROOT, env=env, start_new_session=True)
        for name, command in commands.items()
    }
    stopping = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    _greet(app)
    while not stopping and all(child.poll() is None for child in running.values()):
        time.sleep(0.1)
    for name, child in running.items():
        if child.poll() is not None and not stopping:
            click.echo(f"The {name} process ended by itself (status {child.returncode}).", err=True)
        # The queue's consumer finishes what it holds on SIGINT and drops it on SIGTERM.
        child.send_signal(signal.SIGINT if name == "worker" else signal.SIGTERM)
    for child in running.values():
        try:
            child.wait(25)
        except subprocess.TimeoutExpired:
            child.kill()
    return 0 if stopping else 1


def _greet(app: Flask) -> None:
    base = app.config["BASE_URL"]
    click.echo(f"\n  {app.config['SITE_NAME']} is at {base}")
    if not app.config["SMTP_URL"] and is_loopback(outbox_host(base)):
        click.echo(f"  Mails can be read at {base}/dev/mailbox")
        link = demo_sign_in()
        if link:
            click.echo(f"  Sign in as the demo organizer: {link}")
    click.echo("  Stop with Ctrl-C.\n")


def outbox_host(base: str) -> str:
    """The host name in a base URL."""
    return base.partition("://")[2].partition(":")[0].partition("/")[0]


def demo_sign_in() -> str | None:
    """A sign-in link for the demo organizer, good for a day; None without the demo."""
    from eventapp import demo

    here = db.session.scalar(db.select(Community.id).where(Community.slug == demo.SLUG))
    if not here:
        db.session.rollback()
        return None
    now = clock.now()
    organizer = person_of(demo.ORGANIZER, first_name="Ines", now=now)
    token = token_of(sign_in_link(organizer, now=now, minutes=24 * 60))
    db.session.commit()
    db.session.remove()
    return outbox.address_of("people.open_link", token=token)
