"""The database: naming, UTC times, and how transactions begin on SQLite and PostgreSQL."""

import sqlite3
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from threading import Lock
from typing import Annotated, Any, TypeVar

from flask import g, has_request_context
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from sqlalchemy import (
    CheckConstraint,
    DateTime,
    Dialect,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    event,
    func,
    inspect,
    literal_column,
    select,
    text,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import NoResultFound, OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.pool import ConnectionPoolEntry, Pool
from sqlalchemy.types import TypeDecorator

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime, kept and given back in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"A time without a zone can't be kept: {value!r}.")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


line = Annotated[str, mapped_column(String(200))]
short = Annotated[str, mapped_column(String(80))]
prose = Annotated[str, mapped_column(Text)]


class Base(DeclarativeBase):
    """Every table: typed columns, named constraints, times in UTC."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={datetime: UtcDateTime()},
    )


class RequestSession(Session):
    """A session whose first commit in a request keeps what the request noted of itself (`noted`)."""

    def commit(self) -> None:
        """End the transaction for good, with the notes in it: they are there with the change or not at all."""
        self.add_all(g.pop("noted", ()) if has_request_context() else ())
        super().commit()


# What was committed stays readable without a new transaction, which would stand in a writer's way.
db = SQLAlchemy(
    model_class=Base, session_options={"expire_on_commit": False, "class_": RequestSession}
)

Row = TypeVar("Row", bound=Base)

# SQLite lets one writer in at a time, and only if it says so before it reads: whoever may write
# begins immediately and queues; a page that only shows things begins deferred and never waits.
_reading: ContextVar[bool] = ContextVar("reading", default=False)


def index_of(name: str, column: str, *, where: str) -> Index:
    """An index of the rows that are still to do: so what the worker asks each minute stays small."""
    todo = text(where)
    return Index(name, column, sqlite_where=todo, postgresql_where=todo)


def only_reads(yes: bool) -> None:  # noqa: FBT001 - one switch, thrown once a request
    """Tell how the transactions of this request begin; without a word they may write."""
    _reading.set(yes)


def take_turns(connection: Connection) -> None:
    """Wait until nobody else migrates or fills the database; who comes second then finds what the first has done.

    Ends with the transaction, so that nobody who is killed keeps others waiting.
    """
    if not connection.in_transaction():
        # On SQLite that takes the whole file.
        connection.begin()
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('eventapp migrations'))"))


def release() -> None:
    """End the transaction without a trace, before something slow; what is read later is fresh."""
    db.session.rollback()


@contextmanager
def reading() -> Iterator[None]:
    """Look at the database without keeping anybody from writing; what is read later is fresh."""
    release()
    only_reads(True)
    try:
        yield
    finally:
        release()
        only_reads(False)


def reason(error: Exception) -> str:
    """Why the database doesn't answer, in the first of its own words; they hold no password."""
    lines = str(getattr(error, "orig", None) or error).splitlines()
    # Where several addresses were tried, a heading stands above what came of each.
    return next((line.strip(" -.") for line in lines if not line.endswith(":")), "")


@event.listens_for(Engine, "connect")
def _prepare(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.isolation_level = None
        for pragma in (
            "busy_timeout=30000",
            "journal_mode=WAL",
            "synchronous=NORMAL",
            "foreign_keys=ON",
            # Else what was deleted stays in the file until its room is needed.
            "secure_delete=ON",
        ):
            connection.execute(f"PRAGMA {pragma}")


# SQLite's own waiting is a dice: whoever polls at the right moment wins, and in a crowd some lose
# for half a minute. The threads of one process take turns before they ask the file.
_turns: defaultdict[str, Lock] = defaultdict(Lock)
PATIENCE = 30


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    if _reading.get():
        connection.exec_driver_sql("BEGIN")
        return
    if "turn" not in connection.info:
        turn = _turns[str(connection.engine.url)]
        if not turn.acquire(timeout=PATIENCE):
            busy = sqlite3.OperationalError("database is locked")
            raise OperationalError("BEGIN IMMEDIATE", None, busy)
        connection.info["turn"] = turn
    connection.exec_driver_sql("BEGIN IMMEDIATE")


@event.listens_for(Pool, "checkin")
def _next(_connection: object, record: ConnectionPoolEntry) -> None:
    if turn := record.info.pop("turn", None):
        turn.release()


# From so many rows on SQLite is told how large a table is. Others it takes for large without a word,
# which is right: by tomorrow they may be.
LARGE = 10_000
# So many rows of an index tell enough of it: then a look takes a moment, at any size.
ENOUGH = 1000
DAY = 24 * 60 * 60
_looked: dict[str, float] = {}


def look_at_sizes() -> None:
    """Let SQLite note how its large tables are spread, for it plans queries by it.

    PostgreSQL does so by itself. Not by `PRAGMA optimize`: before 3.46 that only minds the tables that
    the same connection has asked about, and ours live long.
    """
    if db.engine.dialect.name != "sqlite":
        return
    with db.engine.begin() as connection:
        connection.exec_driver_sql(f"PRAGMA analysis_limit={ENOUGH}")
        for table in db.metadata.sorted_tables:
            largest = select(func.max(literal_column("rowid", Integer))).select_from(table)
            if int(connection.scalar(largest) or 0) >= LARGE:
                connection.exec_driver_sql(f'ANALYZE "{table.name}"')


def look_at_sizes_daily() -> None:
    """The same once a day, and first when the worker has just begun."""
    name, now = str(db.engine.url), time.monotonic()
    if now - _looked.get(name, -DAY) >= DAY:
        _looked[name] = now
        look_at_sizes()


def lock_row(kind: type[Row], number: int) -> Row:
    """A row that nobody else changes until this transaction ends, as fresh as the lock.

    On SQLite the transaction has been exclusive since it began; PostgreSQL locks the row.
    """
    row = lock_row_if_there(kind, number)
    if row is None:
        raise NoResultFound
    return row


def lock_row_if_there(kind: type[Row], number: int) -> Row | None:
    """The same; None where somebody took it out meanwhile."""
    db.session.flush()
    fresh = db.session.connection().execute(_locked(kind), {"number": number}).one_or_none()
    if fresh is None:
        return None
    row: Row = db.session.get_one(kind, number)
    for name, value in fresh._mapping.items():
        if getattr(row, name) != value:
            set_committed_value(row, name, value)
    # Whatever it holds may have changed with it; asked for again, it is read anew.
    held = [one.key for one in inspect(kind).relationships if one.uselist and one.key in vars(row)]
    if held:
        db.session.expire(row, held)
    return row


@cache
def _locked(kind: type[Base]) -> Any:
    # Of the table: mostly nothing has changed of what this session has loaded already.
    table = kind.__table__
    return db.select(table).where(table.c.id == db.bindparam("number")).with_for_update()


class Work(Base):
    """A row of work for the worker (`work`). `tries` counts who has taken it up, so that whoever lost it writes nothing more."""

    __abstract__ = True

    id: Mapped[int] = mapped_column(primary_key=True)
    state: Mapped[short] = mapped_column(default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    stopping: Mapped[bool] = mapped_column(default=False)
    heard_at: Mapped[datetime]


def next_waiting(kind: type[Row]) -> Row | None:
    """The row of work that has waited longest, locked; one that another worker takes is passed over."""
    row: Row | None = db.session.scalar(
        db.select(kind)
        .filter_by(state="waiting")
        .order_by("id")
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    return row


def one_of(column: str, values: tuple[str, ...]) -> CheckConstraint:
    """The constraint that a column holds one of a few words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f'"{column}" IN ({listed})', name=f"{column}_known")
