from datetime import UTC, datetime, timedelta
from uuid import uuid4

from hypothesis import given
from hypothesis import strategies as st
from offline_reports import ms

from eventapp.door.offline import batch
from eventapp.door.offline.batch import Report, moment

NOW = datetime(2026, 11, 26, 19, 0, tzinfo=UTC)
MINUTE = 60_000
BOUND = 10**13


def report(pressed: int, *, ahead: int = 0, contact: int | None = None) -> Report:
    seen = ms(NOW - timedelta(hours=2)) if contact is None else contact
    return Report("k" * 16, "in", 1, pressed=pressed, ahead=ahead, contact=seen, rsvp=1)


def test_a_press_has_the_time_at_which_it_was_made() -> None:
    at = NOW - timedelta(minutes=31)

    assert moment(report(ms(at)), sent=ms(NOW), now=NOW) == at


def test_a_clock_that_is_wrong_by_hours_is_put_right() -> None:
    at, wrong = NOW - timedelta(minutes=31), 7 * 60 * MINUTE

    late = report(ms(at) - wrong, ahead=wrong)
    early = report(ms(at) + wrong, ahead=-wrong)

    assert moment(late, sent=ms(NOW) - wrong, now=NOW) == at
    assert moment(early, sent=ms(NOW) + wrong, now=NOW) == at


def test_a_clock_that_was_put_right_before_the_press_is_measured_when_it_sends() -> None:
    """At the last contact it was seven hours slow; then the phone found its network time."""
    at, wrong = NOW - timedelta(minutes=31), 7 * 60 * MINUTE

    assert moment(report(ms(at), ahead=wrong), sent=ms(NOW), now=NOW) == at


def test_a_clock_that_was_put_right_after_the_press_is_measured_by_the_list() -> None:
    at, wrong = NOW - timedelta(minutes=31), 7 * 60 * MINUTE

    assert moment(report(ms(at) - wrong, ahead=wrong), sent=ms(NOW), now=NOW) == at


@given(
    st.integers(-BOUND, BOUND),
    st.integers(-BOUND, BOUND),
    st.integers(-BOUND, BOUND),
    st.integers(-BOUND, BOUND),
)
def test_nothing_is_in_the_future_or_before_the_last_contact(
    pressed: int, ahead: int, contact: int, sent: int
) -> None:
    at = moment(report(pressed, ahead=ahead, contact=contact), sent=sent, now=NOW)

    assert NOW - batch.LONGEST <= at <= NOW
    assert ms(at) >= min(contact, ms(NOW))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner) | st.dictionaries(st.text() | st.sampled_from(["id", "kind"]), inner)
    ),
    max_leaves=12,
)


@given(JSON)
def test_whatever_is_sent_is_read_or_refused(data: object) -> None:
    for given_ in (data, {"sent": data, "reports": [data, {"id": str(uuid4()), "kind": data}]}):
        read = batch.read(given_)

        assert read is None or all(report is None for _key, report in read.reports)


def test_reports_keep_their_order_and_those_without_a_key_are_left_out() -> None:
    given_ = [{"id": f"{n:036}", "kind": "in", "rsvp": n} for n in (3, 1, 2)] + [{"kind": "in"}]

    read = batch.read({"sent": 1, "reports": given_})

    assert [report.rsvp for _key, report in read.reports if report] == [3, 1, 2]
    assert len(read.reports) == 3
