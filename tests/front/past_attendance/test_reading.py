"""Lists of past evenings: which column is what, which day it was, who is one person."""

from datetime import date, time

import pytest
from babel.dates import format_date
from hypothesis import given
from hypothesis import strategies as st

from eventapp.events import month_names
from eventapp.front.past_attendance import dates, evenings, headings
from eventapp.front.past_attendance.identity import identities
from eventapp.languages import LANGUAGES
from eventapp.rsvps.topics import plain

TODAY = date(2026, 11, 30)
COLUMNS = {"event": (0,), "day": (1,), "name": (2,), "email": (3,), "table": (4,), "round": (5,)}


def read(
    *rows: tuple[str, ...], columns: dict[str, tuple[int, ...]] | None = None
) -> evenings.Found:
    filled = [(line, [*row, *[""] * (6 - len(row))]) for line, row in enumerate(rows, 2)]
    return evenings.read(
        filled, columns or COLUMNS, today=TODAY, months_first=False, check=lambda text: text
    )


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-05-09", date(2024, 5, 9)),
        ("2024-05-09 18:30:00", date(2024, 5, 9)),
        ("09.05.2024", date(2024, 5, 9)),
        ("9/5/2024", date(2024, 5, 9)),
        ("9 May 2024", date(2024, 5, 9)),
        ("Thu, May 9th, 2024 6:30 PM", date(2024, 5, 9)),
        ("31/02/2024", None),
        ("last spring", None),
        ("", None),
    ],
)
def test_days_are_read_as_lists_write_them(text, day):
    assert dates.day(text, months_first=False) == day


@pytest.mark.parametrize("tag", [*LANGUAGES, "de_AT", "en_GB", "ar_SY"])
@pytest.mark.parametrize("form", ["medium", "long", "full"])
def test_months_have_their_names_of_every_language(tag, form):
    for month in range(1, 13):
        day = date(2024, month, 17)
        text = format_date(day, form, locale=tag)

        assert dates.day(text, months_first=False) == day, text
        assert dates.day(text.upper(), months_first=False) == day, text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("7. März 2024", date(2024, 3, 7)),
        ("1er mai 2024", date(2024, 5, 1)),
        ("5 maja 2024", date(2024, 5, 5)),
        ("12 de mayo del 2024", date(2024, 5, 12)),
        ("1º de maio de 2024", date(2024, 5, 1)),
        ("7 Mart 2024 Perşembe 19:00", date(2024, 3, 7)),
        ("٧ مارس ٢٠٢٤", date(2024, 3, 7)),
        ("7\u200f/3\u200f/2024", date(2024, 3, 7)),
        ("7 آذار 2024", date(2024, 3, 7)),
        ("9-May-24", date(2024, 5, 9)),
        ("May 9, 18:30", None),
        ("Mayonnaise 9 2024", None),
    ],
)
def test_days_in_words_are_read_as_people_write_them(text, day):
    assert dates.day(text, months_first=False) == day


def test_no_two_languages_call_different_months_the_same():
    called: dict[str, set[int]] = {}
    for tag in dates.LANGUAGES:
        for name, number in month_names.numbers(tag).items():
            called.setdefault(plain(name), set()).add(number)

    assert LANGUAGES.keys() <= {*dates.LANGUAGES}
    assert {name: months for name, months in called.items() if len(months) > 1} == {}


def test_one_row_proves_which_number_is_the_month():
    assert dates.month_first(["3/4/2024", "3/14/2024"]) is True
    assert dates.month_first(["3/4/2024", "14/3/2024"]) is False
    assert dates.month_first(["3/4/2024", "14.3.2024"]) is None
    assert dates.day("3/4/2024", months_first=True) == date(2024, 3, 4)


@pytest.mark.parametrize(
    ("text", "at"),
    [("6:30 PM", time(18, 30)), ("18:30", time(18, 30)), ("2024-05-09 00:00:00", None), ("", None)],
)
def test_hours_are_read_and_midnight_is_none(text, at):
    assert dates.clock_time(text) == at


@given(st.text(max_size=80))
def test_any_text_is_a_day_or_none(text):
    found = dates.day(text, months_first=True)

    assert found is None or isinstance(found, date)
    dates.clock_time(text)


def test_headings_tell_the_event_from_the_order():
    assert headings.guess(
        ["Order Date", "Event Name", "Event Start Date", "Event Start Time", "Attendee Name",
         "Ticket Type", "Table No.", "Round", "Checked In"]
    ) == {"event": 1, "day": 2, "hour": 3, "table": 6, "round": 7}  # fmt: skip


def test_headings_are_read_in_every_way_of_writing_them():
    for day in ("event_date", "EventDate", "Event-Date", "EVENT DATE", "Fecha", "Data", "Tarih"):
        assert headings.guess(["name", day]) == {"day": 1}


def test_a_title_is_an_event_s_only_beside_its_day():
    assert headings.guess(["Name", "Title"]) == {}
    assert headings.guess(["Name", "Title", "Date"]) == {"event": 1, "day": 2}


def test_a_question_about_the_event_isn_t_its_name():
    assert headings.guess(["What makes you want to join the event?"]) == {}


def test_two_tables_in_one_round_cannot_be():
    found = read(
        ("Tea", "2024-05-09", "Ada", "a@x.example", "1", "1"),
        ("Tea", "2024-05-09", "Ada", "a@x.example", "2", "1"),
        ("Tea", "2024-05-09", "Ada", "a@x.example", "2", "2"),
    )

    assert [row.line for row in found.bad] == [3]


def test_a_table_of_a_whole_hall_is_no_table():
    rows = [("Tea", "2024-05-09", f"P{n}", "", "Hall", "1") for n in range(evenings.TABLE + 1)]

    assert [row.line for row in read(*rows).bad] == [2]
    assert read(*rows[:-1]).bad == ()


def test_a_day_to_come_is_no_past():
    assert [row.line for row in read(("Tea", "2026-11-30", "Ada", "", "", "")).bad] == [2]


def test_a_large_event_is_never_one_table():
    few = read(*[("Tea", "2024-05-09", f"P{n}") for n in range(8)]).evenings[0]
    many = read(*[("Tea", "2024-05-09", f"P{n}") for n in range(9)]).evenings[0]

    assert few.encounters(small_as_one=False) == 0
    assert few.encounters(small_as_one=True) == 28
    assert many.encounters(small_as_one=True) == 0


def test_an_address_is_one_person_however_the_name_is_spelled():
    found = read(
        ("Tea", "2024-05-09", "Bob Lee", "lee@x.example"),
        ("Cake", "2024-06-09", "Robert Lee", "lee@x.example"),
    )

    assert set(identities(found.evenings).values()) == {("lee@x.example", "")}


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["Tea", "Cake"]),
            st.just("2024-05-09"),
            st.sampled_from(["Ann", "Bob", "Cleo", ""]),
            st.sampled_from(["", "a@x.example", "b@x.example"]),
            st.sampled_from(["", "1", "2"]),
            st.sampled_from(["", "1", "2", "21"]),
        ),
        max_size=20,
    )
)
def test_nobody_sits_twice_and_every_row_counts_or_is_named(rows):
    found = read(*rows)
    identity = identities(found.evenings)

    for evening in found.evenings:
        everybody = [identity[person] for person in evening.guests]
        assert len(everybody) == len(set(everybody))
        for seats in evening.seats.values():
            assert seats.keys() <= evening.guests.keys()
    good = len(rows) - len(found.bad)
    assert sum(len(one.guests) for one in found.evenings) <= good
