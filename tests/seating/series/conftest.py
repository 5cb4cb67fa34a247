"""Planning a whole program as an organizer does."""

import program_builders
import pytest
import seating_builders
import worker

from eventapp.db import db
from eventapp.programs.models import Program
from eventapp.seating.models import Search


@pytest.fixture
def planned(app, client):
    """Press the button and let the worker do it; the search."""

    def plan(program: Program, *, seconds: float = 1, **ticked) -> Search:
        seating_builders.organizer(client, program.community)
        assert (
            client.post(
                f"{program_builders.path(program)}/searches", data={"seconds": 10} | ticked
            ).status_code
            == 303
        )
        db.session.execute(db.update(Search).values(seconds=seconds))
        worker.work_off(app)
        return db.session.scalars(db.select(Search).order_by(Search.id.desc())).first()

    return plan
