"""A community is taken out, and is the same where it is brought in."""

import io
import json
import zipfile
from pathlib import Path

import make
import pytest
from archive_builders import letters, rich, taken_out, told
from conftest import running, sqlite_copy

from eventapp import clock
from eventapp.archive import bringing, tables
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Link, Person
from eventapp.rsvps.models import Rsvp


def brought(sent: bytes, owner: Person) -> Community:
    """A community, from its archive."""
    return bringing.bring(bringing.opened(sent), owner, now=clock.now())


def test_every_table_is_carried_or_left_out_for_a_reason() -> None:
    known = {"community", "person", *tables.CARRIED}

    assert known | tables.LEFT_OUT.keys() == set(db.metadata.tables)
    assert not known & tables.LEFT_OUT.keys()
    assert all(tables.LEFT_OUT.values())


def test_what_stays_behind_are_columns_that_there_are() -> None:
    for name, stay in tables.STAY.items():
        assert stay.keys() <= set(tables.table(name).c.keys())


def test_no_column_of_an_archive_holds_a_secret() -> None:
    for name in ("community", "person", *tables.CARRIED):
        held = {column.name for column in tables.columns(name)}

        assert not held & {"nonce", "digest", "page_digest", "key_digest", "link_id", "batch"}


def test_a_rich_community_is_the_same_elsewhere(each_database, archived) -> None:
    sent, said = archived
    owner = make.person(email="owner@elsewhere.example")

    host = brought(sent, owner)

    after = told(host)
    for name, rows in said.items():
        assert rows, f"nothing of {name} is tried"
        if name == "imported_event":
            assert all(row in after[name] for row in rows)
        elif name == "encounter":
            assert sorted(map(str, after[name])) == sorted(map(str, rows))
        else:
            assert after[name] == rows, name
    assert letters() == 0


def test_only_whoever_brings_it_in_owns_it(app, archived) -> None:
    owner = make.person()

    host = brought(archived[0], owner)

    members = db.session.scalars(db.select(Membership).filter_by(community_id=host.id)).all()
    assert [(one.person_id, one.right) for one in members] == [(owner.id, "owner")]
