"""Tables are mixed while guests answer: who comes or leaves is no reason to look again."""

import pytest
import seating_builders
import worker
from board_page import form, spoil, tables

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating import engine, plans
from eventapp.seating.board import snapshot
from eventapp.seating.models import Search


def test_tables_are_mixed_and_published_from_a_page_that_was_opened_before_somebody_left(
    each_database, client, evening
) -> None:
    event, guests = evening
    mixing_page = client.get(tables(event)).text
    rsvps.cancel(guests[0], now=clock.now())

    mixed = client.post(f"{seating_builders.desk(event)}/plans", data=form(mixing_page, "/plans"))
    publishing_page = client.get(tables(event)).text
    rsvps.cancel(guests[1], now=clock.now())
    publish = form(publishing_page, "/publication")
    out = client.post(f"{seating_builders.desk(event)}/plans/1/publication", data=publish)

    assert (mixed.status_code, out.status_code) == (303, 303)
    assert set(plans.routes(plans.published(event))) == {one.id for one in guests[2:]}


@pytest.mark.parametrize(
    ("to", "done"), [("/plans", "mix"), ("/improvement", "improve"), ("/searches", "mix")]
)
def test_who_leaves_or_comes_while_a_mix_is_searched_for_does_not_undo_it(
    each_database, client, evening, monkeypatch, to: str, done: str
) -> None:
    event, guests = evening
    spoil(event)
    solve = engine.solve
    number, gone = event.id, guests[0].id

    def solving(*args, **given):
        found = solve(*args, **given)
        with each_database.app_context():
            rsvps.cancel(db.session.get_one(Rsvp, gone), now=clock.now())
            seating_builders.guest(db.session.get_one(Event, number), 70)
            db.session.commit()
        return found

    monkeypatch.setattr(engine, "solve", solving)

    answer = client.submit(tables(event), to=to, kind="mix", seconds=10)
    for search in db.session.scalars(db.select(Search)):
        search.seconds = 0
        worker.work_off(each_database)

    after = snapshot.read(event)
    assert answer.status_code == 303
    assert after.undo.kind == done
    assert set(after.seats[1]) == {one.id for one in guests[1:]}
    assert [rsvp.first_name for rsvp in after.unseated(1)] == ["Name70"]
    assert "One person has no seat yet" in client.get(tables(event)).text


def test_tables_that_another_mixed_anew_are_not_published_by_a_page_of_those_before(
    each_database, client, evening
) -> None:
    event, _guests = evening
    desk, page = seating_builders.desk(event), client.get(tables(event)).text
    before = dict(snapshot.read(event).seats[1])

    client.post(f"{desk}/plans/1/removal", data=form(page, "/publication"))
    client.post(f"{desk}/plans", data=form(client.get(tables(event)).text, "/plans"))
    refused = client.post(f"{desk}/plans/1/publication", data=form(page, "/publication"))

    assert snapshot.read(event).plan.version == 1
    assert dict(snapshot.read(event).seats[1]) != before
    assert refused.status_code == 409
    assert plans.published(event) is None
