"""Counting requests in this process."""

import threading

import pytest

from eventapp import request_counts
from eventapp.request_counts import ProcessStorage


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, to be turned."""
    clock = [1000.0]
    for name in ("time", "monotonic"):
        monkeypatch.setattr(request_counts.time, name, lambda: clock[0])
    return clock


def test_each_client_is_counted_by_itself_until_its_time_is_over(now):
    counts = ProcessStorage()

    assert [counts.incr("ann", 60), counts.incr("ann", 60), counts.incr("bob", 60)] == [1, 2, 1]
    now[0] += 59
    assert (counts.get("ann"), counts.get_expiry("ann")) == (2, 1060)
    now[0] += 1
    assert (counts.get("ann"), counts.incr("ann", 60)) == (0, 1)


def test_what_has_ended_is_swept_out(now):
    counts = ProcessStorage()
    for n in range(50):
        counts.incr(str(n), 60)
    counts.incr("long", 3600)

    now[0] += 61
    counts.incr("new", 60)

    assert counts.reset() == 2


def test_counting_starts_no_thread():
    before = threading.active_count()

    ProcessStorage().incr("ann", 60)

    assert threading.active_count() == before


def test_a_key_is_forgotten():
    counts = ProcessStorage()
    counts.incr("ann", 60)

    counts.clear("ann")

    assert counts.get("ann") == 0
