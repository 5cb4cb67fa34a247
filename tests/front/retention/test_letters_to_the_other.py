"""Letters of half-hours and of the board stand in the other's mail: they tell of nobody who is gone."""

from collections.abc import Callable

import meeting_builders
import pytest
from flask import Flask
from followup_builders import letters
from help_builders import asker, can_help, helper, put
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions as board
from eventapp.followups.help_board.models import HelpOffer
from eventapp.followups.meetings.models import Meeting
from eventapp.front import erasing
from eventapp.front.retention import forgetting
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


def erased(rsvp: Rsvp) -> None:
    erasing.erase(rsvp.person, now=clock.now())


def forgotten(rsvp: Rsvp) -> None:
    forgetting.forget(rsvp.person, rsvp.event.community, now=clock.now())


def told(word: str) -> list[str]:
    """The letters, and what of them, in which a word stands."""
    found = []
    for one in db.session.scalars(db.select(Message)):
        for name in ("to", "to_name", "subject", "text", "html", "calendar", "card"):
            said = getattr(one, name) or ""
            text = said.decode().replace("\r\n ", "") if isinstance(said, bytes) else said
            if word in text.lower():
                found.append(f"{one.kind}.{name} to {one.to}")
    return found


Goes = Callable[[Rsvp], None]
HOW = pytest.mark.parametrize("goes", [erased, forgotten])


def gone(rsvp: Rsvp, goes: Goes) -> None:
    db.session.commit()
    db.session.expire_all()
    goes(rsvp)
    db.session.commit()
    db.session.expire_all()


@HOW
@pytest.mark.parametrize("sent", [True, False])
def test_no_half_hour_tells_whom_it_was_with(
    app: Flask, client: Visitor, goes: Goes, sent: bool
) -> None:
    ana, ben, connection = meeting_builders.introduced()
    meeting_builders.agree(client, ana, connection, words="At Ben’s, third floor")
    if sent:
        deliver_due(100)
    assert told("ben")

    gone(ben, goes)

    assert told("ben") == []
    assert not [one for one in db.session.scalars(db.select(Meeting.words)) if "Ben" in one]
    # What an erased person had agreed on still leaves the other's calendar.
    waiting = [one.to for one in letters("half-hour-off") if one.state == "queued"]
    assert ("ana@example.org" in waiting) == (goes is erased)


@HOW
@pytest.mark.parametrize("first", ["nothing", "took it back", "its weeks are over"])
def test_nobody_who_offered_to_help_stands_in_the_letter_to_who_asked(
    app: Flask, goes: Goes, first: str
) -> None:
    ana = asker(email="ana@example.org")
    kofi = helper(ana, email="kofi@example.org")
    ask = put(ana)
    can_help(kofi, ask, note="I did this for years")
    db.session.commit()
    deliver_due(100)
    before = told("kofi")
    if first == "took it back":
        board.take_back(ana)
    elif first == "its weeks are over":
        board.forget(ask.ends_at)

    gone(kofi, goes)

    assert before
    assert told("kofi") + told("for years") == []
    assert db.session.scalars(db.select(Person.email).where(Person.email == ana.person.email)).one()


@HOW
def test_an_introduction_by_the_board_is_forgotten_whichever_events_they_answered(
    app: Flask, goes: Goes
) -> None:
    ana = asker(email="ana@example.org")
    kofi = helper(ana, email="kofi@example.org")
    can_help(kofi, put(ana))
    number = db.session.scalars(db.select(HelpOffer.id)).one()
    board.answer(ana, number, yes=Chosen(), now=clock.now())
    db.session.commit()
    deliver_due(100)
    assert told("kofi")

    gone(kofi, goes)

    assert told("kofi") == []
