"""Rows written and read one by one, for the few that a visitor waits for.

A flush looks through everything that the session holds, and a query for records makes room for them:
for a handful of rows both cost several times the statement. Whoever writes or reads many, or doesn't
hurry, uses the session.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Executable, Row, inspect
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import RelationshipDirection, make_transient_to_detached

from eventapp.db import Base, db

Record = TypeVar("Record", bound=Base)


def read(statement: Executable, given: dict[str, Any]) -> Sequence[Row[Any]]:
    """The rows of a query about tables, with all that this session has written."""
    db.session.flush()
    return db.session.execute(statement, given).all()


def insert(record: Record) -> Record:
    """Write a new record with the one that it points at and those it owns; the session holds them then."""
    db.session.flush()
    _insert(record)
    db.session.add(record)
    return record


def insert_once(record: Record, unique: str) -> Record | None:
    """The same, unless one is there with the same value in a unique column: then None."""
    db.session.flush()
    dialect = postgresql if db.engine.dialect.name == "postgresql" else sqlite
    table = type(record).__table__
    new = dialect.insert(table).on_conflict_do_nothing(index_elements=[unique])
    record.id = db.session.scalar(new.returning(table.c.id), _values(record))
    if record.id is None:
        return None
    make_transient_to_detached(record)
    db.session.add(record)
    return record


def _insert(record: Base) -> None:
    for relation, column in _relations(type(record)).up:
        if parent := vars(record).get(relation):
            if parent.id is None:
                _insert(parent)
            setattr(record, column, parent.id)
    new = db.insert(type(record).__table__)
    record.id = db.session.execute(new, _values(record)).inserted_primary_key[0]
    for relation, column in _relations(type(record)).down:
        if owned := vars(record).get(relation):
            setattr(owned, column, record.id)
            _insert(owned)
    make_transient_to_detached(record)


def _values(record: Base) -> dict[str, Any]:
    known = vars(record)
    for name, otherwise in _columns(type(record)):
        if name not in known:
            setattr(record, name, otherwise)
    return {name: known[name] for name, _otherwise in _columns(type(record))}


@cache
def _columns(kind: type[Base]) -> list[tuple[str, Any]]:
    columns = [column for column in kind.__table__.c if not column.primary_key]
    return [(column.name, column.default.arg if column.default else None) for column in columns]


@dataclass(frozen=True)
class _Relations:
    """What a record points at and what it owns: the attribute, and the column that holds the number."""

    up: list[tuple[str, str]]
    down: list[tuple[str, str]]


@cache
def _relations(kind: type[Base]) -> _Relations:
    one = [relation for relation in inspect(kind).relationships if not relation.uselist]
    pairs = {r: r.local_remote_pairs[0] for r in one}
    many_to_one = RelationshipDirection.MANYTOONE
    return _Relations(
        up=[(r.key, local.name) for r, (local, _) in pairs.items() if r.direction is many_to_one],
        down=[(r.key, remote.name) for r, (_, remote) in pairs.items() if r.direction is not many_to_one],
    )
