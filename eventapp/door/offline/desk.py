"""The door without a connection: the list for the device, what it reports, and the app's own files.

A device that was cut off has no fresh form token. It asks for the list first, which answers its
own pages alone and holds one, and sends that with the reports; beside it the browser's word where the
request is from, as with every form. So reports are guarded as forms are, and nothing is exempt.
"""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, jsonify, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from eventapp import assets, clock, tokens, web
from eventapp.db import db
from eventapp.door import access, guest_list, reports
from eventapp.door.access import door_event
from eventapp.door.models import DoorPass, Staff
from eventapp.door.offline import actions, batch, device_list
from eventapp.door.offline.device_list import milliseconds
from eventapp.door.page import PAGE
from eventapp.people.models import SignIn

bp = Blueprint("door_offline", __name__)

# What the page needs beside what these name themselves.
FILES = ("css/app.css", "css/desk.css", "css/door.css", "js/door.js", "icons.svg", "favicon.svg")


@bp.get(f"{PAGE}/list")
def guests(community: str, event: str) -> ResponseReturnValue:
    """The list, or what has changed of it: who is in, once the device has the rest (`have`)."""
    (found, me), now = door_event(community, event), clock.now()
    entries = guest_list.guest_entries(found)
    people = device_list.guests(found, entries, now=now)
    signed_in, ends_at = _sign_in(me, now)
    state: dict[str, Any] = {
        "mark": device_list.mark(people),
        "in": device_list.inside(entries, me),
        "conflicts": device_list.to_look_at(found),
        "sign_in": signed_in,
        "until": milliseconds(device_list.kept_until(found, ends_at)),
    }
    etag = device_list.mark(state)
    if request.if_none_match.contains(etag) and request.args.get("have") == state["mark"]:
        answer = Response(status=304)
    else:
        if request.args.get("have") != state["mark"]:
            state["list"] = people
        state |= {"now": milliseconds(datetime.now(now.tzinfo)), "token": generate_csrf()}
        answer = jsonify(state)
    answer.set_etag(etag)
    return answer


@bp.post(f"{PAGE}/reports")
def take(community: str, event: str) -> ResponseReturnValue:
    """What was pressed without a connection: each is done once, and answered."""
    (found, me), now = door_event(community, event), clock.now()
    sent = batch.read(_sent())
    if sent is None:
        return jsonify(answers={}), 422
    answers = {}
    for key, report in sent.reports:
        outcome = actions.Outcome("unreadable")
        if report:
            at = batch.moment(report, sent=sent.sent, now=now)
            outcome = actions.take(found, report, at=at, by=me, now=now)
        answers[key] = _told(outcome)
    db.session.commit()
    return jsonify(answers=answers)


@bp.post(f"{PAGE}/conflicts")
def see(community: str, event: str) -> ResponseReturnValue:
    """Somebody has looked at a conflict."""
    found, _me = door_event(community, event)
    reports.see(found, web.number_in(request.form.get("conflict")), now=clock.now())
    db.session.commit()
    return web.to("door.show", community=community, event=event)


@bp.get(f"{PAGE}/offline")
def shell(community: str, event: str) -> ResponseReturnValue:
    """The page as a device keeps it: without a name in it, filled in from the list."""
    door_event(community, event)
    return _shell(community, event)


@bp.get(f"{PAGE}/worker.js")
def worker(community: str, event: str) -> ResponseReturnValue:
    """The service worker of this door alone: what it keeps, and the code that does so."""
    door_event(community, event)
    files = assets.reached(*FILES)
    kept = {
        "door": _address("door.show", community, event),
        "shell": _address(".shell", community, event),
    }
    version = device_list.mark([files, _shell(community, event)])
    code = assets.asset("js/door/worker.js")
    answer = Response(
        render_template(
            "door/worker.js", kept={**kept, "files": files, "version": version}, code=code
        ),
        mimetype="text/javascript",
    )
    answer.headers["Service-Worker-Allowed"] = kept["door"]
    return answer


@bp.get(f"{PAGE}/app.webmanifest")
def manifest(community: str, event: str) -> ResponseReturnValue:
    """How the door is called and looks once it is installed."""
    found, _me = door_event(community, event)
    door = _address("door.show", community, event)
    return Response(
        render_template("door/app.webmanifest", event=found, door=door),
        mimetype="application/manifest+json",
    )


def _sent() -> object:
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:
        # Brackets within brackets, by the thousand.
        return None


def _told(outcome: actions.Outcome) -> dict[str, Any]:
    """What became of a report; for who is in, since when and checked in by whom."""
    return {
        "outcome": outcome.word,
        "rsvp": outcome.rsvp_id,
        "at": milliseconds(outcome.arrived_at) if outcome.arrived_at else None,
        "by": outcome.by,
    }


def _shell(community: str, event: str) -> str:
    return render_template(
        "door/offline.html",
        event={"title": ""},
        where={"community": community, "event": event},
        line="",
        expected=0,
        arrived=0,
    )


def _address(endpoint: str, community: str, event: str) -> str:
    return url_for(endpoint, community=community, event=event)


def _sign_in(me: Staff, now: datetime) -> tuple[str, datetime]:
    """A mark of the sign-in, or of the pass, that a list is kept for, and when it ends."""
    digest = tokens.digest(session.get(access.KEY if isinstance(me, DoorPass) else "sign_in", ""))
    mark = tokens.digest(f"door:{digest}")[:16]
    if isinstance(me, DoorPass):
        return mark, me.until
    found = db.session.scalar(db.select(SignIn).where(SignIn.digest == digest))
    return mark, found.ends_at if found else now
