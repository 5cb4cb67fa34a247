"""The mark by which a stale page is known."""

from eventapp.seating.models import Plan, Rule
from eventapp.seating.stale_pages import mark


def test_a_mark_changes_with_a_seat_and_with_a_rule_but_not_with_their_order() -> None:
    plan, seats = Plan(version=2), {1: {7: 2, 8: 3}}
    host = Rule(kind="host", rsvp_id=7, number=2)

    marked = mark(plan, seats, [host], [])

    assert marked == mark(plan, {1: {8: 3, 7: 2}}, [host], [])
    assert marked != mark(plan, {1: {7: 3, 8: 3}}, [host], [])
    assert marked != mark(plan, seats, [], [])
    assert marked != mark(plan, seats, [host], [(1, 7)])
    assert marked != mark(plan, seats, [host], [], [("begun", 1)])
    assert marked != mark(Plan(version=3), seats, [host], [])
