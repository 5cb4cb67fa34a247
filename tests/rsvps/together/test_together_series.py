"""The dates of a series are changed together: what changes and who is mailed first, then all or nothing."""

from datetime import timedelta

import make
import pytest
from series_builders import dates, page
from series_changes import looked_at, saved

from eventapp import clock
from eventapp.db import db
from eventapp.events.series.models import EventSeries
from eventapp.mail.models import Message


@pytest.fixture
def series(host) -> EventSeries:
    """Four dates at the same hours, two weeks apart; the last is a draft."""
    first = make.evening(3)
    starts = [first + timedelta(weeks=2 * number) for number in range(4)]
    return dates(host, starts, hours=2, place_name="Library")


def places(series: EventSeries) -> list[str]:
    return [one.place_name for one in series.events]


@pytest.mark.parametrize(
    ("scope", "changed"), [("one", [1]), ("later", [1, 2, 3]), ("all", [0, 1, 2, 3])]
)
def test_one_date_this_and_later_ones_or_all_are_changed(organizer, series, scope, changed):
    looked = looked_at(organizer, series, nth=1, scope=scope, place_name="The Loft")
    before = places(series)
    answer = saved(organizer, series, looked)

    assert before == ["Library"] * 4
    assert answer.status_code == 303
    assert places(series) == ["The Loft" if n in changed else "Library" for n in range(4)]


def test_another_date_chosen_on_the_page_keeps_what_the_page_showed_of_the_first(organizer, series):
    second, third = series.events[1:3]
    second.place_name, third.place_name, second.description = "Loft", "Barn", "Bring a chair."
    db.session.commit()

    looked = organizer.submit(
        f"{page(series)}?date={series.events[0].id}", to="/review",
        number=str(second.id), scope="later", tables="9",
    )  # fmt: skip
    saved(organizer, series, looked)

    assert [one.tables for one in series.events] == [6, 9, 9, 9]
    assert places(series) == ["Library", "Loft", "Barn", "Library"]
    assert second.description == "Bring a chair."


def test_who_is_mailed_is_shown_first_and_no_draft_mails_anybody(organizer, series):
    for number in (0, 3):
        make.rsvp(series.events[number])

    looked = looked_at(organizer, series, scope="all", place_name="The Loft")
    none_yet = letters()
    saved(organizer, series, looked)

    assert "4 dates change, one mail" in looked.text
    assert none_yet == []
    assert letters() == ["update"]


def letters() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).where(Message.kind == "update")))


def test_nothing_is_saved_when_somebody_else_was_quicker(organizer, series):
    looked = looked_at(organizer, series, scope="all", place_name="The Loft")
    series.events[2].revised_at = clock.now() + timedelta(minutes=1)

    answer = saved(organizer, series, looked)

    assert answer.status_code == 422
    assert "Somebody else changed a date meanwhile" in answer.text
    assert places(series) == ["Library"] * 4


def test_hours_move_on_the_day_of_each_date(organizer, series):
    days = [one.local_start.date() for one in series.events]

    saved(
        organizer,
        series,
        looked_at(organizer, series, scope="all", starts_at="19:00", ends_at="21:00"),
    )

    assert [one.local_start.date() for one in series.events] == days
    assert {f"{one.local_start:%H:%M}–{one.local_end:%H:%M}" for one in series.events} == {
        "19:00–21:00"
    }


def test_a_series_whose_dates_are_all_called_off_has_nothing_to_change_and_a_way_back(
    organizer, series
):
    for event in series.events:
        event.cancelled_at = clock.now()

    shown = organizer.get(page(series))

    assert shown.status_code == 200
    assert f'href="{page(series).removesuffix("/changes")}"' in shown.text
