"""A community is brought in: every row looked at, all of it in one transaction, or nothing."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from random import SystemRandom
from typing import Any
from uuid import uuid4

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Column
from sqlalchemy.exc import DataError, IntegrityError

from eventapp import tokens
from eventapp.archive import numbers, people, settling, shapes, tables
from eventapp.archive.numbers import Numbers
from eventapp.archive.package import NoArchive, Reader
from eventapp.archive.values import Wrong
from eventapp.certificates import numbers as certificate_numbers
from eventapp.certificates.models import Certificate
from eventapp.communities.access import RESERVED, slug_for
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.actions import link_rows
from eventapp.people.models import Link, Person

AT_ONCE = 500
Line = tuple[int, dict[str, Any]]
LINKS = {"rsvp": "rsvp", "enrolment": "enrolment"}
# Read for everybody's name, the latest answer last.
NAMED = ("enrolment", "rsvp")


def opened(sent: bytes) -> Reader:
    """The archive in a file; Refused with a sentence for anything else."""
    try:
        found = Reader(sent)
    except NoArchive as no:
        raise Refused(sentence(no)) from None
    unknown = found.tables - {"community", "person", *tables.CARRIED}
    if unknown:
        raise Refused(sentence(NoArchive("newer")))
    return found


def bring(sent: Reader, owner: Person, *, now: datetime) -> Community:
    """The community of an archive that was looked through, owned by whoever brings it in.

    Refused where rows contradict each other.
    """
    try:
        return _bring(sent, owner, now=now)
    except NoArchive as no:
        raise Refused(sentence(no)) from None
    except (IntegrityError, DataError):
        # Two rows that can't be together, or a word that its column doesn't know.
        raise Refused(_("Rows of this archive contradict each other. Take it out anew.")) from None


def _bring(sent: Reader, owner: Person, *, now: datetime) -> Community:
    said = list(_read(sent, "community"))
    if len(said) != 1:
        raise NoArchive("row", "data/community.jsonl")
    community = _community(said[0][1], owner, now=now)
    known = Numbers(community.id)
    everybody = [row for _line, row in _read(sent, "person")]
    try:
        new = people.bring(everybody, known, now=now)
    except Wrong:
        raise NoArchive("row", "data/person.jsonl") from None
    names: dict[int, tuple[str, str]] = {}
    for name in tables.CARRIED:
        later = _own(name)
        for part in _parts(_read(sent, name)):
            rows = _moved(name, part, known, later=later)
            if name in LINKS:
                _link(name, rows, now=now)
            if name in NAMED:
                names |= {row["person_id"]: _name(row) for row in rows}
            _finish(name, rows, now=now)
            db.session.connection().execute(db.insert(tables.table(name)), rows)
        for column in later:
            _point(sent, name, column, known)
    people.name(new, names)
    settling.settle(community, sent, now=now)
    return community


def _community(said: dict[str, Any], owner: Person, *, now: datetime) -> Community:
    taken = set(db.session.scalars(db.select(Community.slug)))
    wish = said.pop("slug")
    if wish in taken | RESERVED:
        wish = slug_for(said["name"], taken)
    said.pop("id")
    community = Community(slug=wish, **said)
    db.session.add_all(
        [
            community,
            Membership(community=community, person=owner, right="owner", created_at=now),
        ]
    )
    db.session.flush()
    return community


def look_through(sent: Reader) -> Reader:
    """The same, with every value looked at: before the transaction in which nobody else writes."""
    try:
        for name in ("community", "person", *tables.CARRIED):
            for line, row in sent.rows(name):
                _look(name, line, row)
    except NoArchive as no:
        raise Refused(sentence(no)) from None
    return sent


def _look(name: str, line: int, row: dict[str, Any]) -> None:
    where, columns = f"data/{name}.jsonl", tables.columns(name)
    if row.keys() - {column.name for column in columns}:
        raise NoArchive("newer", where, line)
    for column in columns:
        try:
            shapes.value(column, row[column.name] if column.name in row else _usual(column))
        except (Wrong, KeyError, TypeError):
            raise NoArchive("value", f"{where}, {column.name}", line) from None


def _read(sent: Reader, name: str) -> Iterator[Line]:
    """The rows of a table that were looked through, as the database keeps them."""
    usual = [(column.name, _usual(column)) for column in tables.columns(name)]
    kept = shapes.kept_otherwise(name)
    for line, row in sent.rows(name):
        # An older release lacks some columns: they are as for a new row.
        made = {column: row.get(column, default) for column, default in usual}
        for column in kept:
            if (given := made[column.name]) is not None:
                made[column.name] = shapes.value(column, given)
        yield line, made


def _parts(rows: Iterable[Line]) -> Iterator[list[Line]]:
    found = iter(rows)
    while part := list(islice(found, AT_ONCE)):
        yield part


def _usual(column: Column[Any]) -> Any:
    usual: Any = column.default
    if usual is None:
        return None
    return usual.arg(None) if usual.is_callable else usual.arg


def _own(name: str) -> list[str]:
    """The columns that point at rows of the same table."""
    return [column.name for column in tables.columns(name) if tables.target(column) == name]


def _moved(
    name: str,
    part: Sequence[Line],
    known: Numbers,
    *,
    later: Sequence[str],
) -> list[dict[str, Any]]:
    """Some rows as they are here."""
    key = tables.own_number(name)
    made = numbers.fresh(name, len(part)) if key else []
    rows = []
    for at, (line, row) in enumerate(part):
        try:
            moved = known.moved(name, row, later=later)
            if key:
                moved[key] = made[at]
                known.note(name, [row], [made[at]])
            _inside(name, moved, known)
        except (Wrong, KeyError):
            raise NoArchive("row", f"data/{name}.jsonl", line) from None
        if "community_id" in tables.table(name).c:
            moved["community_id"] = known.community
        rows.append(moved)
    return rows


def _inside(name: str, row: dict[str, Any], known: Numbers) -> None:
    """Numbers that stand elsewhere than in a column of their own, and pairs in their order."""
    if name == "rsvp":
        asked = row.get("question_answers") or {}
        row["question_answers"] = {
            str(known.given("question", int(number))): said for number, said in asked.items()
        }
    elif name == "enrolment":
        told = row["answers"]
        if "role_id" in told:
            told["role_id"] = known.given("role", told["role_id"])
    elif name == "encounter":
        row["low_id"], row["high_id"] = sorted((row["low_id"], row["high_id"]))


def _name(row: dict[str, Any]) -> tuple[str, str]:
    said = row.get("answers", row)
    return said["first_name"], said.get("last_name", "")


def _link(name: str, rows: list[dict[str, Any]], *, now: datetime) -> None:
    """A personal link for each, made here."""
    links = link_rows(LINKS[name], [row["person_id"] for row in rows], now=now)
    for row, link, number in zip(rows, links, numbers.fresh("link", len(links)), strict=True):
        row["link_id"] = link["id"] = number
    db.session.execute(db.insert(Link), links)


def _finish(name: str, rows: list[dict[str, Any]], *, now: datetime) -> None:
    """What is made anew where a community is brought in, or must not be twice on a site."""
    if name == "event":
        domain = current_app.config["MAIL_FROM"].rpartition("@")[2]
        for row in rows:
            row["uid"] = f"{tokens.new_nonce()}@{domain}"
    elif name == "certificate":
        _number(rows)


def _number(rows: list[dict[str, Any]]) -> None:
    """Certificates keep their numbers where these are free: they stand on paper."""
    asked = db.select(Certificate.number).where(
        Certificate.number.in_([row["number"] for row in rows])
    )
    taken, chance = set(db.session.scalars(asked)), SystemRandom()
    for row in rows:
        row["badge"] = uuid4().urn
        number = row["number"]
        if certificate_numbers.read(number) != number or number in taken:
            row["number"] = certificate_numbers.new(chance)
        taken.add(row["number"])


def _point(sent: Reader, name: str, column: str, known: Numbers) -> None:
    """Let rows point at others of their own table, now that all are in."""
    kept = tables.table(name)
    change = (
        db.update(kept)
        .where(kept.c.id == db.bindparam("number"))
        .values({column: db.bindparam("other")})
    )
    pointing = ((line, row) for line, row in sent.rows(name) if row.get(column) is not None)
    for part in _parts(pointing):
        rows = []
        for line, row in part:
            mine, other = row["id"], row[column]
            event, theirs = known.event_of[name].get(mine), known.event_of[name].get(other)
            try:
                if event != theirs or mine == other:
                    raise Wrong(column)
                rows.append({"number": known.given(name, mine), "other": known.given(name, other)})
            except Wrong:
                raise NoArchive("row", f"data/{name}.jsonl", line) from None
        db.session.connection().execute(change, rows)


def sentence(no: NoArchive) -> str:
    """Why a file isn't brought in, for whoever sent it."""
    said = {
        "kind": _("This file is no ZIP, or it broke on its way. Choose the archive as you got it."),
        "format": _("This ZIP is no archive of a community. Choose the one that a site like this made."),
        "newer": _("This archive was made by a newer release than this site’s. Bring it in once the site is up to date."),
        "many": _("This ZIP holds far more files than an archive does."),
        "twice": _("This ZIP holds a file twice. Choose the archive as you got it."),
        "packed": _("This ZIP is encrypted or packed in a way that we don’t read."),
        "bomb": _("This ZIP would become far larger than it is. It is no archive of a community."),
        "large": _("This archive is larger than we take."),
        "broken": _("A part of this archive is broken. Choose it as you got it, or take it out anew."),
        "picture": _("A picture of this archive can’t be read. Take it out anew."),
    }  # fmt: skip
    told = said.get(no.reason, _("A line of this archive isn’t what it should be."))
    where = no.where + (f":{no.line}" if no.line else "")
    return f"{told} ({where})" if where else told
