"""Whatever happens to letters on their way: each guest gets them in the order they were written.

What a guest's calendar holds at the end is how it is, and no entry ever counts as older than one before.
"""

import re
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import icalendar
import make
import pytest
from flask import Flask
from flooding import Clock
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule, run_state_machine_as_test
from queueing import revised

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import compose, deliver, leases
from eventapp.mail.models import Message, ReceivingDomain
from eventapp.mail.refusals import NotTaken, Stage, refusal
from eventapp.people.models import Person
from eventapp.rsvps import actions, giving_back, rescheduling
from eventapp.rsvps.attendees import actions as attendees
from eventapp.rsvps.models import Rsvp

GUESTS = ("ada@example.org", "bob@example.org", "cy@example.org")
guests, few = st.sampled_from(GUESTS), st.integers(0, 3)


class Killed(BaseException):
    """Nothing that comes after it in the worker is done any more."""


class Server:
    """A mail server as a worker meets it, and what each guest got from it."""

    def __init__(self) -> None:
        self.away, self.puts_off, self.kills_after, self.has_killed = False, "", 0, False
        self.got: dict[str, list[compose.Letter]] = {guest: [] for guest in GUESTS}

    def __call__(self, letter: compose.Letter) -> None:
        if self.away:
            raise NotTaken(Stage.US, None, how="ConnectionRefusedError")
        if letter.to == self.puts_off:
            raise NotTaken(Stage.LETTER, refusal(451, "4.3.0 later"))
        self.got[letter.to].append(letter)
        self.kills_after -= 1
        if self.kills_after == 0:
            self.has_killed = True
            raise Killed


def in_order(got: list[compose.Letter]) -> None:
    """What a guest got must read as it was written, but for copies of the last one."""
    read: list[compose.Letter] = []
    for letter in got:
        known = [one.message_id for one in read]
        if letter.message_id in known:
            assert letter.message_id == known[-1], "a copy of what came before the last"
            continue
        assert letter.in_reply_to is None or letter.in_reply_to in known
        if (told := re.search(r"When:\n  was (.+)\n", letter.text)) and read:
            assert told[1] in map(when, read)
        if letter.calendar and (before := [number(one) for one in read if one.calendar]):
            assert number(letter) > before[-1]
            assert number(letter)[1] > before[-1][1]
        read.append(letter)


def when(letter: compose.Letter) -> str:
    found = re.findall(r"When:\n  was .+\n  now (.+)|When: (.+)", letter.text)
    return "".join(found[-1]) if found else ""


def entry(letter: compose.Letter) -> Any:
    return icalendar.Calendar.from_ical(letter.calendar or b"").walk("VEVENT")[0]


def number(letter: compose.Letter) -> tuple[int, datetime]:
    found = entry(letter)
    return int(found["SEQUENCE"]), found["DTSTAMP"].dt


class Evening(RuleBasedStateMachine):
    """An event with two places and three guests, and letters about it that get on badly."""

    time: Clock

    def __init__(self) -> None:
        super().__init__()
        self.time.now = make.NOON
        # The clock goes back for each evening: what a server said on another one would not be over yet.
        db.session.execute(db.delete(ReceivingDomain))
        start = self.time.now + timedelta(days=80)
        self.event = make.event(capacity=2, starts_at=start, ends_at=start + timedelta(hours=2))
        self.by, self.server, self.held = make.person(), Server(), None
        db.session.commit()

    def does(self, act: Callable[..., object], *given: Any, **more: Any) -> None:
        """What a page does: all of it, or nothing."""
        try:
            act(*given, **more, now=clock.now())
        except Refused:
            db.session.rollback()
        else:
            db.session.commit()

    def answer(self, guest: str) -> Rsvp | None:
        asked = db.select(Rsvp).join(Rsvp.person).where(Rsvp.event_id == self.event.id)
        return db.session.scalar(asked.where(Person.email == guest))

    @rule(guest=guests)
    def says_yes(self, guest: str) -> None:
        said = make.answers(self.event, first_name=guest[:3])
        self.does(actions.request, self.event, guest, said, once=tokens.new_nonce())

    @rule(guest=guests)
    def gives_back(self, guest: str) -> None:
        if rsvp := self.answer(guest):
            self.does(giving_back.give_back, rsvp)

    @rule(guest=guests)
    def wants_it_back(self, guest: str) -> None:
        if rsvp := self.answer(guest):
            self.does(giving_back.undo, rsvp)

    @rule(guest=guests, act=st.sampled_from(["take_off", "move_to_waitlist", "undo"]))
    def organizer_changes_the_list(self, guest: str, act: str) -> None:
        if rsvp := self.answer(guest):
            self.does(getattr(attendees, act), rsvp, by=self.by)

    @rule(what=st.sampled_from(["time", "title", "place", "zone", "link"]), to=few)
    def changes(self, what: str, to: int) -> None:
        start = self.event.starts_at.replace(hour=10 + to)
        self.does(
            revised,
            self.event,
            **{
                "time": {"starts_at": start, "ends_at": start + timedelta(hours=2)},
                "title": {"title": f"Title {to}"},
                "place": {"place_name": f"Place {to}"},
                "zone": {"zone": ["Europe/Berlin", "Asia/Tokyo", "UTC", "Africa/Cairo"][to]},
                "link": {"online_url": f"https://meet.example/{to}"},
            }[what],
        )

    @rule()
    def is_called_off(self) -> None:
        self.does(rescheduling.cancel_event, self.event)

    @rule()
    def takes_place_after_all(self) -> None:
        self.does(rescheduling.reopen_event, self.event)

    @rule(seconds=st.sampled_from([1, 40, 150, 5400]))
    def time_passes(self, seconds: int) -> None:
        self.sends_what_it_holds()
        self.time.turn(seconds=seconds)

    @rule()
    def letters_leave(self) -> None:
        self._deliver()

    @rule()
    def nobody_answers(self) -> None:
        self._deliver(away=True)

    @rule(guest=guests)
    def one_is_put_off(self, guest: str) -> None:
        self._deliver(puts_off=guest)

    @rule(letters=st.integers(1, 3))
    def worker_is_killed_before_it_marks(self, letters: int) -> None:
        self._deliver(kills_after=letters)

    @precondition(lambda self: self.held is None)
    @rule(most=st.integers(1, 3))
    def another_worker_takes_some(self, most: int) -> None:
        if letters := deliver._held(most).letters:
            self.held = deliver._Batch(letters, self.server, {})

    @rule()
    def sends_what_it_holds(self) -> None:
        held, self.held = self.held, None
        if held:
            held.work_off()

    def _deliver(self, **how: Any) -> None:
        vars(self.server).update({"away": False, "puts_off": "", "kills_after": 0} | how)
        deliver.to_mailbox = self.server
        try:
            deliver.deliver_due()
        except Killed:
            db.session.rollback()
            self.server.has_killed = False
        vars(self.server).update({"away": False, "puts_off": "", "kills_after": 0})

    def teardown(self) -> None:
        self.sends_what_it_holds()
        for _ in range(4):
            self.time.turn(hours=25)
            self._deliver()
        db.session.expire_all()
        unsent = db.select(Message.kind).where(Message.state.in_(("queued", "failed")))
        assert not db.session.scalar(unsent)
        for guest in GUESTS:
            in_order(self.server.got[guest])
            self.calendar_is_true(guest)

    def calendar_is_true(self, guest: str) -> None:
        rsvp = self.answer(guest)
        last = next((one for one in reversed(self.server.got[guest]) if one.calendar), None)
        if rsvp and rsvp.going and not self.event.cancelled_at:
            assert last
            assert last.method == "REQUEST"
            shown = entry(last)
            assert shown["DTSTART"].dt == self.event.starts_at
            assert shown["SUMMARY"] == self.event.title
            assert shown["LOCATION"] == self.event.place_name
            assert (self.event.online_url or "") in shown.get("DESCRIPTION", "")
        else:
            assert last is None or last.method == "CANCEL"


@pytest.fixture
def killed_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is killed doesn't tidy up."""
    mark, let_go = deliver._Batch._mark, leases.Held.let_go

    def unless_killed(batch: deliver._Batch) -> None:
        if not getattr(batch.transport, "has_killed", False):
            mark(batch)

    def holds_if_killed(held: leases.Held, numbers: list[int]) -> None:
        if sys.exc_info()[0] is not Killed:
            let_go(held, numbers)

    monkeypatch.setattr(deliver._Batch, "_mark", unless_killed)
    monkeypatch.setattr(leases.Held, "let_go", holds_if_killed)
    monkeypatch.setattr(deliver, "to_mailbox", deliver.to_mailbox)


def test_each_guest_hears_it_in_order_and_ends_with_what_is_true(
    app: Flask, moved_clock: Clock, killed_for_good: None
) -> None:
    Evening.time = moved_clock
    run_state_machine_as_test(
        Evening,
        settings=settings(
            max_examples=40,
            stateful_step_count=25,
            derandomize=True,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_an_invite_that_is_put_off_still_comes_before_what_changed_since(
    app: Flask, moved_clock: Clock, killed_for_good: None
) -> None:
    Evening.time = moved_clock
    evening, guest = Evening(), GUESTS[0]
    evening.says_yes(guest)
    evening.one_is_put_off(guest)
    evening.time_passes(1)
    evening.changes("title", 1)
    evening.letters_leave()
    evening.time_passes(150)
    evening.letters_leave()

    assert len(evening.server.got[guest]) == 2
    in_order(evening.server.got[guest])
