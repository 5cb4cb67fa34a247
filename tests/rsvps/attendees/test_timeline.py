"""How the answers came in: each one is counted once, on the clocks of the event."""

from datetime import UTC, date, datetime, timedelta

import make
from hypothesis import given
from hypothesis import strategies as st

from eventapp.db import db
from eventapp.rsvps.attendees import listing, timeline

HOURS = st.dictionaries(
    st.builds(
        "{} {:02}".format, st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(0, 23)
    ),
    st.integers(1, 50),
    min_size=1,
    max_size=40,
)


@given(HOURS)
def test_no_answer_is_lost_and_the_bars_are_few(hours):
    found = timeline.bars(hours, "Europe/Berlin")

    assert sum(bar.number for bar in found) == sum(hours.values()) == found[-1].total
    assert len(found) <= timeline.MOST_BARS
    assert timeline.picture(found).count("<rect") == len(found)


def test_an_answer_late_at_night_is_the_next_day_s_where_the_clocks_say_so():
    assert timeline.bars({"2026-11-26 23": 1}, "Europe/Berlin")[0].day == date(2026, 11, 27)
    assert timeline.bars({"2026-11-26 23": 1}, "Europe/London")[0].day == date(2026, 11, 26)
    assert timeline.bars({}, "Europe/London") == []


def test_both_databases_count_answers_by_the_hour_in_utc(each_database):
    event = make.event()
    for minutes in (0, 59, 60):
        rsvp = make.rsvp(event)
        rsvp.created_at = datetime(2026, 11, 26, 17, tzinfo=UTC) + timedelta(minutes=minutes)
    db.session.flush()

    assert listing.hours_of_answers(event) == {"2026-11-26 17": 2, "2026-11-26 18": 1}
