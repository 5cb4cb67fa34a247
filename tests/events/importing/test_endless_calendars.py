"""Calendars that were made to keep a reader busy: small files that ask for very much."""

from datetime import UTC, datetime

import pytest

from eventapp.events.importing import calendar_file, repetition, time_zones, unrolling
from eventapp.events.importing.calendar_file import BadCalendar
from eventapp.events.importing.found import CalendarFile

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
CHANGE = (
    "BEGIN:STANDARD\r\nDTSTART:20200101T000000\r\nTZOFFSETFROM:+0500\r\nTZOFFSETTO:+0500\r\n"
    "{rule}END:STANDARD\r\n"
)
YEARLY = CHANGE.format(rule="RRULE:FREQ=YEARLY\r\n")


def read(*changes: str, entries: int = 1, more: str = "") -> CalendarFile:
    zone = "BEGIN:VTIMEZONE\r\nTZID:Ours\r\n" + "".join(changes) + "END:VTIMEZONE\r\n"
    entry = "BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART;TZID=Ours:20270109T183000\r\n" + more
    said = "".join(entry.format(n=n) + "END:VEVENT\r\n" for n in range(entries))
    whole = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{zone}{said}END:VCALENDAR\r\n"
    return calendar_file.read(whole.encode(), zone="Europe/Berlin", now=NOW)


def test_a_table_of_clocks_is_looked_through_once_a_year(monkeypatch: pytest.MonkeyPatch) -> None:
    real, asked = repetition.dates, []
    monkeypatch.setattr(
        repetition, "dates", lambda *a, **given: asked.append(a) or real(*a, **given)
    )

    found = read(YEARLY, YEARLY, entries=50)

    assert {one.starts_at.hour for one in found.events} == {13}
    assert len(asked) == 2


@pytest.mark.parametrize(
    "changes",
    [
        [CHANGE.format(rule="RRULE:FREQ=DAILY\r\n")],
        [YEARLY] * (time_zones.MOST_RULES + 1),
        [CHANGE.format(rule="")] * (time_zones.MOST + 1),
    ],
    ids=["daily", "rules", "changes"],
)
def test_a_table_that_no_clocks_have_isn_t_followed(changes: list[str]) -> None:
    (found,) = read(*changes).events

    assert "no_zone" in found.odd


def test_a_rule_that_lists_the_same_over_and_over_isn_t_followed() -> None:
    rule = "FREQ=MONTHLY;BYDAY=" + ",".join(["MO"] * 100)

    with pytest.raises(repetition.NotFollowed):
        repetition.dates(rule, datetime(2026, 1, 5), until=datetime(2027, 1, 5))  # noqa: DTZ001


def test_a_file_full_of_times_is_refused_before_they_are_read() -> None:
    # Folded lines hide none of them.
    dates = ",".join(["20270116T1\r\n 83000"] * calendar_file.TIMES)

    with pytest.raises(BadCalendar):
        read(YEARLY, more=f"RRULE:FREQ=WEEKLY\r\nEXDATE:{dates}\r\n")


@pytest.mark.parametrize(
    "more", ["X-A:b\r\n" * 60_000, "RRULE:FREQ=MONTHLY;BYDAY=" + "MO,MO,\r\n " * 200 + "MO\r\n"]
)
def test_endless_lines_are_refused_before_they_are_read(more: str) -> None:
    with pytest.raises(BadCalendar):
        read(YEARLY, more=more)


def test_only_so_many_dates_that_a_series_leaves_out_are_looked_at(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(unrolling, "LISTED", 1)

    found = read(
        YEARLY,
        more="RRULE:FREQ=WEEKLY;COUNT=4\r\nEXDATE;TZID=Ours:20270116T183000,20270123T183000\r\n",
    )

    assert len(found.events) == 3
