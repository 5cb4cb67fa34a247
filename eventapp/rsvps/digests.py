"""What is new of an event, once a day, for those who organize it; a day without news has no letter."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp import languages
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.events import local_time
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps import actions, letter_context
from eventapp.rsvps.models import Rsvp

# At this hour on the clocks of the event's place, of events so far ahead.
HOUR = time(7)
AHEAD = timedelta(weeks=8)
# So many names stand in a line; of more there is a number.
NAMES = 5
ORGANIZES = Membership.right.in_(("organizer", "owner"))

# What happened, how often, and to whom.
Line = tuple[str, int, str]


def last_hour(now: datetime, zone: str) -> datetime:
    """The last time that the clocks of a place showed the hour of the digest."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    shown = (_at(today - timedelta(days=days), place) for days in range(3))
    return next(moment for moment in shown if moment and moment <= now)


def _at(day: date, place: ZoneInfo) -> datetime | None:
    try:
        return local_time.moment(day, HOUR, place)
    except local_time.Skipped:
        # A day that a place left out.
        return None


def due(now: datetime) -> list[int]:
    """The events to come of which nobody was told what is new since the hour of today."""
    # Of what was published today, tomorrow's letter tells.
    told = db.func.coalesce(Event.digested_at, Event.published_at, type_=Event.published_at.type)
    ahead = db.select(Event.id, Event.zone, told).where(
        Event.starts_at > now,
        Event.starts_at <= now + AHEAD,
        Event.published_at.is_not(None),
        Event.cancelled_at.is_(None),
    )
    found = db.session.execute(ahead)
    return [number for number, zone, since in found if since < last_hour(now, zone)]


def tell(event: Event, *, now: datetime) -> int:
    """Write what is new of an event to those who organize it and want to hear; how many."""
    actions.lock(event)
    hour = last_hour(now, event.zone)
    since = event.digested_at or event.published_at
    if since is None or since >= hour:
        return 0
    event.digested_at = now
    if not news(event, since, now):
        return 0
    readers = db.session.scalars(
        db.select(Membership)
        .join(Membership.person)
        .where(
            Membership.community_id == event.community_id,
            ORGANIZES,
            Person.email.is_not(None),
            preferences.wanted("digest", Membership.person_id),
        )
        .options(db.contains_eager(Membership.person))
        .order_by(Membership.id)
    ).all()
    stops = preferences.addresses((one.person_id for one in readers), "digest", now=now)
    outbox.post_all(
        [
            _letter(event, one, since, stop=stops[one.person_id], hour=hour, now=now)
            for one in readers
        ]
    )
    return len(readers)


def news(event: Event, since: datetime, until: datetime) -> list[Line]:
    """What happened of an event in a while, each in a line; nothing where nothing did."""
    changed = db.session.execute(
        db.select(Rsvp.state, Rsvp.first_name, Rsvp.created_at)
        .where(Rsvp.event_id == event.id, Rsvp.changed_at >= since, Rsvp.changed_at < until)
        .order_by(Rsvp.turn)
    ).all()
    new = {
        state: [name for found, name, created in changed if found == state and created >= since]
        for state in ("going", "waitlisted", "pending")
    }
    lines = [
        _line(_("Said yes"), new["going"]),
        _line(_("Wait in line"), new["waitlisted"]),
        _line(_("Wait for your yes"), new["pending"]),
        _line(_("Gave it back"), [name for found, name, _at in changed if found == "cancelled"]),
        _line(_("Mails that came back"), _came_back(event, since, until)),
    ]
    return [line for line in lines if line[1]]


def _line(what: str, names: Sequence[str]) -> Line:
    said = ", ".join(names[:NAMES])
    return what, len(names), said + (" …" if len(names) > NAMES else "")


def _came_back(event: Event, since: datetime, until: datetime) -> Sequence[str]:
    about = db.literal("rsvp:").concat(db.cast(Rsvp.id, db.String))
    failed = (
        db.select(Rsvp.first_name)
        .join(Message, Message.about == about)
        .where(
            Rsvp.event_id == event.id,
            Message.state.in_(("failed", "bounced")),
            Message.created_at >= since,
            Message.created_at < until,
        )
    )
    return db.session.scalars(failed.order_by(Message.id)).all()


def _letter(
    event: Event, to: Membership, since: datetime, *, stop: str, hour: datetime, now: datetime
) -> Message:
    page = {"community": event.community.slug, "event": event.slug}
    with languages.spoken(*to.person.languages, event.held_in):
        return outbox.written(
            "digest",
            key=f"digest:{event.id}:{to.id}:{hour.astimezone(UTC):%Y%m%d%H}",
            about=f"event:{event.id}",
            to=to.person.email or "",
            to_name=to.name,
            sender_name=sender(event),
            context={
                "name": to.name,
                "event": letter_context.Facts(
                    event.title, event.summary, event.place_name, event.place_address
                ),
                "when": letter_context.when(event),
                "news": tuple(news(event, since, now)),
                "link": outbox.address_of("rsvps_desk.people", **page),
                "unsubscribe_url": stop,
            },
            now=now,
        )


def still_true(message: Message) -> bool:
    """Whether whoever a digest goes to still organizes the event."""
    event_id = int(message.about.rpartition(":")[2])
    organizes = (
        db.select(Membership.id)
        .join(Membership.person)
        .join(Event, Event.community_id == Membership.community_id)
        .where(Event.id == event_id, Event.cancelled_at.is_(None))
        .where(Person.email == message.to, ORGANIZES)
    )
    return db.session.scalar(organizes) is not None
