"""What dates of a series have in common: title, places, roles, the day; each rule is that of one event."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import make
import pytest
from series_builders import dates, page
from series_changes import looked_at, saved
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.events.venues.models import Venue
from eventapp.mail.models import Message

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture
def series(host) -> EventSeries:
    """Four Tuesdays at seven in the evening, over the change of clocks; the last is a draft."""
    first = datetime(2031, 3, 18, 19, tzinfo=BERLIN)
    return dates(
        host, [first + timedelta(weeks=week) for week in range(4)], hours=2, zone=BERLIN.key
    )


def days(series: EventSeries) -> list[str]:
    return [f"{one.local_start:%a %d %b %H:%M}–{one.local_end:%H:%M}" for one in series.events]


def test_a_new_title_is_that_of_all_and_the_address_of_what_is_public_stays(organizer, series):
    slugs = [one.slug for one in series.events]

    saved(organizer, series, looked_at(organizer, series, title="Open lab"))

    assert {one.title for one in series.events} == {"Open lab"}
    assert [one.slug for one in series.events[:3]] == slugs[:3]
    assert series.events[3].slug.startswith("open-lab")


def test_places_and_the_line_change_on_this_date_and_later_ones(organizer, series):
    looked = looked_at(organizer, series, nth=2, scope="later", capacity="12", summary="Bring soup")
    saved(organizer, series, looked)

    assert [one.capacity for one in series.events] == [36, 36, 12, 12]
    assert [one.summary for one in series.events][2:] == ["Bring soup"] * 2


def test_a_place_more_goes_to_who_waits_and_their_mail_is_counted_before(organizer, series):
    for one in series.events[:1]:
        one.capacity = 1
        make.rsvp(one)
        make.rsvp(one)

    looked = looked_at(organizer, series, scope="one", capacity="2")
    saved(organizer, series, looked)

    assert "One date changes, one mail" in looked.text
    assert list(db.session.scalars(db.select(Message.kind))) == ["promoted"]


def test_fewer_places_than_are_going_throw_nobody_out_and_are_said_before(organizer, series):
    for _guest in range(3):
        make.rsvp(series.events[1])

    looked = looked_at(organizer, series, capacity="2")
    answer = saved(organizer, series, looked)

    assert "One more is going than there would be places." in looked.text
    assert answer.status_code == 303
    assert [one.capacity for one in series.events] == [2] * 4


def test_fewer_places_than_one_date_holds_are_refused_by_that_date(organizer, series):
    event = series.events[1]
    quotas.keep(event, Quotas(roles={event.roles[0].id: Quota(least=5)}))

    looked = looked_at(organizer, series, capacity="4")

    assert looked.status_code == 422
    assert "2. Tuesday, 25 March 2031”: You hold 5 places, but there are only 4." in looked.text


def test_what_is_held_already_stops_no_other_change(organizer, series):
    event = series.events[1]
    event.capacity = 3
    quotas.keep(event, Quotas(roles={event.roles[0].id: Quota(least=5)}))

    assert looked_at(organizer, series, place_name="The Loft").status_code == 200


def test_roles_change_where_they_were_changed_and_what_was_held_for_one_goes_with_it(
    organizer, series
):
    event = series.events[1]
    first, second = event.roles[:2]
    quotas.keep(event, Quotas(roles={first.id: Quota(least=2), second.id: Quota(least=1)}))

    saved(organizer, series, looked_at(organizer, series, roles=[str(second.id)]))

    assert [one.roles for one in series.events] == [[second]] * 4
    assert quotas.of(event) == Quotas(roles={second.id: Quota(least=1)})


def test_what_was_held_for_a_role_that_goes_is_in_no_way_of_fewer_places(organizer, series):
    event = series.events[1]
    quotas.keep(event, Quotas(roles={event.roles[0].id: Quota(least=5)}))
    others = [str(role.id) for role in event.roles[1:]]

    assert looked_at(organizer, series, capacity="4", roles=others).status_code == 200


def test_roles_that_are_left_stay_as_each_date_has_them(organizer, series):
    series.events[2].roles = series.events[2].roles[:1]

    saved(organizer, series, looked_at(organizer, series, place_name="The Loft"))

    assert [len(one.roles) for one in series.events] == [7, 7, 1, 7]


def test_a_public_date_needs_somebody_who_can_come_and_a_draft_alone_does_not(organizer, series):
    public = looked_at(organizer, series, roles=None)
    draft = looked_at(organizer, series, nth=3, scope="one", roles=None)

    assert public.status_code == 422
    assert "1. Tuesday, 18 March 2031”: Choose at least one role" in public.text
    assert draft.status_code == 200


def test_all_move_to_wednesdays_and_keep_their_hours_over_the_change_of_clocks(organizer, series):
    shown = organizer.get(page(series)).text

    saved(organizer, series, looked_at(organizer, series, days="1"))

    assert "A day later: Wednesday" in shown
    assert days(series) == [
        "Wed 19 Mar 19:00–21:00", "Wed 26 Mar 19:00–21:00", "Wed 02 Apr 19:00–21:00",
        "Wed 09 Apr 19:00–21:00",
    ]  # fmt: skip


def test_days_and_hours_move_in_one_go_and_each_date_keeps_its_nights(organizer, series):
    series.events[1].ends_at += timedelta(days=1)

    looked = looked_at(organizer, series, days="-1", starts_at="18:00", ends_at="20:00")
    saved(organizer, series, looked)

    assert days(series)[:2] == ["Mon 17 Mar 18:00–20:00", "Mon 24 Mar 18:00–20:00"]
    nights = [(one.local_end.date() - one.local_start.date()).days for one in series.events]
    assert nights == [0, 1, 0, 0]


def test_no_weekday_is_promised_where_dates_are_on_different_ones(organizer, series):
    series.events[3].starts_at += timedelta(days=1)
    series.events[3].ends_at += timedelta(days=1)

    shown = organizer.get(page(series)).text

    assert "A day later" in shown
    assert "A day later: " not in shown


def test_two_that_would_be_at_the_same_time_are_refused_by_their_dates(organizer, series):
    looked = looked_at(organizer, series, nth=1, scope="later", days="-7")

    assert looked.status_code == 422
    assert (
        "“2. Tuesday, 25 March 2031” and “1. Tuesday, 18 March 2031” would be at the same time"
        in (looked.text)
    )
    assert days(series)[1] == "Tue 25 Mar 19:00–21:00"


def test_what_was_at_the_same_time_before_moves_on_together(organizer, series):
    series.events[1].starts_at = series.events[0].starts_at
    series.events[1].ends_at = series.events[0].ends_at

    assert looked_at(organizer, series, days="1").status_code == 200


def test_one_that_is_called_off_is_in_nobody_s_way(organizer, series):
    series.events[0].cancelled_at = clock.now()

    assert looked_at(organizer, series, nth=1, scope="later", days="-7").status_code == 200


def test_a_date_that_would_be_over_is_refused_by_its_day(organizer, series):
    near = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    series.events[0].starts_at, series.events[0].ends_at = near, near + timedelta(hours=2)
    called = f"1. {clock.day(near, BERLIN.key)}"

    looked = looked_at(organizer, series, scope="one", days="-6")

    assert looked.status_code == 422
    assert f"“{called}”: " in looked.text
    assert "That time has passed. Choose one to come." in looked.text


def test_an_hour_that_the_clocks_skip_is_refused_by_its_day(organizer, series):
    event = series.events[1]
    event.starts_at = datetime(2031, 3, 29, 2, 30, tzinfo=BERLIN)
    event.ends_at = event.starts_at + timedelta(hours=2)

    looked = looked_at(organizer, series, nth=1, scope="one", days="1")

    assert looked.status_code == 422
    assert "There is no 02:30 on Sun 30 Mar 2031 in Europe/Berlin" in looked.text


def test_whom_a_move_mails_is_shown_first_and_their_calendars_follow(organizer, series):
    guest = make.rsvp(series.events[0])

    looked = looked_at(organizer, series, days="1")
    before = series.events[0].sequence
    saved(organizer, series, looked)

    assert "4 dates change, one mail" in looked.text
    assert series.events[0].sequence == before + 1
    letter = db.session.scalars(db.select(Message)).one()
    assert (letter.kind, letter.to) == ("update", guest.person.email)


def test_what_was_typed_comes_back_to_go_on_with(organizer, series):
    looked = looked_at(organizer, series, title="Open lab", days="1", capacity="12")
    back = next(one for one in forms(looked.text) if one.action.endswith("/review"))
    shown = organizer.post(back.action, data=back.values | {"go": "edit"})

    typed = next(one for one in forms(shown.text) if one.action.endswith("/review")).values
    assert (typed["title"], typed["days"], typed["capacity"]) == ("Open lab", "1", "12")
    assert len(typed["roles"]) == 7


def test_a_venue_fills_place_and_tables_and_nothing_is_saved(organizer, series):
    venue = make.saved(Venue(community=series.community, name="City library", tables=9, seats=7))

    shown = looked_at(organizer, series, title="Open lab", go="venue", venue=str(venue.id))

    typed = next(one for one in forms(shown.text) if one.action.endswith("/review")).values
    assert shown.status_code == 200
    assert (typed["place_name"], typed["tables"], typed["seats"]) == ("City library", "9", "7")
    assert typed["title"] == "Open lab"
    assert series.events[0].place_name != "City library"


def test_an_event_that_was_held_for_two_days_is_so_at_other_hours(organizer, series):
    event: Event = series.events[0]
    event.ends_at = event.starts_at + timedelta(days=1, hours=1)

    saved(organizer, series, looked_at(organizer, series, scope="one", starts_at="18:00"))

    assert f"{event.local_end:%a %H:%M}" == "Wed 20:00"
