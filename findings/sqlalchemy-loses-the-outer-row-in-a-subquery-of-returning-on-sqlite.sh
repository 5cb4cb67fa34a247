#!/bin/sh
# One would guess: an expression that is right in a SELECT is right in RETURNING, and the same on SQLite as on PostgreSQL.
# True is: for SQLite SQLAlchemy 2.1.9 leaves the tables' names away in all of RETURNING, in the subqueries too. "Is there a later letter
#   about the same?" becomes WHERE about = about AND id > id: both sides are the inner table's, so it is false for every row, and a count
#   of what belongs to a row is wrong as well. No error is raised. In SELECT, in SET and for PostgreSQL the names are there.
# Why it matters here: a statement that claims letters and says at once which of them an older one holds back would be right on PostgreSQL
#   and let them pass on SQLite. So RETURNING gives plain columns only; what else is to be known is asked in WHERE or put in by SET.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check SQLAlchemy==2.1.9 2>/dev/null
cat >"$folder/look.py" <<'PY'
import sqlite3

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

tables = sa.MetaData()
letter = sa.Table(
    "letter", tables, sa.Column("id", sa.Integer, primary_key=True), sa.Column("about", sa.Integer), sa.Column("held", sa.Boolean)
)
bounce = sa.Table("bounce", tables, sa.Column("id", sa.Integer, primary_key=True), sa.Column("letter_id", sa.Integer))
other = letter.alias("other")
later = sa.exists().where(other.c.about == letter.c.about, other.c.id > letter.c.id)
bounces = sa.select(sa.func.count()).where(bounce.c.letter_id == letter.c.id).scalar_subquery()

print("SQLAlchemy", sa.__version__, "SQLite", sqlite3.sqlite_version)
database = sa.create_engine("sqlite://")
with database.begin() as connection:
    tables.create_all(connection)
    connection.execute(letter.insert(), [{"id": 1, "about": 7}, {"id": 2, "about": 7}, {"id": 3, "about": 8}])
    connection.execute(bounce.insert(), [{"id": 11, "letter_id": 1}, {"id": 12, "letter_id": 1}])
    right = connection.execute(sa.select(letter.c.id, later, bounces).order_by(letter.c.id)).all()
    claim = letter.update().values(held=True).returning(letter.c.id, later, bounces)
    read = sorted(connection.execute(claim).all())
    by_hand = (
        "UPDATE letter SET held = 1 RETURNING id, EXISTS (SELECT * FROM letter AS other WHERE other.about = letter.about"
        " AND other.id > letter.id), (SELECT count(*) FROM bounce WHERE bounce.letter_id = letter.id)"
    )
    named = sorted(connection.exec_driver_sql(by_hand).all())
print("for SQLite:    ", " ".join(str(claim.compile(database)).split()))
print("for PostgreSQL:", " ".join(str(claim.compile(dialect=postgresql.dialect())).split()))
print("letter, is there a later one, bounces")
print("  SELECT:                           ", right)
print("  RETURNING:                        ", read)
print("  RETURNING by hand, with the names:", named)
assert right == [(1, True, 2), (2, False, 0), (3, False, 0)]
assert named == right, "it is SQLite itself that can't"
assert read == [(1, False, 0), (2, False, 0), (3, False, 0)], "the names are there by now"
assert "other.about = letter.about" in str(claim.compile(dialect=postgresql.dialect()))
PY
"$folder/venv/bin/python" "$folder/look.py"
echo "As described: in RETURNING on SQLite a subquery doesn't see the row that it stands beside."
