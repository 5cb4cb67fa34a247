"""A calendar file at the desk: chosen, looked at, and brought in as drafts and as history."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db, only_reads, release
from eventapp.events.importing import actions, calendar_file, carried_file, preview, sentences
from eventapp.events.importing.calendar_file import BadCalendar
from eventapp.events.importing.found import CalendarFile, Found
from eventapp.events.importing.preview import Choices

bp = Blueprint("calendar_imports", __name__)


@bp.get("/desk/<community>/import/calendar")
def show(community: str) -> ResponseReturnValue:
    """Choose a calendar file."""
    return _choose(desk_community(community))


@bp.post("/desk/<community>/import/calendar")
def look(community: str) -> ResponseReturnValue:
    """Look at the events of a file; then bring in those that are ticked."""
    host = desk_community(community)
    zone = host.zone
    try:
        data = _chosen_file()
        packed = carried_file.packed(data)
        # Reading may take a second: meanwhile nobody waits for the database.
        release()
        found = calendar_file.read(data, zone=zone, now=clock.now(), _=_)
    except carried_file.Lost:
        return _choose(desk_community(community), _lost()), 422
    except BadCalendar as error:
        return _choose(desk_community(community), str(error)), 422
    host, chosen = desk_community(community), _choices()
    if chosen.ticked is not None:
        wanted = [one for one in found.events if one.key in chosen.ticked]
        if wanted:
            return _bring(host, wanted, chosen)
        page = _page(host, found, packed, chosen, trouble=_("Tick at least one event."))
        return page, 422
    only_reads(True)
    return _page(host, found, packed, chosen)


def _bring(host: Community, wanted: list[Found], chosen: Choices) -> ResponseReturnValue:
    brought = actions.bring(
        host,
        wanted,
        now=clock.now(),
        history="listed" if chosen.show else actions.HIDDEN,
        together=chosen.together or (),
    )
    db.session.commit()
    coming, over, series = len(brought.coming), len(brought.over), len(brought.series)
    said = [
        ngettext("One draft was made.", "%(num)s drafts were made.", coming) if coming else "",
        ngettext("One past event came in.", "%(num)s past events came in.", over) if over else "",
        ngettext(
            "What repeats is kept as one series.",
            "What repeats is kept as %(num)s series.",
            series,
        )
        if series
        else "",
    ]
    flash(" ".join(filter(None, said)) or _("All of these came in before."), "good")
    return web.to("desk.events", community=host.slug)


def _choices() -> Choices:
    form = request.form
    if form.get("go") != "bring":
        return Choices()
    ticked, together = frozenset(form.getlist("event")), frozenset(form.getlist("series"))
    return Choices(ticked, together, show="show" in form)


def _chosen_file() -> bytes:
    upload = request.files.get("file")
    if upload and upload.filename:
        data: bytes = upload.read()
        return data
    if not request.form.get("calendar"):
        raise BadCalendar(_("Choose a file first."))
    return carried_file.unpacked(request.form["calendar"], most=calendar_file.BYTES)


def _lost() -> str:
    return _(
        "The file got lost on the way, or is too long for the page. Choose it again, or a part."
    )


def _choose(host: Community, trouble: str = "") -> str:
    return render_template("events/import_calendar.html", community=host, trouble=trouble)


def _page(
    host: Community, found: CalendarFile, packed: str, chosen: Choices, *, trouble: str = ""
) -> str:
    return render_template(
        "events/import_calendar_check.html",
        community=host,
        name=found.name,
        number=len(found.events),
        seen=preview.look(host, found, chosen, now=clock.now()),
        show=chosen.show,
        unread=[(one.title, sentences.unread(one.why)) for one in found.unread],
        packed=packed,
        trouble=trouble,
    )
