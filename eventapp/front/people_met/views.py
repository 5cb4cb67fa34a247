"""The people I have met: a page, a list and contact cards, for whoever signed in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flask import Blueprint, Response, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup

from eventapp import clock, web
from eventapp.front.people_met import figures, rings, taken_along
from eventapp.front.people_met.evenings import (
    Evening,
    History,
    history_of,
    not_met,
    reminder,
)
from eventapp.front.people_met.figures import Met
from eventapp.front.people_met.rings import Ring
from eventapp.paging import Page
from eventapp.rsvps.exports import Export

bp = Blueprint("people_met", __name__)
# So many evenings are on one page.
PART = 10
PUT_OFF = "put_off"


@bp.get("/me/people")
def show() -> ResponseReturnValue:
    """Whom I have met, evening by evening, and what came of it."""
    person = web.require_person()
    web.private()
    history = history_of(person)
    wanted = request.args.get("show", "")
    shown = _filtered(history, wanted)
    page = Page.asked(request.args, total=len(shown), size=PART)
    roles, fields = not_met(history)
    unit = figures.unit(history.people)
    found = figures.fields(history.people, unit=unit)
    return render_template(
        "front/people.html",
        history=history,
        filters=_filters(history),
        show=wanted if wanted in {"touch", "help"} else "",
        evenings=shown[page.start : page.end],
        page=page,
        picture=_picture(history),
        most_rings=rings.MOST_RINGS,
        unit=unit,
        fields=found[: figures.MOST_FIELDS],
        other_fields=found[figures.MOST_FIELDS :],
        roles=figures.roles(history.people),
        missing=[*roles, *fields],
        reminder=_reminder(history, now=clock.now()),
        mine=_mine(history),
        unnamed=history.number - len(history.people),
    )


@bp.get("/me/people.csv")
def download() -> ResponseReturnValue:
    """The same as a list, with what each of them chose to share with me."""
    made: Export[taken_along.Row] = taken_along.people(_own_history())
    return _file(made.csv(), "text/csv", "people-met.csv")


@bp.get("/me/people.vcf")
def cards() -> ResponseReturnValue:
    """The contact cards of everybody I am in touch with."""
    return _file(taken_along.cards(_own_history()), "text/vcard", "people-met.vcf")


@bp.post("/me/people/reminder")
@web.limiter.limit("60/minute")
def put_off() -> ResponseReturnValue:
    """Not now: this browser isn't reminded of them again before it signs in anew."""
    web.require_person()
    number = web.number_in(request.form.get("number"))
    session[PUT_OFF] = [*session.get(PUT_OFF, []), number][-20:]
    return web.to(".show")


def _own_history() -> History:
    person = web.require_person()
    web.private()
    return history_of(person)


def _file(body: bytes, mimetype: str, name: str) -> Response:
    kept = {"Content-Disposition": f"attachment; filename={name}"}
    return Response(body, mimetype=mimetype, headers=kept)


def _filtered(history: History, show: str) -> list[Evening]:
    """The evenings with those of their people who are asked for; all of them without a word."""
    wanted: dict[str, Callable[[Met], bool]] = {
        "touch": lambda one: one.person_id in history.contacts,
        "help": lambda one: (one.event_id, one.person_id) in history.helping,
    }
    if show not in wanted:
        return list(history.evenings)
    found = [
        replace(evening, named=tuple(filter(wanted[show], evening.named)), unnamed=0)
        for evening in history.evenings
    ]
    return [evening for evening in found if evening.named]


def _filters(history: History) -> list[tuple[str, str, int]]:
    helping = {person for _event, person in history.helping}
    return [
        ("", _("All"), history.number),
        ("touch", _("In touch"), len(history.contacts)),
        ("help", _("I could help"), len(helping)),
    ]


def _picture(history: History) -> Markup:
    """The latest evenings as rings around me; the newest is the outermost. Its words are escaped."""
    shown = history.evenings[: rings.MOST_RINGS][::-1]
    each = ", ".join(f"{one.title}: {one.number}" for one in shown)
    drawn = rings.svg(
        [Ring([one.mark for one in evening.named], evening.unnamed) for evening in shown],
        you=_("You"),
        below=_("%(number)s met", number=history.number),
        label=ngettext(
            "You in the middle, and around you the people of one evening. %(each)s",
            "You in the middle, and a ring of people for each of %(num)s evenings, the latest outermost. %(each)s",
            len(shown),
            each=each,
        ),
    )
    return Markup(drawn)


def _reminder(history: History, *, now: datetime) -> dict[str, object] | None:
    """Whom a line from me would reach today: how long it is, what they asked, and what I offered."""
    later = set(session.get(PUT_OFF, []))
    left = {who: one for who, one in history.contacts.items() if one.known.id not in later}
    found = reminder(replace(history, contacts=left), now=now)
    if found is None:
        return None
    rsvp = found.known.rsvp
    offers = {one.event_id: one.offer for one in history.mine}
    return {
        "contact": found,
        "weeks": (now - found.known.event.starts_at).days // 7,
        "ask": rsvp.ask.text if rsvp.ask else "",
        "offer": offers.get(rsvp.event_id, ""),
        "helps": (rsvp.event_id, rsvp.person_id) in history.helping,
    }


def _mine(history: History) -> dict[str, object]:
    """What I came as: a mark for each evening, the earliest first, and the same in words."""
    met_on = {evening.id for evening in history.evenings}
    own = [one for one in history.mine if one.event_id in met_on]
    as_met = [Met(one.event_id, one.event_id, 0, "", one.role, one.mark, one.industry, "", "", "") for one in own]  # fmt: skip
    return {
        "marks": [one.mark for one in own][: figures.MOST_MARKS][::-1],
        "roles": figures.roles(as_met),
        "fields": figures.fields(as_met),
    }
