"""A calendar file at the desk: chosen, looked at, and brought in as drafts and as history."""

from dataclasses import dataclass

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db, only_reads, release
from eventapp.events.importing import actions, calendar_file, carried_file, sentences
from eventapp.events.importing.calendar_file import BadCalendar, CalendarFile, Found
from eventapp.events.markdown import plain
from eventapp.events.models import Event

bp = Blueprint("calendar_imports", __name__)


@dataclass(frozen=True)
class Row:
    """One event of a file as its page shows it."""

    found: Found
    # The event that it became when it came in before.
    there: Event | None
    over: bool
    ticked: bool
    odd: tuple[str, ...]
    words: str

    @property
    def can_come(self) -> bool:
        """Whether it can be ticked at all."""
        return self.there is None and not self.found.cancelled


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
    host = desk_community(community)
    if request.form.get("go") == "bring":
        ticked = set(request.form.getlist("event"))
        wanted = [one for one in found.events if one.key in ticked]
        if wanted:
            return _bring(host, wanted)
        page = _page(host, found, packed, trouble=_("Tick at least one event."))
        return page, 422
    only_reads(True)
    return _page(host, found, packed)


def _bring(host: Community, wanted: list[Found]) -> ResponseReturnValue:
    coming, over = actions.bring(host, wanted, now=clock.now())
    db.session.commit()
    said = [
        ngettext("One draft was made.", "%(num)s drafts were made.", len(coming)) if coming else "",
        ngettext("One past event came in.", "%(num)s past events came in.", len(over))
        if over
        else "",
    ]
    flash(" ".join(filter(None, said)) or _("All of these came in before."), "good")
    return web.to("desk.events", community=host.slug)


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


def _odd(found: Found, *, over: bool) -> tuple[str, ...]:
    """What is odd about an event, as far as it matters: nobody looks for the place of a past one."""
    if found.cancelled:
        return ()
    return tuple(sentences.odd(name) for name in found.odd if not (over and name == "no_place"))


def _page(host: Community, found: CalendarFile, packed: str, *, trouble: str = "") -> str:
    now, there = clock.now(), actions.known(host)
    rows = [
        Row(
            one,
            there.get(one.key),
            over=one.ends_at <= now,
            # What repeats and is over would be many at once: each is ticked by hand.
            ticked=not (one.repeats and one.ends_at <= now),
            odd=_odd(one, over=one.ends_at <= now),
            words=plain(one.description, 140),
        )
        for one in found.events
    ]
    return render_template(
        "events/import_calendar_check.html",
        community=host,
        name=found.name,
        coming=[row for row in rows if not row.over],
        over=[row for row in reversed(rows) if row.over],
        fresh=sum(row.can_come for row in rows),
        unread=[(one.title, sentences.unread(one.why)) for one in found.unread],
        packed=packed,
        trouble=trouble,
    )
