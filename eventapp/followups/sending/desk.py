"""The follow-up cards at the organizer's desk: when they go out, what they say, how far they are."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.followups.fives import FEWEST
from eventapp.followups.sending import actions, changes, forms, progress, review
from eventapp.followups.sending.times import OPEN_FOR
from eventapp.mail import jobs

bp = Blueprint("cards", __name__)

PAGE = "/desk/<community>/events/<event>/cards"


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """When the cards go out, or how far they are."""
    found = desk_event(community, event)
    return _page(found, _filled(found))


def _page(event: Event, form: forms.ChoiceForm) -> str:
    now = clock.now()
    return render_template(
        "followups/sending.html",
        state=progress.state(event, now=now),
        form=form,
        fewest=FEWEST,
        **about(event),
    )


def _filled(event: Event) -> forms.ChoiceForm:
    kept = actions.sending_of(event)
    form = forms.ChoiceForm(formdata=None)
    form.mode.data = kept.mode
    at = kept.sends_at or actions.goes_out_at(event) or event.ends_at
    form.sends_at.data = at.astimezone(ZoneInfo(event.zone)).replace(second=0, tzinfo=None)
    return form


@bp.post(f"{PAGE}/choice")
def choose(community: str, event: str) -> ResponseReturnValue:
    """Have them go out another way."""
    found = desk_event(community, event)
    form = forms.ChoiceForm()
    sound = form.validate()
    at = form.moment(found.zone) if sound else None
    if not sound or form.errors:
        return _page(found, form), 422
    try:
        actions.choose(found, form.mode.data, sends_at=at, now=clock.now())
    except Refused as no:
        db.session.rollback()
        form.refuse(str(no))
        return _page(desk_event(community, event), form), 409
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".show", community=community, event=event)


@bp.post(f"{PAGE}/sending")
@web.limiter.limit("20/minute")
def send(community: str, event: str) -> ResponseReturnValue:
    """Send them now; whoever has one gets no second."""
    found = desk_event(community, event)
    actions.ask(found, now=clock.now())
    db.session.commit()
    jobs.ask("cards")
    return web.to(".show", community=community, event=event, _anchor="searching")


@bp.post(f"{PAGE}/stop")
def stop(community: str, event: str) -> ResponseReturnValue:
    """Write no more, and take back what hasn't left."""
    found = desk_event(community, event)
    back = actions.stop(found, now=clock.now())
    db.session.commit()
    said = ngettext(
        "Stopped. %(num)s letter was taken back.", "Stopped. %(num)s letters were taken back.", back
    )
    flash(said if back else _("Stopped. No letter was waiting to leave."), "good")
    return web.to(".show", community=community, event=event)


@bp.get(f"{PAGE}/progress")
def look(community: str, event: str) -> ResponseReturnValue:
    """How far they are: whether it is over, and the part of the page that changes."""
    found = desk_event(community, event)
    state = progress.state(found, now=clock.now())
    over = state.stage != "running"
    html = "" if over else render_template("followups/_sending_progress.html", state=state)
    return {"over": over, "html": html}


@bp.route(f"{PAGE}/review", methods=["GET", "POST"])
def look_through(community: str, event: str) -> ResponseReturnValue:
    """What each card will say, some on each page, and what of it is left out."""
    found = _to_review(community, event)
    part = review.cards(found, request.args)
    if request.method == "POST":
        steps, without = forms.read_steps(request.form, part.named)
        changes.keep_steps(found, steps, without, now=clock.now())
        return _kept(".look_through", community, event)
    return _review(found, "followups/review.html", part=part)


@bp.route(f"{PAGE}/lines", methods=["GET", "POST"])
def lines(community: str, event: str) -> ResponseReturnValue:
    """What guests asked and offered, and which of it is passed on to nobody."""
    found = _to_review(community, event)
    part = review.lines(found, request.args)
    if request.method == "POST":
        changes.keep_lines(found, forms.read_hidden(request.form, part.keys), now=clock.now())
        return _kept(".lines", community, event)
    return _review(found, "followups/review_lines.html", part=part)


def _to_review(community: str, event: str) -> Event:
    """An event whose cards can be looked at: it is over, and they may still go out."""
    found, now = desk_event(community, event), clock.now()
    if found.cancelled_at or not found.published_at:
        raise Refused(_("Only an event that took place has cards."))
    if not found.over(now):
        raise Refused(_("What the cards say is known when the event is over."))
    if now >= found.ends_at + OPEN_FOR:
        raise Refused(_("This event is more than ten days ago: its cards would be closed."))
    return found


def _kept(endpoint: str, community: str, event: str) -> ResponseReturnValue:
    db.session.commit()
    flash(_("Saved. The cards say it so."), "good")
    where: dict[str, Any] = {"community": community, "event": event}
    if page := web.number_in(request.args.get("page", "")):
        where["page"] = page
    return web.to(endpoint, **where)


def _review(event: Event, template: str, **given: Any) -> str:
    closes_at: datetime = event.ends_at + OPEN_FOR
    return render_template(
        template,
        goes_out_at=actions.goes_out_at(event),
        closes_at=closes_at,
        **given,
        **about(event),
    )
