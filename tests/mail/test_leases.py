"""Letters that are due are held by whoever sends them, the longest due first."""

from datetime import timedelta

import make
import pytest
from conftest import running
from sqlalchemy.orm import Session

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver, leases
from eventapp.mail.models import Message


def queue(*minutes_ago: int) -> list[Message]:
    """Letters that have been due for so long."""
    event = make.event()
    for _ in minutes_ago:
        make.rsvp(event, letter="invite")
    letters = list(db.session.scalars(db.select(Message).order_by(Message.id)))
    for letter, minutes in zip(letters, minutes_ago, strict=True):
        letter.due_at = clock.now() - timedelta(minutes=minutes)
    db.session.commit()
    return letters


def test_what_has_been_due_for_longest_leaves_first(each_database, monkeypatch):
    letters, left = queue(1, 3, 2), []
    monkeypatch.setattr(deliver, "to_mailbox", lambda letter: left.append(letter.to))

    assert deliver.deliver_due() == 3

    assert left == [letters[1].to, letters[2].to, letters[0].to]


def test_no_letter_is_held_twice(each_database):
    first, second, third = queue(3, 2, 1)

    held = [[letter.id for letter in leases.take(clock.now(), 2)] for _ in range(3)]

    assert held == [[first.id, second.id], [third.id], []]


@pytest.mark.services
def test_whoever_comes_meanwhile_takes_the_next_ones_and_waits_for_nobody(
    filled_postgres_url, tmp_path
):
    with running(filled_postgres_url, tmp_path):
        first, second = queue(2, 1)
        with Session(db.engine) as other:
            other.execute(db.select(Message).filter_by(id=first.id).with_for_update())
            db.session.execute(db.text("SET LOCAL lock_timeout = '2s'"))

            held = leases.take(clock.now(), 2)

        assert [letter.id for letter in held] == [second.id]


def test_what_became_of_letters_shows_on_those_that_are_at_hand(each_database):
    [letter] = queue(1)

    deliver.deliver_due()

    assert letter.state == "sent"
