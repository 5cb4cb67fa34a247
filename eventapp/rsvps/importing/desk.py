"""A list of people at the desk: chosen, looked at and corrected, then brought in."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
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
from eventapp.rsvps.importing import background, bad_rows, parsing, preview, remembered
from eventapp.rsvps.importing.batches import Bringing, Inviting
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.importing.packed_file import listed, pack
from eventapp.rsvps.importing.preview import Look
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
    roles, host = [role.name for role in found.roles], found.community_id
    go, source = request.form.get("go", ""), remembered.source(request.form.get("source", ""))
    if go == "forget":
        remembered.forget(host, source)
        db.session.commit()
    try:
        data = listed()
        packed = pack(data)
        # Reading may take seconds: meanwhile nobody waits for the database.
        release()
        if choices := _first_choices():
            choices, looked = _first_look(data, choices, host=host, roles=roles)
            source = remembered.digest(looked.sheet.headings)
        else:
            choices = Choices.read(request.form)
            looked = preview.look(data, choices, roles=roles)
    except (parsing.BadFile, Refused) as error:
        return _other_file(desk_event(community, event), str(error))
    if go == "mend":
        return _to_mend(event, looked)
    trouble = ""
    if go == "bring":
        try:
            return _bring(community, event, looked, choices, packed=packed, source=source)
        except Refused as error:
            trouble = str(error)
            release()
    only_reads(True)
    page = _page(
        desk_event(community, event), looked, choices, packed=packed, source=source, trouble=trouble
    )
    return page, 422 if trouble else 200


def _first_choices() -> Choices | None:
    """What is chosen of a list, or of another sheet, before anybody saw it; None when somebody did."""
    form = request.form
    if request.files.get("file"):
        return Choices()
    if "other-sheet" in form:
        return Choices.read(form)
    return Choices(sheet=form.get("sheet") or None) if form.get("go") == "forget" else None


def _first_look(
    data: bytes, choices: Choices, *, host: int, roles: list[str]
) -> tuple[Choices, Look]:
    """A list as it is recognised, and as lists from its source were corrected before."""
    looked = preview.look(data, choices, roles=roles)
    with reading():
        known = remembered.find(host, remembered.digest(looked.sheet.headings))
    if known is None:
        return choices, looked
    corrected = remembered.applied(
        known[0], choices, guessed=looked.guessed, recognised=looked.sheet.encoding
    )
    try:
        return corrected, preview.look(data, corrected, roles=roles)
    except parsing.BadFile:
        # It can't be read as the last one was.
        return choices, looked


def _to_mend(event: str, look: Look) -> Response:
    """The rows that can't be used, as a file."""
    response = Response(bad_rows.written(look.sheet, look.found.bad, _=_), mimetype="text/csv")
    response.headers["Content-Disposition"] = f"attachment; filename={event}-rows-to-mend.csv"
    return response


def _other_file(event: Event, trouble: str) -> ResponseReturnValue:
    return render_template("rsvps/import.html", trouble=trouble, **events_desk.about(event)), 422


def _bring(
    community: str, event: str, look: Look, choices: Choices, *, packed: str, source: str
) -> ResponseReturnValue:
    """At once; or, when there are many, by the worker."""
    kind = Inviting if choices.mail else Bringing
    with reading():
        found = desk_event(community, event)
        coming = kind(found, look.found, decisions=look.decisions)
        coming.check(now=clock.now())
        if not coming.many:
            coming.look()
    corrected = remembered.corrections(
        choices, guessed=look.guessed, width=len(look.sheet.headings)
    )
    people = url_for("rsvps_desk.people", community=community, event=event)
    if coming.many:
        given = request.form.items(multi=True)
        chosen = [(name, text) for name, text in given if name not in {"list", "csrf_token"}]
        background.begin(
            found, file=packed, chosen=chosen, by=web.current_person(), now=clock.now()
        )
        remembered.keep(found.community_id, source, corrected, now=clock.now())
        db.session.commit()
        jobs.ask("lists")
        return redirect(f"{people}#searching", code=303)
    brought = coming.at_once(now=clock.now())
    remembered.keep(found.community_id, source, corrected, now=clock.now())
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


def _page(
    event: Event, look: Look, choices: Choices, *, packed: str, source: str, trouble: str
) -> str:
    matched = imports.seen(event, look.found, decisions=look.decisions)
    known = remembered.find(event.community_id, source)
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
        source=source,
        corrected_at=clock.short_day(known[1], event.zone) if known else "",
        fields=parsing.FIELDS,
        encodings=parsing.ENCODINGS,
        roles={role.name: role for role in event.roles},
        words=state_words(),
        going=actions.count(event, "going"),
        **events_desk.about(event),
    )
