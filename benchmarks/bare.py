"""The least that a site for answers to events can be, to measure ours against.

Flask, SQLAlchemy, Granian, one template: a page with two queries, a form with one insert under the
event's lock, a page of one's own. No letters, no sign-in, no translations, nothing packed.
`web.py` fills its database and starts it, with as many processes and threads as ours.
"""

import os
import secrets
import sqlite3

from flask import Flask, abort, redirect, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection, Engine, ForeignKey, Select, create_engine, event, func, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

THREADS = 8


class Base(DeclarativeBase):
    """Two tables."""


class Event(Base):
    __tablename__ = "event"
    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    capacity: Mapped[int]


class Rsvp(Base):
    __tablename__ = "rsvp"
    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    event: Mapped[Event] = relationship()
    token: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str]
    email: Mapped[str]
    first_name: Mapped[str]
    last_name: Mapped[str]
    ask: Mapped[str]


@event.listens_for(Engine, "connect")
def _prepare(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in ("busy_timeout=30000", "journal_mode=WAL", "synchronous=NORMAL"):
            connection.execute(f"PRAGMA {pragma}")


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        writes = connection.get_execution_options().get("writes")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def create_app() -> Flask:
    """The bare site."""
    app = Flask(__name__, template_folder=".")
    engine = create_engine(os.environ["BARE_DATABASE_URL"])

    @app.get("/<community>/events/<slug>")
    def show(community: str, slug: str) -> ResponseReturnValue:
        with Session(engine) as session:
            found = session.scalar(select(Event).where(Event.slug == slug)) or abort(404)
            going = session.scalar(_going(found.id))
            once = secrets.token_urlsafe(16)
            return render_template("bare.html", event=found, going=going, rsvp=None, once=once)

    @app.post("/<community>/events/<slug>/rsvps")
    def create(community: str, slug: str) -> ResponseReturnValue:
        given = {name: request.form[name] for name in ("email", "first_name", "last_name", "ask")}
        token = secrets.token_urlsafe(16)
        with Session(engine.execution_options(writes=True)) as session:
            asked = select(Event).where(Event.slug == slug).with_for_update()
            found = session.scalar(asked) or abort(404)
            full = (session.scalar(_going(found.id)) or 0) >= found.capacity
            state = "waitlisted" if full else "going"
            session.add(Rsvp(event_id=found.id, token=token, state=state, **given))
            session.commit()
        return redirect(f"/r/{token}", 303)

    @app.get("/r/<token>")
    def mine(token: str) -> ResponseReturnValue:
        with Session(engine) as session:
            asked = select(Rsvp).where(Rsvp.token == token).options(joinedload(Rsvp.event))
            found = session.scalar(asked) or abort(404)
            return render_template("bare.html", event=found.event, rsvp=found)

    return app


def _going(number: int) -> Select[int]:
    return select(func.count()).where(Rsvp.event_id == number, Rsvp.state == "going")


def fill(url: str, capacities: dict[str, int], guests: dict[str, int]) -> None:
    """Make the tables, and events with so many places; some have guests already."""
    engine = create_engine(url)
    Base.metadata.create_all(engine)
    with Session(engine.execution_options(writes=True)) as session:
        for slug, capacity in capacities.items():
            made = Event(slug=slug, title=slug.capitalize(), capacity=capacity)
            session.add(made)
            for n in range(guests.get(slug, 0)):
                who = {"email": f"early{n}@example.org", "first_name": "Early", "last_name": "Bird"}
                token = f"{slug}-{n}"
                session.add(Rsvp(event=made, token=token, state="going", ask="", **who))
        session.commit()
    engine.dispose()


def serve() -> None:
    """Serve until told to stop, as BARE_PORT, BARE_PROCESSES and BARE_DATABASE_URL say."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "bare:create_app",
        factory=True,
        interface=Interfaces.WSGI,
        port=int(os.environ["BARE_PORT"]),
        workers=int(os.environ["BARE_PROCESSES"]),
        blocking_threads=THREADS,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()
