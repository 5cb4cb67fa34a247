"""Who follows a series is told of new dates part by part: the worker writes, and each hears once."""

from datetime import timedelta

import make
import pytest
import series_builders
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.mail.models import Message
from eventapp.programs import publication
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing import jobs
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.interest import actions as interest
from eventapp.rsvps import rescheduling

FOLLOWERS = 5


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "PART", 2)
    monkeypatch.setattr(jobs, "PAUSE", 0)


def followed() -> EventSeries:
    series = series_builders.series(make.event())
    for number in range(FOLLOWERS):
        wish = interest.ask(series, f"follower{number}@example.org", now=clock.now())
        interest.confirm(wish, now=clock.now())
    return series


def published(series: EventSeries, *, days: int) -> Event:
    draft = make.draft(
        community=series.community,
        starts_at=clock.now() + timedelta(days=days),
        ends_at=clock.now() + timedelta(days=days, hours=2),
    )
    series.dates.append(SeriesDate(event=draft))
    db.session.flush()
    publication.publish(draft, now=clock.now())
    db.session.commit()
    return draft


def letters() -> list[Message]:
    found = db.select(Message).filter_by(kind="next-date").order_by(Message.id)
    return list(db.session.scalars(found))


def test_the_worker_writes_what_would_hold_a_request_up_and_each_hears_once(
    each_database: Flask,
) -> None:
    series = followed()

    published(series, days=20)
    at_once = len(letters())
    jobs.write()
    jobs.write()

    assert at_once == 0
    assert len({one.to for one in letters()}) == len(letters()) == FOLLOWERS
    (done,) = db.session.scalars(db.select(ProgramAnnouncement)).all()
    assert (done.state, done.written, done.people) == ("done", FOLLOWERS, FOLLOWERS)
    assert interest.waiting(series) == 0


def test_who_has_not_heard_of_one_date_yet_hears_of_the_next_in_the_same_letter(
    app: Flask,
) -> None:
    series = followed()
    published(series, days=20)
    (first,) = db.session.scalars(db.select(ProgramAnnouncement)).all()
    announcing.write_part(first, at_most=2, now=clock.now())

    published(series, days=30)
    jobs.write()

    subjects = [one.subject for one in letters()]
    assert first.state == "replaced"
    assert len({one.to for one in letters()}) == len(letters()) == FOLLOWERS
    assert [one.startswith("New dates:") for one in subjects] == [False] * 2 + [True] * 3


def test_a_date_called_off_before_its_letters_are_written_is_told_to_nobody(app: Flask) -> None:
    series = followed()
    date = published(series, days=20)

    rescheduling.cancel_event(date, now=clock.now())
    db.session.commit()
    jobs.write()

    assert letters() == []
    assert interest.waiting(series) == FOLLOWERS
