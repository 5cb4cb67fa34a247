"""Migrations down, and up again, with a record of every kind: what both versions know is kept, field by field."""

import pytest
import sample_site
from flask_migrate import downgrade, upgrade
from migrated_databases import BOTH, database
from sqlalchemy import MetaData

from eventapp.db import db

# Before it there were no trainers: that way down takes away what a member may do, as its migration says.
FLOOR = "0052"


def rows() -> dict[str, dict[tuple[object, ...], dict[str, object]]]:
    """All that is in the database: by table, key and column, as the database tells it."""
    found = MetaData()
    with db.engine.connect() as connection:
        found.reflect(connection)
        kept = {}
        for table in found.tables.values():
            keys = [column.name for column in table.primary_key] or list(table.columns.keys())
            lines = connection.execute(table.select()).mappings().all()
            kept[table.name] = {
                tuple(map(str, (line[key] for key in keys))): dict(line) for line in lines
            }
    kept.pop("alembic_version", None)
    return kept


def differences(before: dict, after: dict) -> set[str]:
    """Each column that both versions have, where a row isn't as it was."""
    found = set()
    for name in set(before) & set(after):
        common = {column for row in after[name].values() for column in row}
        for key, row in before[name].items():
            kept = after[name].get(key, {})
            found |= {f"{name}.{one}" for one in common & set(row) if kept.get(one) != row[one]}
    return found


@pytest.mark.parametrize("which", BOTH)
def test_all_that_an_older_version_knows_is_there_after_the_way_down_and_up(
    which, request, tmp_path
):
    with database(which, request, tmp_path):
        sample_site.build()
        db.session.remove()
        newest = rows()

        downgrade(revision=FLOOR)
        older = rows()
        upgrade()
        again = rows()

    assert sum(map(len, older.values())) > 200
    assert differences(newest, older) == set()
    assert differences(older, again) == set()
    assert set(again) == set(newest)
