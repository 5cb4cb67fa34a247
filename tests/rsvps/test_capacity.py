"""The last place is given once, whoever asks at the same instant; on the shipped server."""

import threading
import time

import make
import pytest
from crowd import Guest, at_once, event_of, wrongs

from eventapp import clock
from eventapp.db import db, only_reads
from eventapp.mail.models import Message
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp

pytestmark = pytest.mark.services


@pytest.mark.parametrize("which", ["sqlite", "postgresql"])
def test_200_rsvps_at_once_for_60_places_give_exactly_60(which, request, serve, tmp_path):
    url = {"DATABASE_URL": request.getfixturevalue("postgres_url")} if which != "sqlite" else {}
    # Guests come from addresses of their own: what comes from one takes turns by the limits of letters.
    server = serve(TRUSTED_PROXIES=1, **url)
    with event_of(server, tmp_path, capacity=60) as (path, role, event_id):
        guests = [Guest(server.url, number) for number in range(200)]
        for guest in guests:
            guest.fill_in_yes(path, role)

        at_once(guest.press for guest in guests)

        assert {guest.status for guest in guests} == {303}
        turns = db.session.execute(
            db.select(Rsvp.state, Rsvp.turn).where(Rsvp.event_id == event_id).order_by(Rsvp.turn)
        ).all()
        assert [turn for _, turn in turns] == list(range(1, 201))
        assert [state for state, _ in turns] == ["going"] * 60 + ["waitlisted"] * 140
        assert wrongs(event_id) == []
        letters = db.select(Message.kind, db.func.count()).group_by(Message.kind)
        assert dict(db.session.execute(letters).all()) == {"invite": 60, "waitlist": 140}


@pytest.mark.parametrize("guarded", [True, False])
def test_the_lock_is_what_keeps_the_count(guarded, each_database, monkeypatch):
    """The same race inside this process: without its guard it must go wrong."""
    app = each_database
    event_id = make.event(capacity=5).id
    db.session.commit()
    db.session.remove()
    if not guarded:
        monkeypatch.setattr(actions, "lock", lambda event: None)
    counted = actions.standing
    # Everybody looks before anybody writes: that is when a place is given twice.
    monkeypatch.setattr(
        actions, "standing", lambda *a, **now: (counted(*a, **now), time.sleep(0.02))[0]
    )
    troubles = []

    def ask(number: int) -> None:
        with app.app_context():
            only_reads(not guarded)
            try:
                found = db.session.get(make.Event, event_id)
                answers = make.answers(found)
                email = f"racer{number}@example.org"
                actions.request(found, email, answers, once=str(number), now=clock.now())
                db.session.commit()
            except Exception as error:
                db.session.rollback()
                troubles.append(error)

    racers = [threading.Thread(target=ask, args=(n,)) for n in range(12)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    db.session.rollback()
    going = counted(db.session.get(make.Event, event_id), now=clock.now()).room.going
    went_right = going == 5 and not troubles
    assert went_right == guarded, f"{going} going, {len(troubles)} failed"
