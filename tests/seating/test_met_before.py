"""Who has met whom, as tables are made of it: at which events it counts, and how it adds up."""

from datetime import timedelta

import make
import pytest
from flask import Flask

from eventapp.encounters import ledger
from eventapp.seating import meetings, problems

YEAR = timedelta(days=365.25)


def test_only_earlier_events_of_the_community_count(each_database: Flask) -> None:
    host = make.community()
    event = make.event(community=host)
    years_ago = {"starts_at": event.starts_at - YEAR, "ends_at": event.ends_at - YEAR}
    later = {"starts_at": event.starts_at + YEAR, "ends_at": event.ends_at + YEAR}
    earlier, after = make.event(community=host, **years_ago), make.event(community=host, **later)
    elsewhere = make.event(**years_ago)
    ana, ben, cem, eva = sorted(make.person().id for _ in range(4))
    for at, round, pair in (
        (earlier, 1, (ana, ben)),
        (earlier, 2, (ana, ben)),
        (earlier, 1, (cem, eva)),
        (after, 1, (ana, cem)),
        (elsewhere, 1, (ben, eva)),
        (elsewhere, 1, (cem, eva)),
    ):
        known = dict.fromkeys(pair, 1)
        ledger.record(at, round, known, pair, now=make.NOON)

    past = problems.met_before(
        event, {person: f"guest {person}" for person in (ana, ben, cem, eva)}
    )

    a_year = meetings.faded(365.25)
    assert dict(past) == {
        (f"guest {ana}", f"guest {ben}"): pytest.approx(2 * a_year),
        (f"guest {cem}", f"guest {eva}"): pytest.approx(a_year),
    }


def test_people_without_a_history_have_met_nobody(each_database: Flask) -> None:
    event, someone = make.event(), make.person()

    assert dict(problems.met_before(event, {someone.id: "a"})) == {}
    assert dict(problems.met_before(event, {})) == {}
