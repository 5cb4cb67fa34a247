"""An organizer and guests at a served site, each with a phone of their own: pages and forms, no database."""

import re
from collections.abc import Callable
from datetime import timedelta

from http_phone import Phone
from letter_rules import Letter
from live_server import Server

from eventapp import clock

# Signs in by the link that is mailed to an address.
Opener = Callable[[str], Letter]


def link_in(letter: Letter, part: str) -> str:
    """The path of the first link in a letter's text that has this part."""
    found = re.findall(r"https?://[^/\s]+(/\S+)", letter.content("text/plain").decode())
    return next(link for link in found if part in link)


class User:
    """Somebody with a phone; `led_to` is where the last form led."""

    led_to = ""

    def __init__(self, server: Server) -> None:
        self.phone = Phone(server.url)

    def do(self, page: str, to: str, **fields: str) -> str:
        """Fill in a form of a page, send it, and follow where it leads; the page that is shown then."""
        said = self.phone.send(*self.phone.fill_in(page, to=to, **fields))
        assert self.phone.status == 303, said
        self.led_to = self.phone.location
        return self.phone.get(self.led_to)


class Organizer(User):
    """Founds a community, and organizes one event in it."""

    event = ""

    def sign_in(self, address: str, letter_to: Callable[[str], Letter]) -> None:
        """Sign in by the mailed link, and found the community."""
        self.do("/sign-in", "/sign-in", email=address)
        link = link_in(letter_to(address), "/sign-in/")
        self.do(link, link)
        self.do("/desk/communities", "/desk/communities", name="Leith Table", zone="Europe/London")

    def publish(self, title: str, *, places: int) -> str:
        """Make an event and publish it; its public page."""
        self.do("/desk/leith-table/events/new", "/events", title=title)
        desk = self.led_to.partition("/plan")[0]
        day = (clock.now() + timedelta(days=20)).date().isoformat()
        for step, given in (
            ("when", {"starts_on": day, "starts_at": "18:30", "ends_at": "21:00", "place_name": "Reading Room"}),
            ("room", {"capacity": str(places)}),
        ):  # fmt: skip
            self.do(f"{desk}/plan?step={step}", "/plan", **given)
        self.do(f"{desk}/plan?step=review", "/publication")
        self.event = desk
        return desk.removeprefix("/desk")

    def move(self, *, begins: str, ends: str) -> None:
        """Put the event at another time of its day, and send everybody the change."""
        page = f"{self.event}/plan"
        looked_at = self.phone.send(
            *self.phone.fill_in(page, to="/plan/review", starts_at=begins, ends_at=ends)
        )
        assert self.phone.status == 200, looked_at
        self.phone.send(*self.phone.form_in(looked_at, to="/plan/revisions"))
        assert self.phone.status == 303

    def call_off(self) -> None:
        """Call the event off."""
        self.do(f"{self.event}/cancellation", "/cancellation")

    def reopen(self) -> None:
        """Let it take place after all."""
        self.do(f"{self.event}/reopening", "/reopening")

    def page_of(self, name: str) -> str:
        """The page about one guest."""
        people = self.phone.get(f"{self.event}/people")
        found = re.search(rf'href="([^"]*/people/\d+)"[^>]*>\s*(?:<[^>]*>\s*)*{name}', people)
        assert found, people
        return self.phone.get(found[1])


class Guest(User):
    """Somebody who answers, and answers again."""

    def say_yes(self, event: str, name: str, email: str) -> str:
        """Fill in the form of an event's page; the page that follows."""
        roles = re.findall(r'name="role"[^>]*value="(\d+)"', self.phone.get(event))
        return self.do(event, "/rsvps", first_name=name, email=email, role=roles[0])
