"""Moments are said once for all readers who would read the same, and for nobody else."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

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
