"""The pages of whoever signed in: what comes, what was, and all that is held on them."""

import json
from typing import Any

from flask import Response, flash, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import communities_owned_alone, memberships
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.front.erasing import erase as erase_person
from eventapp.front.my_data import held_on
from eventapp.front.views import bp
from eventapp.mail import letter_limits
from eventapp.paging import Page
from eventapp.people.actions import token_of
from eventapp.people.models import Person
from eventapp.people.passkeys import second_step
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.models import LISTED_STATES, Rsvp

# So much of a long past is on one page of somebody's own.
PART = 10
# A draft is its organizers' alone, also to whoever stands on its list.
SHOWN = Event.published_at.is_not(None)


@bp.get("/me")
def me() -> ResponseReturnValue:
    """My page for whoever signed in: what comes, what was, where I organize."""
    person = web.require_person()
    web.private()
    now = clock.now()
    over = Event.ends_at <= now
    mine = db.select(Rsvp).join(Rsvp.event).where(
        Rsvp.person_id == person.id, Rsvp.state.in_(LISTED_STATES), SHOWN
    )  # fmt: skip
    number = db.session.scalar(mine.where(over).with_only_columns(db.func.count(Rsvp.id)))
    page = Page.asked(request.args, total=number or 0, size=PART)
    read = db.contains_eager(Rsvp.event).joinedload(Event.community), db.joinedload(Rsvp.link)
    shown = mine.options(*read)
    latest = shown.where(over).order_by(Event.starts_at.desc(), Rsvp.id.desc())
    coming = shown.where(~over).order_by(Event.starts_at, Rsvp.id)
    past = latest.offset(page.start).limit(page.size)
    mine_to_run = memberships(person)
    owns = any(membership.right == "owner" for membership in mine_to_run)
    return render_template(
        "front/me.html",
        person=person,
        advised=owns and not second_step.required(person),
        coming=[(rsvp, token_of(rsvp.link)) for rsvp in db.session.scalars(coming)],
        past=[(rsvp, token_of(rsvp.link)) for rsvp in db.session.scalars(past)],
        page=page,
        memberships=mine_to_run,
        **_my_programs(person),
        **_my_consents(person),
    )


def _my_programs(person: Person) -> dict[str, Any]:
    """The programs that somebody is in, the latest first: a few, or all when they are asked for."""
    number = db.func.count(Enrolment.id).over()
    found = (
        db.select(Enrolment, number)
        .join(Enrolment.program)
        .where(
            Enrolment.person_id == person.id,
            Enrolment.state != "cancelled",
            Program.published_at.is_not(None),
        )
        .options(db.contains_eager(Enrolment.program).joinedload(Program.community))
        .order_by(Enrolment.id.desc())
    )
    rows = db.session.execute(found if "programs" in request.args else found.limit(PART)).all()
    return {
        "enrolments": [enrolment for enrolment, _number in rows],
        "all_programs": rows[0][1] if rows else 0,
    }


def _my_consents(person: Person) -> dict[str, Any]:
    """The answers of which a consent is kept, whatever became of them: a few, or all when asked for."""
    given = db.or_(
        Rsvp.show_name_at.is_not(None),
        Rsvp.keep_in_touch_at.is_not(None),
        Rsvp.agreed_at.is_not(None),
    )
    found = (
        db.select(Rsvp, db.func.count(Rsvp.id).over())
        .join(Rsvp.event)
        .where(Rsvp.person_id == person.id, given, SHOWN)
        .options(db.contains_eager(Rsvp.event), db.joinedload(Rsvp.link))
        .order_by(Event.starts_at.desc(), Rsvp.id.desc())
    )
    rows = db.session.execute(found if "consents" in request.args else found.limit(PART)).all()
    return {
        "consents": [(rsvp, token_of(rsvp.link)) for rsvp, _number in rows],
        "all_consents": rows[0][1] if rows else 0,
    }


@bp.get("/me/data.json")
def data() -> ResponseReturnValue:
    """Everything that is held on me, as a file."""
    person = web.require_person()
    web.private()
    body = json.dumps(held_on(person), ensure_ascii=False, indent=2)
    response = Response(body + "\n", mimetype="application/json")
    response.headers["Content-Disposition"] = "attachment; filename=my-data.json"
    return response


@bp.route("/me/erasure", methods=["GET", "POST"])
@web.limiter.limit("20/minute", methods=["POST"])
def erase() -> ResponseReturnValue:
    """Erase everything that is held on me, after one question."""
    person = web.require_person()
    web.private()
    alone = communities_owned_alone(person)
    if request.method != "POST":
        return render_template("front/erasure.html", person=person, alone=alone)
    if alone:
        raise Refused(
            _("You are the only owner of %(names)s. Make somebody else an owner first, or close it.",
              names=", ".join(alone))
        )  # fmt: skip
    letter_limits.begin(web.client(), person.email or "")
    erase_person(person, now=clock.now())
    db.session.commit()
    session.clear()
    flash(_("Everything that was held on you is erased."), "good")
    return web.to("front.home")
