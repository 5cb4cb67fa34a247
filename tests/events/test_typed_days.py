"""Days as people type them: without a year the next such day; what may be two days is refused."""

from contextlib import suppress
from datetime import date

import pytest
from flask_babel import force_locale
from hypothesis import given
from hypothesis import strategies as st

from eventapp import paths
from eventapp.events import recurrence_form
from eventapp.events.typed_days import Unclear, read

MONTHS = {"apr": 4, "april": 4, "may": 5, "mai": 5, "july": 7, "februar": 2, "märz": 3, "4月": 4}
FIRST = date(2026, 3, 17)


def days(typed: str, first: date = FIRST) -> list[str]:
    return [str(day) for day in read(typed, months=MONTHS, first=first)]


@pytest.mark.parametrize(
    "typed",
    [
        "7 April", "7 april 2026", "7th of April", "7. April", "7 Apr.", "7 apr, 2026", "April 7",
        "April 7th, 2026", "Apr. 7", "7.4.", "7.4", "07.04.2026", "7. 4. 2026", "7.4.26",
        "2026-04-07", "2026-4-7", " 7\tApril ,",
    ],
)  # fmt: skip
def test_one_day_in_the_ways_that_people_write_it(typed):
    assert days(typed) == ["2026-04-07"]


@pytest.mark.parametrize(
    "typed",
    [
        "7 April, 14 April 2026; 5 May", "7 April 14 April 5 May", "7.4., 14.4.2026, 5.5.",
        "7.4. 14.4. 5.5.", "2026-04-07 2026-04-14,2026-05-05", "April 7, April 14, May 5",
        "7 April, 14/4/2026, 5/5", "7.4.\n14 April\n2026-05-05",
    ],
)  # fmt: skip
def test_several_days_in_a_row(typed):
    assert days(typed) == ["2026-04-07", "2026-04-14", "2026-05-05"]


@pytest.mark.parametrize(
    ("tag", "day"),
    [
        ("en", "7 April"), ("de", "7. April"), ("fr", "7 avril"), ("es", "7 de abril"),
        ("pt", "7 de abril"), ("nl", "7 april"), ("pl", "7 kwietnia"), ("tr", "7 Nisan"),
        ("ar", "7 أبريل"),
    ],
)  # fmt: skip
def test_what_our_own_sentence_tells_people_to_type_is_understood(app, tag, day):
    sentence = "Days as in 7 April, with a comma between them."
    if tag != "en":
        catalogue = paths.TRANSLATIONS / tag / "LC_MESSAGES" / "messages.po"
        sentence = catalogue.read_text().split(f'msgid "{sentence}')[1].splitlines()[1]
    comma, year = "،" if tag == "ar" else ",", "de " if tag in {"es", "pt"} else ""

    with app.test_request_context(), force_locale(tag):
        months = recurrence_form._months()

    assert day in sentence
    typed = f"{day}{comma} {day} {year}2027{comma} 2027-05-05"
    assert read(typed, months=months, first=FIRST) == [
        date(2026, 4, 7), date(2027, 4, 7), date(2027, 5, 5),
    ]  # fmt: skip


def test_without_a_year_it_is_the_next_such_day_from_the_first_session_on():
    assert days("7 April", date(2026, 4, 8)) == ["2027-04-07"]
    assert days("7 April", date(2026, 4, 7)) == ["2026-04-07"]
    assert days("29 Februar") == ["2028-02-29"]
    assert days("7 April 2025") == ["2025-04-07"]


@pytest.mark.parametrize("typed", ["14/4", "14/4/2026", "4/14/2026", "4/14/26"])
def test_by_strokes_where_only_one_of_both_can_be_the_month(typed):
    assert days(typed) == ["2026-04-14"]


@pytest.mark.parametrize("typed", ["7/4", "7/4/2026", "12 April, 7/4/26"])
def test_what_may_be_two_days_is_refused(typed):
    with pytest.raises(Unclear) as no:
        read(typed, months=MONTHS, first=FIRST)

    assert no.value.what == "two"
    assert no.value.typed.startswith("7/4")


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Easter", "Easter"), ("7 April, every second Tuesday", "every second Tuesday"), ("31 April", "31 April"),
        ("7 Aprul", "7 Aprul"), ("32.1.", "32.1."), ("2026-13-01", "2026-13-01"), ("7", "7"), ("15/15", "15/15"),
        ("30 Februar", "30 Februar"), ("٧ April", "٧ April"), ("0001-00-00", "0001-00-00"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_named(typed, named):
    with pytest.raises(Unclear) as no:
        read(typed, months=MONTHS, first=FIRST)

    assert (no.value.what, no.value.typed) == ("unknown", named)


@given(st.text(max_size=60), st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_whatever_is_typed_is_days_or_is_refused(typed, first):
    found: list[date] = []
    with suppress(Unclear):
        found = read(typed, months=MONTHS, first=first)
    assert all(isinstance(day, date) for day in found)


@given(st.dates(date(2000, 1, 1), date(2200, 1, 1)))
def test_every_day_is_read_back_by_its_number(day):
    for typed in (f"{day}", f"{day:%d.%m.}{day.year}", f"{day.day}. {day.month}. {day.year}"):
        assert read(typed, months=MONTHS, first=day) == [day]
