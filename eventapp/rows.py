"""Rows written and read one by one, for the few that a visitor waits for.

A flush looks through everything that the session holds, and a query for records makes room for them:
for a handful of rows both cost several times the statement. Whoever writes or reads many, or doesn't
hurry, uses the session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, Insert, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import RelationshipDirection, make_transient_to_detached

from eventapp.db import Base, db

Record = TypeVar("Record", bound=Base)


def read(statement: Executable, given: dict[str, Any]) -> Sequence[Any]:
    """The rows of a query about tables, with all that this session has written."""
    db.session.flush()
    return db.session.connection().execute(statement, given).all()


def insert(record: Record) -> Record:
    """Write a new record, with what is new of that it owns; the session holds it from then on.

    What it points at is written already, or waits in the session.
    """
    db.session.flush()
    _insert(record)
    db.session.add(record)
    return record


def insert_once(record: Record, unique: str) -> Record | None:
    """Write a new record unless one is there with the same value in a unique column: then None."""
    db.session.flush()
    statement = _new_alone(type(record), unique, db.engine.dialect.name)
    number = db.session.connection().scalar(statement, _values(record))
    if number is None:
        return None
    vars(record)["id"] = number
    _written(record)
    db.session.add(record)
    return record


def _insert(record: Any) -> None:
    kind: type[Base] = type(record)
    how, known = _how(kind), vars(record)
    for relation, column in how.up:
        if parent := known.get(relation):
            setattr(record, column, parent.id)
    written: Any = db.session.connection().execute(how.new, _values(record))
    record.id = written.inserted_primary_key[0]
    for relation, column in how.down:
        if owned := known.get(relation):
            setattr(owned, column, record.id)
            _insert(owned)
    _written(record)


def _written(record: Any) -> None:
    make_transient_to_detached(record)
    # SQLite gives a new row the number of one that is gone.
    if gone := db.session.identity_map.get(inspect(record).key):
        db.session.expunge(gone)


def _values(record: Base) -> dict[str, Any]:
    known = vars(record)
    for name, default in _how(type(record)).defaults.items():
        # None stands for the default, as in a flush.
        if known.get(name) is None:
            # SQLAlchemy gives what makes a default the statement, which none of ours asks for.
            known[name] = default(None) if callable(default) else default
    return {name: known[name] for name in _how(type(record)).defaults}


@dataclass(frozen=True)
class _How:
    """How a kind of record is written: what it points at and owns, and the columns with their numbers."""

    new: Insert
    defaults: dict[str, Any]
    up: list[tuple[str, str]]
    down: list[tuple[str, str]]


@cache
def _how(kind: type[Base]) -> _How:
    table: Any = kind.__table__
    columns = [column for column in table.c if not column.primary_key]
    one = [relation for relation in inspect(kind).relationships if not relation.uselist]
    pairs = [(relation, *relation.local_remote_pairs[0]) for relation in one]
    up = [pair for pair in pairs if pair[0].direction is RelationshipDirection.MANYTOONE]
    return _How(
        new=db.insert(table),
        defaults={c.name: c.default.arg if c.default else None for c in columns},
        up=[(relation.key, local.name) for relation, local, _remote in up],
        down=[(pair[0].key, pair[2].name) for pair in pairs if pair not in up],
    )


@cache
def _new_alone(kind: type[Base], unique: str, dialect: str) -> Any:
    table: Any = kind.__table__
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    new = insert(table).on_conflict_do_nothing(index_elements=[unique])
    return new.returning(table.c.id)
