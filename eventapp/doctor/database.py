"""The database and the queue."""

import os
from collections.abc import Iterator

from flask import Flask

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.db import db, reason
from eventapp.doctor.finding import BAD, GOOD, NOTE, Finding, NotText, kept
from eventapp.mail import heartbeat
from eventapp.mail.jobs import queue_of
from eventapp.paths import MIGRATIONS
from eventapp.people.models import Person
from eventapp.serving import host_of, up_to_date

# So many connections each process opens at most: SQLAlchemy keeps five, and has ten more in a rush.
CONNECTIONS = 15
# So many web processes the unit for pages and compose.yaml start, whatever `serve` is told.
SERVED = 2
# What comes of it where a worker has another setting than the pages.
OTHERWISE = {
    "SECRET_KEY": "it has another secret key than this, so no link in its letters opens",
    "BASE_URL": "its letters lead to another address than this has",
    "REDIS_URL": "it looks into another queue than this, so letters leave late",
}
ENCODING = "it keeps text as {}, so names get lost: create it with ENCODING 'UTF8'."


def tables(app: Flask) -> Iterator[Finding]:
    """Whether the database answers, with the tables of this version."""
    kind = db.engine.dialect.name
    try:
        current = up_to_date()
    except NotText:
        yield Finding(BAD, "database", ENCODING.format("SQL_ASCII"))
        return
    except Exception as error:
        yield Finding(BAD, "database", f"{kind} does not answer: {reason(error)}.")
        return
    if current:
        yield Finding(GOOD, "database", f"{kind}, its tables are up to date.")
    else:
        yield Finding(BAD, "database", f"{kind}: run 'eventapp db upgrade' (serve does it, too).")


def newer_tables(_app: Flask) -> Iterator[Finding]:
    """Whether a newer version was here before: its tables may hold what this one would break."""
    known = {file.name.partition("_")[0] for file in (MIGRATIONS / "versions").glob("[0-9]*.py")}
    there = kept(lambda: db.session.scalar(db.text("SELECT version_num FROM alembic_version")))
    if there and there not in known:
        yield Finding(
            BAD, "database", f"a newer version made its tables ({there}): upgrade this one, too."
        )


def one_writer(app: Flask) -> Iterator[Finding]:
    """Whether SQLite is asked for more than it is good for."""
    if db.engine.dialect.name != "sqlite":
        return
    if app.config["WEB_WORKERS"] > 1:
        yield Finding(
            NOTE,
            "database",
            "SQLite lets one write at a time: with EVENTAPP_WEB_WORKERS=1 the threads take turns, "
            "more processes wait for each other. PostgreSQL needs no such care.",
        )
    if app.config["REDIS_URL"]:
        yield Finding(
            NOTE, "database", "SQLite serves one machine alone: with several, use PostgreSQL."
        )


def server(app: Flask) -> Iterator[Finding]:
    """How the PostgreSQL server is set up."""
    if db.engine.dialect.name != "postgresql":
        return
    asked = (
        "SELECT current_setting('server_encoding'), current_setting('max_connections')::int, "
        "(SELECT rolsuper FROM pg_roles WHERE rolname = current_user)"
    )
    if not (found := kept(lambda: db.session.execute(db.text(asked)).one())):
        return
    encoding, most, mighty = found
    if encoding != "UTF8":
        yield Finding(BAD, "database", ENCODING.format(encoding))
    # Those of the pages and of a worker, and a few for whoever looks in.
    need = (max(app.config["WEB_WORKERS"], SERVED) + 1) * CONNECTIONS + 5
    # A pooler lends out as many as there are.
    if need > most and not app.config["DATABASE_POOLED"]:
        yield Finding(
            BAD,
            "database",
            f"it takes {most} connections and this machine may want {need}: raise max_connections, "
            "or put PgBouncer in front.",
        )
    if mighty:
        yield Finding(
            NOTE, "database", "we sign in as a superuser, where an owner of the tables is enough."
        )


def worker(_app: Flask) -> Iterator[Finding]:
    """Whether somebody sends letters; before the first start nobody has."""
    said = kept(lambda: (heartbeat.last_heard(), heartbeat.trouble(clock.now())))
    if said is None:
        return
    heard, trouble = said
    if trouble:
        yield Finding(BAD if heard else NOTE, "worker", trouble)
    else:
        yield Finding(GOOD, "worker", f"heard of at {heard:%H:%M} UTC.")
    for name in kept(heartbeat.set_otherwise) or ():
        yield Finding(BAD, "worker", f"{OTHERWISE[name]}: give both the same EVENTAPP_{name}.")


def redis(app: Flask) -> Iterator[Finding]:
    """Whether Redis keeps what is put in."""
    if not app.config["REDIS_URL"]:
        return
    from redis import Redis, RedisError

    try:
        with Redis.from_url(app.config["REDIS_URL"], socket_timeout=5) as asked:
            policy = asked.config_get("maxmemory-policy").get("maxmemory-policy", "noeviction")
    except RedisError:
        # Some hosts let nobody ask; whether it answers at all is said of the queue.
        return
    if policy != "noeviction":
        yield Finding(
            BAD, "queue", f"Redis throws away when it is full ({policy}): set noeviction."
        )


def keys(app: Flask) -> Iterator[Finding]:
    """Whether the secret key is one, and the same on all machines."""
    key, own = app.config["SECRET_KEY"], app.config["DATA_DIR"] / "secret-key"
    # Not `own.exists()`, which breaks off at a folder of somebody else's.
    given = not os.path.exists(own) or own.read_text().strip() != key
    if len(set(key)) < 12 or "changeme" in key.lower().replace("-", "").replace("_", ""):
        yield Finding(
            BAD,
            "secret key",
            "EVENTAPP_SECRET_KEY can be guessed: docs/operating.md says how to make one.",
        )
    if not given and (app.config["REDIS_URL"] or db.engine.dialect.name == "postgresql"):
        yield Finding(
            BAD if app.config["REDIS_URL"] else NOTE,
            "secret key",
            "EVENTAPP_SECRET_KEY is not set, so each machine makes its own: links of one would not "
            "open at another.",
        )


def people(app: Flask) -> Iterator[Finding]:
    """Whether somebody can begin, and the demo is gone where people are mailed."""
    from eventapp import demo

    owners = kept(lambda: db.session.scalar(db.select(db.func.count()).select_from(Membership)))
    if owners == 0 and not app.config["OPEN_FOUNDING"]:
        yield Finding(
            NOTE,
            "organizers",
            "there are none yet: run 'eventapp organizers add you@example.org --community …'.",
        )
    # The address alone may be a community of the same name.
    shown = (
        db.select(Community.id)
        .join(Membership, Membership.community_id == Community.id)
        .join(Person, Membership.person_id == Person.id)
        .where(Community.slug == demo.SLUG, Person.email == demo.DOOR)
    )
    if app.config["SMTP_URL"] and kept(lambda: db.session.scalar(shown)):
        yield Finding(
            NOTE, "demo", "the demo community is still here, on a site that mails people."
        )


def queue(app: Flask) -> Iterator[Finding]:
    """Whether the queue answers."""
    try:
        waiting = queue_of(app).pending_count()
    except Exception as error:
        place = f"Redis at {host_of(url)}" if (url := app.config["REDIS_URL"]) else "its file"
        yield Finding(BAD, "queue", f"{place} does not answer ({type(error).__name__}).")
    else:
        yield Finding(GOOD, "queue", f"{waiting} tasks wait.")
