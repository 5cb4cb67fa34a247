"""The people of the journey tests: what they do over and over, and how they read their mail."""

import os
import re
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.message import EmailMessage

import icalendar
import make
from browser import axe
from conftest import running
from flask import Flask
from http_phone import Phone
from live_server import Server
from playwright.sync_api import Page
from services import MailServer

from eventapp import clock
from eventapp.communities.access import found
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door import badge_codes
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.followups.introductions import actions as introductions
from eventapp.mail import jobs
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp


class Evening:
    """One community, one event, and everybody's browsers and mailboxes."""

    def __init__(self, server: Server, smtp: MailServer, open_browser: Callable) -> None:
        self.server, self.smtp, self.open_browser = server, smtp, open_browser
        self.url = server.url
        self.slug = "coffee-careers"
        self.aiko = ""
        self.desk: Page
        self.environment = os.environ | {
            "EVENTAPP_DATABASE_URL": server.database_url,
            "EVENTAPP_DATA_DIR": str(server.data_dir),
            "EVENTAPP_BASE_URL": server.url,
        }

    @property
    def event(self) -> str:
        return f"/leith-table/events/{self.slug}"

    @property
    def desk_event(self) -> str:
        return f"{self.url}/desk{self.event}"

    @contextmanager
    def database(self) -> Iterator[Flask]:
        """The server's own database; what was done is committed, nothing stays open."""
        with running(self.server.database_url, self.server.data_dir) as app:
            app.config["SECRET_KEY"] = (self.server.data_dir / "secret-key").read_text()
            yield app
            db.session.commit()

    def sign_in(
        self, email: str, *, name: str, page: Page | None = None, right: str = "owner"
    ) -> Page:
        """Sign in by a mailed link; the first one founds the community."""
        with self.database():
            host = db.session.scalar(db.select(Community)) or found(
                "Leith Table", slug="leith-table", zone="Europe/London", owner=None, now=clock.now()
            )
            person = make.person(email=email, first_name=name)
            make.saved(
                Membership(community=host, person=person, right=right, created_at=clock.now())
            )
        page = page or self.open_browser()
        page.goto(f"{self.url}/sign-in")
        self.fair(page)
        page.get_by_label("Email").fill(email)
        page.get_by_role("button", name="Mail me a link").click()
        page.goto(self.link_in(self.smtp.letter_to(email), "/sign-in/"))
        self.fair(page)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk**")
        if right == "owner":
            self.desk = page
        return page

    def fair(self, page: Page) -> None:
        """Nothing on this page hinders anybody, and nothing hangs over its edge."""
        page.wait_for_load_state()
        assert axe(page) == [], page.url
        width = page.viewport_size["width"]  # type: ignore[index]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, page.url

    def read(self, address: str) -> str:
        return self.fetch(address).decode()

    def fetch(self, address: str) -> bytes:
        whole = address if address.startswith("http") else self.url + address
        with urllib.request.urlopen(whole, timeout=30) as answer:
            return answer.read()

    def say_yes(self, email: str, name: str, number: int) -> str:
        """A yes through the page's own form, without a browser; the page that answers."""
        with self.database():
            event = self._event()
            role = event.roles[number % len(event.roles)].id
        phone = Phone(self.url)
        form = phone.fill_in(
            self.event,
            to="/rsvps",
            first_name=name,
            email=email,
            role=str(role),
            ask=f"question {number}",
            offer="SQL basics",
            show_name="y",
            keep_in_touch="y",
        )
        said = phone.send(*form)
        assert phone.status == 303, said
        return phone.get(phone.location)

    def make_event(self, **given: object) -> None:
        with self.database():
            host = db.session.scalar(db.select(Community))
            make.event(community=host, slug=self.slug, **given)

    def count_rsvps(self, slug: str) -> int:
        with self.database():
            counted = db.select(db.func.count(Rsvp.id)).join(Event).where(Event.slug == slug)
            return db.session.scalar(counted) or 0

    def _event(self) -> Event:
        return db.session.scalars(db.select(Event).filter_by(slug=self.slug)).one()

    def begin_now(self) -> None:
        self._shift(lambda event: clock.now() - timedelta(minutes=5))

    def end_now(self) -> None:
        self._shift(lambda event: clock.now() - (event.ends_at - event.starts_at))

    def _shift(self, start: Callable[[Event], object]) -> None:
        """Turn the clock: the test can't wait for the evening."""
        with self.database():
            event = self._event()
            length = event.ends_at - event.starts_at
            starts = start(event)
            passed = starts - event.starts_at  # type: ignore[operator]
            event.starts_at, event.ends_at = starts, starts + length  # type: ignore[operator]
            came = db.select(Arrival).join(Arrival.rsvp).where(Rsvp.event_id == event.id)
            for arrival in db.session.scalars(came):
                arrival.arrived_at += passed

    def _rsvp(self, email: str) -> Rsvp:
        return db.session.scalars(
            db.select(Rsvp)
            .join(Rsvp.person)
            .join(Rsvp.event)
            .where(Person.email == email, Event.slug == self.slug)
        ).one()

    def badge_address(self, email: str) -> str:
        with self.database() as app:
            rsvp = self._rsvp(email)
            secret, nonce = app.config["SECRET_KEY"], rsvp.link.nonce
            return f"{self.url}/B/{badge_codes.code(secret, rsvp.id, nonce)}"

    def arrive(self, email: str) -> None:
        with self.database():
            by = db.session.scalars(db.select(Person).filter_by(email="kofi@example.org")).one()
            door.arrive(self._rsvp(email), by=by, now=clock.now())

    def free_a_place(self) -> None:
        """Room for one more, whatever the queue."""
        with self.database():
            event = self._event()
            event.capacity += 4
            rsvps.promote(event, now=clock.now())

    def reach_set_time(self) -> None:
        """The next set time of introductions comes, at which the worker makes them."""
        with self.database() as app:
            introductions.introduce_all(self._event(), at=clock.now())
            db.session.commit()
            # The queue of the server that is running.
            app.config["DATA_DIR"] = self.server.data_dir
            jobs.ask("deliver")

    def settle(self) -> None:
        """Give the worker time to send what it shouldn't have."""
        time.sleep(2)

    def letter_about(self, to: str, needle: str) -> EmailMessage:
        """The newest letter to somebody that contains a text, in words or calendar."""
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for letter in reversed(self.smtp.letters):
                if to in str(letter["To"]) and needle in self._all_text(letter):
                    return letter
            time.sleep(0.1)
        raise AssertionError(f"No letter to {to} with {needle}")

    @staticmethod
    def _all_text(letter: EmailMessage) -> str:
        return "\n".join(
            str(part.get_content())
            for part in letter.walk()
            if part.get_content_type() in {"text/plain", "text/calendar"}
        )

    @staticmethod
    def link_in(letter: EmailMessage, part: str) -> str:
        text = letter.get_body(("plain",)).get_content()  # type: ignore[union-attr]
        return next(word for word in re.findall(r"http\S+", text) if part in word)

    @staticmethod
    def has_calendar(letter: EmailMessage) -> bool:
        return any(part.get_content_type() == "text/calendar" for part in letter.walk())

    @staticmethod
    def calendar_in(letter: EmailMessage) -> icalendar.Calendar:
        part = next(part for part in letter.walk() if part.get_content_type() == "text/calendar")
        return icalendar.Calendar.from_ical(part.get_payload(decode=True))

    def entry_in(self, letter: EmailMessage) -> icalendar.Event:
        return self.calendar_in(letter).walk("VEVENT")[0]
