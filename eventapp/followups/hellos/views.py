"""Say hello: what a guest sees who scans another guest's badge."""

from flask import Blueprint, abort, flash, make_response, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, tokens, web
from eventapp.db import db
from eventapp.door.actions import rsvp_of_code
from eventapp.followups import actions, forms, letters
from eventapp.followups.consent import chosen_in
from eventapp.followups.hellos.actions import answers_here, greet, may_greet
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.tablemates import as_shown
from eventapp.rsvps.models import Rsvp

bp = Blueprint("hellos", __name__)


def address_for(other: Rsvp, code: str) -> str | None:
    """Where a scanned badge leads in the browser of another guest of the event; None in any other."""
    mine = answers_here(other.event, web.opened_links(), web.current_person())
    return url_for("hellos.show", code=code) if any(one.id != other.id for one in mine) else None


def _guest() -> str:
    """What a limit counts by: whose links were opened, since all of a hall share one address."""
    known = session.get("sign_in") or "".join(web.opened_links())
    return tokens.digest(known) if known else web.client()


@bp.route("/B/<code>/hello", methods=["GET", "POST"])
@web.limiter.limit("40/minute;400/day", key_func=_guest)
def show(code: str) -> ResponseReturnValue:
    """Somebody by their badge, and a tick to keep in touch. Whatever is in the way looks the same."""
    web.private()
    other = rsvp_of_code(code) or abort(404)
    languages.held_in(other.event.held_in)
    now = clock.now()
    mine = answers_here(other.event, web.opened_links(), web.current_person())
    rsvp = next((one for one in mine if may_greet(one, other, now=now)), None)
    if rsvp is None:
        abort(make_response(render_template("followups/no_hello.html", event=other.event), 404))
    if request.method == "POST":
        return _said(rsvp, other, code)
    kept = actions.wishes_of(rsvp).get(other.id)
    ticked = {other.id: chosen_in(kept)} if kept else {}
    details = {"phone": rsvp.person.phone, "web": rsvp.person.web}
    return _page(rsvp, other, code, forms.kept(ticked, **details))


def _said(rsvp: Rsvp, other: Rsvp, code: str) -> ResponseReturnValue:
    person = rsvp.person
    named = {other.id: other.first_name}
    picks = forms.read(request.form, named, phone=person.phone, web=person.web)
    if picks.errors:
        return _page(rsvp, other, code, picks), 422
    actions.keep_details(person, phone=picks.phone, web=picks.web)
    greet(rsvp, other, picks.all_chosen().get(other.id), now=clock.now())
    db.session.commit()
    flash(
        _("Saved. %(name)s isn’t told. You find them on your own card.", name=other.first_name),
        "good",
    )
    return web.to(".show", code=code)


def _page(rsvp: Rsvp, other: Rsvp, code: str, picks: forms.Picks) -> str:
    event, now = rsvp.event, clock.now()
    closes = introductions.closes_at(event)
    leaves = introductions.next_at(event, closes=closes, now=now)
    return render_template(
        "followups/hello.html",
        event=event,
        person=as_shown(rsvp, other),
        code=code,
        picks=picks,
        said=actions.in_touch(rsvp, [other.person_id]).get(other.person_id, ""),
        leaves=letters.moment(leaves, event) if leaves and event.followed_up_at else "",
        deadline=letters.moment(closes, event),
    )
