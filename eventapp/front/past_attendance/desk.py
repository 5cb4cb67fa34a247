"""A list of who was at which past event, at the desk: chosen, looked at, and brought in."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db, only_reads, release
from eventapp.errors import Refused
from eventapp.events.importing.actions import HIDDEN
from eventapp.front.past_attendance import actions, known_events, preview, reading
from eventapp.front.past_attendance.choices import FIELDS, Choices
from eventapp.front.past_attendance.reading import Look
from eventapp.rsvps.importing.packed_file import listed, pack
from eventapp.rsvps.importing.parsing import BadFile

bp = Blueprint("past_attendance", __name__)

# What is wrong, in a sentence, by the place on the page where it is put right.
Troubles = dict[str, str]


@bp.get("/desk/<community>/import/attendance")
def show(community: str) -> ResponseReturnValue:
    """Choose a list."""
    return _choose(desk_community(community), Choices())


@bp.post("/desk/<community>/import/attendance")
def look(community: str) -> ResponseReturnValue:
    """Look at what a list would do, correct it as often as one likes; then bring it in."""
    host, now = desk_community(community), clock.now()
    today = now.astimezone(ZoneInfo(host.zone)).date()
    chosen = Choices.read(request.form)
    all_at, wrong = chosen.all_at(known_events.past(host, now=now), today=today)
    try:
        data = listed()
        packed = pack(data)
        # Reading may take seconds: meanwhile nobody waits for the database.
        release()
        looked = reading.read(data, chosen, all_at, today=today)
    except (BadFile, Refused) as error:
        return _choose(desk_community(community), chosen, str(error)), 422
    host = desk_community(community)
    troubles = {"at-event" if chosen.event else "at-day": wrong} if wrong else {}
    if request.form.get("go") == "bring":
        troubles = troubles or _troubles(looked, chosen)
        if not troubles:
            return _bring(host, looked, chosen, now=now)
    only_reads(True)
    seen = preview.look(host, looked.found.evenings, small_as_one=chosen.small_as_one, now=now)
    page = render_template(
        "front/past_attendance_check.html",
        community=host,
        look=looked,
        seen=seen,
        choices=chosen,
        events=known_events.past(host, now=now),
        fields=FIELDS,
        packed=packed,
        troubles=troubles,
    )
    return page, 422 if troubles else 200


def _troubles(looked: Look, chosen: Choices) -> Troubles:
    """Why a list can't come in as it is."""
    found: Troubles = {}
    if looked.lacks_day:
        found["at-day" if chosen.title else "at-event"] = _("Say which event all of these came to.")
    if looked.came and looked.came.too_many:
        found["map-came"] = _(
            "“Was there” has too many different words. Choose another column, or none."
        )
    elif looked.came and looked.came.asked:
        found["words"] = _("Say of each word whether they were there.")
    if looked.found.bad and not chosen.without_bad:
        found["bad"] = _(
            "Some rows can’t be used. Mend them, or say that the others come in without them."
        )
    if not found and not looked.found.evenings:
        found["map-event"] = _("There is nothing to bring in.")
    return found


def _bring(host: Community, looked: Look, chosen: Choices, *, now: datetime) -> ResponseReturnValue:
    brought = actions.bring(
        host,
        looked.found.evenings,
        small_as_one=chosen.small_as_one,
        by=web.current_person(),
        now=now,
        history="listed" if chosen.show else HIDDEN,
    )
    db.session.commit()
    said = [
        ngettext("One event", "%(num)s events", brought.events),
        ngettext("one new person", "%(num)s new people", brought.people),
        ngettext("one check-in", "%(num)s check-ins", brought.arrivals),
        ngettext("one meeting of two people", "%(num)s meetings of two people", brought.encounters),
    ]
    flash(_("Imported: %(said)s. Nobody was mailed.", said=", ".join(said)), "good")
    return web.to("desk.events", community=host.slug)


def _choose(host: Community, chosen: Choices, trouble: str = "") -> str:
    return render_template(
        "front/past_attendance.html",
        community=host,
        choices=chosen,
        events=known_events.past(host, now=clock.now()),
        trouble=trouble,
    )
