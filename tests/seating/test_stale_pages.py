"""The mark by which a stale page is known."""

from eventapp.seating.models import Plan, Rule
from eventapp.seating.stale_pages import mark


def test_a_mark_changes_with_a_rule_a_lock_and_any_other_fact_but_not_with_their_order() -> None:
    plan = Plan(version=2)
    host, apart = Rule(kind="host", rsvp_id=7, number=2), Rule(kind="apart", rsvp_id=7, other_id=8)
    facts = [(1, 7, 2), (1, 8, 3)]

    marked = mark(plan, [host, apart], [(1, 7), (2, 8)], facts)

    assert marked == mark(plan, [apart, host], [(2, 8), (1, 7)], facts[::-1])
    assert marked != mark(plan, [host], [(1, 7), (2, 8)], facts)
    assert marked != mark(plan, [host, apart], [(1, 7)], facts)
    assert marked != mark(plan, [host, apart], [(1, 7), (2, 8)], [(1, 7, 3), (1, 8, 3)])
    assert marked != mark(Plan(version=3), [host, apart], [(1, 7), (2, 8)], facts)
