"""A site for every test of this folder, built once and copied."""

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import page_crawler
import pytest
import sample_site
from conftest import running, sqlite_copy
from conftest import visitor as visitor_of
from flask import Flask
from sample_site import Site
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp import press
from eventapp.db import db
from eventapp.front.activity import words
from eventapp.seating.board import desk as seating


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory, empty_sqlite: Path) -> tuple[Site, Path]:
    folder = tmp_path_factory.mktemp("site")
    with running(sqlite_copy(empty_sqlite, folder), folder, SITE_NAME="900"):
        made = sample_site.build()
        db.session.commit()
    return made, folder


@pytest.fixture
def site(built: tuple[Site, Path]) -> Site:
    return built[0]


@pytest.fixture
def app(built: tuple[Site, Path], tmp_path: Path) -> Iterator[Flask]:
    """The app on a site of its own."""
    with running(settle(built[1], tmp_path), tmp_path, SITE_NAME="900") as app:
        yield app


def settle(built: Path, folder: Path) -> str:
    """Copy the site's database and mailbox; the address of the copy."""
    shutil.copytree(built / "var" / "mailbox", folder / "var" / "mailbox")
    return sqlite_copy(built / "eventapp.db", folder)


@pytest.fixture
def visit(app: Flask) -> Callable[[str], Visitor]:
    """A browser signed in as one of the site's people."""

    def sign_in(name: str) -> Visitor:
        client = visitor_of(app)
        sample_site.come_in(client, name)
        return client

    return sign_in


@pytest.fixture
def dump(app: Flask) -> Iterator[Callable[[], list[str]]]:
    """Every row of every table, as it is in the file; read anew once somebody has committed."""
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    kept: dict[int, list[str]] = {}
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:

        def read() -> list[str]:
            # SQLite's own count of what others have committed since this connection was opened.
            (version,) = connection.execute("PRAGMA data_version").fetchone()
            if version not in kept:
                kept.clear()
                kept[version] = [one for one in connection.iterdump() if not taken_out(one)]
            return kept[version]

        yield read


def taken_out(line: str) -> bool:
    """Whether a row is the note of a file that was taken out: all else that is only looked at leaves none."""
    return line.startswith('INSERT INTO "activity"') and any(
        f"'{what}'" in line for what in words.TAKEN_OUT
    )


@pytest.fixture
def restore_site(app: Flask, built: tuple[Site, Path]) -> Callable[[], None]:
    """Put the site back as it was built, whatever was done to it."""
    file = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")

    def restore() -> None:
        db.session.remove()
        kept = built[1] / "eventapp.db"
        with closing(sqlite3.connect(kept)) as source, closing(sqlite3.connect(file)) as target:
            source.backup(target)

    return restore


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No printing press and no long search: what they make is looked at elsewhere."""
    hurry(monkeypatch)


def hurry(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(press, "render", lambda *_asked, **_more: b"%PDF-")
    patch.setattr(seating, "SECONDS", 0.05)


@pytest.fixture(scope="session")
def crawled(
    built: tuple[Site, Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], TestResponse]:
    """Every page of the site as it was answered, by who looked and where."""
    folder = tmp_path_factory.mktemp("walk")
    with (
        pytest.MonkeyPatch.context() as patch,
        running(settle(built[1], folder), folder, SITE_NAME="900") as app,
    ):
        hurry(patch)
        clients = {who: sample_site.come_in(visitor_of(app), who) for who in sample_site.WHO}
        return {
            (who, path): clients[who].get(path) for who, path in page_crawler.pages(app, built[0])
        }
