"""Moments are said once for all readers who would read the same, and for nobody else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from flask_babel import force_locale

from eventapp import clock

EVENING = datetime(2026, 11, 26, 18, tzinfo=UTC)


def said(zone: str, moment: datetime = EVENING) -> tuple[str, ...]:
    return (
        clock.day(moment, zone),
        clock.short_day(moment, zone),
        clock.hour(moment, zone),
        clock.zone_name(moment, zone),
    )


def test_a_moment_reads_otherwise_in_each_zone_and_language(app):
    with app.test_request_context():
        here, there = said("Europe/London"), said("Asia/Tokyo")
    with app.test_request_context(), force_locale("de"):
        german = said("Europe/London")

    assert all(len(set(each)) > 1 for each in zip(here, there, german, strict=True))
    assert here[0] != german[0]
    assert here[2] != there[2]


def test_the_hour_that_comes_twice_is_said_with_its_own_zone(app):
    berlin = ZoneInfo("Europe/Berlin")
    first = datetime(2026, 10, 25, 2, 30, tzinfo=berlin)

    with app.test_request_context():
        names = [clock.zone_name(first.replace(fold=fold), "Europe/London") for fold in (0, 1)]

    assert names == ["BST", "GMT"]


def local(zone: str, *at: int, fold: int = 0) -> datetime:
    return datetime(*at, tzinfo=ZoneInfo(zone), fold=fold)


BERLIN, YORK, HOWE = "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"


@pytest.mark.parametrize(
    ("zone", "start", "end", "said"),
    [
        (BERLIN, (2027, 3, 28, 1, 30), (2027, 3, 28, 3, 30), "01:30 (CET)–03:30 (CEST)"),
        (BERLIN, (2027, 3, 27, 22), (2027, 3, 28, 4), "22:00 (CET)–Sun 28 Mar, 04:00 (CEST)"),
        (BERLIN, (2026, 10, 25, 1, 30), (2026, 10, 25, 3), "01:30 (CEST)–03:00 (CET)"),
        (BERLIN, (2027, 3, 28, 3), (2027, 3, 28, 5), "03:00–05:00 (CEST)"),
        (BERLIN, (2027, 3, 27, 18), (2027, 3, 27, 20), "18:00–20:00 (CET)"),
        (
            YORK,
            (2027, 3, 14, 1, 30),
            (2027, 3, 14, 3, 30),
            "01:30 (New York time, UTC−5)–03:30 (New York time, UTC−4)",
        ),
        (YORK, (2026, 11, 26, 18), (2026, 11, 26, 20), "18:00–20:00 (New York time, UTC−5)"),
        (
            HOWE,
            (2027, 4, 4, 1),
            (2027, 4, 4, 3),
            "01:00 (Lord Howe Island time, UTC+11)–03:00 (Lord Howe Island time, UTC+10:30)",
        ),
        (
            HOWE,
            (2026, 10, 4, 1),
            (2026, 10, 4, 3),
            "01:00 (Lord Howe Island time, UTC+10:30)–03:00 (Lord Howe Island time, UTC+11)",
        ),
        ("Asia/Tokyo", (2027, 3, 28, 1), (2027, 3, 28, 3), "01:00–03:00 (Japan Time, UTC+9)"),
    ],
)
def test_a_night_on_which_clocks_change_names_the_zone_of_each_end(app, zone, start, end, said):
    with app.test_request_context():
        when = clock.when(local(zone, *start), local(zone, *end), zone)

    assert when.endswith(f", {said}")


def test_one_hour_that_the_clocks_show_twice_is_an_hour(app):
    first = local(BERLIN, 2026, 10, 25, 2, 30)
    second = local(BERLIN, 2026, 10, 25, 2, 30, fold=1)

    with app.test_request_context():
        hours = clock.hours(first, second, BERLIN)

    assert hours == "02:30 (CEST)–02:30 (CET)"
