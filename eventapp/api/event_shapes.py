"""An event as it is answered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Literal, TypedDict

from eventapp.api.models import ApiToken
from eventapp.api.schemas import Address, Moment, Number, Told
from eventapp.api.times import rfc3339
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.appointment import event_address
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event
from eventapp.events.series import belonging as series
from eventapp.events.series.belonging import PartOf
from eventapp.mail.outbox import address_of
from eventapp.programs import belonging as programs
from eventapp.rsvps.models import Rsvp


class Guests(TypedDict):
    """How many answered, by how it stands."""

    going: Number
    waitlisted: Number
    pending: Number


class QuotaShown(TypedDict):
    """So many places are held, and so many are given at most."""

    least: Number
    most: int | None


class SeriesShown(TypedDict):
    """The series that an event is a date of."""

    slug: str
    title: str
    url: Address


class EventShown(TypedDict):
    """An event; times are those of its place."""

    id: int
    slug: str
    state: Literal["draft", "published", "cancelled"]
    title: str
    summary: str
    description: str
    language: str
    starts_at: Moment
    ends_at: Moment
    zone: str
    place_name: str
    place_address: str
    map_url: str
    online_url: str
    online_public: bool
    hybrid: bool
    visibility: Literal["listed", "unlisted", "invited"]
    waitlist_mode: Literal["automatic", "offer", "by_hand"]
    offer_hours: int
    needs_approval: bool
    most_guests: int
    conduct: str
    confirm_hours: int | None
    reminder_hours: int | None
    capacity: int | None
    tables: int
    seats: int
    rounds: int
    minutes: int
    roles: list[int]
    rsvps_open: int | None
    rsvps_close: int
    waitlist_closes: int
    places_held: int
    role_quotas: dict[str, QuotaShown]
    stage_quotas: dict[str, QuotaShown]
    guests: Guests
    program: Annotated[int | None, Told("description", "Of which it is a session, by its number.")]
    series: SeriesShown | None
    url: Address
    created_at: Moment
    changed_at: Moment
    published_at: Moment | None
    cancelled_at: Moment | None


def shown(events: list[Event], token: ApiToken) -> list[EventShown]:
    """Events as they are answered, in a few queries for all."""
    numbers = [event.id for event in events]
    counted: dict[int, dict[str, int]] = {number: {} for number in numbers}
    rows = db.session.execute(
        db.select(Rsvp.event_id, Rsvp.state, db.func.count(Rsvp.id))
        .where(Rsvp.event_id.in_(numbers))
        .group_by(Rsvp.event_id, Rsvp.state)
    )
    for number, state, many in rows:
        counted[number][state] = many
    # The link to join is for whoever has a place; a program that may set it may read it.
    writes = "events:write" in token.scopes
    limits = quotas.of_all(events)
    in_program, in_series = programs.numbers_of(numbers), series.of_all(numbers)
    return [
        _shown(
            event,
            counted[event.id],
            event.online_url if writes else event.public_link,
            limits[event.id],
            in_program.get(event.id),
            in_series.get(event.id),
        )
        for event in events
    ]


def _shown(
    event: Event,
    counted: dict[str, int],
    link: str,
    limits: Quotas,
    program: int | None,
    part_of: PartOf | None,
) -> EventShown:
    def at(moment: datetime) -> str:
        return rfc3339(moment, event.zone)

    return EventShown(
        id=event.id,
        slug=event.slug,
        state=event.state,  # type: ignore[typeddict-item]
        title=event.title,
        summary=event.summary,
        description=event.description,
        language=event.language,
        starts_at=at(event.starts_at),
        ends_at=at(event.ends_at),
        zone=event.zone,
        place_name=event.place_name,
        place_address=event.place_address,
        map_url=event.map_url,
        online_url=link,
        online_public=event.online_public,
        hybrid=event.hybrid,
        visibility=event.visibility,  # type: ignore[typeddict-item]
        waitlist_mode=event.waitlist_mode,  # type: ignore[typeddict-item]
        offer_hours=event.offer_hours,
        needs_approval=event.needs_approval,
        most_guests=event.most_guests,
        conduct=event.conduct,
        confirm_hours=event.confirm_hours,
        reminder_hours=event.reminder_hours,
        capacity=event.capacity,
        tables=event.tables,
        seats=event.seats,
        rounds=event.rounds,
        minutes=event.minutes,
        roles=[role.id for role in event.roles],
        rsvps_open=event.rsvps_open,
        rsvps_close=event.rsvps_close,
        waitlist_closes=event.waitlist_closes,
        places_held=event.places_held,
        role_quotas=_quotas(limits.roles),
        stage_quotas=_quotas(limits.stages),
        guests=Guests(
            going=counted.get("going", 0),
            waitlisted=counted.get("waitlisted", 0),
            pending=counted.get("pending", 0),
        ),
        program=program,
        series=_series(event, part_of) if part_of else None,
        url=event_address(event),
        created_at=at(event.created_at),
        changed_at=at(event.revised_at),
        published_at=at(event.published_at) if event.published_at else None,
        cancelled_at=at(event.cancelled_at) if event.cancelled_at else None,
    )


def _series(event: Event, of: PartOf) -> SeriesShown:
    page = address_of("event_series.show", community=event.community.slug, series=of.slug)
    return SeriesShown(slug=of.slug, title=of.title, url=page)


def _quotas(kept: Mapping[Any, Quota]) -> dict[str, QuotaShown]:
    return {str(key): QuotaShown(least=one.least, most=one.most) for key, one in kept.items()}
