"""An evening whose rounds ran late is over on its page when they are, also on one that is kept."""

from datetime import timedelta

import make
from conftest import Clock, visitor
from flask import Flask

from eventapp.db import db
from eventapp.events import rounds


def test_a_kept_page_says_that_it_is_over_once_the_last_round_is(
    app: Flask, moved_clock: Clock
) -> None:
    now = moved_clock.now
    event = make.event(starts_at=now - timedelta(hours=2), ends_at=now + timedelta(minutes=5))
    planned = rounds.Timetable(now - timedelta(hours=1), 3, 25)
    started = (("start", now - timedelta(minutes=40)),)
    event.run = rounds.as_json(rounds.Run(planned, started, 1))
    db.session.commit()
    page = f"/{event.community.slug}/events/{event.slug}"

    moved_clock.turn(minutes=6)
    late = visitor(app).get(page).text
    moved_clock.turn(hours=2)
    after = visitor(app).get(page).text

    assert "That was it" not in late
    assert "That was it" in after
