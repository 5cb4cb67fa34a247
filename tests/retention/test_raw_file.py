"""SQLite keeps nothing of what was deleted: neither in its pages nor in its log."""

import sqlite3
from contextlib import closing
from pathlib import Path

import make
import pytest
from flask import Flask
from sqlalchemy import make_url

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.retention import raw_file

SAID = "A-word-that-nobody-else-says"


def kept(app: Flask) -> set[str]:
    """The files in which it stands."""
    file = Path(make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or "")
    beside = file.parent.glob(f"{file.name}*")
    return {one.name for one in beside if SAID.encode() in one.read_bytes()}


@pytest.mark.parametrize("length", [1, 2000], ids=["within a page", "over many pages"])
def test_what_is_deleted_stands_in_no_file_any_more(app: Flask, length: int) -> None:
    make.rsvp(letter="invite")
    db.session.execute(db.update(Message).values(text=SAID * length))
    db.session.commit()
    raw_file.end_log()
    assert kept(app) == {"eventapp.db"}

    db.session.execute(db.delete(Message))
    db.session.commit()
    raw_file.end_log()

    assert kept(app) == set()


def test_a_log_that_somebody_reads_waits_and_nobody_waits_for_it(app: Flask) -> None:
    make.rsvp(letter="invite")
    db.session.commit()
    file = make_url(app.config["SQLALCHEMY_DATABASE_URI"]).database or ""
    with closing(sqlite3.connect(file, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM message").fetchall()
        db.session.execute(db.update(Message).values(text=SAID))
        db.session.commit()

        assert not raw_file.end_log()

    assert raw_file.end_log()
