"""The organizer's page of asks without an offer, and the letter to whoever could help."""

from flask import Blueprint, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.mail import placeholders
from eventapp.rsvps.letter_context import when
from eventapp.rsvps.unmet_asks import actions
from eventapp.rsvps.unmet_asks.forms import InviteForForm

bp = Blueprint("unmet_asks", __name__)

PAGE = "/desk/<community>/events/<event>/asks"


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """What the guests ask about, topic by topic, and how many offer it."""
    found = desk_event(community, event)
    said = actions.said(found)
    topics = said.asked
    return render_template(
        "rsvps/unmet_asks.html",
        scarce=[one for one in topics if one.scarce],
        enough=[one for one in topics if not one.scarce],
        unmet=said.unmet,
        over=found.over(clock.now()),
        **events_desk.about(found),
    )


@bp.route(f"{PAGE}/invitations", methods=["GET", "POST"])
def invite(community: str, event: str) -> ResponseReturnValue:
    """A ready letter for a topic: to people who offered it before, to addresses, or to copy."""
    found, form = desk_event(community, event), InviteForForm()
    topic = request.values.get("topic", "")
    if not topic or topic not in {one.topic for one in actions.said(found).asked}:
        # Whoever asked about it changed their words, or gave their place back.
        return web.to(".show", community=community, event=event)
    if not form.is_submitted():
        form.note.data = actions.ready_text(found, topic)
        return _page(found, form, topic)
    if not form.validate():
        return _page(found, form, topic), 422
    now = clock.now()
    try:
        done = actions.invite(
            found,
            chosen=form.people.data or [],
            typed=list(form.found.people.values()),
            topic=topic,
            note=form.note.data or "",
            now=now,
        )
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return _page(found, form, topic), 409
    db.session.commit()
    said = ngettext(
        "One invitation is on its way.", "%(num)s invitations are on their way.", done.new
    )
    before = ngettext("One was invited before.", "%(num)s were invited before.", done.known)
    flash(" ".join([*([said] if done.new else []), *([before] if done.known else [])]), "good")
    return web.to("invitations_desk.show", community=community, event=event)


def _page(event: Event, form: InviteForForm, topic: str) -> str:
    now = clock.now()
    values = {"event": event.title, "when": when(event), "place": event.where}
    values |= {"community": event.community.name, "first name": ""}
    note = placeholders.filled(form.note.data or "", values)
    return render_template(
        "rsvps/invite_for.html",
        form=form,
        topic=topic,
        known=actions.offered_before(event, topic, now=now),
        takes=event.before_closing(now),
        names=[f"{{{name}}}" for name in placeholders.NAMES],
        to_paste="\n\n".join((note, f"{event.title}, {when(event)}\n{event_address(event)}")),
        **events_desk.about(event),
    )
