"""A list of who was at which past event, at the desk: chosen, looked at, and brought in."""

from dataclasses import dataclass, replace
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
from eventapp.front.past_attendance import actions, dates, evenings, headings, preview
from eventapp.mail.compose import address
from eventapp.rsvps.importing import reading
from eventapp.rsvps.importing.packed_file import listed, pack
from eventapp.rsvps.importing.parsing import BadFile, clean

bp = Blueprint("past_attendance", __name__)

PEOPLE = ("name", "first_name", "last_name", "email", "role")
# So many meetings are written in some seconds, in which nobody else writes.
MOST_MEETINGS = 100_000
FIELDS = (*headings.FIELDS[:3], *PEOPLE, *headings.FIELDS[3:])
Columns = dict[str, tuple[int, ...]]


@dataclass(frozen=True)
class Choices:
    """What was chosen on the page of a list; a column of None isn't in the file."""

    picks: dict[str, int | None]
    small_as_one: bool = False
    without_bad: bool = False
    # Whether the public sees the events that come in.
    show: bool = False
    # "month" or "day"; empty is as the list proves, or days first.
    slashes: str = ""


@dataclass(frozen=True)
class Look:
    """A list as it is understood."""

    headings: list[str]
    examples: list[str]
    columns: Columns
    found: evenings.Found
    # What decides 3/4/2024, and whether the list proves it.
    months_first: bool
    proved: bool


@bp.get("/desk/<community>/import/attendance")
def show(community: str) -> ResponseReturnValue:
    """Choose a list."""
    return _choose(desk_community(community))


@bp.post("/desk/<community>/import/attendance")
def look(community: str) -> ResponseReturnValue:
    """Look at what a list would do, correct it as often as one likes; then bring it in."""
    host, now = desk_community(community), clock.now()
    zone = host.zone
    chosen = _choices()
    try:
        data = listed()
        packed = pack(data)
        # Reading may take seconds: meanwhile nobody waits for the database.
        release()
        looked = _read(data, chosen, zone=zone, now=now)
    except (BadFile, Refused) as error:
        return _choose(desk_community(community), str(error)), 422
    host = desk_community(community)
    trouble = ""
    if request.form.get("go") == "bring":
        trouble = _trouble(looked, chosen)
        if not trouble:
            return _bring(host, looked, chosen, now=now)
    only_reads(True)
    seen = preview.look(host, looked.found.evenings, small_as_one=chosen.small_as_one, now=now)
    page = render_template(
        "front/past_attendance_check.html",
        community=host,
        look=looked,
        seen=seen,
        choices=chosen,
        fields=FIELDS,
        packed=packed,
        trouble=trouble,
    )
    return page, 422 if trouble else 200


def _trouble(looked: Look, chosen: Choices) -> str:
    if looked.found.bad and not chosen.without_bad:
        return _("Some rows can’t be used. Mend them, or say that the others come in without them.")
    return "" if looked.found.evenings else _("There is nothing to bring in.")


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


def _read(data: bytes, chosen: Choices, *, zone: str, now: datetime) -> Look:
    """A list as it was chosen; BadFile when it is none. May take seconds."""
    raw = reading.look_for_seats(data, _=_)
    rows, names = raw.sheet.rows, raw.sheet.headings
    # What says which event it was isn't somebody's name, whatever it looks like.
    mine = headings.guess(names)
    people: Columns = {
        name: free
        for name in PEOPLE
        if (free := tuple(at for at in raw.mapping.get(name, ()) if at not in mine.values()))
    }
    columns = people | {name: (at,) for name, at in mine.items()}
    for name, at in chosen.picks.items():
        columns.pop(name, None)
        if at is not None and at < len(names):
            columns[name] = (at,)
    days = [cells[at] for at in columns.get("day", ()) for _line, cells in rows]
    proof = dates.month_first(days)
    months_first = chosen.slashes == "month" if proof is None else proof
    found = evenings.read(
        rows,
        columns,
        today=now.astimezone(ZoneInfo(zone)).date(),
        months_first=months_first,
        check=lambda text: address(text, _),
        _=_,
    )
    met = sum(one.encounters(small_as_one=chosen.small_as_one) for one in found.evenings)
    if met > MOST_MEETINGS:
        said = _("In this list more than %(most)s pairs of people met. Bring it in in parts.")
        raise BadFile(said % {"most": MOST_MEETINGS})
    firsts = [
        next((clean(cells[at])[:30] for _line, cells in rows[:200] if cells[at].strip()), "")
        for at in range(len(names))
    ]
    ambiguous = proof is None and any("/" in text for text in days)
    return Look(names, firsts, columns, found, months_first, proved=not ambiguous)


def _choices() -> Choices:
    form = request.form
    picks: dict[str, int | None] = {}
    for name in FIELDS:
        text = form.get(f"map-{name}")
        if text is not None:
            picks[name] = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
    chosen = Choices(picks, slashes=form.get("slashes", ""))
    return replace(
        chosen,
        small_as_one="small" in form,
        without_bad="without" in form,
        show="show" in form,
    )


def _choose(host: Community, trouble: str = "") -> str:
    return render_template("front/past_attendance.html", community=host, trouble=trouble)
