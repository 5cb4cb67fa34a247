"""What hangs on the wall and stands on the tables: a poster, a list, a tent, and no secrets."""

import html

import crowd
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.seating import actions, board, openers
from eventapp.seating.models import Rule
from eventapp.seating.views import evening_of


@pytest.fixture
def evening(app, client):
    event, guests = crowd.room(12, tables=3, seats=4)
    crowd.plan(event)
    crowd.organizer(client, event.community)
    return event, guests


def paper(client, event, what: str) -> str:
    answer = client.get(f"{crowd.desk(event)}/tables/print?what={what}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def test_each_table_has_a_tent_with_its_number_on_both_sides(client, evening) -> None:
    event, _guests = evening

    tents = paper(client, event, "tents")

    for number in (1, 2, 3):
        assert tents.count(f"<b>{number}</b></p>") == 2


def test_a_tent_names_in_each_round_who_agreed_and_others_by_role(client, evening) -> None:
    event, guests = evening
    guests[3].show_name_at = None

    tents = paper(client, event, "tents")

    assert tents.count("<bdi>Name2</bdi>") == 2 * 3
    assert "Name3" not in tents
    assert f"<bdi>{guests[3].role.name}</bdi>" in tents


def test_a_tent_asks_what_the_pages_of_its_guests_ask(client, evening) -> None:
    event, guests = evening
    actions.publish(actions.latest(event), now=clock.now())

    tents = paper(client, event, "tents")

    for stop in evening_of(guests[0], now=clock.now()).stops:
        assert stop.question
        assert stop.question in tents


def test_everybody_at_a_table_reads_the_same_question(evening) -> None:
    event, guests = evening
    actions.publish(actions.latest(event), now=clock.now())

    asked = {}
    for rsvp in guests:
        for stop in evening_of(rsvp, now=clock.now()).stops:
            asked.setdefault((stop.round, stop.table), set()).add(stop.question)

    assert all(len(questions) == 1 for questions in asked.values())


def test_an_ask_is_quoted_only_with_its_guests_consent(evening) -> None:
    event, guests = evening
    shown, silent = guests[:2]
    for rsvp, text in ((shown, "zither lessons"), (silent, "yodelling in Gaelic")):
        rsvp.ask.text, rsvp.offer = text, None
    silent.show_name_at = None

    quoted = openers.question(event.community, [shown], table=1, round=1)
    kept = openers.question(event.community, [silent], table=1, round=1)

    assert "zither lessons" in quoted
    assert "yodelling" not in kept


@pytest.mark.parametrize("what", ["posters", "list", "tents", ""])
def test_every_paper_names_its_plan_and_says_when_it_is_a_draft(client, evening, what) -> None:
    event, _guests = evening

    draft = paper(client, event, what)
    actions.publish(actions.latest(event), now=clock.now())
    db.session.commit()
    out = paper(client, event, what)

    assert "Plan 1, a draft" in draft
    assert "Plan 1" in out
    assert "a draft" not in out


def test_who_is_kept_apart_is_on_no_paper(client, evening) -> None:
    event, guests = evening
    plain = paper(client, event, "")
    seats = board.read(event).seats
    first, second = next(
        (a.id, b.id)
        for a in guests
        for b in guests
        if a.id < b.id and all(at[a.id] != at[b.id] for at in seats.values())
    )
    db.session.add(Rule(event_id=event.id, kind="apart", rsvp_id=first, other_id=second))
    db.session.commit()

    assert paper(client, event, "") == plain


def test_a_table_changed_during_the_evening_is_told_gently(client, evening) -> None:
    event, guests = evening
    actions.publish(actions.latest(event), now=clock.now())
    laid = board.read(event)
    moved, number = guests[0], laid.seats[3][guests[0].id]
    free = next(t.number for t in laid.plan.tables if t.number != number)
    laid.plan.tables[free - 1].capacity = 9
    changed = actions.keep(event, laid.asked, laid.solved, seed=1, now=clock.now())
    changed.origin, changed.published_at = "door", clock.now()
    seat = next(s for s in changed.seats if s.rsvp_id == moved.id and s.round == 3)
    seat.table = changed.tables[free - 1]
    db.session.commit()

    page = client.get(f"/r/{token_of(moved.link)}").text
    other = client.get(f"/r/{token_of(guests[1].link)}").text

    assert f"Your table in round 3 is new: {free}, not {number}." in page
    assert "Your table in round" not in other
