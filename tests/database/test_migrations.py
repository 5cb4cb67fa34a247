"""The migrations make what the models say, and go down again."""

from datetime import timedelta

import make
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from migrated_databases import BOTH, database
from sqlalchemy import CheckConstraint, inspect

from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.events.closing_times import AT_THE_END
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


@pytest.mark.parametrize("which", BOTH)
def test_migrated_tables_equal_the_models(which, request, tmp_path):
    with database(which, request, tmp_path), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []
        checks = {
            table: {check["name"] for check in inspect(connection).get_check_constraints(table)}
            for table in db.metadata.tables
        }
    for name, table in db.metadata.tables.items():
        wanted = {check.name for check in table.constraints if isinstance(check, CheckConstraint)}
        assert checks[name] == wanted


@pytest.mark.parametrize("which", BOTH)
def test_migrations_go_down_and_up_again(which, request, tmp_path):
    with database(which, request, tmp_path):
        downgrade(revision="base")
        left = set(inspect(db.engine).get_table_names())
        upgrade()

        assert left <= {"alembic_version"}
        assert set(db.metadata.tables) <= set(inspect(db.engine).get_table_names())


@pytest.mark.parametrize("which", BOTH)
def test_a_migration_down_and_up_again_keeps_every_answer(which, request, tmp_path):
    with database(which, request, tmp_path):
        make.rsvp()
        db.session.commit()
        db.session.remove()

        downgrade(revision="0012")
        upgrade()

        kept = db.session.scalars(db.select(Rsvp)).one()
        assert kept.ask
        assert kept.ask.text == "my first job in data"
        assert kept.event.roles


@pytest.mark.parametrize("which", BOTH)
def test_who_met_before_an_event_was_moved_has_met_after_the_migration(which, request, tmp_path):
    with database(which, request, tmp_path):
        event = make.event()
        met = {make.rsvp(event).person_id: 1 for _ in range(2)}
        ledger.record(event, 1, met, met, now=event.starts_at - timedelta(days=1))
        db.session.commit()
        db.session.remove()

        downgrade(revision="0036")
        upgrade()
        event = db.session.scalars(db.select(Event)).one()
        ledger.record(event, 1, {}, (), now=event.ends_at)

        assert db.session.scalars(db.select(Encounter)).one().met_at < event.starts_at


@pytest.mark.parametrize("which", BOTH)
def test_a_copy_that_closes_when_it_ends_says_so_again(which, request, tmp_path):
    with database(which, request, tmp_path):
        make.event(rsvps_close=AT_THE_END - 60, waitlist_closes=-60)
        db.session.commit()
        db.session.remove()

        downgrade(revision="0074")
        upgrade()
        event = db.session.scalars(db.select(Event)).one()

        assert (event.rsvps_close, event.waitlist_closes) == (AT_THE_END, -60)
