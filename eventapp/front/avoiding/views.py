"""'Not with this person': said and taken back on a guest's own page, and by whoever signed in."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import trusted
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.front.avoiding import choices
from eventapp.front.people_met.evenings import History, history_of
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.personal_feed.actions import may_subscribe
from eventapp.seating.avoiding import actions

bp = Blueprint("avoiding", __name__)


@bp.get("/r/<token>/not-with")
def show(token: str) -> ResponseReturnValue:
    """Whom I don't want to sit with: whom I named, and who may see it."""
    rsvp = _guest(token)
    if rsvp is None:
        return render_template("front/not_with_mail.html", token=token)
    community = rsvp.event.community
    part = _part(rsvp.person, community, [rsvp.event_id], history_of(rsvp.person))
    return render_template("front/not_with.html", parts=[part], token=token)


@bp.post("/r/<token>/not-with")
@web.limiter.limit("20/minute")
def add(token: str) -> ResponseReturnValue:
    """Name somebody."""
    rsvp = _guest(token) or abort(404)
    return _add(rsvp.person, rsvp.event.community, [rsvp.event_id], ".show", token=token)


@bp.post("/r/<token>/not-with/<int:number>/removal")
@web.limiter.limit("20/minute")
def take_back(token: str, number: int) -> ResponseReturnValue:
    """Take one back."""
    rsvp = _guest(token) or abort(404)
    return _take_back(rsvp.person, rsvp.event.community, number, ".show", token=token)


@bp.get("/me/not-with")
def mine() -> ResponseReturnValue:
    """The same for whoever signed in, community by community."""
    person = web.require_person()
    web.private()
    history = history_of(person)
    parts = [
        _part(person, one, choices.events_to_come(person, one, clock.now()), history)
        for one in choices.communities_of(person)
    ]
    return render_template("front/not_with.html", parts=parts, token="")


@bp.post("/me/not-with")
@web.limiter.limit("20/minute")
def add_mine() -> ResponseReturnValue:
    """Name somebody, in one of my communities."""
    person, community = _mine()
    events = choices.events_to_come(person, community, clock.now())
    return _add(person, community, events, ".mine")


@bp.post("/me/not-with/<int:number>/removal")
@web.limiter.limit("20/minute")
def take_back_mine(number: int) -> ResponseReturnValue:
    """Take one back."""
    return _take_back(*_mine(), number, ".mine")


def _guest(token: str) -> Rsvp | None:
    """Whose own letter the link came in; None for a page that others may have in their hands.

    What is said here is about other evenings, too, and by nobody but this guest.
    """
    rsvp, repeat = opened(token)
    return rsvp if may_subscribe(rsvp, repeat) else None


def _mine() -> tuple[Person, Community]:
    person = web.require_person()
    number = web.number_in(request.form.get("community"))
    known = {one.id: one for one in choices.communities_of(person)}
    if number not in known:
        raise Refused(_("Choose one of the communities on your page."))
    return person, known[number]


def _part(
    person: Person, community: Community, events: list[int], history: History
) -> dict[str, object]:
    return {
        "community": community,
        "said": actions.of_person(person, community.id),
        "choices": choices.choices(person, community, events, history),
        "seen_by": [member.name for member in trusted(community)],
    }


def _add(
    person: Person, community: Community, events: list[int], page: str, **where: str
) -> ResponseReturnValue:
    chosen, typed = web.number_in(request.form.get("who")), request.form.get("typed", "")
    there = choices.choices(person, community, events, history_of(person))
    offered = {one.rsvp.id: one for one in there}
    # Whoever isn't offered can't be chosen, whatever number a form sends.
    choice = offered.get(chosen)
    actions.avoid(
        person,
        community.id,
        other=choice.rsvp.person if choice else None,
        said=choice.label if choice else typed,
        now=clock.now(),
    )
    db.session.commit()
    # The same words for somebody who is known, who comes, and who doesn't exist.
    flash(_("Kept. You won’t be seated at one table."), "good")
    return web.to(page, **where)


def _take_back(
    person: Person, community: Community, number: int, page: str, **where: str
) -> ResponseReturnValue:
    actions.take_back(person, community.id, number)
    db.session.commit()
    flash(_("Taken back."), "good")
    return web.to(page, **where)
