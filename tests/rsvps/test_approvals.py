"""What an organizer decides about one guest: yes, no, or a place against the rules."""

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.rsvps import actions, approvals, own_page
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.history import Step
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.rsvps.parties.actions import bring
from eventapp.rsvps.parties.party import Party


def kinds(rsvp: Rsvp) -> list[str]:
    about = db.select(Message.kind).where(Message.about == f"rsvp:{rsvp.id}")
    return list(db.session.scalars(about.where(Message.state == "queued").order_by(Message.id)))


def asked(event: Event, email: str = "asks@example.org") -> Rsvp:
    actions.request(event, email, make.answers(event), once=email, now=clock.now())
    return db.session.scalars(db.select(Rsvp).order_by(Rsvp.id.desc()).limit(1)).one()


def test_an_event_with_approval_gives_no_place_before_the_organizer_said_yes(app: Flask) -> None:
    event = make.event(needs_approval=True)
    owner = make.member(event.community)
    rsvp = asked(event)
    before = (rsvp.state, kinds(rsvp))

    approvals.approve(rsvp, by=owner, now=clock.now())
    approvals.approve(rsvp, by=owner, now=clock.now())

    assert before == ("pending", ["pending"])
    assert (rsvp.state, kinds(rsvp)) == ("going", ["pending", "approved"])


def test_who_is_approved_when_it_is_full_waits_in_line(app: Flask) -> None:
    event = make.event(needs_approval=True, capacity=1)
    owner = make.member(event.community)
    first, second = asked(event), asked(event, "second@example.org")
    approvals.approve(first, by=owner, now=clock.now())

    approvals.approve(second, by=owner, now=clock.now())

    assert (second.state, kinds(second)) == ("waitlisted", ["pending", "waitlist"])


def test_a_no_is_kind_and_twice_is_once(app: Flask) -> None:
    event = make.event(needs_approval=True)
    owner = make.member(event.community)
    rsvp = asked(event)

    approvals.decline(rsvp, by=owner, now=clock.now())
    approvals.decline(rsvp, by=owner, now=clock.now())

    assert (rsvp.state, kinds(rsvp)) == ("declined", ["pending", "declined"])


def test_other_answers_keep_a_question_to_the_organizer_open(app: Flask) -> None:
    event = make.event(needs_approval=True)
    rsvp = asked(event)

    said = Answers(**vars(Answers.of(rsvp)) | {"role_id": event.roles[1].id})
    own_page.change_answers(rsvp, said, now=clock.now())

    assert rsvp.state == "pending"


def test_a_place_against_the_rules_needs_a_reason_that_is_kept(app: Flask) -> None:
    event = make.event(capacity=1)
    make.rsvp(event)
    owner = make.member(event.community)
    waits = make.rsvp(event)

    with pytest.raises(Refused):
        approvals.give_a_place(waits, by=owner, why="", now=clock.now())
    approvals.give_a_place(waits, by=owner, why="Brings the projector", now=clock.now())

    entry = db.session.scalars(db.select(HistoryEntry)).one()
    assert waits.going
    assert (entry.what, entry.why, entry.by) == ("override", "Brings the projector", owner)
    assert kinds(waits) == ["promoted"]


def brings(host: Rsvp, **given: bool) -> list[Rsvp]:
    return bring(host, Party((("Kofi", ""), ("Ana", "")), **given), now=clock.now())


def test_a_yes_is_for_those_whom_they_bring_too_and_a_party_isn_t_split(app: Flask) -> None:
    event = make.event(needs_approval=True, capacity=2, most_guests=2)
    owner = make.member(event.community)
    host = asked(event)
    party = [host, *brings(host)]

    approvals.approve(host, by=owner, now=clock.now())

    assert {one.state for one in party} == {"waitlisted"}
    assert len({one.turn for one in party}) == 3


def test_who_may_be_split_gets_the_places_that_there_are(app: Flask) -> None:
    event = make.event(needs_approval=True, capacity=2, most_guests=2)
    owner = make.member(event.community)
    host = asked(event)
    party = [host, *brings(host, waits_together=False)]

    approvals.approve(host, by=owner, now=clock.now())

    assert [one.state for one in party] == ["going", "going", "waitlisted"]


def test_a_no_is_for_those_whom_they_bring_too(app: Flask) -> None:
    event = make.event(needs_approval=True, most_guests=2)
    owner = make.member(event.community)
    host = asked(event)
    party = [host, *brings(host)]

    approvals.decline(host, by=owner, now=clock.now())

    assert {one.state for one in party} == {"declined"}
    assert kinds(host) == ["pending", "declined"]


def test_who_is_taken_off_is_not_thanked_for_saying_so(app: Flask) -> None:
    event = make.event()
    owner = make.member(event.community)
    taken_off, gave_back = make.rsvp(event), make.rsvp(event)

    actions.cancel(taken_off, step=Step(by=owner), now=clock.now())
    actions.cancel(gave_back, now=clock.now())

    texts = [
        db.session.scalars(db.select(Message.text).filter_by(about=f"rsvp:{rsvp.id}")).one()
        for rsvp in (taken_off, gave_back)
    ]
    assert ["took you off" in text for text in texts] == [True, False]
    assert ["Thank you for saying so" in text for text in texts] == [False, True]
