"""Run migrations on the application's own engine, on SQLite and PostgreSQL alike."""

from alembic import context
from alembic.util import CommandError
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from eventapp.db import UtcDateTime, db, reason

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
        take_turns(connection)
        context.configure(connection=connection, **options)
        refuse_newer()
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


def take_turns(connection: Connection) -> None:
    """Wait until nobody else migrates; who comes second then reads what the first has done.

    Ends with the transaction, so that nobody who is killed keeps others waiting.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('eventapp migrations'))"))
        return
    # SQLite's transactions begin by taking the whole file. However long the first one needs: those who
    # only wanted to write a row would have given up by now.
    driver = connection.connection.dbapi_connection
    assert driver
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
