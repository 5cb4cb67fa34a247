"""Who opens the door: a member with the right, or a device with a pass for this event alone."""

from flask import abort, g, request, session
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.door import passes
from eventapp.door.models import DoorPass, Staff
from eventapp.errors import Gone
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.people import actions as people

# Where a device keeps the key of its pass, in the cookie that a sign-in has.
KEY = "door_pass"


def current_pass() -> DoorPass | None:
    """The pass that this device holds, or None."""
    return passes.held_by(session[KEY], now=clock.now()) if KEY in session else None


def door_event(community: str, slug: str, *, kind: str = "door") -> tuple[Event, Staff]:
    """An event at its door and who stands there; 404 for everybody else.

    A device with a pass of another kind is somebody else: a kiosk opens its own pages alone.
    """
    held = current_pass()
    if held is None and KEY in session:
        raise Gone(_("This pass for the door has ended. Ask an organizer for a new code."))
    g.door_pass = held
    if held is None:
        return desk_event(community, slug, right="door"), web.require_person()
    web.private()
    event = held.event
    if held.kind != kind or (event.community.slug, event.slug) != (community, slug):
        abort(404)
    if request.method not in web.SAFE:
        passes.note_seen(held, now=clock.now())
    g.event = event
    return event, held


def keep(key: str) -> None:
    """This device holds a pass from now on, and nothing that it held before: no sign-in, no links."""
    if signed_in := session.get("sign_in"):
        people.sign_out(signed_in, now=clock.now())
    session.clear()
    session[KEY] = key
    session.permanent = True
