"""Events: listed, read, begun, changed, published, called off; by the forms and actions of their pages."""

from datetime import datetime
from typing import Literal, TypedDict

from flask import abort, current_app, url_for
from flask_babel import gettext as _

from eventapp.api.event_writing import changed_body, filled, new_body, write
from eventapp.api.models import ApiToken
from eventapp.api.operations import Call, Part, Reply, operation, part_of
from eventapp.api.problems import Problem
from eventapp.api.schemas import Address, Moment, Number
from eventapp.api.times import rfc3339
from eventapp.db import db, lock_row
from eventapp.events import drafts
from eventapp.events.copying.models import HELD
from eventapp.events.forms import EventForm
from eventapp.events.models import Event
from eventapp.paging import contains
from eventapp.rsvps import rescheduling, revisions
from eventapp.rsvps.models import Rsvp

STATES = ("draft", "published", "cancelled")


class Guests(TypedDict):
    """How many answered, by how it stands."""

    going: Number
    waitlisted: Number
    pending: Number


class EventShown(TypedDict):
    """An event; times are those of its place."""

    id: int
    slug: str
    state: Literal["draft", "published", "cancelled"]
    title: str
    summary: str
    description: str
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
    guests: Guests
    url: Address
    created_at: Moment
    changed_at: Moment
    published_at: Moment | None
    cancelled_at: Moment | None


def event_of(call: Call) -> Event:
    """The event of the path, if it is of the token's community."""
    mine = db.select(Event).filter_by(id=call.path["event"], community_id=call.community.id)
    asked = mine.where(HELD)
    found: Event = db.session.scalar(asked) or abort(404)
    return found


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
    links = [event.online_url if writes else event.public_link for event in events]
    return [
        _shown(event, counted[event.id], link) for event, link in zip(events, links, strict=True)
    ]


def _shown(event: Event, counted: dict[str, int], link: str) -> EventShown:
    def at(moment: datetime) -> str:
        return rfc3339(moment, event.zone)

    return EventShown(
        id=event.id,
        slug=event.slug,
        state=event.state,  # type: ignore[typeddict-item]
        title=event.title,
        summary=event.summary,
        description=event.description,
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
        guests=Guests(
            going=counted.get("going", 0),
            waitlisted=counted.get("waitlisted", 0),
            pending=counted.get("pending", 0),
        ),
        url=url_for("rsvps.show", community=event.community.slug, event=event.slug, _external=True),
        created_at=at(event.created_at),
        changed_at=at(event.revised_at),
        published_at=at(event.published_at) if event.published_at else None,
        cancelled_at=at(event.cancelled_at) if event.cancelled_at else None,
    )


@operation(
    "GET", "/events", scope="events:read", group="Events", answers=EventShown, listed=True,
    query={
        "state": {"type": "string", "enum": list(STATES)},
        "from": {"type": "string", "format": "date-time"},
        "to": {"type": "string", "format": "date-time"},
        "q": {"type": "string", "maxLength": 80},
    },
)  # fmt: skip
def index(call: Call) -> Part:
    """List events.

    The earliest first. `from` and `to` are about when they begin; `q` looks in title, line and place.
    """
    asked = db.select(Event).where(Event.community_id == call.community.id, HELD)
    state = {
        "draft": (Event.published_at.is_(None), Event.cancelled_at.is_(None)),
        "published": (Event.published_at.is_not(None), Event.cancelled_at.is_(None)),
        "cancelled": (Event.cancelled_at.is_not(None),),
    }
    asked = asked.where(*state.get(call.query.get("state", ""), ()))
    if "from" in call.query:
        asked = asked.where(Event.starts_at >= call.query["from"])
    if "to" in call.query:
        asked = asked.where(Event.starts_at < call.query["to"])
    if text := call.query.get("q"):
        asked = asked.where(contains(text, Event.title, Event.summary, Event.place_name))
    total = db.session.scalar(db.select(db.func.count()).select_from(asked.subquery())) or 0
    start, many = part_of(call)
    part = asked.order_by(Event.starts_at, Event.id).offset(start).limit(many)
    read = db.selectinload(Event.roles), db.joinedload(Event.community)
    return Part(list(shown(list(db.session.scalars(part.options(*read))), call.token)), total)


@operation("GET", "/events/<int:event>", scope="events:read", group="Events", answers=EventShown)
def read(call: Call) -> EventShown:
    """Read an event."""
    return shown([event_of(call)], call.token)[0]


def held(call: Call) -> EventShown:
    """An event as it stands, and as nobody else changes it before this request is done."""
    lock_row(Event, event_of(call).id)
    found: EventShown = read(call)
    return found


@operation(
    "POST", "/events", scope="events:write", group="Events", answers=EventShown, body=new_body,
    status=(201,),
)  # fmt: skip
def create(call: Call) -> Reply:
    """Begin a draft.

    What isn't said is as on a new page: six in the evening in two weeks, six tables of six, every role
    welcome.
    """
    event = drafts.begin(call.community, {"title": ""}, now=call.now)
    write(event, call)
    return Reply(shown([event], call.token)[0], 201, f"/events/{event.id}")


@operation(
    "PATCH", "/events/<int:event>", scope="events:write", group="Events", answers=EventShown,
    body=changed_body, reads=held,
)  # fmt: skip
def change(call: Call) -> Reply:
    """Change an event.

    What isn't said stays. Guests of a published event are told as on its page, and who waits gets
    places that this makes.
    """
    event = event_of(call)
    if event.state == "draft":
        write(event, call)
    else:
        form, said = filled(EventForm, event, call)
        try:
            revisions.revise(
                event,
                said,
                form.chosen(call.community.roles),
                held=form.quotas,
                seen=drafts.stamp(event),
                arrivals=call.body.get("arrivals", ""),
                now=call.now,
            )
        except revisions.AskFirst as no:
            raise Problem(409, str(no), [("/arrivals", _("Say “back” or “keep”."))]) from None
    db.session.flush()
    return Reply(shown([event], call.token)[0], 200, f"/events/{event.id}")


@operation(
    "POST", "/events/<int:event>/publication", scope="events:write", group="Events",
    answers=EventShown, reads=held,
)  # fmt: skip
def publish(call: Call) -> Reply:
    """Publish an event.

    Twice is once.
    """
    event = event_of(call)
    current_app.extensions["publish"](event, now=call.now)
    db.session.flush()
    return Reply(shown([event], call.token)[0], 200, f"/events/{event.id}")


@operation(
    "POST", "/events/<int:event>/cancellation", scope="events:write", group="Events",
    answers=EventShown, reads=held,
)  # fmt: skip
def cancel(call: Call) -> Reply:
    """Call an event off.

    Everybody on its list is told. Twice is once. A draft stays as it is: nobody knows of it.
    """
    event = event_of(call)
    if event.state == "draft":
        raise Problem(409, _("A draft can’t be called off: nobody knows of it."))
    rescheduling.cancel_event(event, now=call.now)
    db.session.flush()
    return Reply(shown([event], call.token)[0], 200, f"/events/{event.id}")
