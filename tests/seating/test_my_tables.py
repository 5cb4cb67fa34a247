"""A guest's page on the evening: where to sit, with whom, how to begin, and what is new."""

import html
from datetime import timedelta

import pytest
import seating_builders

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.seating import actions, starters
from eventapp.seating.board import snapshot
from eventapp.seating.models import Rule
from eventapp.seating.my_tables import my_tables


@pytest.fixture
def evening(app):
    """Twelve guests at three tables; the plan is out."""
    event, guests = seating_builders.room(12, tables=3, seats=4)
    actions.publish(seating_builders.plan(event), now=clock.now())
    return event, guests


def page(client, rsvp) -> str:
    answer = client.get(f"/r/{token_of(rsvp.link)}")
    assert answer.status_code == 200
    return html.unescape(answer.text)


def changed(event, rsvp, *, round: int, origin: str = "door") -> tuple[int, int]:
    """Publish the plan again with one guest elsewhere in a round: the table before, and now."""
    laid = snapshot.read(event)
    before = laid.seats[round][rsvp.id]
    again = actions.save_solution(event, laid.asked, laid.solved, seed=1, now=clock.now())
    again.origin, again.published_at = origin, clock.now()
    seat = next(s for s in again.seats if s.rsvp_id == rsvp.id and s.round == round)
    seat.table = next(table for table in again.tables if table.number != before)
    db.session.flush()
    return before, seat.table.number


def told(rsvp):
    """All that the tables of a guest's evening say to them."""
    return [
        (stop.table, [o.id for o in stop.others], stop.reasons, stop.question)
        for stop in my_tables(rsvp, now=clock.now()).stops
    ]


def test_a_guest_sees_the_number_of_their_table_and_how_to_begin_there(client, evening) -> None:
    _event, guests = evening
    first = my_tables(guests[0], now=clock.now()).here

    seen = page(client, guests[0])

    assert f'<p class="table-no" aria-hidden="true">{first.table}</p>' in seen
    assert f"<blockquote>{first.question}</blockquote>" in seen


def test_everybody_at_a_table_reads_the_same_question(evening) -> None:
    _event, guests = evening

    asked: dict = {}
    for rsvp in guests:
        for stop in my_tables(rsvp, now=clock.now()).stops:
            asked.setdefault((stop.round, stop.table), set()).add(stop.question)

    assert len(asked) == 9
    assert all(len(questions) == 1 for questions in asked.values())


def test_a_question_is_about_what_guests_ask_and_offer_and_names_nobody(evening) -> None:
    event, guests = evening
    shy, other = guests[:2]
    shy.show_name_at = other.show_name_at = None
    shy.ask.text, other.offer.text = "Salary talks with my boss Waltraud", "salary talks"

    question = starters.question(event.community, [shy, other], table=1, round=1)

    assert "Interviews" in question or "Salary & negotiation" in question
    assert "Waltraud" not in question


def test_an_ask_is_quoted_only_with_its_guests_consent(evening) -> None:
    event, guests = evening
    shown, silent = guests[:2]
    for rsvp, text in ((shown, "zither lessons."), (silent, "yodelling in Gaelic")):
        rsvp.ask.text, rsvp.offer = text, None
    silent.show_name_at = None

    quoted = starters.question(event.community, [shown], table=1, round=1)
    kept = starters.question(event.community, [silent], table=1, round=1)

    assert "“zither lessons”." in quoted
    assert "yodelling" not in kept


def test_a_guest_reads_the_names_of_those_alone_who_agreed(client, evening) -> None:
    _event, guests = evening
    shy, shown = my_tables(guests[0], now=clock.now()).here.others[:2]
    shy.show_name_at, shy.first_name, shown.first_name = None, "Waltraud", "Oberon"

    seen = page(client, guests[0])

    assert "Oberon" in seen
    assert "Waltraud" not in seen
    assert shy.role.name in seen


def test_who_is_kept_apart_changes_nothing_on_their_pages(evening) -> None:
    event, guests = evening
    first = guests[0]
    met = {other.id for stop in my_tables(first, now=clock.now()).stops for other in stop.others}
    other = next(rsvp for rsvp in guests[1:] if rsvp.id not in met)
    before = [told(first), told(other)]
    db.session.add(Rule(event_id=event.id, kind="apart", rsvp_id=first.id, other_id=other.id))
    db.session.flush()

    assert [told(first), told(other)] == before


def test_a_table_changed_at_the_door_is_told_to_whom_it_concerns(client, evening) -> None:
    event, guests = evening

    before, now = changed(event, guests[0], round=3)

    said = f"Your table in round 3 is new: {now}, not {before}."
    assert said in page(client, guests[0])
    assert "is new:" not in page(client, guests[1])


def test_a_change_of_a_round_that_is_over_is_no_news(evening) -> None:
    event, guests = evening
    changed(event, guests[0], round=1)
    second = event.evening(clock.now()).begins[1]

    assert my_tables(guests[0], now=event.starts_at).changed
    assert not my_tables(guests[0], now=second + timedelta(minutes=1)).changed


def test_a_plan_mixed_anew_before_the_evening_is_no_change_during_it(client, evening) -> None:
    event, guests = evening

    changed(event, guests[0], round=3, origin="mix")

    assert "is new:" not in page(client, guests[0])


def test_whoever_has_no_place_any_more_is_not_among_the_others(evening) -> None:
    _event, guests = evening
    stop = my_tables(guests[0], now=clock.now()).stops[0]
    gone = stop.others[0]

    gone.state = "cancelled"
    db.session.flush()

    after = my_tables(guests[0], now=clock.now()).stops[0]
    assert after.table == stop.table
    assert [other.id for other in after.others] == [o.id for o in stop.others if o is not gone]


def test_whoever_sits_alone_still_sees_their_table(evening) -> None:
    event, guests = evening
    for rsvp in guests[1:]:
        rsvp.state = "cancelled"
    db.session.flush()

    stops = my_tables(guests[0], now=clock.now()).stops

    assert [stop.round for stop in stops] == list(range(1, event.rounds + 1))
    assert all(stop.table and not stop.others for stop in stops)
