"""Databases that the migrations have made; the way up is gone once, and copied for each test."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import running
from flask import Flask
from flask_migrate import Migrate, upgrade

from eventapp.db import db

ROOT = Path(__file__).resolve().parent.parent
BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.services)]
_made: dict[str, str] = {}


@contextmanager
def database(which: str, request: pytest.FixtureRequest, folder: Path) -> Iterator[Flask]:
    """The app on a database that has all migrations."""
    with _on(_copy(which, request, folder), folder) as app:
        yield app


@contextmanager
def _on(url: str, folder: Path) -> Iterator[Flask]:
    with running(url, folder) as app:
        Migrate(app, db, directory=str(ROOT / "migrations"))
        yield app


def _copy(which: str, request: pytest.FixtureRequest, folder: Path) -> str:
    made = request.getfixturevalue("tmp_path_factory").mktemp("migrated")
    if which == "sqlite":
        if which not in _made:
            _made[which] = str(made / "migrated.db")
            with _on(f"sqlite:///{_made[which]}", made):
                upgrade()
        shutil.copyfile(_made[which], folder / "fresh.db")
        return f"sqlite:///{folder / 'fresh.db'}"
    databases = request.getfixturevalue("postgres")
    if which not in _made:
        _made[which] = databases.create()
        with _on(databases.url(_made[which]), made):
            upgrade()
    return str(databases.url(databases.create(template=_made[which])))
