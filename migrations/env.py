"""Run migrations on the application's own engine, on SQLite and PostgreSQL alike."""

from alembic import context

from eventapp.db import UtcDateTime, db


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
    with db.engine.connect() as connection:
        context.configure(connection=connection, **options)
        with context.begin_transaction():
            context.run_migrations()
        connection.commit()


run()
