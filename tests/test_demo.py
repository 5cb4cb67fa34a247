"""The demo community: something to look at from the first minute."""

from datetime import UTC, datetime

from flask import Flask

from eventapp import demo
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.insights import gallery
from eventapp.insights.picture import Picture
from eventapp.insights.reading import evening_of
from eventapp.insights.suggestions import suggestions

NOW = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)


def test_the_past_evening_of_the_demo_has_its_pictures(app: Flask) -> None:
    demo.load(now=NOW)
    past = db.session.scalars(db.select(Event).order_by(Event.starts_at)).first()

    with app.test_request_context():
        evening = evening_of(past, now=NOW)
        shown = {one.name for one in gallery.pictures_of(evening) if isinstance(one, Picture)}

        # Nobody had been at an earlier one.
        assert {entry.name for entry in gallery.OF_AN_EVENING} - shown == {"met-before"}
        assert suggestions(evening)
    # Its month is over, so that the year tells of it.
    assert (past.ends_at.year, past.ends_at.month) == (2026, 10)
