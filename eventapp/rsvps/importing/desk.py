"""A list of people at the desk: chosen, looked at and corrected, then brought in."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.db import db, only_reads, reading, release
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.mail import jobs
from eventapp.rsvps import actions
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import background, parsing, preview
from eventapp.rsvps.importing.batches import Bringing, Inviting
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.packed_file import pack, unpack
from eventapp.rsvps.importing.preview import Look
from eventapp.rsvps.models import LongList
from eventapp.rsvps.roster import state_words

bp = Blueprint("imports", __name__)


@bp.get("/desk/<community>/events/<event>/people/import")
def show(community: str, event: str) -> ResponseReturnValue:
    """Choose a file."""
    return render_template(
        "rsvps/import.html", trouble="", **events_desk.about(desk_event(community, event))
    )


@bp.post("/desk/<community>/events/<event>/people/import")
def look(community: str, event: str) -> ResponseReturnValue:
    """Look at what a list would do, correct it as often as one likes; then bring it in."""
    found = desk_event(community, event)
    roles = [role.name for role in found.roles]
    try:
        data = _listed()
        packed = pack(data)
        choices = Choices() if request.files.get("file") else Choices.read(request.form)
        # Reading may take seconds: meanwhile nobody waits for the database.
        release()
        looked = preview.look(data, choices, roles=roles)
    except (parsing.BadFile, Refused) as error:
        return _other_file(desk_event(community, event), str(error))
    trouble = ""
    if request.form.get("go") == "bring":
        try:
            return _bring(community, event, looked, choices, packed=packed)
        except Refused as error:
            trouble = str(error)
            release()
    only_reads(True)
    page = _page(desk_event(community, event), looked, choices, packed=packed, trouble=trouble)
    return page, 422 if trouble else 200


def _other_file(event: Event, trouble: str) -> ResponseReturnValue:
    return render_template("rsvps/import.html", trouble=trouble, **events_desk.about(event)), 422


def _bring(
    community: str, event: str, look: Look, choices: Choices, *, packed: str
) -> ResponseReturnValue:
    """At once; or, when there are many, by the worker."""
    kind = Inviting if choices.mail else Bringing
    with reading():
        found = desk_event(community, event)
        coming = kind(found, look.found, decisions=look.decisions)
        coming.check(now=clock.now())
        if not coming.many:
            coming.look()
    people = url_for("rsvps_desk.people", community=community, event=event)
    if coming.many:
        given = request.form.items(multi=True)
        chosen = [(name, text) for name, text in given if name not in {"list", "csrf_token"}]
        background.begin(
            found, file=packed, chosen=chosen, by=web.current_person(), now=clock.now()
        )
        db.session.commit()
        jobs.ask("lists")
        return redirect(f"{people}#searching", code=303)
    brought = coming.at_once(now=clock.now())
    db.session.commit()
    flash(_("Imported. %(said)s", said=brought.said or _("Nothing has changed.")), "good")
    return redirect(people, code=303)


@bp.get("/desk/<community>/lists/<int:number>")
def progress(community: str, number: int) -> ResponseReturnValue:
    """How far a long list is: whether it is over, and the part of its page that changes."""
    view = background.view(_long_list(community, number), now=clock.now())
    return {
        "over": view.over,
        "html": "" if view.over else render_template("rsvps/_list_progress.html", view=view),
    }


@bp.post("/desk/<community>/lists/<int:number>/stop")
def stop(community: str, number: int) -> ResponseReturnValue:
    """Let a long list end with who is in so far; twice is once."""
    found = _long_list(community, number)
    background.stop(found, now=clock.now())
    db.session.commit()
    flash(_("Stopping: who is in stays in."), "good")
    return web.to("rsvps_desk.people", community=community, event=found.event.slug)


def _long_list(community: str, number: int) -> LongList:
    host = desk_community(community)
    found: LongList | None = db.session.scalar(
        db.select(LongList)
        .join(LongList.event)
        .options(db.contains_eager(LongList.event))
        .where(LongList.id == number, Event.community_id == host.id)
    )
    return found or abort(404)


def _page(event: Event, look: Look, choices: Choices, *, packed: str, trouble: str) -> str:
    matched = imports.seen(event, look.found, decisions=look.decisions)
    return render_template(
        "rsvps/import_check.html",
        look=look,
        found=look.found,
        matched=matched,
        choices=choices,
        decisions=look.decisions,
        familiar=imports.familiar(event, matched),
        trouble=trouble,
        packed=packed,
        fields=parsing.FIELDS,
        encodings=parsing.ENCODINGS,
        roles={role.name: role for role in event.roles},
        words=state_words(),
        going=actions.count(event, "going"),
        **events_desk.about(event),
    )


def _listed() -> bytes:
    upload = request.files.get("file")
    if upload and upload.filename:
        data: bytes = upload.read()
        return data
    if not request.form.get("list"):
        raise parsing.BadFile(_("Choose a file first."))
    return unpack(request.form["list"])
