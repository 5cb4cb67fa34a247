"""What guests said in confidence, for the organizers named for it and for nobody else."""

from collections.abc import Sequence

from flask import Blueprint, abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import Select

from eventapp import clock, web
from eventapp.communities.access import desk_community, trusted
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.paging import Page
from eventapp.people.models import Person
from eventapp.rsvps.attendees.folding import holds, together
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold
from eventapp.seating.avoiding.models import Avoidance

bp = Blueprint("avoiding_desk", __name__)

PAGE = "/desk/<community>/in-confidence"
# So many people are offered who could be meant by a typed name.
OFFERED = 8
# So many typed names are on a page: for each the community's answers are looked through.
SIZE = 10


@bp.get(PAGE)
def show(community: str) -> ResponseReturnValue:
    """Who doesn't want to sit with whom, and typed names of which it isn't clear who is meant."""
    host = _in_confidence(community)
    said = list(
        db.session.scalars(
            db.select(Avoidance)
            .where(Avoidance.community_id == host.id, Avoidance.dismissed_at.is_(None))
            .order_by(Avoidance.id.desc())
        )
    )
    unclear = [one for one in said if not one.other_id]
    page = Page.asked(request.args, total=len(unclear), size=SIZE)
    shown = unclear[page.start : page.end]
    people = _could_be(host, shown)
    return render_template(
        "front/in_confidence.html",
        community=host,
        names=_names(host, said),
        known=[one for one in said if one.other_id],
        open=[(one, people[one.id]) for one in shown],
        page=page,
        seen_by=[member.name for member in trusted(host)],
    )


@bp.post(f"{PAGE}/<int:number>/person")
def resolve(community: str, number: int) -> ResponseReturnValue:
    """Say who is meant: one of those offered, or by their address."""
    host = _in_confidence(community)
    found = _found(host, number)
    who, email = web.number_in(request.form.get("who")), request.form.get("email", "")
    wanted = Person.id == who if who else Person.email == email.strip().lower()
    other = db.session.scalar(db.select(Person).where(Person.id.in_(_answered(host)), wanted))
    if other is None or other.id == found.person_id:
        raise Refused(_("Nobody else here has this address. Look it up in a list of people."))
    found.other_id = other.id
    db.session.commit()
    flash(_("Kept. Tables keep to it from now on."), "good")
    return web.to(".show", community=community)


@bp.post(f"{PAGE}/<int:number>/dismissal")
def dismiss(community: str, number: int) -> ResponseReturnValue:
    """A typed name means nobody here: it holds no more. Who typed it is told nothing."""
    host = _in_confidence(community)
    found = _found(host, number)
    found.dismissed_at = found.dismissed_at or clock.now()
    db.session.commit()
    flash(_("Dismissed."), "good")
    return web.to(".show", community=community)


def _in_confidence(slug: str) -> Community:
    """The community, for those who may see what is said in confidence; 404 for everybody else."""
    host = desk_community(slug)
    if g.membership not in trusted(host):
        abort(404)
    return host


def _found(host: Community, number: int) -> Avoidance:
    found = db.select(Avoidance).where(
        Avoidance.id == number, Avoidance.community_id == host.id, Avoidance.other_id.is_(None)
    )
    one: Avoidance = db.session.scalar(found) or abort(404)
    return one


def _answered(host: Community) -> Select[tuple[int]]:
    answered: Select[tuple[int]] = (
        db.select(Rsvp.person_id).join(Rsvp.event).where(Event.community_id == host.id)
    )
    return answered


def _names(host: Community, said: list[Avoidance]) -> dict[int, str]:
    """What people are called in this community, as they said last: never what they are elsewhere."""
    people = {number for one in said for number in (one.person_id, one.other_id) if number}
    found = db.select(Rsvp).join(Rsvp.event).where(
        Event.community_id == host.id, Rsvp.person_id.in_(people)
    )  # fmt: skip
    return {rsvp.person_id: rsvp.name for rsvp in db.session.scalars(found.order_by(Rsvp.id))}


def _could_be(host: Community, unclear: Sequence[Avoidance]) -> dict[int, list[Rsvp]]:
    """Who of the community could be meant by each, all in one query."""
    if not unclear:
        return {}
    meant = db.session.execute(db.union_all(*(_meant(host, one) for one in unclear))).all()
    wanted = db.select(Rsvp).where(Rsvp.id.in_({number for _said, number in meant}))
    found = db.session.scalars(wanted.options(db.joinedload(Rsvp.person)))
    answers = {rsvp.id: rsvp for rsvp in found}
    people: dict[int, dict[int, Rsvp]] = {one.id: {} for one in unclear}
    for said, number in sorted(meant, reverse=True):
        people[said].setdefault(answers[number].person_id, answers[number])
    # Those for whom the words hold as they stand come first.
    return {
        one.id: sorted(people[one.id].values(), key=lambda rsvp: fold(rsvp.name) != fold(one.said))[
            :OFFERED
        ]
        for one in unclear
    }


def _meant(host: Community, one: Avoidance) -> Select[tuple[int, int]]:
    """The answers with an address or a name that has every word typed."""
    named = db.and_(
        *(
            db.or_(
                holds(together(Rsvp.first_name, Rsvp.last_name), word),
                Person.email == word.lower(),
            )
            for word in one.said.split()[:5]
        )
    )
    answers = (
        db.select(db.literal(one.id).label("said"), Rsvp.id.label("number"))
        .join(Rsvp.event)
        .join(Rsvp.person)
        .where(Event.community_id == host.id, Rsvp.person_id != one.person_id, named)
        .order_by(Rsvp.id.desc())
        .limit(10 * OFFERED)
        .subquery()
    )
    found: Select[tuple[int, int]] = db.select(answers.c.said, answers.c.number)
    return found
