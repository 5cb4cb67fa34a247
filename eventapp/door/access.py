"""Who opens the door: a member with the right, or a device with a pass for this event alone."""

from flask import abort, g, request, session
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from eventapp import clock, languages, tokens, web
from eventapp.communities.activity import notes as activity
from eventapp.communities.face import host_page
from eventapp.door import passes
from eventapp.door.models import DoorPass, Staff
from eventapp.errors import Gone
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.people import actions as people

# Where a device keeps the key of its pass, in the cookie that a sign-in has.
KEY = "door_pass"
# Where a kiosk begins: pages that know nothing of passes lead back there.
KIOSK = "kiosk"


def device() -> str:
    """What a limit counts by: who holds a pass or is signed in, since all of a hall share one address."""
    held = session.get(KEY) or session.get("sign_in")
    return tokens.digest(held) if held else web.client()


def current_pass() -> DoorPass | None:
    """The pass that this device holds, or None."""
    return passes.held_by(session[KEY], now=clock.now()) if KEY in session else None


def door_event(community: str, slug: str) -> tuple[Event, Staff]:
    """An event at its door and who stands there; 404 for everybody else."""
    held = current_pass()
    if held is None and KEY not in session:
        return desk_event(community, slug, right="door"), web.require_person()
    return _opened(held, "door", community, slug)


def kiosk_event(community: str, slug: str) -> tuple[Event, DoorPass]:
    """An event at its kiosk, and the kiosk; 404 for everybody else, staff too."""
    return _opened(current_pass(), "kiosk", community, slug)


def _opened(held: DoorPass | None, kind: str, community: str, slug: str) -> tuple[Event, DoorPass]:
    web.private()
    if held is None and KEY in session:
        session.pop(KIOSK, None)
        raise Gone(_("This pass for the door has ended. Ask an organizer for a new code."))
    if held is None or held.kind != kind:
        abort(404)
    event = held.event
    if (event.community.slug, event.slug) != (community, slug):
        abort(404)
    if request.method not in web.SAFE:
        passes.note_seen(held, now=clock.now())
    g.event, g.door_pass = event, held
    host_page.at_the_desk(event.community)
    activity.note(event.community_id, None, device=held.name)
    languages.held_in(event.held_in)
    return event, held


def keep(one: DoorPass, key: str) -> Response:
    """This device holds a pass from now on, and nothing that it held before: no sign-in, no links.

    The way to where it begins. A kiosk keeps no list of a door, which guests could open without network;
    at a door the list gives way to the next, and what waits there is still sent.
    """
    if signed_in := session.get("sign_in"):
        people.sign_out(signed_in, now=clock.now())
    session.clear()
    session[KEY] = key
    session.permanent = True
    at_kiosk = one.kind == "kiosk"
    where = {"community": one.event.community.slug, "event": one.event.slug}
    answer = web.to("kiosk.show" if at_kiosk else "door.show", **where)
    if at_kiosk:
        session[KIOSK] = answer.location
        answer.headers["Clear-Site-Data"] = '"storage"'
    return answer
