"""Which change of an event tells its guests."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.event_changes import Change, Snapshot, changes, moves, needs_mail

EVENING = Snapshot(
    title="Coffee & Careers",
    starts_at=datetime(2026, 3, 12, 18, tzinfo=UTC),
    ends_at=datetime(2026, 3, 12, 20, tzinfo=UTC),
    zone="Europe/London",
    place_name="The Kettle",
)


def test_a_moved_event_is_told_with_its_time_before_and_after():
    later = replace(EVENING, starts_at=EVENING.starts_at + timedelta(hours=1))

    found = changes(EVENING, later)

    assert found == [Change("starts_at", EVENING.starts_at, later.starts_at)]
    assert needs_mail(found)
    assert moves(found)


@pytest.mark.parametrize("field", ["place_name", "place_address", "online_url"])
def test_another_place_is_told(field):
    found = changes(EVENING, replace(EVENING, **{field: "elsewhere"}))

    assert [change.field for change in found] == [field]
    assert moves(found)


def test_another_title_is_told_quietly():
    found = changes(EVENING, replace(EVENING, title="Coffee & Change"))

    assert needs_mail(found)
    assert not moves(found)


def test_spaces_alone_are_no_change():
    assert changes(EVENING, replace(EVENING, title=" Coffee  & Careers ")) == []


def test_a_zone_whose_clocks_read_the_same_is_no_change():
    assert changes(EVENING, replace(EVENING, zone="Europe/Lisbon")) == []


def test_a_zone_whose_clocks_read_otherwise_is_told():
    found = changes(EVENING, replace(EVENING, zone="Europe/Berlin"))

    assert found == [Change("zone", "Europe/London", "Europe/Berlin")]
    assert needs_mail(found)


def test_the_same_hour_in_another_zone_is_another_time():
    berlin = replace(
        EVENING,
        zone="Europe/Berlin",
        starts_at=EVENING.starts_at - timedelta(hours=1),
        ends_at=EVENING.ends_at - timedelta(hours=1),
    )

    assert [change.field for change in changes(EVENING, berlin)] == ["starts_at", "ends_at", "zone"]


def test_nothing_changed_sends_nothing():
    assert not needs_mail(changes(EVENING, EVENING))


@given(st.text(), st.text())
def test_a_change_and_its_return_are_told_alike(one, other):
    first, second = replace(EVENING, title=one), replace(EVENING, title=other)

    there, back = changes(first, second), changes(second, first)

    assert [(c.before, c.after) for c in there] == [(c.after, c.before) for c in back]
