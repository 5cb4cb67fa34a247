"""At most one letter a week about asks on a board, to whoever offered that topic."""

from datetime import timedelta

import help_builders
import make
import pytest
from flask import Flask, current_app
from followup_builders import letters
from help_builders import asker, can_help, helper, put
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.followups.help_board import actions, figures, jobs
from eventapp.followups.help_board.models import AskOutcome, BoardAsk
from eventapp.people import preferences

THREE_DAYS = timedelta(days=3)


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)


def older(ask: BoardAsk) -> BoardAsk:
    """An ask that was put on the board three days ago."""
    ask.rsvp.keep_in_touch_at = ask.put_at = clock.now() - THREE_DAYS
    db.session.commit()
    return ask


def test_who_offered_the_topic_is_told_once_and_nobody_else(each_database: Flask) -> None:
    ana = asker()
    kofi = helper(ana)
    helper(ana, offer="watering plants")
    helper(ana, keep_in_touch=False)
    off = helper(ana, first_name="Off")
    preferences.switch_off(off.person, "help", now=clock.now())
    older(put(ana))

    numbers = [jobs.tell_helpers(), jobs.tell_helpers()]

    assert numbers == [1, 0]
    (told,) = letters("help-asks")
    assert told.to == kofi.person.email


def test_nothing_is_told_for_two_days_while_an_ask_may_be_taken_back(app: Flask) -> None:
    ana = asker()
    helper(ana)
    put(ana)
    db.session.commit()

    assert jobs.tell_helpers() == 0


def test_a_second_ask_waits_for_its_week(app: Flask) -> None:
    ana = asker()
    helper(ana)
    older(put(ana))
    first = jobs.tell_helpers()
    older(put(asker(ana.event.community)))
    same_week = jobs.tell_helpers()
    ten_days = timedelta(days=10)
    told = db.select(BoardAsk).where(BoardAsk.told_at.is_not(None))
    db.session.scalars(told).one().told_at -= ten_days
    letters("help-asks")[0].created_at -= ten_days
    db.session.commit()

    assert (first, same_week, jobs.tell_helpers()) == (1, 0, 1)


def test_the_letter_says_what_is_on_the_board_when_it_leaves_and_no_name(app: Flask) -> None:
    ana = asker()
    kofi = helper(ana)
    ask = older(put(ana))
    jobs.tell_helpers()
    (told,) = letters("help-asks")
    check = current_app.extensions["mail_checks"]["help-asks"]

    leaves = check(told)
    can_help(kofi, ask)

    assert leaves
    assert help_builders.ASK in told.text
    assert not says(told.text + told.html, "Ana")
    assert ana.event.title not in told.text + told.html
    assert not check(told)


@pytest.mark.parametrize("asks", [1, 60])
def test_the_board_and_its_letters_run_as_many_queries_for_many_asks(
    app: Flask, queries: list[str], asks: int
) -> None:
    event = make.past_event(capacity=200)
    rsvps = [make.rsvp(event, ask=help_builders.ASK) for _n in range(asks)]
    kofi = helper(rsvps[0])
    now = clock.now()
    for rsvp in rsvps:
        put(rsvp)
    db.session.commit()
    db.session.expire_all()
    person, community = kofi.person, event.community_id
    queries.clear()

    found = jobs.digests.readers(community, now=now + THREE_DAYS)
    letters_at = len(queries)
    board = actions.shown.board(person, community, now=now + THREE_DAYS)

    assert len(board) == asks
    assert found == [kofi.id]
    assert letters_at <= 6
    assert len(queries) - letters_at <= 8


@pytest.mark.parametrize(("said", "told"), [(4, None), (5, 5), (9, 5), (10, 10)])
def test_organizers_know_of_asks_by_fives(app: Flask, said: int, told: int | None) -> None:
    event = make.past_event()
    now = clock.now()
    for _n in range(said):
        rsvp = make.rsvp(event, ask=help_builders.ASK)
        make.saved(AskOutcome(rsvp=rsvp, said="not_yet", said_at=now))
        put(rsvp)

    found = figures.ask_figures(event, now=now)

    assert (found.still_open, found.on_board) == (told, told)
    assert (found.helped, found.started) == (None, None)
