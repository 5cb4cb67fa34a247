"""The letters of a half-hour: an invite of their own for each of the two, and what ends it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp import clock, ical, languages
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.wording.actions import style
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.meetings.pairs import address_of, ended, pair
from eventapp.followups.models import Connection
from eventapp.mail import outbox, own_addresses
from eventapp.mail.models import Message
from eventapp.people.actions import nonce_of
from eventapp.rsvps.models import Rsvp


def page(connection: Connection, rsvp: Rsvp, **values: str) -> str:
    """Where one of the two chooses a half-hour, in letters."""
    return outbox.personal_address(
        "meetings.show",
        nonce_of(rsvp.link),
        of=rsvp.event.community.slug,
        number=connection.id,
        **values,
    )


def times(connection: Connection, rsvp: Rsvp, starts: Iterable[datetime]) -> list[tuple[str, str]]:
    """The proposed half-hours in words, each with the page where it becomes an invite."""
    zone = connection.event.zone
    with languages.spoken(*rsvp.languages):
        return [(_words(one, zone), page(connection, rsvp, at=at(one))) for one in starts]


def _words(moment: datetime, zone: str) -> str:
    day, hour = clock.short_day(moment, zone), clock.hour(moment, zone)
    return f"{day}, {hour} ({clock.zone_name(moment, zone)})"


def at(moment: datetime) -> str:
    """A moment as an address names it."""
    return f"{moment:%Y%m%dT%H%MZ}"


def invite(meeting: Meeting, both: Sequence[Rsvp], *, by: Rsvp, moved: bool, now: datetime) -> None:
    """Put the half-hour into the calendars of both, or move it there."""
    for rsvp, other in (both, both[::-1]):
        told = {"by_guest": rsvp.id == by.id, "moved": moved}
        with languages.spoken(*rsvp.languages):
            _invite(meeting, rsvp, other, now=now, **told)


def _invite(meeting: Meeting, rsvp: Rsvp, other: Rsvp, *, now: datetime, **told: bool) -> None:
    entry = _entry(meeting, rsvp, with_=other.first_name)
    _post(
        "half-hour",
        meeting,
        rsvp,
        calendar=ical.invite(entry, stamp=meeting.stamped_at),
        method="REQUEST",
        # In the words: what answers the letter must go where its calendar's answers go.
        address=address_of(meeting.connection, other) or "",
        now=now,
        met=other.first_name,
        **told,
    )


def called_off(meeting: Meeting, rsvp: Rsvp, *, other: str, mine: bool, now: datetime) -> None:
    """Take it out of the calendar of one of the two; `other` is "" where the other may not be named."""
    if rsvp.person.email is None:
        return
    with languages.spoken(*rsvp.languages):
        _call_off(meeting, rsvp, other=other, mine=mine, now=now)


def _call_off(meeting: Meeting, rsvp: Rsvp, *, other: str, mine: bool, now: datetime) -> None:
    entry = _entry(meeting, rsvp, with_=other)
    _post(
        "half-hour-off",
        meeting,
        rsvp,
        calendar=ical.cancel(entry, stamp=meeting.stamped_at),
        method="CANCEL",
        now=now,
        met=other,
        where=meeting.words if other else "",
        by_guest=mine,
        # Where nobody may be named, there is no page to choose another time on.
        **(
            {}
            if other
            else {
                "link": outbox.personal_address(
                    "front.mine", nonce_of(rsvp.link), of=rsvp.event.community.slug
                )
            }
        ),
    )


def _entry(meeting: Meeting, rsvp: Rsvp, *, with_: str) -> ical.Appointment:
    """The half-hour as one of the two has it in their calendar: the other isn't among its guests.

    Guests of an entry see each other's addresses, and not everybody shares theirs.
    """
    event = meeting.connection.event
    title = _("Half an hour with %(name)s", name=with_) if with_ else _("Half an hour")
    met = _("You met at %(event)s.", event=event.title)
    reaches_us = own_addresses.reaches_us(meeting.organizer)
    # Where nobody may be named, nothing that either typed is told.
    words = meeting.words if with_ else ""
    return ical.Appointment(
        uid=meeting.uid,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=title,
        description="\n".join(filter(None, [met, words])),
        location=words,
        url="",
        own_line=_("Move it or call it off: %(link)s", link=page(meeting.connection, rsvp)),
        organizer_name=sender(event),
        organizer_email=own_addresses.organizer(meeting.organizer),
        guest_name=rsvp.name,
        guest_email=rsvp.person.email,
        # Where nobody would hear what is pressed in a calendar, it isn't asked.
        partstat="NEEDS-ACTION" if reaches_us else "ACCEPTED",
        revised_at=meeting.stamped_at,
    )


def _post(
    kind: str,
    meeting: Meeting,
    rsvp: Rsvp,
    *,
    calendar: bytes,
    method: str,
    now: datetime,
    **told: Any,
) -> None:
    event = meeting.connection.event
    outbox.post(
        kind,
        # A half-hour goes with somebody, and its number may be another one's then.
        key=f"{kind}:{meeting.id}:{meeting.sequence}:{rsvp.id}:{int(meeting.stamped_at.timestamp())}",
        about=about(meeting, rsvp),
        to=rsvp.person.email or "",
        to_name=rsvp.name,
        sender_name=sender(event),
        calendar=calendar,
        method=method,
        now=now,
        context={
            "guest": rsvp,
            "event": event,
            "style": style(event),
            "when": clock.when(meeting.starts_at, meeting.ends_at, event.zone),
            "where": meeting.words,
            "answers_reach_us": own_addresses.reaches_us(meeting.organizer),
            "link": page(meeting.connection, rsvp),
            **told,
        },
    )


def still_agreed(message: Message) -> bool:
    """Whether an invite still holds when it leaves: both want to be in touch, and it is the newest."""
    meeting_id, sequence = message.key.split(":")[1:3]
    meeting = db.session.get(Meeting, int(meeting_id), populate_existing=True)
    return (
        meeting is not None
        and meeting.cancelled_at is None
        and meeting.sequence == int(sequence)
        and pair(meeting.connection) is not None
        and not ended(meeting.connection)
    )


def had_an_invite(message: Message) -> bool:
    """Whether there is an entry to end: an invite left, or may have."""
    left = db.or_(Message.state == "sent", Message.leased_until.is_not(None))
    invited = db.select(Message.id).where(
        Message.about == message.about, Message.method == "REQUEST", left
    )
    return db.session.scalar(invited.limit(1)) is not None


def abouts(connections: Collection[int]) -> list[str]:
    """What the letters of all half-hours of some introductions are found by."""
    either = db.or_(Rsvp.person_id == Connection.low_id, Rsvp.person_id == Connection.high_id)
    found = db.session.execute(
        db.select(Meeting.id, Rsvp.id)
        .join(Meeting.connection)
        .join(Rsvp, either)
        .where(Meeting.connection_id.in_(connections))
    )
    return [f"half-hour:{meeting}:{rsvp}" for meeting, rsvp in found]


def about(meeting: Meeting, rsvp: Rsvp) -> str:
    """What the letters of a half-hour to one of the two are found by.

    It ends with the number of the answer, whose token stands in ORGANIZER (`own_addresses.revealed`).
    """
    return f"half-hour:{meeting.id}:{rsvp.id}"
