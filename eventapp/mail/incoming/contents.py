"""What a letter that came in is, once it is read. Pure."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class CalendarAnswer:
    """What a guest pressed in their calendar (METHOD:REPLY); `stamp` is aware, None when it can't be told.

    `partstat` is one of ical.PARTSTATS; `guests` how many more they bring, 0 when they don't say;
    `sequence` at most 2^31 - 1, whatever was written. Some programs list every attendee: who isn't
    the one answering stands in `others`. Where it can't be told which of them answers,
    `guest_email` is empty, `partstat` NEEDS-ACTION, and all are in `others`: ask `said_by`.
    """

    uid: str
    partstat: str
    guest_email: str
    sequence: int
    stamp: datetime | None
    comment: str = ""
    guests: int = 0
    others: tuple["CalendarAnswer", ...] = ()

    def said_by(self, email: str) -> "CalendarAnswer | None":
        """The answer of the guest at this address, None where the reply doesn't list them."""
        listed = (one for one in (self, *self.others) if one.guest_email)
        return next((one for one in listed if one.guest_email == email.lower()), None)


@dataclass(frozen=True, kw_only=True)
class NewTime:
    """A guest proposes another time (METHOD:COUNTER); aware times, None when they can't be told.

    `guest_email` is empty where several attendees are listed and it can't be told which proposes.
    """

    uid: str
    guest_email: str
    starts_at: datetime | None
    ends_at: datetime | None
    comment: str = ""


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A mail server gave up on a letter of ours.

    `recipient` is the address that failed, as the letter had it where the report says so;
    `message_id` the letter's (with brackets) where the report holds it, `status` as in `5.1.1`
    (RFC 3463), or empty; `said` the remote server's words. Where the letter went on to more than
    one address, `also` holds the other failures of the same report.
    """

    recipient: str
    message_id: str
    status: str
    said: str
    also: tuple["Bounce", ...] = ()


@dataclass(frozen=True, kw_only=True)
class Automatic:
    """Nobody wrote it: a vacation notice, a delay report, a loop. It is dropped; `why` is for the log."""

    why: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """What a person wrote themselves, as plain text."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Unclear:
    """What can't be told for sure; `why` is a sentence for the organizer."""

    why: str


Content = CalendarAnswer | NewTime | Bounce | Automatic | Words | Unclear


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A letter that came in.

    `sender` is the one address in From, in small letters, empty when there is none; `recipients`
    where it was delivered to, the surest first (envelope, Delivered-To, X-Original-To, To, Cc), in small
    letters; `proven` whether the receiving server vouches for the sender's domain (its own
    Authentication-Results: DKIM or ARC passes and aligns with From).
    """

    message_id: str
    sender: str
    sender_name: str
    recipients: tuple[str, ...]
    subject: str
    proven: bool
    content: Content
