"""Meeting again, first-timers, answers over time, who stayed away, who had less: true, and telling on nobody."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import year_builders
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp import clock
from eventapp.db import db
from eventapp.insights import hiding
from eventapp.insights.evening import Evening, Guest, Role, Sitting
from eventapp.insights.headlines import Headline
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.pictures import (
    again,
    answers_over_time,
    fairness,
    funnel,
    lead_time,
    regulars,
)
from eventapp.insights.reading import evening_of
from eventapp.insights.reports import report, sentence
from eventapp.insights.years import jobs
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp

BEGUN = datetime(2026, 11, 26, 18, 0, tzinfo=UTC)
ALL = (again, regulars, answers_over_time, lead_time, fairness)


@pytest.fixture(scope="module", autouse=True)
def speaking() -> Iterator[None]:
    """Words for pictures, once for all examples."""
    app = Flask("words")
    Babel(app)
    with app.test_request_context():
        yield


def evening(guests: list[Guest], tables: tuple[tuple[int, ...], ...] = (), **given) -> Evening:
    pairs = frozenset((a, b) for table in tables for a in table for b in table if a < b)
    fields = {
        "starts_at": BEGUN, "ends_at": BEGUN + timedelta(hours=2), "zone": "Europe/London",
        "published_at": BEGUN - timedelta(days=30),
        "roles": (Role("Leader", 5), Role("Student", 4)), "guests": tuple(guests),
        "tables": (dict(enumerate(tables, start=1)),) if tables else (),
        "pairs": (pairs,) if tables else (),
    }  # fmt: skip
    return Evening(**fields | given)


def guest(n: int, **given) -> Guest:
    fields = {"key": n, "role": n % 2, "came": True, "created_at": BEGUN - timedelta(days=n % 20)}
    return Guest(**fields | given)


@st.composite
def evenings(draw: st.DrawFn) -> Evening:
    """Rooms in which much is few."""
    guests = []
    for n in range(draw(st.integers(0, 40))):
        state = draw(st.sampled_from(["going"] * 5 + ["cancelled", "waitlisted"]))
        came = state == "going" and draw(st.booleans())
        asked = draw(st.booleans())
        at = BEGUN - timedelta(days=draw(st.integers(0, 40)))
        waited = state == "waitlisted" or draw(st.integers(0, 4)) == 0
        guests.append(
            guest(
                n, state=state, came=came, had_place=state != "waitlisted", created_at=at,
                placed_at=at if state != "waitlisted" else None,
                waited_at=at if waited else None, times_before=draw(st.integers(0, 4)),
                gave_back_at=BEGUN - timedelta(days=1) if state == "cancelled" else None,
                has_ask=asked, ask_about=frozenset({"SQL"} if asked else ()),
                offer_about=frozenset({"SQL"} if draw(st.integers(0, 6)) == 0 else ()),
            )
        )  # fmt: skip
    came = [n for n, one in enumerate(guests) if one.came]
    size = draw(st.integers(2, 6))
    tables = tuple(tuple(came[n : n + size]) for n in range(0, len(came), size))
    read = evening(guests, tables)
    pairs = sorted(read.met)
    known = draw(st.sets(st.sampled_from(pairs))) if pairs else set()
    return replace(read, known=frozenset(known))


@settings(max_examples=120)
@given(evenings())
def test_no_number_of_people_is_one_to_four_alone_or_beside_the_way_from_invitation(
    read: Evening,
) -> None:
    drawn = [one.draw(read) for one in (*ALL, funnel)]

    shown = [one for one in drawn if isinstance(one, Picture)]
    for picture in shown:
        assert [name for name, count in picture.people.items() if hiding.few(count)] == []
    people = {name: n for one in shown for name, n in one.people.items()}
    way = [people[name] for name in ("asked", "place", "came") if name in people]
    placed = max((n for name, n in people.items() if name.startswith("placed ")), default=0)
    away = sum(n for name, n in people.items() if name.startswith("away "))
    for whole in [n for n in (placed, *way) if n]:
        for part in (*way, placed, len(read.came) + away):
            assert not hiding.few(whole - part)


@given(evenings().filter(lambda read: read.came))
def test_what_is_drawn_of_each_role_leaves_no_few_of_all(read: Evening) -> None:
    less = fairness.less_of(read)

    for of in ("met_few", "unanswered"):
        whole = getattr(less, of)
        parts = [getattr(part, of) for part in less.parts if getattr(part, of)]
        assert whole is not None or not parts
        if whole:
            assert not hiding.few(whole[0] - sum(part[0] for part in parts))
            assert not hiding.few(whole[1] - whole[0] - sum(part[1] - part[0] for part in parts))


def test_a_role_of_which_few_did_not_ask_is_not_told_apart() -> None:
    # Of 16 leaders two didn't ask, of 14 students six: each ask is open.
    asking = [guest(n, role=0, has_ask=n >= 2) for n in range(16)]
    asking += [guest(n, role=1, has_ask=n >= 22) for n in range(16, 30)]
    tables = tuple(tuple(range(n, n + 6)) for n in range(0, 30, 6))

    less = fairness.less_of(evening(asking, tables))

    assert less.unanswered == (22, 22)
    assert [part.unanswered for part in less.parts] == [None, None]
    told = fairness.less_of(evening([replace(one, has_ask=True) for one in asking], tables))
    assert [part.unanswered for part in told.parts] == [(16, 16), (14, 14)]


def test_who_met_again_is_counted_against_everybody_seated_by_lot() -> None:
    read = evening(
        [guest(n) for n in range(12)],
        (tuple(range(6)), tuple(range(6, 12))),
        known=frozenset({(0, 1), (2, 3), (4, 5), (0, 7), (1, 8), (2, 9)}),
    )

    assert len(read.met_again) == 3
    assert read.again_by_chance == pytest.approx(30 * 6 / 66)
    assert again.draw(read).title == "3 of 30 pairs had met before"


def test_few_who_met_again_are_not_counted() -> None:
    read = evening([guest(n) for n in range(12)], (tuple(range(12)),), known=frozenset({(0, 1)}))

    picture = again.draw(read)

    assert picture.title.startswith("Nearly everybody")
    assert picture.table.rows[-1][2:4] == ("–", "–")


def test_a_difference_that_chance_would_make_is_not_told() -> None:
    clear = [("late", 10, 30), ("early", 35, 5)]
    unclear = [("late", 10, 7), ("early", 12, 5)]

    assert lead_time.clearly_more(clear[0], clear[1])
    assert not lead_time.clearly_more(unclear[0], unclear[1])


def test_answers_are_told_in_shares_where_their_number_would_tell_who_stayed_away() -> None:
    guests = [guest(n, came=n > 1, placed_at=BEGUN - timedelta(days=n % 10)) for n in range(30)]

    picture = answers_over_time.draw(evening(guests))

    assert picture.people == {}
    assert picture.table.rows[-1][2] == 100
    assert "30" not in picture.wide.partition("<desc")[2].partition(">")[2].partition("<")[0]


def test_when_answers_came_is_read_from_what_happened(app: Flask) -> None:
    _community, (event,) = year_builders.months(1, 12)
    rsvp = next(one for one in everybody(event) if one.state == "going")
    when = clock.now()
    actions.cancel(rsvp, now=when)
    db.session.flush()

    read = evening_of(event, now=clock.now())

    found = [one for one in read.guests if one.state == "cancelled"]
    assert [one.gave_back_at for one in found] == [when]
    assert all(one.placed_at for one in read.guests)


def test_earlier_events_are_drawn_beside_the_last(app: Flask) -> None:
    _community, events = year_builders.months(3, 30)
    jobs.count_events()

    read = evening_of(events[-1], now=clock.now())
    picture = again.draw(read)

    assert len(picture.table.rows) == 3
    assert picture.table.rows[0][1:4] == (read.series[0].pairs, read.series[0].pairs, 0)
    assert sum(one.times_before > 0 for one in read.guests) == 15


def test_a_role_of_which_few_had_nobody_to_answer_is_not_told_apart() -> None:
    guests = [
        guest(
            n, role=n // 10, has_ask=True, ask_about=frozenset({"SQL" if n in open_asks else "CVs"}),
            offer_about=frozenset({"CVs"}),
        )
        for open_asks in [{0, 1, *range(10, 16), *range(20, 27)}]
        for n in range(30)
    ]  # fmt: skip
    roles = (Role("Leader", 5), Role("Student", 4), Role("Founder", 6))

    less = fairness.less_of(evening(guests, (tuple(range(30)),), roles=roles))

    told = {part.name: part.unanswered for part in less.parts}
    assert less.unanswered == (15, 30)
    assert told["Leader"] is None
    assert list(told.values()).count(None) >= 2


def test_a_report_says_nothing_that_no_picture_says() -> None:
    assert sentence.achieved([], again=(9, 9)) == []
    said = sentence.achieved([funnel.draw(evening([guest(n) for n in range(9)]))], again=(4, 9))

    assert said == ["9 people came."]


def test_a_report_leaves_out_what_concerns_organizers_alone() -> None:
    drawn = funnel.draw(evening([guest(n) for n in range(9)]))
    pictures = [replace(drawn, name=one.NAME) for one in (*ALL, funnel)]

    told = report.data(report.Head("Leith", "Tables", "Today"), [], [], pictures)

    assert len(told["pictures"]) == 3


def test_a_report_leaves_out_numbers_of_nothing_and_a_bar_by_itself() -> None:
    first = regulars.draw(evening([guest(n) for n in range(9)]))
    headlines = [Headline("9", "came"), Headline("0", "left with someone to write to")]

    told = report.data(report.Head("Leith", "Tables", "Today"), [], headlines, [first])

    assert isinstance(first, Picture)
    assert [one["number"] for one in told["numbers"]] == ["9"]
    assert not told["pictures"]


def test_where_nobody_had_met_before_nothing_is_said_of_meeting_again() -> None:
    before = Sitting(BEGUN - timedelta(days=7), pairs=30, again=0, again_people=0, chance=0.0)

    drawn = again.draw(evening([guest(n) for n in range(9)], (tuple(range(9)),), series=(before,)))

    assert isinstance(drawn, Hidden)


def everybody(event):
    return db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id).order_by(Rsvp.id))
