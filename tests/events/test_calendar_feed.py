"""The feed of a community: whoever asks again is told whether it is another one before it is written."""

from collections.abc import Callable
from datetime import timedelta

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock, ical
from eventapp.db import db
from eventapp.events.models import Event

# Columns that hold one of a few words.
WORDS = {"waitlist_mode": "offer", "visibility": "unlisted"}


def other(column: str, value: object) -> object:
    """Another value of the same kind."""
    if column in WORDS:
        return WORDS[column]
    if isinstance(value, bool):
        return not value
    if isinstance(value, dict) or column == "run":
        return {"stage": "required"}
    if Event.__table__.c[column].type.python_type is int:
        return (value or 0) + 1
    # Between the beginning of the event and its end.
    between = (clock.now() + timedelta(days=3)).replace(hour=19, minute=30)
    return f"{value}x" if isinstance(value, str) else between


# What of an event can change: all of it, but who hosts it, and its zone, which is no free text.
COLUMNS = [c.name for c in Event.__table__.c if c.name not in {"id", "community_id", "zone"}]


@pytest.mark.parametrize("column", COLUMNS)
def test_whatever_changes_of_an_event_shows_in_the_feed_at_once(
    app: Flask, client: Visitor, column: str
) -> None:
    event = make.event(online_url="https://meet.example.org/a", online_public=True)
    path = f"/{event.community.slug}/calendar.ics"
    before = client.get(path)

    setattr(event, column, other(column, getattr(event, column)))
    again = client.get(path, headers={"If-None-Match": before.headers["ETag"]})

    assert (again.status_code == 304) == (client.get(path).data == before.data)


def _rename(event: Event) -> None:
    event.community.name = "Another name"


def _move_away(event: Event) -> None:
    event.community.slug = "another-address"


def _add(event: Event) -> None:
    make.event(community=event.community)


def _remove(event: Event) -> None:
    event.starts_at -= timedelta(days=400)
    event.ends_at -= timedelta(days=400)


@pytest.mark.parametrize("change", [_rename, _move_away, _add, _remove])
def test_whatever_changes_of_a_community_shows_in_its_feed_at_once(
    each_database: Flask, client: Visitor, change: Callable[[Event], None]
) -> None:
    event = make.event()
    before = client.get(f"/{event.community.slug}/calendar.ics")

    change(event)
    again = client.get(
        f"/{event.community.slug}/calendar.ics", headers={"If-None-Match": before.headers["ETag"]}
    )

    assert again.status_code == 200
    assert again.data != before.data


@pytest.mark.parametrize("weak", ["", "W/"])
def test_a_feed_that_somebody_has_is_not_written_again(
    each_database: Flask, client: Visitor, weak: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = make.event()
    path = f"/{event.community.slug}/calendar.ics"
    before = client.get(path)
    monkeypatch.delattr(ical, "feed")

    again = client.get(path, headers={"If-None-Match": weak + before.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == before.headers["ETag"]
    assert again.headers["Cache-Control"] == before.headers["Cache-Control"]


def test_a_draft_is_in_no_feed(app: Flask, client: Visitor) -> None:
    event = make.draft()
    db.session.commit()

    assert b"VEVENT" not in client.get(f"/{event.community.slug}/calendar.ics").data
