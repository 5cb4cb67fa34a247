"""Whose the people of an archive are here: known by their address, or new.

An address was only typed by whoever made the archive. Who has it here already stays as they are, and
learns nothing and says nothing by it: what the archive has of them hangs on them as a list's does.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.archive import numbers
from eventapp.archive.numbers import Numbers
from eventapp.archive.values import Wrong
from eventapp.db import db
from eventapp.mail import compose
from eventapp.people.models import Person
from eventapp.rsvps.importing.new_people import chunks


def bring(rows: Sequence[dict[str, Any]], known: Numbers, *, now: datetime) -> set[int]:
    """Find or make everybody; the numbers of those who are new here, without a name so far."""
    emails = {row["id"]: _address(row["email"]) for row in rows if row["email"] is not None}
    if len(set(emails.values())) < len(emails):
        raise Wrong("email")
    for row in rows:
        sharing, gone = row["shares_id"] is not None, row["erased_at"] is not None
        if (row["email"] is not None) + sharing + gone > 1:
            raise Wrong("person")
        if sharing and row["shares_id"] not in emails:
            raise Wrong("shares_id")
    before = _at(list(emails.values()))
    _make(sorted(set(emails.values()) - before.keys()), now=now)
    found = _at(list(emails.values()))
    owners = [row for row in rows if row["id"] in emails]
    known.note("person", owners, [found[emails[row["id"]]] for row in owners])
    others = [row for row in rows if row["id"] not in emails]
    made = numbers.fresh("person", len(others))
    known.note("person", others, made)
    new = [
        {
            "id": number,
            "email": None,
            "first_name": "",
            "shares_id": row["shares_id"] and known.given("person", row["shares_id"]),
            "created_at": now,
            "erased_at": row["erased_at"],
        }
        for row, number in zip(others, made, strict=True)
    ]
    for part in chunks(new):
        db.session.execute(db.insert(Person), part)
    return {number for email, number in found.items() if email not in before} | set(made)


def name(new: set[int], names: dict[int, tuple[str, str]]) -> None:
    """Call who is new here as their latest answer does."""
    called = [
        {"number": number, "first": first, "last": last}
        for number, (first, last) in names.items()
        if number in new
    ]
    kept: Any = Person.__table__
    change = (
        db.update(kept)
        .where(kept.c.id == db.bindparam("number"), kept.c.erased_at.is_(None))
        .values(first_name=db.bindparam("first"), last_name=db.bindparam("last"))
    )
    for part in chunks(called):
        db.session.connection().execute(change, part)


def _address(typed: str) -> str:
    try:
        if compose.address(typed).lower() == typed:
            return typed
    except ValueError:
        pass
    raise Wrong("email")


def _at(emails: Sequence[str]) -> dict[str, int]:
    return {
        email: number
        for part in chunks(emails)
        for email, number in db.session.execute(
            db.select(Person.email, Person.id).where(Person.email.in_(part))
        )
    }


def _make(emails: Sequence[str], *, now: datetime) -> None:
    # Somebody may answer in this very moment.
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    once = insert(Person).on_conflict_do_nothing(index_elements=["email"])
    for part in chunks(emails):
        rows = [{"email": email, "first_name": "", "created_at": now} for email in part]
        db.session.connection().execute(once, rows)
