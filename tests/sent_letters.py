"""Letters and calendars as they leave, checked by their rules, by programs of others and against the database."""

from collections import defaultdict
from dataclasses import dataclass, field

import calendar_rules
import letter_rules
from calendar_readers import Entry, Reader
from calendar_rules import Calendar
from flask import Flask
from letter_rules import Letter
from services import MailServer

from eventapp import content_lines
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.meetings.models import Meeting
from eventapp.mail import answer_addresses, deliver
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.people.preferences import TOPIC_OF
from eventapp.programs.models import Session
from eventapp.rsvps.models import Rsvp


@dataclass
class Checked:
    """Lets letters leave, and checks each at the moment when it does: what it says is true then.

    `readers` are programs that didn't make what they read; all of them must read the same.
    """

    app: Flask
    smtp: MailServer
    readers: dict[str, Reader]
    kinds: list[str] = field(default_factory=list)
    sent: dict[int, list[Calendar]] = field(default_factory=lambda: defaultdict(list))
    seen: int = 0

    def leave(self) -> list[Letter]:
        """What is due leaves and is checked; the letters."""
        db.session.commit()
        deliver.deliver_due()
        envelopes, self.seen = self.smtp.envelopes[self.seen :], len(self.smtp.envelopes)
        return [self._letter(bytes(envelope.content or b"")) for envelope in envelopes]

    def _letter(self, data: bytes) -> Letter:
        links = tuple(filter(None, db.session.scalars(db.select(Event.online_url))))
        for read in db.session.scalars(db.select(Session.materials)):
            links += tuple(one["url"] for one in read)
        letter = Letter(data, self.app.config["BASE_URL"], links)
        known = db.select(Message).filter_by(message_id=letter.message["Message-ID"])
        message = db.session.scalars(known).one()
        self.kinds.append(message.kind)
        assert letter_rules.broken(letter) == [], message.kind
        # Whoever is invited may be nobody yet, who has nothing to switch off.
        known = db.session.scalar(db.select(Person.id).where(Person.email == message.to))
        # What somebody asked to be told is stopped by the wish itself.
        wished = message.about.startswith("interest:")
        stopped = wished or (message.kind in TOPIC_OF and known is not None)
        assert ("List-Unsubscribe" in letter.message) == stopped, message.kind
        if letter.calendar:
            of_two = message.kind.startswith("half-hour")
            check = self._half_hour if of_two else self._entry
            check(letter, letter.calendar, message)
        return letter

    def _entry(self, letter: Letter, calendar: Calendar, message: Message) -> None:
        assert calendar_rules.broken(calendar) == [], message.kind
        rsvp = db.session.get_one(Rsvp, int(message.about.removeprefix("rsvp:")))
        entry = self.read(calendar)[0]
        self._is_true(entry, rsvp.event, link=rsvp.join_link)
        assert [(guest.address, _letters(guest.name)) for guest in entry.guests] == [
            (rsvp.person.email, _letters(rsvp.name))
        ]
        assert entry.sequence == rsvp.sequence
        assert entry.organizer
        answered = answer_addresses.number_in(
            entry.organizer.address, answer_addresses.RSVP, self.app.config["SECRET_KEY"]
        )
        assert answered == rsvp.id
        mine = f"{self.app.config['BASE_URL']}/r/{token_of(rsvp.link)}"
        assert entry.description.endswith(mine) == (calendar.sent_as == "REQUEST")
        assert mine in letter.content("text/plain").decode()
        self.sent[rsvp.id].append(calendar)
        assert calendar_rules.later(self.sent[rsvp.id])

    def _half_hour(self, letter: Letter, calendar: Calendar, message: Message) -> None:
        """The entry of one of two who were introduced: the other isn't in it but by a first name."""
        assert calendar_rules.broken(calendar) == [], message.kind
        _about, meeting_id, rsvp_id = message.about.split(":")
        meeting, rsvp = (
            db.session.get_one(Meeting, int(meeting_id)),
            db.session.get_one(Rsvp, int(rsvp_id)),
        )
        entry = self.read(calendar)[0]
        assert (entry.uid, entry.sequence) == (meeting.uid, meeting.sequence)
        assert (entry.starts, entry.ends) == (meeting.starts_at, meeting.ends_at)
        assert (entry.place, entry.conference) == (meeting.words, "")
        assert [guest.address for guest in entry.guests] == [rsvp.person.email]
        assert entry.organizer
        answered = answer_addresses.number_in(
            entry.organizer.address, answer_addresses.RSVP, self.app.config["SECRET_KEY"]
        )
        assert answered == rsvp.id
        mine = f"{self.app.config['BASE_URL']}/r/{token_of(rsvp.link)}/half-hours/"
        assert (mine in entry.description) == (calendar.sent_as == "REQUEST")
        assert mine in letter.content("text/plain").decode()
        self.sent[-rsvp.id].append(calendar)
        assert calendar_rules.later(self.sent[-rsvp.id])

    def file(self, data: bytes, events: list[Event], *, link: str | None = None, sent_as: str = "file") -> None:  # fmt: skip
        """Check a calendar that is fetched: a feed, a download, or a guest's own with their link."""
        calendar = Calendar(data, sent_as)
        mine = [] if link is None else ["opens no page of a guest to everybody"]
        assert calendar_rules.broken(calendar) == mine
        found = {entry.uid: entry for entry in self.read(calendar)}
        assert set(found) == {event.uid for event in events}
        for event in events:
            self._is_true(found[event.uid], event, link=event.public_link if link is None else link)

    def read(self, calendar: Calendar) -> list[Entry]:
        """The entries of a calendar, which every program reads alike."""
        found = {name: read([calendar.data])[0] for name, read in self.readers.items()}
        [method] = {one.method for one in found.values()}
        assert method == (calendar.sent_as if calendar.mailed else "")
        [first, *others] = [one.entries for one in found.values()]
        assert all(first == other for other in others), found
        return first

    @staticmethod
    def _is_true(entry: Entry, event: Event, *, link: str) -> None:
        place = content_lines.clean(
            ", ".join(filter(None, [event.place_name, event.place_address]))
        )
        # Not every program shows what stands in STATUS: a feed says it in the title as well.
        mark = "Cancelled: " if event.cancelled_at and not entry.guests else ""
        assert (entry.uid, entry.title) == (event.uid, mark + content_lines.clean(event.title))
        assert (entry.starts, entry.ends) == (event.starts_at, event.ends_at)
        assert entry.place == (place or link or event.where)
        assert entry.conference == (link if place else "")
        for told in (event.summary, place, link):
            assert told in entry.description


def _letters(name: str) -> str:
    """A name's letters and digits: signs that programs read differently stay out of calendars."""
    return "".join(filter(str.isalnum, name))
