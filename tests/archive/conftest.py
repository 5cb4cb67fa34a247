"""A rich community as an archive, written once for all tests that read it."""

from pathlib import Path

import pytest
from archive_builders import rich, taken_out, told
from conftest import running, sqlite_copy


@pytest.fixture(scope="session")
def archived(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory):
    """An archive, and what its community said."""
    folder = tmp_path_factory.mktemp("archived")
    with running(sqlite_copy(empty_sqlite, folder), folder):
        host = rich()
        said = told(host)
        return taken_out(host), said
