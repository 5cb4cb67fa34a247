"""The organizer's side of who comes: the list and adding to it; changing and calling off an event."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import desk as events_desk
from eventapp.events.access import desk_event
from eventapp.events.forms import EventForm, values
from eventapp.events.models import Event
from eventapp.rsvps import actions, announcements, rescheduling, revisions, roster
from eventapp.rsvps import guests as rsvps_guests
from eventapp.rsvps.forms import ArrivalsForm, GuestForm, RsvpForm
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import background
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.questions import event_questions
from eventapp.rsvps.views import INDUSTRIES, event_page

bp = Blueprint("rsvps_desk", __name__)

PAGE = "/desk/<community>/events/<event>"


@bp.get(f"{PAGE}/people")
def people(community: str, event: str) -> ResponseReturnValue:
    """Who answered: counted, searched, sorted, in pages of fifty or on one."""
    found = desk_event(community, event)
    search = roster.Search.read(request.args)
    answers = roster.rows(found)
    before = roster.came_before(found)
    shown = roster.found(answers, search, before, found.roles)
    pages = max(1, -(-len(shown) // roster.PAGE))
    page = min(search.page, pages)
    start = 0 if "all" in request.args else (page - 1) * roster.PAGE
    part = shown if "all" in request.args else shown[start : start + roster.PAGE]
    counts, now = roster.counts(answers), clock.now()
    return render_template(
        "rsvps/people.html",
        answers=answers,
        long_list=background.to_show(found, now=now),
        shown=part,
        start=start,
        number=len(shown),
        page=page,
        pages=pages,
        search=search,
        counts=counts,
        role_counts=roster.role_counts(answers, found.roles),
        roles={role.id: role for role in found.community.roles},
        before=before,
        words=roster.state_words(),
        asked=event_questions.columns(found),
        under_way=announcements.under_way(found),
        unwritten=len(roster.unwritten(found, answers, now=now)),
        free=roster.free_places(found, counts, now=now),
        served=found.serves_waitlist(now),
        waitlist_until=clock.hour_on(found.waitlist_closes_at, found.zone, beside=found.starts_at),
        **events_desk.about(found),
    )


@bp.get(f"{PAGE}/announcements")
def announced(community: str, event: str) -> ResponseReturnValue:
    """How far letters to everybody are: whether all are written, and the part that changes."""
    under_way = announcements.under_way(desk_event(community, event))
    html = render_template("rsvps/_announced.html", under_way=under_way)
    return {"over": not under_way, "html": html}


@bp.post(f"{PAGE}/promotions")
def promote(community: str, event: str) -> ResponseReturnValue:
    """Give the free places to whoever waits, in order, also when the waitlist has closed."""
    given = len(actions.give_out(desk_event(community, event), now=clock.now()))
    db.session.commit()
    flash(ngettext("One person got a place.", "%(num)s people got a place.", given), "good")
    return web.to(".people", community=community, event=event)


@bp.post(f"{PAGE}/invitations")
def invite(community: str, event: str) -> ResponseReturnValue:
    """Write to those who have a place and never got an invite."""
    found = desk_event(community, event)
    actions.lock(found)
    now = clock.now()
    unwritten = roster.unwritten(found, roster.rows(found), now=now)
    if not unwritten:
        raise Refused(_("Nobody is waiting for an invite."))
    announcements.announce(found, "invite", people=len(unwritten), now=now)
    db.session.commit()
    flash(
        ngettext("One invite is on its way.", "%(num)s invites are on their way.", len(unwritten)),
        "good",
    )
    return web.to(".people", community=community, event=event)


@bp.route(f"{PAGE}/people/new", methods=["GET", "POST"])
def add(community: str, event: str) -> ResponseReturnValue:
    """Put someone on the list who said yes another way."""
    found = desk_event(community, event)
    form = GuestForm()
    form.offer_roles(found.roles)
    if form.validate_on_submit():
        try:
            rsvp = imports.add(
                found,
                form.email.data or "",
                form.answers(),
                letter="invite" if form.invite.data else None,
                now=clock.now(),
            )
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            state = _("%(name)s has a place.") if rsvp.going else _("%(name)s waits for a place.")
            said = state % {"name": rsvp.name}
            if rsvp.person.shares:
                said += " " + _(
                    "They share %(email)s and get no mail of their own.",
                    email=rsvp.person.letterbox,
                )
            flash(said, "good")
            return web.to(".people", community=community, event=event)
    page = render_template(
        "rsvps/add.html",
        form=form,
        industries=INDUSTRIES,
        roles=found.roles,
        **events_desk.about(found),
    )
    return page, 422 if form.is_submitted() else 200


@bp.route(f"{PAGE}/people/<int:number>/cancellation", methods=["GET", "POST"])
def cancel_one(community: str, event: str, number: int) -> ResponseReturnValue:
    """Cancel for a guest who said so another way; the next in line gets the place."""
    found, now = desk_event(community, event), clock.now()
    rsvp = db.session.scalar(db.select(Rsvp).filter_by(id=number, event_id=found.id)) or abort(404)
    if request.method != "POST":
        served = found.serves_waitlist(now)
        return render_template(
            "rsvps/cancel_one.html", rsvp=rsvp, served=served, **events_desk.about(found)
        )
    actions.cancel(rsvp, now=now)
    db.session.commit()
    flash(_("%(name)s is off the list.", name=rsvp.name), "good")
    return web.to(".people", community=community, event=event)


@bp.post(f"{PAGE}/plan/review")
def review(community: str, event: str) -> ResponseReturnValue:
    """A change of a published event: saved at once when nobody hears of it, else looked at first."""
    found = desk_event(community, event)
    form = EventForm()
    form.offer_roles(found.community.roles)
    seen = request.form.get("seen", "")
    if not form.validate_on_submit():
        return events_desk.plan_page(found, form, seen=seen), 422
    try:
        revisions.check_time(found, values(form), now=clock.now())
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
    if not form.validate_on_submit():
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
    back = "mail_desk.messages" if announcements.under_way(event) else "events_desk.edit"
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
    """Call an event off and tell everybody; a draft that nobody saw is thrown away."""
    found = desk_event(community, event)
    draft = found.state == "draft"
    if request.method != "POST":
        told = len(rsvps_guests.guests_of(found)) if found.published_at else 0
        return render_template(
            "rsvps/cancel_event.html", draft=draft, told=told, **events_desk.about(found)
        )
    if draft:
        db.session.delete(found)
        flash(_("The draft is gone."), "good")
    else:
        told = rescheduling.cancel_event(found, now=clock.now())
        flash(
            ngettext(
                "Called off. One person is told.", "Called off. %(num)s people are told.", told
            ),
            "good",
        )
    db.session.commit()
    if not draft and announcements.under_way(found):
        return web.to("mail_desk.messages", community=community, event=event)
    return web.to("desk.community", community=community)
