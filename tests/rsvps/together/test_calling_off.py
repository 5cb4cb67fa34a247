"""Dates of a series are called off together: which they are and who is mailed first, then all of them or none."""

from datetime import timedelta

import make
import pytest
from series_builders import dates
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.mail import deliver
from eventapp.mail.models import Message


@pytest.fixture
def series(host) -> EventSeries:
    """Four dates a week apart, with a guest at each; the last is a draft."""
    first = make.evening(3)
    found = dates(host, [first + timedelta(weeks=week) for week in range(4)], hours=2)
    for one in found.events[:3]:
        make.rsvp(one)
    return found


def page(series: EventSeries) -> str:
    return f"/desk/{series.community.slug}/series/{series.slug}/cancellation"


def looked_at(organizer, series, *, nth=0, scope="all"):
    return organizer.get(f"{page(series)}?number={series.events[nth].id}&scope={scope}")


def pressed(organizer, series, looked):
    form = next(one for one in forms(looked.text) if one.method == "post" and "seen" in one.values)
    return organizer.post(page(series), data=form.values)


def off(series: EventSeries) -> list[bool]:
    return [bool(one.cancelled_at) for one in series.events]


def kinds() -> list[str]:
    return list(db.session.scalars(db.select(Message.kind).order_by(Message.id)))


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("one", [False, True, False, False]),
        ("later", [False, True, True]),
        ("all", [True, True, True]),
    ],
)
def test_this_date_later_ones_or_all_are_called_off_and_a_draft_is_thrown_away(
    organizer, series, scope, expected
):
    answer = pressed(organizer, series, looked_at(organizer, series, nth=1, scope=scope))

    assert answer.status_code == 303
    assert off(series) == expected


def test_who_is_mailed_is_shown_first_and_each_calendar_hears_of_each_date(organizer, series):
    ana = make.person(email="ana@example.org")
    for one in series.events[1:3]:
        make.rsvp(one, person=ana, letter="invite")
    db.session.commit()
    deliver.deliver_due()

    looked = looked_at(organizer, series, nth=1, scope="later")
    nothing_yet = off(series), kinds()
    pressed(organizer, series, looked)

    assert nothing_yet == ([False] * 4, ["invite"] * 2)
    assert "3 dates, 4 mails" in looked.text
    assert "Call off and send 4 mails" in looked.text
    assert kinds()[2:] == ["cancelled"] * 4
    hers = db.select(Message).where(Message.to == "ana@example.org", Message.kind == "cancelled")
    entries = [one.calendar.decode() for one in db.session.scalars(hers)]
    assert ["METHOD:CANCEL" in entry for entry in entries] == [True, True]


def test_nothing_is_called_off_by_looking(organizer, series):
    shown = organizer.get(page(series))
    looked_at(organizer, series)

    assert shown.status_code == 200
    assert "Call off and send" not in shown.text
    assert off(series) == [False] * 4


def test_the_same_press_twice_is_once(organizer, series):
    looked = looked_at(organizer, series)

    answers = [pressed(organizer, series, looked) for _press in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert kinds() == ["cancelled"] * 3


def test_nothing_is_called_off_when_somebody_else_was_quicker(organizer, series):
    looked = looked_at(organizer, series)
    series.events[2].revised_at = clock.now() + timedelta(minutes=1)

    answer = pressed(organizer, series, looked)

    assert answer.status_code == 422
    assert "Somebody else changed a date meanwhile" in answer.text
    assert off(series) == [False] * 4
    assert kinds() == []


def test_an_evening_that_is_going_on_ends_only_when_it_is_named(organizer, series):
    event: Event = series.events[0]
    event.starts_at = clock.now() - timedelta(minutes=30)
    event.ends_at = clock.now() + timedelta(hours=1)

    named = looked_at(organizer, series, scope="one")
    pressed(organizer, series, looked_at(organizer, series))

    assert "One date, one mail" in named.text
    assert off(series)[0] is False


def test_what_is_over_or_off_already_is_not_called_off_again(organizer, series):
    series.events[1].cancelled_at = clock.now()

    looked = looked_at(organizer, series)

    assert "3 dates, 2 mails" in looked.text


def test_who_calls_one_date_off_is_led_to_calling_off_the_later_ones(organizer, series):
    event = series.events[1]

    shown = organizer.get(f"/desk/{series.community.slug}/events/{event.slug}/cancellation").text

    assert f"number={event.id}&amp;scope=later" in shown


def test_where_nothing_is_left_the_page_says_so_and_has_a_way_back(organizer, series):
    for event in series.events:
        event.cancelled_at = clock.now()

    shown = organizer.get(page(series))

    assert shown.status_code == 200
    assert "No date can be called off" in shown.text


def test_nobody_else_calls_dates_off(client, series):
    make.sign_in(client, make.member(make.community()))

    assert client.post(page(series), data={"scope": "all"}).status_code == 404
    assert off(series) == [False] * 4
