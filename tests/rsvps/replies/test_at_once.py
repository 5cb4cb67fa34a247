"""Several workers and several answers at the same instant: each place goes on once, and never two for one."""

import threading
import time
from collections import Counter

import make
import pytest
import reply_builders as replies
from flask import Flask
from flooding import Clock
from reply_builders import FORM

from eventapp.db import db
from eventapp.mail import deliver
from eventapp.mail.incoming.contents import Incoming
from eventapp.mail.models import Message
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import actions as incoming_actions
from eventapp.rsvps.replies import calendar_answers, jobs

pytestmark = pytest.mark.services


def test_places_that_calendars_gave_back_go_on_once(
    each_database: Flask, turned: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = each_database
    looked = calendar_answers._here
    # Whoever gives places back has looked before the others write: that is when a yes is lost.
    monkeypatch.setattr(calendar_answers, "_here", lambda rsvp: (looked(rsvp), time.sleep(0.1))[0])
    app.config["ANSWER_ADDRESS"] = FORM
    event = make.event(capacity=4)
    guests = [make.rsvp(event, letter="invite") for _ in range(4)]
    waiting = [make.rsvp(event, letter="invite") for _ in range(6)]
    db.session.commit()
    for rsvp in guests:
        replies.press(rsvp, "DECLINED")
    deliver.deliver_due()
    turned.turn(minutes=11)
    # Two of them say yes at the very moment at which their places go on.
    sent = [(replies.of(rsvp), replies.said(rsvp, "ACCEPTED")) for rsvp in guests[:2]]
    numbers, yes = [rsvp.id for rsvp in waiting], [rsvp.id for rsvp in guests[:2]]
    db.session.remove()
    barrier, troubles = threading.Barrier(6), []

    def at_once(work) -> None:
        with app.app_context():
            barrier.wait()
            try:
                work()
            except Exception as error:
                troubles.append(error)
            finally:
                db.session.remove()

    def take(number: int) -> None:
        to, content = sent[number % 2]
        mail = replies.Mail(700 + number, to, b"", turned.now)
        known = {"message_id": f"<{number}@x>", "sender": "", "sender_name": "", "subject": ""}
        read = Incoming(**known, recipients=(), proven=False, content=content)
        incoming_actions.take_in(mail, read, turned.now)
        db.session.commit()

    works = [jobs.give_back_due, jobs.give_back_due]
    works += [lambda number=number: take(number) for number in range(4)]
    crowd = [threading.Thread(target=at_once, args=(work,)) for work in works]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()

    assert troubles == []
    with app.app_context():
        assert actions.count(db.session.get(make.Event, event.id), "going") == 4
        promoted = db.select(Message.about).where(Message.kind == "promoted")
        got = Counter(db.session.scalars(promoted))
        served = db.select(Rsvp.id).where(Rsvp.id.in_(numbers), Rsvp.state == "going")
        assert got == Counter(f"rsvp:{number}" for number in db.session.scalars(served))
        # Whoever said yes has a place, or a letter that says how it stands.
        for rsvp in db.session.scalars(db.select(Rsvp).where(Rsvp.id.in_(yes))):
            assert rsvp.going or replies.letters(rsvp)[-1] == "waitlist"
        # At least the two places that nobody wanted back.
        assert len(got) >= 2
        assert db.session.scalars(db.select(Rsvp.leaves_at)).all() == [None] * 10
