"""A training program as its people live it: a clock that is turned, their mailboxes, their calendars."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage

import icalendar
import seating_builders
import worker
from browser import axe
from conftest import visitor
from flask import Flask
from flooding import Clock
from playwright.sync_api import Page, expect
from sent_letters import Checked

from eventapp.db import db
from eventapp.door import actions as door
from eventapp.events.models import Event
from eventapp.people.models import Person, SignIn
from eventapp.programs.models import Program
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating


@dataclass(frozen=True)
class Entry:
    """What a calendar shows of one session."""

    title: str
    starts: datetime
    ends: datetime
    sequence: int


@dataclass
class Journey:
    """One program, its organizer signed in at `desk`, and everybody's letters in the order they left."""

    app: Flask
    now: Clock
    checked: Checked
    desk: Page
    url: str
    slug: str = "first-steps-into-data"
    letters: list[EmailMessage] = field(default_factory=list)

    @property
    def program(self) -> Program:
        db.session.expire_all()
        return db.session.scalars(db.select(Program).filter_by(slug=self.slug)).one()

    @property
    def events(self) -> list[Event]:
        """Its sessions in order of time, also those called off."""
        return [session.event for session in self.program.sessions]

    @property
    def page(self) -> str:
        return f"/granton/programs/{self.slug}"

    @property
    def desk_page(self) -> str:
        return f"/desk{self.page}"

    def open(self, path: str) -> Page:
        """A page at the organizer's desk."""
        self._come_by()
        self.desk.goto(f"{self.url}{path}")
        return self.desk

    def _come_by(self) -> None:
        """The organizer's browser is used often enough to stay signed in."""
        db.session.execute(db.update(SignIn).values(seen_at=self.now.now))
        db.session.commit()

    def announce(self) -> None:
        """Six Tuesday evenings but one, over a change of clocks: looked at as dates, saved, published."""
        desk = self.open("/desk/granton/programs/new")
        desk.get_by_label("Title", exact=True).fill("First steps into data")
        desk.get_by_label("Places", exact=False).first.fill("24")
        desk.get_by_label("Date", exact=True).fill("2027-03-09")
        desk.get_by_label("Begins").fill("18:30")
        desk.get_by_label("Ends", exact=True).fill("20:00")
        desk.get_by_label("Sessions", exact=True).fill("6")
        desk.get_by_label("Not on").fill("2027-04-06")
        desk.get_by_role("button", name="Show the dates").click()
        expect(desk.locator(".dates li")).to_have_count(6)
        expect(desk.locator(".dates li").last).to_contain_text("20 April 2027, 18:30–20:00")
        fair(desk)
        desk.get_by_role("button", name="Save as a draft").click()
        fair(desk)
        desk.get_by_role("button", name="Publish").click()
        expect(desk.get_by_text("Published. It’s on the home page")).to_be_visible()
        fair(desk)

    def move(self, event: Event, day: str) -> None:
        """A session takes place on another day, at the same hours."""
        desk = self.open(f"/desk/granton/events/{event.slug}/plan")
        desk.get_by_label("Date", exact=True).fill(day)
        desk.get_by_role("button", name="Save").click()
        desk.get_by_role("button", name=re.compile("Save and send")).click()
        expect(desk.get_by_role("status").first).to_be_visible()

    def call_off(self, event: Event) -> None:
        """A session doesn't take place."""
        desk = self.open(f"/desk/granton/events/{event.slug}/cancellation")
        desk.get_by_role("button", name=re.compile("Call it off")).click()
        expect(desk.get_by_role("status").first).to_be_visible()

    def add(self, day: str, title: str) -> None:
        """One session more, published at once."""
        desk = self.open(f"{self.desk_page}/sessions/new")
        desk.get_by_label("Date", exact=True).fill(day)
        desk.get_by_label("Sessions", exact=True).fill("1")
        desk.get_by_label("Titles of the sessions", exact=False).fill(title)
        desk.get_by_role("button", name="Show the dates").click()
        fair(desk)
        desk.get_by_role("button", name="Add").click()
        expect(desk.get_by_role("status").first).to_be_visible()

    def leave(self) -> None:
        """Let the worker do what is due, a minute after the other; each letter that leaves is checked."""
        worker.work_off(self.app)
        while True:
            worker.sweep(self.app)
            left = self.checked.leave()
            self.letters += [
                message_from_bytes(letter.data, policy=policy.default) for letter in left
            ]
            if not left:
                return
            self.now.turn(minutes=1)

    def turn_to(self, moment: datetime) -> None:
        """Let time pass until a moment; mornings on the way do what mornings do."""
        while self.now.now < moment:
            self.now.now = min(self.now.now + timedelta(hours=24), moment)
            self._come_by()
            self.leave()

    def join(self, name: str, number: int, **more: object) -> str:
        """Somebody joins by the form; the address of their page, as the form opened it."""
        sent = visitor(self.app).submit(
            self.page, to="enrolments", first_name=name, email=address(name),
            role=self._role(self.program.sessions[0].event, number), ask=f"Where to begin, {number}",
            **more,
        )  # fmt: skip
        assert sent.status_code == 303, sent.text
        return sent.headers["Location"]

    def leave_program(self, name: str) -> None:
        """Somebody leaves, by the link of their letter."""
        way = self.link_in(self.letters_to(name)[0], "/e/").removeprefix(self.url)
        assert visitor(self.app).submit(f"{way}/cancellation").status_code == 303

    def give_back(self, name: str, event: Event) -> None:
        """Somebody can't come to one session, and says so by the link of its invite."""
        uid = event.uid
        [invite] = [one for one in self.letters_to(name) if uid in _calendar(one)]
        way = self.link_in(invite, "/r/").removeprefix(self.url)
        assert visitor(self.app).submit(f"{way}/cancellation").status_code == 303

    @staticmethod
    def link_in(letter: EmailMessage, part: str) -> str:
        """The address in a letter that has this in it."""
        text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        return next(word for word in re.findall(r"http\S+", text) if part in word)

    def drop_in(self, name: str, event: Event) -> str:
        """Somebody comes to one session alone."""
        sent = visitor(self.app).submit(
            f"/{event.community.slug}/events/{event.slug}", to="rsvps", first_name=name,
            email=address(name), role=self._role(event, 1),
        )  # fmt: skip
        assert sent.status_code == 303, sent.text
        return sent.headers["Location"]

    @staticmethod
    def _role(event: Event, number: int) -> int:
        return event.roles[number % len(event.roles)].id

    def letters_to(self, name: str, *, subject: str = "") -> list[EmailMessage]:
        """What somebody got, in the order it left, with words in the subject."""
        mine = (letter for letter in self.letters if address(name) in str(letter["To"]))
        return [letter for letter in mine if subject in str(letter["Subject"])]

    def hold(self, event: Event, *, absent: tuple[str, ...] = ()) -> None:
        """An evening takes place: tables, everybody at the door but some, its end, the morning after."""
        plan = seating_builders.plan(event, seed=event.id)
        seating.publish(plan, now=self.now.now)
        self.turn_to(event.starts_at - timedelta(minutes=10))
        going = db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.state == "going")
        for rsvp in db.session.scalars(going).all():
            if rsvp.first_name not in absent:
                door.arrive(rsvp, by=self._organizer(), now=event.starts_at)
        self.turn_to(event.ends_at + timedelta(minutes=5))
        self.turn_to(event.ends_at + timedelta(hours=20))

    def _organizer(self) -> Person | None:
        return db.session.scalar(db.select(Person).filter_by(email="ines@example.org"))

    def calendars(self) -> dict[str, dict[str, Entry]]:
        """Everybody's calendar at the end: their letters played back by icalendar, which wrote none."""
        found: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
        sequences: defaultdict[tuple[str, str], int] = defaultdict(lambda: -1)
        for letter in self.letters:
            to = letter["To"].addresses[0].addr_spec
            for part in letter.walk():
                if part.get_content_type() != "text/calendar":
                    continue
                calendar = icalendar.Calendar.from_ical(part.get_payload(decode=True))
                [event] = calendar.walk("VEVENT")
                uid, sequence = str(event["UID"]), int(event["SEQUENCE"])
                # A calendar follows what is newer than what it has (RFC 5546, 2.1.5).
                if sequence < sequences[to, uid]:
                    continue
                sequences[to, uid] = sequence
                if str(calendar["METHOD"]) == "CANCEL":
                    found[to].pop(uid, None)
                    continue
                found[to][uid] = Entry(
                    str(event["SUMMARY"]),
                    event.decoded("DTSTART").astimezone(UTC),
                    event.decoded("DTEND").astimezone(UTC),
                    sequence,
                )
        return {to: entries for to, entries in found.items() if entries}

    def truth(self) -> dict[str, dict[str, Entry]]:
        """What everybody's calendar should show: the sessions they have a place in, as they are."""
        found: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
        numbers = [event.id for event in self.events if not event.cancelled_at]
        going = db.select(Rsvp).where(Rsvp.event_id.in_(numbers), Rsvp.state == "going")
        for rsvp in db.session.scalars(going):
            event = rsvp.event
            found[rsvp.person.email][event.uid] = Entry(
                event.title, event.starts_at, event.ends_at, rsvp.sequence
            )
        return dict(found)


def _calendar(letter: EmailMessage) -> str:
    """The calendar that a letter carries, or nothing."""
    parts = (part for part in letter.walk() if part.get_content_type() == "text/calendar")
    return next((part.get_content() for part in parts), "")


def fair(page: Page) -> None:
    """Nothing on this page hinders anybody, and nothing hangs over its edge."""
    page.wait_for_load_state()
    assert axe(page) == [], page.url
    width = page.viewport_size["width"]  # type: ignore[index]
    assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url


def address(name: str) -> str:
    """Where somebody gets their mail."""
    return f"{name.lower()}@example.org"
