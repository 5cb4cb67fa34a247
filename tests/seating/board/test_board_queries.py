"""Making and publishing tables asks the database little, and for history only where it counts."""

import pytest
import seating_builders
from visitor import Visitor, forms

from eventapp.db import db

# Each of the two transactions that tables are made in reads event, lock and plan for itself.
MOST = {"/plans": 22, "/publication": 15}


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("eventapp.seating.board.desk.SECONDS", 0.02)


def asked(client: Visitor, people: int, to: str, queries: list[str]) -> list[str]:
    """The queries of sending a form of the board's page, where so many people come."""
    event, _guests = seating_builders.room(people, tables=12, seats=5)
    seating_builders.organizer(client, event.community)
    if to == "/publication":
        seating_builders.plan(event, steps=0)
    db.session.commit()
    path = f"{seating_builders.desk(event)}/tables"
    (form,) = (form for form in forms(client.get(path).text) if form.action.endswith(to))
    db.session.remove()
    queries.clear()

    assert client.post(form.action, data=form.values).status_code == 303

    return [query for query in queries if not query.startswith(("SAVEPOINT", "RELEASE"))]


@pytest.mark.parametrize("to", MOST)
def test_as_many_queries_for_few_people_as_for_many(app, client, queries, to: str) -> None:
    few = asked(client, 30, to, queries)
    many = asked(client, 55, to, queries)

    assert len(few) == len(many) <= MOST[to]


def test_a_first_publication_reads_no_history(app, client, queries) -> None:
    seen = asked(client, 30, "/publication", queries)

    assert [query for query in seen if "FROM encounter" in query] == []
