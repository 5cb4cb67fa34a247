"""An evening with a table for each pair of courses, taken from the cards to the letters and beyond."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import followup_builders
import make
from consent_courses import AFTER, BEFORE, BETWEEN, SHARES, Course

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.models import Card
from eventapp.followups.sending import actions as sending
from eventapp.front.erasing import erase
from eventapp.mail.deliver import deliver_due
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan

PHONES = 4_400_000_000


@dataclass
class Guest:
    """One of two at a table: their course, what they share, and the words that are theirs alone."""

    number: int
    course: Course
    shares: tuple[bool, bool, bool]
    rsvp_id: int = 0
    person_id: int = 0
    other: "Guest | None" = None

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
    def chosen(self) -> set[str]:
        """Which ways to them they share, where anything is shared."""
        return {
            name for name, yes in zip(("mail", "phone", "web"), self.shares, strict=True) if yes
        }

    @property
    def rsvp(self) -> Rsvp | None:
        """Their answer, as long as it is there."""
        return db.session.get(Rsvp, self.rsvp_id)

    def named_in(self, text: str) -> set[str]:
        """Which of their words stand in a text."""
        return {name for name, word in self.words.items() if word in text}


def seated(
    pairs: Iterable[tuple[Course, Course]], *, sharing: Sequence[tuple[int, int]] = ()
) -> tuple[Event, list[Guest]]:
    """An evening that is over: each pair at a table of its own, the cards written and gone.

    `sharing` are what the two of each pair share, by their places in SHARES; else they take turns.
    """
    event = make.past_event(capacity=None)
    guests: list[Guest] = []
    tables: list[list[Rsvp]] = []
    for place, two in enumerate(pairs):
        at = sharing[place] if sharing else (2 * place, 2 * place + 1)
        both = [
            Guest(2 * place + n + 100, course, SHARES[at[n] % len(SHARES)])
            for n, course in enumerate(two)
        ]
        both[0].other, both[1].other = both[1], both[0]
        tables.append([_answered(event, guest) for guest in both])
        guests += both
    _seat(event, tables)
    sending.draft(event, now=clock.now())
    db.session.commit()
    deliver_due()
    return event, guests


def _answered(event: Event, guest: Guest) -> Rsvp:
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
    guest.rsvp_id, guest.person_id = rsvp.id, rsvp.person_id
    return rsvp


def _seat(event: Event, tables: list[list[Rsvp]]) -> Plan:
    plan = followup_builders.seat(event, tables)
    followup_builders.arrive(*(rsvp for table in tables for rsvp in table))
    return plan


def walk(event: Event, guests: list[Guest]) -> None:
    """Ticks, a batch, letters; at each stretch those whose course says so take something back."""
    for guest in guests:
        if guest.course.ticks and guest.rsvp and guest.other and guest.other.rsvp:
            mail, phone, web = guest.shares
            followup_builders.tick(
                guest.rsvp,
                *([guest.other.rsvp] if guest.other.course.agrees else []),
                line=guest.words["note"],
                by_mail=mail,
                phone=guest.words["phone"] if phone else "",
                web=guest.words["web"] if web else "",
            )
    _take_back(guests, BEFORE)
    followup_builders.batch(event)
    _take_back(guests, BETWEEN)
    db.session.commit()
    deliver_due()
    _take_back(guests, AFTER)
    db.session.commit()


def _take_back(guests: list[Guest], when: str) -> None:
    now = clock.now()
    for guest in guests:
        rsvp = guest.rsvp
        if guest.course.when != when or rsvp is None:
            continue
        if guest.course.ends == "tick":
            if db.session.query(Card).filter_by(rsvp_id=rsvp.id).first():
                followup_builders.tick(rsvp)
        elif guest.course.ends == "consent":
            rsvp.keep_in_touch_at = None
        elif guest.course.ends == "place":
            rsvps.cancel(rsvp, now=now)
        elif guest.course.ends == "erased":
            erase(rsvp.person, now=now)
        db.session.flush()
