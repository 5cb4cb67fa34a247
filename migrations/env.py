"""Run migrations on the application's own engine, on SQLite and PostgreSQL alike."""

import sqlite3

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from eventapp.db import UtcDateTime, db, reason, take_turns

# Milliseconds, an hour.
PATIENCE = 60 * 60 * 1000


def run() -> None:
    """Apply the migrations inside one transaction, or print their SQL."""

    def plainly(kind: str, thing: object, _context: object) -> str | bool:
        """Migrations know plain types only, so that they outlive our own."""
        if kind == "type" and isinstance(thing, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        return False

    options = {
        "render_item": plainly,
        "target_metadata": db.metadata,
        "render_as_batch": True,
        "compare_type": True,
        "compare_server_default": True,
    }
    if context.is_offline_mode():
        context.configure(url=str(db.engine.url), literal_binds=True, **options)
        with context.begin_transaction():
            context.run_migrations()
        return
    try:
        opened = db.engine.connect()
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {reason(error)}.") from None
    with opened as connection:
        wait_long(connection)
        # Alembic finds a transaction begun. Otherwise it would end it after each migration on SQLite, and
        # whoever came second would run the next one, too.
        take_turns(connection)
        context.configure(connection=connection, **options)
        refuse_newer()
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def wait_long(connection: Connection) -> None:
    """Have SQLite wait however long another migration needs: who only writes a row would have given up."""
    driver = connection.connection.dbapi_connection
    if isinstance(driver, sqlite3.Connection):
        driver.execute(f"PRAGMA busy_timeout={PATIENCE}")


def refuse_newer() -> None:
    """Say so when a newer version made the tables: this one may not know what it would break."""
    known = {revision.revision for revision in context.script.walk_revisions()}
    for newer in set(context.get_context().get_current_heads()) - known:
        raise CommandError(
            f"A newer version made the tables of this database ({newer}). Start that one; to go "
            "back to this one, restore the backup that was made before."
        )


run()
