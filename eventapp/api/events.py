"""Events: listed, read, begun, changed, published, called off; by the forms and actions of their pages."""

from flask import abort, current_app
from flask_babel import gettext as _

from eventapp.api.event_shapes import EventShown, shown
from eventapp.api.event_writing import changed_body, filled, new_body, write
from eventapp.api.operations import Call, Part, Reply, operation, part_of
from eventapp.api.problems import Problem
from eventapp.db import db
from eventapp.events import drafts
from eventapp.events.copying.models import HELD
from eventapp.events.forms import EventForm
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import rescheduling, revisions
from eventapp.rsvps.attendees.folding import holds, together

STATES = ("draft", "published", "cancelled")


def event_of(call: Call) -> Event:
    """The event of the path, if it is of the token's community."""
    mine = db.select(Event).filter_by(id=call.path["event"], community_id=call.community.id)
    asked = mine.where(HELD)
    found: Event = db.session.scalar(asked) or abort(404)
    call.note(found.slug)
    return found


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
        said = together(Event.title, Event.summary, Event.place_name)
        asked = asked.where(holds(said, text))
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
    rsvps.lock(event_of(call))
    found: EventShown = read(call)
    return found


@operation(
    "POST", "/events", scope="events:write", group="Events", answers=EventShown, body=new_body,
    status=(201,), noted="events_desk.create",
)  # fmt: skip
def create(call: Call) -> Reply:
    """Begin a draft.

    What isn't said is as on a new page: six in the evening in two weeks, six tables of six, every role
    welcome.
    """
    event = drafts.begin(call.community, {"title": ""}, now=call.now)
    write(event, call)
    call.note(event.slug)
    return Reply(shown([event], call.token)[0], 201, f"/events/{event.id}")


@operation(
    "PATCH", "/events/<int:event>", scope="events:write", group="Events", answers=EventShown,
    body=changed_body, reads=held, noted="rsvps_desk.review",
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
    answers=EventShown, reads=held, noted="events_desk.publish",
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
    answers=EventShown, reads=held, noted="events_desk.cancel",
)  # fmt: skip
def cancel(call: Call) -> Reply:
    """Call an event off.

    Everybody on its list is told. Twice is once. A draft stays as it is: nobody knows of it; so does
    what is over.
    """
    event = event_of(call)
    if event.state == "draft":
        raise Problem(409, _("A draft can’t be called off: nobody knows of it."))
    rescheduling.cancel_event(event, now=call.now)
    db.session.flush()
    return Reply(shown([event], call.token)[0], 200, f"/events/{event.id}")


@operation(
    "POST", "/events/<int:event>/reopening", scope="events:write", group="Events",
    answers=EventShown, reads=held, noted="events_desk.reopen",
)  # fmt: skip
def reopen(call: Call) -> Reply:
    """Let an event take place after all.

    As it stood when it was called off; everybody on its list is told. Twice is once. Not once it is over.
    """
    event = event_of(call)
    if event.state == "draft":
        raise Problem(409, _("This event isn’t called off."))
    rescheduling.reopen_event(event, now=call.now)
    db.session.flush()
    return Reply(shown([event], call.token)[0], 200, f"/events/{event.id}")


@operation(
    "DELETE", "/events/<int:event>", scope="events:write", group="Events", status=(204,), reads=held,
    noted="api.throw_away",
)  # fmt: skip
def throw_away(call: Call) -> Reply:
    """Throw a draft away.

    With its list, and everybody on it who is known by a name alone. What was published is called off
    instead.
    """
    rescheduling.throw_away(event_of(call), now=call.now)
    return Reply(None, 204)
