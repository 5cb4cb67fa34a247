"""Several who send, take back and write the same letter at the same instant."""

from collections.abc import Callable
from datetime import timedelta

from announcing import letters
from crowd import at_once
from flask import Flask
from messaging import SAID, sent

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps import jobs
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.models import Announcement


def acting(app: Flask, act: Callable[[], object], said: list[str]) -> Callable[[], None]:
    """Somebody who does something of their own, committed, and what came of it."""

    def run() -> None:
        with app.app_context():
            try:
                act()
                db.session.commit()
                said.append("done")
            except Refused:
                db.session.rollback()
                said.append("refused")
            finally:
                db.session.remove()

    return run


def test_two_undo_while_the_worker_begins_and_either_all_get_it_or_nobody(
    each_database, meetup, guests, later
):
    number, said = sent(meetup, guests).id, []
    later(timedelta(minutes=2))
    db.session.remove()

    def undo() -> None:
        messages.undo(db.session.get_one(Announcement, number))

    at_once(
        [
            *(acting(each_database, undo, said) for _ in range(2)),
            acting(each_database, lambda: jobs._letters(number), []),
        ]
    )
    jobs.write_announcements()

    told = len(letters("message"))
    assert (said, told) in ((["done"] * 2, 0), (["refused"] * 2, 10))


def test_one_form_sent_by_many_at_once_is_one_letter(each_database, meetup, guests):
    event_id, chosen, said = meetup.id, [rsvp.id for rsvp in guests], []
    db.session.commit()
    db.session.remove()

    def send() -> None:
        event = db.session.get_one(Event, event_id)
        messages.send(event, chosen, **SAID, now=clock.now())

    at_once(acting(each_database, send, said) for _ in range(4))

    assert said == ["done"] * 4
    asked = db.select(db.func.count(Announcement.id)).where(Announcement.kind == "message")
    assert db.session.scalar(asked) == 1
