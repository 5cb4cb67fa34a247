"""A guest list of one event, as platforms export it: which event it was and who was there is said here."""

import io
from datetime import UTC, datetime
from pathlib import Path

import make
import pytest
from visitor import forms

from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events.importing import actions as importing
from eventapp.events.models import Event
from eventapp.front.past_attendance import reading
from eventapp.rsvps.models import Rsvp

EXPORTS = Path(__file__).parents[2] / "rsvps" / "importing" / "exports"
LUMA, MEETUP = (
    (EXPORTS / name).read_bytes() for name in ("luma-guests.csv", "meetup-attendees.xls")
)
EVENTBRITE = (
    (EXPORTS / "eventbrite-custom-report.csv").read_bytes().replace(b"2026-12-08", b"2024-05-09")
)
# Two of three that were let in came.
CHECKED_IN = LUMA.replace(b"approved,,", b"approved,2024-05-09T16:04:11.000Z,")
CAME = {"Maren", "Tobias"}


@pytest.fixture
def page(organizer, host):
    """Send the form of the page, with what is given changed in it; first with a file."""
    address = f"/desk/{host.slug}/import/attendance"

    def send(data: bytes | None = None, shown: str = "", **given: object):
        if data is not None:
            return organizer.post(address, data={"file": (io.BytesIO(data), "guests.csv")} | given)
        (form,) = [form for form in forms(shown) if "list" in form.values]
        told = {name.replace("_", "-"): value for name, value in given.items()}
        return organizer.post(address, data=form.values | told)

    return send


def past_event(host, title="Spring evening") -> Event:
    then = datetime(2024, 5, 9, 16, 30, tzinfo=UTC)
    values = {"title": title, "starts_at": then, "ends_at": then.replace(hour=20)}
    now = datetime(2026, 11, 1, tzinfo=UTC)
    (event,) = importing.make_past(host, [importing.Incoming(f"{title:_<64}", values)], now=now)
    db.session.commit()
    return event


def there(event: Event | None = None) -> set[str]:
    came = db.select(Rsvp).join(Arrival, Arrival.rsvp_id == Rsvp.id)
    return {
        one.first_name
        for one in db.session.scalars(came)
        if event is None or one.event_id == event.id
    }


def only_event() -> Event:
    return db.session.scalars(db.select(Event)).one()


def test_a_list_without_event_and_day_asks_for_them_and_refuses_no_row(page):
    shown = page(CHECKED_IN)

    assert shown.status_code == 200
    assert "Which event was this?" in shown.text
    assert "This list doesn’t say on which day it was." in shown.text
    assert 'id="bad"' not in shown.text


def test_they_came_to_a_past_event_that_is_here(page, host):
    event = past_event(host)

    shown = page(CHECKED_IN)
    answer = page(shown=shown.text, at_event=str(event.id), go="bring")

    assert answer.status_code == 303
    assert there(event) == CAME
    assert only_event() == event


def test_or_to_one_that_is_given_by_its_name_and_day(page):
    shown = page(CHECKED_IN)
    answer = page(shown=shown.text, at_title="Spring evening", at_day="2024-05-09", go="bring")

    assert answer.status_code == 303
    assert there() == CAME
    assert (only_event().title, f"{only_event().local_start:%Y-%m-%d}") == (
        "Spring evening",
        "2024-05-09",
    )


def test_the_event_can_be_said_with_the_file(page):
    shown = page(CHECKED_IN, **{"at-title": "Spring evening", "at-day": "2024-05-09"})

    assert "One past event in this list" in shown.text
    assert page(shown=shown.text, go="bring").status_code == 303


def test_nothing_comes_in_before_the_event_is_said_and_nothing_said_is_lost(page, host):
    past_event(host)

    shown = page(CHECKED_IN)
    again = page(shown=shown.text, at_title="Spring", was=["8|away|@", "8|there|"], go="bring")

    assert again.status_code == 422
    assert "Say which event all of these came to." in again.text
    (form,) = [form for form in forms(again.text) if "list" in form.values]
    assert form.values["at-title"] == "Spring"
    assert form.values["was"] == ["8|there|", "8|away|@"]
    assert there() == set()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2099-01-01", "This day isn’t over."),
        ("1887-01-01", "This day can’t be right."),
        ("soon", "Give the day as in"),
    ],
)
def test_a_day_that_can_t_be_is_named_and_stays_as_it_was_typed(page, day, said):
    shown = page(CHECKED_IN)
    again = page(shown=shown.text, at_day=day, at_title="Spring")

    assert again.status_code == 422
    assert said in again.text
    assert f'value="{day}"' in again.text
    assert 'value="Spring"' in again.text


def test_a_day_may_be_typed_in_words(page):
    shown = page(CHECKED_IN)
    page(shown=shown.text, at_day="9. Mai 2024", at_title="Spring", go="bring")

    assert f"{only_event().local_start:%Y-%m-%d}" == "2024-05-09"


def test_an_event_of_another_community_can_t_be_chosen(page):
    elsewhere = past_event(make.community(), "Elsewhere")

    shown = page(CHECKED_IN)
    again = page(shown=shown.text, at_event=str(elsewhere.id), go="bring")

    assert "Elsewhere" not in shown.text
    assert again.status_code == 422
    assert there() == set()


def test_what_all_came_to_counts_for_every_row_whatever_the_file_says(page, host):
    event = past_event(host)
    data = b"Event,Date,Name\nTea,2024-06-09,Ada\nCake,2024-07-09,Bo\n"

    shown = page(data)
    page(shown=shown.text, at_event=str(event.id), go="bring")

    assert "2 past events in this list" in shown.text
    assert there(event) == {"Ada", "Bo"}


def test_a_name_alone_is_given_to_every_evening_of_the_file(page):
    data = b"Date,Name\n2024-06-09,Ada\n2024-07-09,Bo\n"

    shown = page(data)
    page(shown=shown.text, at_title="Breakfast", go="bring")

    assert {one.title for one in db.session.scalars(db.select(Event))} == {"Breakfast"}
    assert there() == {"Ada", "Bo"}


def test_what_was_said_with_a_file_that_can_t_be_read_is_still_there(page, monkeypatch):
    monkeypatch.setattr(reading, "MOST_MEETINGS", 0)
    data = b"Name,Table\nAda,1\nBo,1\n"

    again = page(data, **{"at-title": "Spring", "at-day": "2024-05-09"})

    assert again.status_code == 422
    assert 'value="Spring"' in again.text
    assert 'value="2024-05-09"' in again.text


def test_each_word_is_listed_with_how_it_is_read_and_for_how_many(page):
    shown = " ".join(page(CHECKED_IN).text.split())

    assert "Each word under “checked_in_at”" in shown
    assert "A day or a time, such as 2024-05-09T16:04:11.000Z" in shown
    assert "2 rows" in shown
    assert "(empty)" in shown
    assert "3 rows" in shown


def test_who_had_only_signed_up_is_asked_about_before_anything_comes_in(page):
    shown = page(MEETUP)
    refused = page(shown=shown.text, at_title="Tea", at_day="2024-05-09", go="bring")

    assert refused.status_code == 422
    assert "Say of each word whether they were there." in refused.text
    assert "3 rows wait until you say what their words mean." in refused.text
    assert "0 people, 0 check-ins" in refused.text
    assert there() == set()


@pytest.mark.parametrize(
    ("said", "came"), [("there", {"Maren", "Tobias", "Aiyana"}), ("away", set())]
)
def test_what_the_organizer_says_of_a_word_counts_for_all_of_its_rows(page, said, came):
    shown = page(MEETUP)
    page(shown=shown.text, at_title="Tea", at_day="2024-05-09", was=f"4|{said}|=yes", go="bring")

    assert there() == came


def test_eventbrite_s_attendee_status_is_a_status(page):
    shown = page(EVENTBRITE)
    page(shown=shown.text, was="20|away|=attending", go="bring")

    assert "Each word under “Attendee status”" in shown.text
    assert there() == {"Aiyana"}


def test_a_column_of_many_different_words_is_no_answer(page):
    rows = "".join(f"Tea,2024-05-09,Person {n},note {n}\n" for n in range(60))
    data = f"Event,Date,Name,Notes\n{rows}".encode()

    shown = page(data)
    refused = page(shown=shown.text, map_came="3", go="bring")

    assert refused.status_code == 422
    assert "too many different words" in refused.text
    assert there() == set()
