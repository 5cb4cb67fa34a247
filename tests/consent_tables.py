"""An evening on which one guest sat with others, taken from the cards to the letters and beyond."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import followup_builders
import make
from consent_courses import (
    AFTER,
    ALL,
    ASKED,
    BEFORE,
    BETWEEN,
    CHOSEN,
    LETTERS,
    OLD,
    PLACE,
    SHARES,
    TICK,
    UNSENT,
    YES,
    Course,
)  # fmt: skip
from flooding import Clock

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import actions
from eventapp.followups.consent import Chosen
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.meetings.pairs import pair
from eventapp.followups.models import Card, Connection, Hello
from eventapp.followups.nudges import actions as nudges
from eventapp.followups.sending import actions as sending
from eventapp.front.erasing import erase
from eventapp.front.preferences.actions import switch_off
from eventapp.front.retention import forgetting
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp

PHONES = 4_400_000_000
# So many sit with the one in each round.
AT_A_TABLE = 10


@dataclass
class Guest:
    """Somebody at a table: their course, and the words that are theirs alone."""

    number: int
    course: Course
    rsvp_id: int = 0
    person_id: int = 0

    @property
    def words(self) -> dict[str, str]:
        """What no other guest says, by what it is."""
        n = self.number
        return {
            "first": f"Fir{n}st",
            "last": f"Las{n}t",
            "ask": f"ask{n}ed about SQL",
            "offer": f"off{n}er of a talk",
            "note": f"not{n}e to you",
            "mail": f"mai{n}l@example.org",
            "phone": f"+{PHONES + n}",
            "web": f"https://web{n}.example.org",
        }

    @property
    def rsvp(self) -> Rsvp | None:
        """Their answer, as long as it is there."""
        found = db.session.get(Rsvp, self.rsvp_id)
        return found if found and found.person_id == self.person_id else None

    def named_in(self, text: str) -> set[str]:
        """Which of their words stand in a text."""
        return {name for name, word in self.words.items() if word in text}

    def chosen(self, shares: tuple[bool, bool, bool]) -> Chosen:
        """A tick with what they share by it."""
        mail, phone, web = shares
        return Chosen(
            note=self.words["note"],
            by_mail=mail,
            phone=self.words["phone"] if phone else "",
            web=self.words["web"] if web else "",
        )


@dataclass
class Two:
    """The one and one of the others; what each of them shares with the other, should both say so."""

    one: Guest
    other: Guest
    shares: tuple[tuple[bool, bool, bool], tuple[bool, bool, bool]]

    def ways(self, of: Guest) -> set[str]:
        """Which ways to one of them the other gets."""
        mine = self.shares[0] if of is self.one else self.shares[1]
        return {name for name, yes in zip(("mail", "phone", "web"), mine, strict=True) if yes}


@dataclass
class Evening:
    """An event that is over, the one, and the two of each table."""

    event: Event
    one: Guest
    twos: list[Two]
    # Whom the batch would introduce, by their answers.
    batch: list[tuple[int, int]] = field(default_factory=list)
    # Every letter that left, as it did: its number, to whom, its kind, and all that is in it.
    left: dict[int, tuple[str, str, str]] = field(default_factory=dict)

    def send(self) -> None:
        """Let everything leave that is due, and keep what left."""
        db.session.commit()
        deliver_due()
        for one in db.session.scalars(db.select(Message).where(Message.state == "sent")):
            self.left.setdefault(one.id, (one.to, one.kind, everything_in(one)))

    def letters_to(self, guest: Guest) -> list[tuple[str, str]]:
        """Each letter that left for somebody, by its kind."""
        return [(kind, said) for to, kind, said in self.left.values() if to == guest.words["mail"]]

    @property
    def guests(self) -> list[Guest]:
        """All of them."""
        return [self.one, *(two.other for two in self.twos)]


def evening(course: Course, others: Sequence[Course], *, all_shares: bool = False) -> Evening:
    """The tables as they were; with `all_shares` the others differ in what each of two shares alone."""
    event = make.past_event(capacity=None)
    one = _answered(event, Guest(100, course))
    twos = []
    for n, theirs in enumerate(others):
        other = _answered(event, Guest(101 + n, theirs))
        mine = SHARES[n // len(SHARES) if all_shares else n % len(SHARES)]
        twos.append(Two(one, other, (mine, SHARES[(n if all_shares else n + 3) % len(SHARES)])))
    rsvps_of = [two.other.rsvp for two in twos]
    parts = [rsvps_of[n : n + AT_A_TABLE] for n in range(0, len(rsvps_of), AT_A_TABLE)]
    followup_builders.seat(event, *[[[one.rsvp, *part]] for part in parts])
    followup_builders.arrive(one.rsvp, *rsvps_of)
    return Evening(event, one, twos)


def _answered(event: Event, guest: Guest) -> Guest:
    said = guest.words
    rsvp = make.rsvp(
        event,
        email=said["mail"],
        first_name=said["first"],
        last_name=said["last"],
        ask=said["ask"],
        offer=said["offer"],
        show_name=False,
        keep_in_touch=guest.course.agrees,
    )
    if not guest.course.address:
        rsvp.person.email = None
    guest.rsvp_id, guest.person_id = rsvp.id, rsvp.person_id
    return guest


def everything_in(message: Message) -> str:
    """A letter with its headers, both texts, and what is attached; no line of it is folded."""
    parts = (message.subject, message.to_name, message.reply_to, message.text, message.html)
    attached = (
        (one or b"").decode().replace("\r\n ", "") for one in (message.card, message.calendar)
    )
    return "\n".join([*(part or "" for part in parts), *attached])


def walk(at: Evening, look: Callable[[], None] = lambda: None) -> None:
    """Cards, hellos, ticks, a batch, letters, half-hours; in each stretch those take something back
    whose course says so. `look` is called while the introductions wait."""
    sending.draft(at.event, now=clock.now())
    _take_back(at, UNSENT)
    at.send()
    greet(at)
    tick(at)
    now = clock.now()
    at.batch = introductions.pairs(at.event.id, now)
    _take_back(at, BEFORE)
    introductions.introduce(at.event, at.batch, moment=now, now=now)
    _take_back(at, BETWEEN)
    look()
    at.send()
    agree_on_half_hours()
    _take_back(at, CHOSEN)
    at.send()
    _take_back(at, AFTER)
    at.send()


def greet(at: Evening) -> None:
    """The one scanned the badge of everybody else who agreed."""
    for two in at.twos:
        if two.other.course.agreed(UNSENT) and at.one.course.agreed(UNSENT):
            db.session.add(
                Hello(rsvp_id=at.one.rsvp_id, other_id=two.other.rsvp_id, said_at=clock.now())
            )


def tick(at: Evening) -> None:
    """Everybody ticks whom their course ticks, with what they share."""
    _wish(at.one, {two.other.rsvp_id: at.one.chosen(two.shares[0]) for two in at.twos})
    for two in at.twos:
        _wish(two.other, {at.one.rsvp_id: two.other.chosen(two.shares[1])})


def _wish(guest: Guest, chosen: dict[int, Chosen]) -> None:
    if guest.course.ticks and guest.rsvp:
        actions.wish(followup_builders.card_of(guest.rsvp), chosen, now=clock.now())


def agree_on_half_hours() -> None:
    """Whoever was introduced agrees on a half-hour."""
    start = clock.now() + timedelta(days=2)
    for number, connection in enumerate(db.session.scalars(db.select(Connection)).all()):
        if found := pair(connection):
            at = start + timedelta(hours=number)
            meetings.choose(connection, found.low, starts_at=at, words="", now=clock.now())
    db.session.commit()


def weeks_later(at: Evening, moved: Clock) -> None:
    """Four weeks pass, and whoever was introduced is asked whether they met again."""
    one = at.one.rsvp
    for connection in db.session.scalars(db.select(Connection)).all() if one else ():
        meetings.call_off(connection, one, now=clock.now())
    at.send()
    moved.turn(weeks=4, hours=1)
    while nudges.nudge_part(now=clock.now()):
        pass
    _take_back(at, ASKED)
    at.send()


def _take_back(at: Evening, when: str) -> None:
    for guest in at.guests:
        rsvp = guest.rsvp
        if guest.course.when == when and rsvp:
            take_back(rsvp, guest.course.ends)
            if guest.course.again:
                rsvp.keep_in_touch_at = clock.now()
                preferences.switch_on(rsvp.person, "card")
            db.session.flush()
    db.session.commit()


def take_back(rsvp: Rsvp, what: str) -> None:
    """One guest takes something back, as their pages do it."""
    now = clock.now()
    if what == TICK and db.session.query(Card).filter_by(rsvp_id=rsvp.id).first():
        followup_builders.tick(rsvp)
    elif what == YES:
        rsvp.keep_in_touch_at = None
    elif what == LETTERS:
        switch_off(rsvp.person, "card", now=now)
    elif what == PLACE:
        rsvps.cancel(rsvp, now=now)
    elif what == OLD:
        forgetting.forget(rsvp.person, rsvp.event.community, now=now)
    elif what == ALL:
        erase(rsvp.person, now=now)
