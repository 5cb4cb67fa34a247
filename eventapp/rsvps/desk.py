"""The organizer's side of who comes: changing an event, calling it off, and opening it again."""

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.forms import EventForm, values
from eventapp.events.importing import actions as imported
from eventapp.events.models import Event
from eventapp.events.venues import choice
from eventapp.rsvps import announcements, rescheduling, revisions
from eventapp.rsvps import guests as rsvps_guests
from eventapp.rsvps.forms import ArrivalsForm, RsvpForm
from eventapp.rsvps.views import event_page

bp = Blueprint("rsvps_desk", __name__)

PAGE = "/desk/<community>/events/<event>"


@bp.get(f"{PAGE}/announcements")
def announced(community: str, event: str) -> ResponseReturnValue:
    """How far letters to everybody are: whether all are written, and the part that changes."""
    under_way = announcements.under_way(desk_event(community, event), now=clock.now())
    html = render_template("rsvps/_announced.html", under_way=under_way)
    return {"over": not under_way, "html": html}


@bp.post(f"{PAGE}/plan/review")
def review(community: str, event: str) -> ResponseReturnValue:
    """A change of a published event: saved at once when nobody hears of it, else looked at first."""
    found = desk_event(community, event)
    form = EventForm()
    form.offer_roles(found.community.roles)
    seen = request.form.get("seen", "")
    if choice.use(form, found.community):
        return events_desk.plan_page(found, form, seen=seen)
    if not form.validate_on_submit() or not form.suits(found):
        return events_desk.plan_page(found, form, seen=seen), 422
    try:
        rescheduling.check_time(found, values(form), now=clock.now())
    except Refused as no:
        form.form_errors.append(str(no))
        return events_desk.plan_page(found, form, seen=seen), 422
    if request.form.get("go") == "edit":
        return events_desk.plan_page(found, form, seen=seen)
    roles = form.chosen(found.community.roles)
    looked = revisions.review(found, values(form), roles, held=form.quotas, now=clock.now())
    if looked.quiet:
        return _revised(found, form, seen)
    return _looked_at(found, form, looked, ArrivalsForm(formdata=None))


@bp.post(f"{PAGE}/plan/revisions")
def revise(community: str, event: str) -> ResponseReturnValue:
    """Save the change that was looked at; the mails go out."""
    found = desk_event(community, event)
    form = EventForm()
    form.offer_roles(found.community.roles)
    if not form.validate_on_submit() or not form.suits(found):
        return events_desk.plan_page(found, form, seen=request.form.get("seen", "")), 422
    return _revised(found, form, request.form.get("seen", ""))


def _looked_at(event: Event, form: EventForm, looked: revisions.Review, asked: ArrivalsForm) -> str:
    about = events_desk.about(event) | {"seen": request.form.get("seen", "")}
    clashes = events_desk.clashes(event, form.starts, form.ends)
    return render_template(
        "rsvps/review.html", form=form, review=looked, asked=asked, clashes=clashes, **about
    )


def _revised(event: Event, form: EventForm, seen: str) -> ResponseReturnValue:
    now, asked = clock.now(), ArrivalsForm()
    change, held = (values(form), form.chosen(event.community.roles)), form.quotas
    try:
        told = revisions.revise(event, *change, held=held, seen=seen, arrivals=asked.said, now=now)
    except revisions.AskFirst:
        db.session.rollback()
        looked = revisions.review(event, *change, held=held, now=now)
        return _looked_at(event, form, looked, asked), 422
    events_desk.warn_of_doubled_hours(form)
    events_desk.warn_of_clashes(event)
    db.session.commit()
    mails = ngettext("One mail is on its way.", "%(num)s mails are on their way.", told)
    flash(_("Saved.") + " " + (mails if told else _("Nobody needed a mail.")), "good")
    back = (
        "mail_desk.messages"
        if announcements.under_way(event, now=clock.now())
        else "events_desk.edit"
    )
    return web.to(back, community=event.community.slug, event=event.slug)


@events_desk.bp.get(f"{PAGE}/preview")
def preview(community: str, event: str) -> ResponseReturnValue:
    """A draft as its visitors will see it, and an event by invitation as its guests do."""
    found = desk_event(community, event)
    if found.published_at and not found.by_invitation:
        return redirect(url_for("rsvps.show", community=community, event=event))
    return event_page(found, RsvpForm())


@events_desk.bp.route(f"{PAGE}/cancellation", methods=["GET", "POST"])
def cancel(community: str, event: str) -> ResponseReturnValue:
    """Call an event off and tell everybody; one of which nobody heard from here is thrown away."""
    found, now = desk_event(community, event), clock.now()
    goes = imported.can_go(found, now=now)
    if request.method != "POST":
        return render_template(
            "rsvps/cancel_event.html",
            goes=goes,
            over=found.over(now),
            told=0 if goes else len(rsvps_guests.guests_of(found)),
            **events_desk.about(found),
        )
    # Read before a draft, and with it its place in the program, is gone.
    program = current_app.extensions["desk_program_of"](found.id)
    if goes:
        said = _("The draft is gone.") if found.state == "draft" else _("The event is gone.")
        rescheduling.throw_away(found, now=now)
        flash(said, "good")
    else:
        told = rescheduling.cancel_event(found, now=now)
        flash(
            ngettext(
                "Called off. One person is told.", "Called off. %(num)s people are told.", told
            ),
            "good",
        )
    db.session.commit()
    if not goes and announcements.under_way(found, now=now):
        return web.to("mail_desk.messages", community=community, event=event)
    if program:
        return web.to("programs_desk.show", community=community, program=program[0])
    return web.to("desk.community", community=community)


@events_desk.bp.route(f"{PAGE}/reopening", methods=["GET", "POST"])
def reopen(community: str, event: str) -> ResponseReturnValue:
    """Let an event that was called off take place after all, and tell everybody."""
    found, now = desk_event(community, event), clock.now()
    if found.state != "cancelled":
        flash(_("This event isn’t called off."), "warn")
        return web.to("events_desk.edit", community=community, event=event)
    if request.method != "POST":
        return render_template(
            "rsvps/reopen_event.html",
            over=found.over(now),
            told=announcements.readers(found) if found.published_at else 0,
            **events_desk.about(found),
        )
    told = rescheduling.reopen_event(found, now=now)
    db.session.commit()
    mails = ngettext("One mail is on its way.", "%(num)s mails are on their way.", told)
    flash(_("It takes place after all.") + (" " + mails if told else ""), "good")
    back = "mail_desk.messages" if announcements.under_way(found, now=now) else "events_desk.edit"
    return web.to(back, community=community, event=event)
