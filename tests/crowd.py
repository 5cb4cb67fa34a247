"""Many guests at the same instant, and what must hold of their places and letters afterwards."""

import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPException
from pathlib import Path

import make
from conftest import running
from http_phone import Phone
from live_server import Server

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

# What says that one has a place, and what says that one waits.
PLACE, WAIT = {"invite", "promoted"}, {"waitlist"}


class Guest(Phone):
    """One phone: opens pages when there is time, then sends a form when everybody is ready."""

    def __init__(self, server: str, number: int) -> None:
        super().__init__(server, address=f"10.7.{number >> 8}.{number & 255}")
        self.email = f"crowd{number}@example.org"
        self.form = "", ""
        self.mine = ""

    def fill_in_yes(self, event: str, role: int) -> None:
        """Have a yes ready."""
        given = {"first_name": "Guest", "email": self.email, "role": str(role)}
        self.form = self.fill_in(event, to="/rsvps", **given)

    def fill_in_no(self) -> None:
        """Have the place ready to be given back."""
        page = f"{self.mine}/cancellation"
        self.form = page, self.fill_in(page, to="")[1]

    def press(self) -> None:
        """Send what is ready; `status` is the answer's, 0 when there was none."""
        self.status = 0
        with suppress(OSError, HTTPException):
            self.send(*self.form)
        if self.status == 303:
            self.mine = self.location


@contextmanager
def event_of(server: Server, folder: Path, **given: object) -> Iterator[tuple[str, int, int]]:
    """An event in the database of a server, which is open meanwhile: address, a role, number."""
    with running(server.database_url, folder):
        event = make.event(**given)
        found = f"/{event.community.slug}/events/{event.slug}", event.roles[0].id, event.id
        db.session.commit()
        # A transaction left open here would keep the whole crowd waiting.
        db.session.remove()
        yield found


def at_once(acts: Iterable[Callable[[], object]]) -> None:
    """Do many things at the same instant."""
    ready = list(acts)
    barrier = threading.Barrier(len(ready))
    crowd = [threading.Thread(target=lambda act=act: (barrier.wait(), act())) for act in ready]
    for thread in crowd:
        thread.start()
    for thread in crowd:
        thread.join()


def one_after_the_other(
    guests: Iterable[Guest], *, connections: int, after: int, act: Callable[[], object]
) -> None:
    """Let guests press, so many at a time; when so many are done, act in the middle of the others."""
    waiting, one, done = iter(list(guests)), threading.Lock(), threading.Semaphore(0)

    def press_for_the_next() -> None:
        while True:
            with one:
                guest = next(waiting, None)
            if guest is None:
                return
            guest.press()
            done.release()

    crowd = [threading.Thread(target=press_for_the_next) for _ in range(connections)]
    for thread in crowd:
        thread.start()
    for _guest in range(after):
        done.acquire()
    act()
    for thread in crowd:
        thread.join()


def unanswered(guests: Iterable[Guest]) -> list[str]:
    """What went wrong with those who were not answered as they should."""
    answers = Counter(guest.status for guest in guests if guest.status != 303)
    return [f"{number} were answered {status}" for status, number in answers.items()]


def wrongs(event_id: int) -> list[str]:
    """What doesn't hold of an event's places, its queue and their letters; nothing when all does."""
    db.session.rollback()
    db.session.expire_all()
    event = db.session.get_one(Event, event_id)
    found = db.session.scalars(db.select(Rsvp).filter_by(event_id=event_id).order_by(Rsvp.turn))
    rsvps = found.all()
    wrong = _wrong_places(event, list(rsvps)) + _wrong_letters(list(rsvps))
    # A look keeps nobody from writing.
    db.session.rollback()
    return wrong


def lost(event_id: int, guests: Iterable[Guest]) -> set[str]:
    """The addresses of those who were told that they are on the list, and are not."""
    db.session.rollback()
    listed = db.select(Person.email).join(Rsvp).where(Rsvp.event_id == event_id)
    kept = set(db.session.scalars(listed))
    db.session.rollback()
    return {guest.email for guest in guests if guest.mine} - kept


def _wrong_places(event: Event, rsvps: list[Rsvp]) -> list[str]:
    held = [rsvp for rsvp in rsvps if rsvp.state in {"going", "waitlisted"}]
    states = [rsvp.state for rsvp in held]
    going = states.count("going")
    wrong = []
    if event.capacity is not None and going > event.capacity:
        wrong.append(f"{going} have one of {event.capacity} places")
    if event.capacity is not None and going < min(event.capacity, len(held)):
        wrong.append(
            f"{len(held) - going} wait, and only {going} of {event.capacity} places are taken"
        )
    if states != sorted(states):
        wrong.append("somebody waits who came before somebody with a place")
    if len({rsvp.turn for rsvp in rsvps}) < len(rsvps):
        wrong.append("two have the same turn in the queue")
    if len({rsvp.person_id for rsvp in rsvps}) < len(rsvps):
        wrong.append("somebody is on the list twice")
    return wrong


def _wrong_letters(rsvps: list[Rsvp]) -> list[str]:
    told: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for about, kind in db.session.execute(db.select(Message.about, Message.kind)):
        told[about]["place" if kind in PLACE else "wait" if kind in WAIT else kind] += 1
    wrong: Counter[str] = Counter()
    for rsvp in rsvps:
        heard = told[f"rsvp:{rsvp.id}"]
        if rsvp.state == "going" and heard["place"] != 1:
            wrong[f"have a place and {heard['place']} letters that say so"] += 1
        if rsvp.state == "waitlisted" and (heard["place"], heard["wait"]) != (0, 1):
            wrong["wait, and were told otherwise"] += 1
        if rsvp.state == "cancelled" and heard["goodbye"] != heard["place"]:
            wrong["gave their place back, and have no letter that says so"] += 1
    return [f"{number} {what}" for what, number in wrong.items()]
