"""Ticks: shown to nobody unless both ticked, and then, with the next batch, two letters and one connection."""

from datetime import timedelta

import followup_builders
import make
from flask import Flask
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.sending import actions as sending
from eventapp.followups.sending.progress import counts_of
from eventapp.insights.reading import evening_of
from eventapp.mail.models import Message


def everything_mailed() -> str:
    messages = db.session.scalars(db.select(Message))
    return "".join(m.subject + m.text + m.html for m in messages if m.kind != "card")


def test_one_tick_writes_no_letter_and_makes_no_connection(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    before = db.session.scalar(db.select(db.func.count(Message.id)))

    followup_builders.tick(ana, ben, line="Your talk was grand")
    followup_builders.batch(event)

    assert len(followup_builders.wishes()) == 1
    assert followup_builders.connections() == []
    assert db.session.scalar(db.select(db.func.count(Message.id))) == before
    assert actions.connections_of(ana.person) == actions.connections_of(ben.person) == []


def test_one_tick_changes_nothing_on_the_page_of_the_other(app: Flask, client: Visitor) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ben)
    before = without_token(client.get(path).text)

    followup_builders.tick(ana, ben, line="Your talk was grand")
    followup_builders.batch(event)

    assert without_token(client.get(path).text) == before


def test_two_ticks_change_no_page_before_the_batch(app: Flask, client: Visitor) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ben, ana)
    path = followup_builders.path_of(ben)
    before = without_token(client.get(path).text)

    followup_builders.tick(ana, ben, line="Your talk was grand")

    assert without_token(client.get(path).text) == before
    assert followup_builders.connections() == []
    assert followup_builders.letters("introduction") == []


def test_one_tick_changes_no_number_at_the_desk(app: Flask) -> None:
    event, people = followup_builders.drafted(*"ABCDEF")
    for rsvp in people:
        followup_builders.tick(rsvp)
    now = clock.now()
    before = evening_of(event, now=now), counts_of(event)

    for rsvp in people[1:]:
        followup_builders.tick(rsvp, people[0], line="Your talk was grand")
    followup_builders.batch(event)

    assert (evening_of(event, now=now), counts_of(event)) == before


def test_two_looks_at_the_desk_never_differ_by_one_card_that_was_answered(app: Flask) -> None:
    event, people = followup_builders.drafted(*(f"Guest{n}" for n in range(11)))

    told = []
    for rsvp in people:
        followup_builders.tick(rsvp)
        told.append(counts_of(event).answered)

    assert told == [None] * 4 + [5] * 5 + [10] * 2


def test_two_ticks_make_one_connection_and_two_letters(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben, line="Your talk was grand")
    followup_builders.tick(ben, ana, line="Send me the plots")

    followup_builders.batch(event)

    (connection,) = followup_builders.connections()
    assert (connection.low_id, connection.high_id) == (ana.person_id, ben.person_id)
    assert connection.event_id == event.id
    to_ana, to_ben = sorted(followup_builders.letters("introduction"), key=lambda letter: letter.to)
    assert (to_ana.to, to_ben.to) == ("ana@example.org", "ben@example.org")
    assert "ben@example.org" in to_ana.text
    assert "Send me the plots" in to_ana.text
    assert b"EMAIL;TYPE=INTERNET:ben@example.org" in to_ana.card
    assert "Your talk was grand" in to_ben.text
    assert b"FN:Ana" in to_ben.card


def test_ticking_twice_is_once(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")

    for _ in range(2):
        followup_builders.both_tick(ana, ben)

    assert followup_builders.batch(ana.event) == 0
    assert len(followup_builders.wishes()) == 2
    assert len(followup_builders.connections()) == 1
    assert len(followup_builders.letters("introduction")) == 2


def test_only_people_on_the_card_can_be_ticked(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = people = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [[ana, ben], [cem]])
    followup_builders.arrive(*people)
    sending.draft(event, now=clock.now())

    followup_builders.tick(ana, ben, cem, ana)

    assert [wish.other_id for wish in followup_builders.wishes()] == [ben.id]


def test_the_introduction_tells_nothing_of_anybody_else(app: Flask) -> None:
    event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.tick(cem, ana, line="From Cem alone")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)

    followup_builders.batch(event)

    mailed = everything_mailed()
    assert not says(mailed, "Cem")
    assert "cem@example.org" not in mailed


def test_the_newest_connection_comes_first_and_only_ones_own(app: Flask) -> None:
    event, (ana, ben, cem, dot) = followup_builders.drafted("Ana", "Ben", "Cem", "Dot")
    followup_builders.both_tick(ana, ben)
    followup_builders.both_tick(cem, dot)
    followup_builders.tick(ana, ben, cem)
    followup_builders.tick(cem, ana, dot)
    followup_builders.batch(event, now=clock.now() + timedelta(hours=1))

    mine = actions.connections_of(ana.person)

    assert [known.email for known in mine] == ["cem@example.org", "ben@example.org"]
    assert mine[0].card.endswith(".vcf")


def without_token(page: str) -> list[str]:
    """A page without what differs each time it is made."""
    return [line for line in page.splitlines() if "csrf_token" not in line]
