"""Somebody that a person is in touch with."""

from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from eventapp.events.models import Event
from eventapp.followups import letters
from eventapp.followups.consent import Chosen
from eventapp.followups.vcard import Contact
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Acquaintance:
    """Somebody a person is in touch with, as they were at the event where both said yes."""

    id: int
    rsvp: Rsvp
    event: Event
    shared: Chosen
    since: datetime

    @property
    def name(self) -> str:
        """First and last name as given for that event."""
        return self.rsvp.name

    @property
    def first_name(self) -> str:
        """As given for that event."""
        return self.rsvp.first_name

    @property
    def email(self) -> str:
        """Where to write to, if they share that."""
        return (self.shared.by_mail and self.rsvp.person.email) or ""

    @property
    def phone(self) -> str:
        """Their number, if they share one."""
        return self.shared.phone

    @property
    def web(self) -> str:
        """Their link, if they share one."""
        return self.shared.web

    @property
    def note(self) -> str:
        """The line that they wrote."""
        return self.shared.note

    @property
    def card(self) -> str:
        """The path of their contact card."""
        return url_for("followups.contact", number=self.id)

    @property
    def contact(self) -> Contact:
        """Their contact card."""
        return letters.contact(self.rsvp, self.shared)
