"""People who may be on the list twice: suggested, looked at, merged, and parted again."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import roster
from eventapp.rsvps.desk import PAGE
from eventapp.rsvps.merging import actions, duplicates, parting
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import LISTED_STATES, Rsvp

bp = Blueprint("merging_desk", __name__)

# So many suggestions are a day's work.
MOST = 100


@bp.get(f"{PAGE}/people/duplicates")
def show(community: str, event: str) -> ResponseReturnValue:
    """Who may be one person under two addresses, and who was merged within a day."""
    found, now = desk_event(community, event), clock.now()
    pairs = duplicates.twins(_known(found))
    shown = pairs[:MOST]
    wanted = {number for pair in shown for number in (pair.first, pair.second)}
    asked = db.select(Rsvp).where(Rsvp.event_id == found.id, Rsvp.person_id.in_(wanted))
    asked = asked.options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.role))
    return render_template(
        "rsvps/duplicates.html",
        pairs=shown,
        number=len(pairs),
        rsvps={rsvp.person_id: rsvp for rsvp in db.session.scalars(asked)},
        signs=sign_words(),
        words=roster.state_words(),
        merges=parting.newest(found.community_id, now=now),
        day=actions.UNDO,
        **events_desk.about(found),
    )


def _known(event: Event) -> list[duplicates.Known]:
    """Everybody on an event's list who has an address, as far as two may be one."""
    asked = (
        db.select(
            Rsvp.person_id, Rsvp.first_name, Rsvp.last_name, Person.email, Rsvp.organization,
            Rsvp.role_id,
        )
        .join(Person, Person.id == Rsvp.person_id)
        .where(
            Rsvp.event_id == event.id,
            Rsvp.state.in_(LISTED_STATES),
            Person.email.is_not(None),
        )
        .order_by(Rsvp.turn)
    )  # fmt: skip
    return [
        duplicates.Known(number, f"{first} {last}".strip(), email, organization, str(role or ""))
        for number, first, last, email, organization, role in db.session.execute(asked)
    ]


@bp.route(f"{PAGE}/people/merges", methods=["GET", "POST"])
def merge(community: str, event: str) -> ResponseReturnValue:
    """Look at what a merge would move, then do it."""
    found, now = desk_event(community, event), clock.now()
    if not request.values.get("kept"):
        return web.to(".show", community=community, event=event)
    kept, other = (_person(found, name) for name in ("kept", "other"))
    if kept.id == other.id:
        raise Refused(_("These two are one already."))
    pairs = actions.both(kept, other, found.community_id)
    if request.method != "POST":
        shared = {pair.other.id for pair in pairs}
        mine = actions.answers_of(other, found.community_id)
        return render_template(
            "rsvps/merge.html",
            kept=kept,
            other=other,
            pairs=pairs,
            moves=[rsvp for rsvp in mine if rsvp.id not in shared],
            words=roster.state_words(),
            now=now,
            **events_desk.about(found),
        )
    asked = {web.number_in(request.form.get(f"event-{pair.kept.event_id}")) for pair in pairs}
    actions.merge(
        kept,
        other,
        standing=asked - {0},
        community_id=found.community_id,
        by=web.require_person(),
        now=now,
    )
    db.session.commit()
    flash(_("They are one now. For a day you can undo it here."), "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/people/merges/<int:number>/undo")
def part(community: str, event: str, number: int) -> ResponseReturnValue:
    """Make two of them again."""
    found = desk_event(community, event)
    asked = db.select(PersonMerge).filter_by(id=number, community_id=found.community_id)
    merged = db.session.scalar(asked) or abort(404)
    parting.part(merged, by=web.require_person(), now=clock.now())
    db.session.commit()
    flash(_("They are two again."), "good")
    return web.to(".show", community=community, event=event)


def _person(event: Event, name: str) -> Person:
    """One of the two, who must have answered an event of this community."""
    number = web.number_in(request.values.get(name))
    theirs = (
        db.select(Rsvp.id)
        .join(Rsvp.event)
        .where(Rsvp.person_id == Person.id, Event.community_id == event.community_id)
    )
    asked = db.select(Person).where(Person.id == min(number, 2**31 - 1), theirs.exists())
    found: Person = db.session.scalar(asked) or abort(404)
    return found


def sign_words() -> dict[str, str]:
    """Why two may be one."""
    return {
        "letterbox": _("One letterbox, spelled in two ways"),
        "organization": _("Same name, and they work at the same place"),
        "role": _("Same name, and they come as the same"),
    }
