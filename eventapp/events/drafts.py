"""An event before anybody knows of it: begun, written, copied, and what it still lacks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import current_app
from flask_babel import gettext as _

from eventapp.communities.access import slug_for
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import local_time, quotas, sent_twice
from eventapp.events.closing_times import AT_THE_END
from eventapp.events.models import USUAL_REMINDER, Event
from eventapp.events.wording import actions as wording

KEPT = (
    "title", "summary", "description", "language", "zone", "place_name", "place_address", "map_url",
    "online_url", "online_public", "hybrid", "capacity", "tables", "seats", "rounds", "minutes",
    "visibility", "waitlist_mode", "offer_hours", "needs_approval", "most_guests", "conduct",
    "confirm_hours", "reminder_hours", "fields",
)  # fmt: skip
# What an event has until it is told otherwise: six tables of six.
ROOM = {"capacity": 36, "tables": 6, "seats": 6, "rounds": 3, "minutes": 25}


@dataclass(frozen=True)
class Lack:
    """Something a draft lacks: the step that mends it, and whether it must be there to publish."""

    sentence: str
    step: str
    must: bool


def begin(
    community: Community, values: Mapping[str, object], *, mark: str = "", now: datetime
) -> Event:
    """A draft at six in the evening in two weeks, for six tables of six, every role welcome.

    `mark` is that of the form that asks for it (`sent_twice`).
    """
    return _added(_fresh(community, now), values, mark=mark, now=now)


def begin_all(
    community: Community, listed: Iterable[Mapping[str, object]], *, now: datetime
) -> list[Event]:
    """Many such drafts at once, in a few statements."""
    taken = set(db.session.scalars(db.select(Event.slug).filter_by(community_id=community.id)))
    made: list[Event] = []
    with db.session.no_autoflush:
        for values in listed:
            event = _named(_fresh(community, now), values, now=now)
            event.slug = slug_for(event.title, taken)
            taken.add(event.slug)
            made.append(event)
    db.session.add_all(made)
    db.session.flush()
    return made


def _fresh(community: Community, now: datetime) -> Event:
    zone = ZoneInfo(community.zone)
    day = (now + timedelta(days=14)).astimezone(zone).date()
    return Event(
        community=community,
        starts_at=local_time.moment(day, time(18), zone),
        ends_at=local_time.moment(day, time(20, 30), zone),
        zone=community.zone,
        reminder_hours=USUAL_REMINDER,
        roles=list(community.roles),
        **ROOM,
    )


def next_time(event: Event, *, now: datetime) -> local_time.Repeated:
    """The same hours of the same weekday, a week or more from now, on the clocks of the place."""
    weeks = max(1, (now - event.starts_at).days // 7 + 2)
    return local_time.repeated(event.starts_at, event.ends_at, ZoneInfo(event.zone), days=7 * weeks)


def copy(
    event: Event,
    then: local_time.Repeated,
    *,
    title: str = "",
    mark: str = "",
    now: datetime,
) -> Event:
    """A draft like an event, at another time and under another title if there is one; `mark` as above."""
    zone = ZoneInfo(event.zone)
    draft = Event(
        community=event.community,
        roles=list(event.roles),
        starts_at=then.starts_at,
        ends_at=then.ends_at,
    )
    for name in ("rsvps_open", "rsvps_close", "waitlist_closes", "places_held"):
        offset = getattr(event, name)
        # "When it ends" is no time on the clocks.
        if offset is not None and offset < AT_THE_END:
            offset = local_time.repeated_offset(
                offset, event.starts_at, zone, again_at=then.starts_at
            )
        setattr(draft, name, offset)
    kept = {name: getattr(event, name) for name in KEPT}
    _added(draft, kept | {"title": title or event.title}, mark=mark, now=now)
    if held := quotas.of(event):
        quotas.keep(draft, held)
    wording.copy(event, draft, now=now)
    # What else belongs to an event, as later features know.
    for copied in current_app.extensions["copied"]:
        copied(event, draft)
    return draft


def _added(event: Event, values: Mapping[str, object], *, mark: str, now: datetime) -> Event:
    _named(event, values, mark=mark, now=now)
    event.slug = _slug(event)
    db.session.add(event)
    db.session.flush()
    return event


def _named(event: Event, values: Mapping[str, object], *, mark: str = "", now: datetime) -> Event:
    event.created_at = event.revised_at = now
    event.uid = sent_twice.uid(mark)
    for name, value in values.items():
        setattr(event, name, value)
    return event


def write(event: Event, values: Mapping[str, object], *, now: datetime) -> None:
    """Keep one step of a draft; its address follows its title until it is published."""
    renamed = "title" in values and values["title"] != event.title
    for name, value in values.items():
        setattr(event, name, value)
    event.revised_at = now
    if renamed:
        event.slug = _slug(event)


def _slug(event: Event) -> str:
    with db.session.no_autoflush:
        others = db.select(Event.slug).where(
            Event.community_id == event.community.id, Event.id.is_distinct_from(event.id)
        )
        return slug_for(event.title, set(db.session.scalars(others)))


def stamp(event: Event) -> str:
    """Which state of an event a form began with, to notice when somebody else was quicker."""
    return f"{event.sequence}-{event.revised_at:%Y%m%d%H%M%S}"


def missing(event: Event, *, now: datetime) -> list[Lack]:
    """What a draft lacks: first what keeps it from being published, then what people will miss."""
    lacks = [
        (event.ends_at <= now, "when", True, _("The date has passed. Choose one to come.")),
        (not event.roles, "room", True, _("Choose at least one role that people can come as.")),
        (
            not event.where,
            "when",
            False,
            _("There is no place and no link. People will ask where it is."),
        ),
        (
            event.lacks_a_way,
            "when",
            False,
            _("Guests may choose the place or online: give both the place and the link to join."),
        ),
        (not event.summary, "what", False, _("One line would tell people why to come.")),
        (
            last_round(event) > event.ends_at,
            "room",
            False,
            _("The last round would still be going on when the event ends."),
        ),
        (
            event.capacity is not None and event.capacity > event.chairs,
            "room",
            False,
            _("There are more places than chairs."),
        ),
    ]
    return [Lack(sentence, step, must) for here, step, must, sentence in lacks if here]


def last_round(event: Event) -> datetime:
    """When the last round of an event ends, in UTC, as it is planned."""
    return event.evening(event.starts_at).ends
