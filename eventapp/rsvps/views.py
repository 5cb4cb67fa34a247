"""An event's page, and the answers to it."""

import secrets
from datetime import datetime

from flask import Blueprint, Response, abort, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import generate_csrf

from eventapp import clock, ical, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.access import offered_roles, public_event
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.events.views import structured
from eventapp.mail import letter_limits
from eventapp.people.actions import page_token_of
from eventapp.rsvps import (
    clashes,
    giving_back,
    kept_pages,
    letters,
    offers,
    own_page,
    repeated_answers,
    still_coming,
)
from eventapp.rsvps.forms import AnswersForm, RsvpForm
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.opened_links import my_rsvp, opened
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.parties import repeated
from eventapp.rsvps.role_counts import Tally, limited, tallies

bp = Blueprint("rsvps", __name__)

INDUSTRIES = (
    "Education", "Energy", "Finance", "Healthcare", "Logistics", "Manufacturing", "Media",
    "Public sector", "Retail", "Software",
)  # fmt: skip

# What a page says of how many come, by the names of its macros.
HOW_MANY = ("who", "seats", "seats_short")


@bp.get("/<community>/events/<event>")
def show(community: str, event: str) -> ResponseReturnValue:
    """The public page of an event, with the form to say yes."""
    form_key = secrets.token_urlsafe(16)
    if not kept_pages.for_everybody():
        return event_page(public_event(community, event), _blank(form_key))
    now = clock.now()
    found = kept_pages.content(community, event, now=now) or abort(404)
    own = {"nonce": web.csp_nonce(), "csrf": generate_csrf(), "once": form_key}
    if found.ruled:
        return event_page(public_event(community, event), _blank(form_key))
    page = kept_pages.page_of(found, now=now) or _written(found, community, event, own, now=now)
    page = kept_pages.counted(page, found.tally, _how_many)
    kept_pages.keep(page, found)
    return web.page_of(page.filled(own))


def _written(
    found: kept_pages.Content, community: str, slug: str, own: dict[str, str], *, now: datetime
) -> kept_pages.KeptPage:
    """The page as it is now, cut where something is one visitor's `own` or counts people."""
    apart = {name: secrets.token_urlsafe(16) for name in HOW_MANY}
    event = public_event(community, slug)
    html = event_page(event, _blank(own["once"]), how_many=apart)
    # Somebody may have changed it between the queries.
    again = kept_pages.content(community, slug, now=now)
    key = found.key if again and again.key == found.key else None
    return kept_pages.cut(html, event, own | apart, key=key, now=now)


@bp.post("/<community>/events/<event>/rsvps")
@web.limiter.limit("300/minute")
def create(community: str, event: str) -> ResponseReturnValue:
    """Answer yes: a place or one in the queue, and the personal page."""
    found = public_event(community, event)
    form = RsvpForm()
    form.offer_roles(offered_roles(found))
    form.offer_party(found)
    if not form.validate_on_submit():
        return event_page(found, form), 422
    letter_limits.begin(web.client(), form.email.data or "")
    try:
        link = parties.request(
            found,
            form.email.data or "",
            form.answers(),
            form.party(),
            once=form.once.data or secrets.token_urlsafe(16),
            now=clock.now(),
        )
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return event_page(found, form), 409
    db.session.commit()
    return web.to("front.mine", token=page_token_of(link))


def _blank(form_key: str) -> RsvpForm:
    form = RsvpForm()
    form.once.data = form_key
    return form


def _how_many(tally: Tally) -> dict[str, str]:
    """What a page says of how many come: the one thing on it that changes with every answer."""
    macros = current_app.jinja_env.get_template("rsvps/_how_many.html").module
    return {name: getattr(macros, name)(tally) for name in HOW_MANY}


def event_page(event: Event, form: RsvpForm, *, how_many: dict[str, str] | None = None) -> str:
    """An event as its visitors see it, with the form as it was sent; drafts to their organizer.

    `how_many` are texts to stand for how many come (`kept_pages`).
    """
    form.offer_roles(event.roles)
    form.offer_party(event)
    now = clock.now()
    tally = limited(tallies([event])[event.id], event, now=now)
    return render_template(
        "rsvps/event.html",
        event=event,
        form=form,
        tally=tally,
        how_many=how_many or _how_many(tally),
        open=event.open_for_rsvps(now) and (not tally.full or event.serves_waitlist(now)),
        rsvps_until=clock.hour_on(event.rsvps_close_at, event.zone, beside=event.starts_at),
        waitlist_until=clock.hour_on(event.waitlist_closes_at, event.zone, beside=event.starts_at),
        full=tally.full and event.open_for_rsvps(now),
        over=event.over(now),
        when=clock.when(event.starts_at, event.ends_at, event.zone),
        evening=evening(event),
        structured=structured(event, places_left=tally.left if event.open_for_rsvps(now) else 0),
        address=event_address(event),
        # Only of whoever is signed in: an address that is typed may be anybody's.
        elsewhere=clashes.titles(person, event) if (person := web.current_person()) else (),
        industries=INDUSTRIES,
        role_marks={role.id: role.mark for role in event.roles},
    )


def evening(event: Event) -> list[tuple[datetime, str]]:
    """The times of an evening: doors, each round, the end."""
    rounds = [
        (moment, _("Round %(number)s", number=n))
        for n, moment in enumerate(event.round_times(), start=1)
        if moment < event.ends_at
    ]
    return [
        (event.starts_at, _("Doors, badges, hello")),
        *rounds,
        (event.ends_at, _("Stay and chat, or slip off quietly")),
    ]


@bp.route("/r/<token>/answers", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def change(token: str) -> ResponseReturnValue:
    """Change what was answered; the badge and the consents follow."""
    rsvp, repeat = opened(token)
    form = AnswersForm()
    form.offer_roles(rsvp.event.roles)
    if not form.is_submitted():
        form.fill(rsvp)
        if parties.unnamed(rsvp):
            form.first_name.data = ""
    elif form.validate():
        try:
            _keep_change(rsvp, repeat, form)
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            flash(_("Saved. Your badge and what others see follow."), "good")
            return web.to("front.mine", token=token)
    page = render_template(
        "rsvps/answers.html",
        rsvp=rsvp,
        event=rsvp.event,
        form=form,
        token=token,
        industries=INDUSTRIES,
        role_marks={role.id: role.mark for role in rsvp.event.roles},
    )
    return page, 422 if form.is_submitted() else 200


def _keep_change(rsvp: Rsvp, repeat: Repeat | None, form: AnswersForm) -> None:
    if repeat:
        repeated_answers.change(repeat, form.answers())
    else:
        own_page.change_answers(rsvp, form.answers(), now=clock.now())


@bp.post("/r/<token>/acceptance")
@web.limiter.limit("60/minute")
def accept(token: str) -> ResponseReturnValue:
    """Take the place that is offered."""
    rsvp, repeat = opened(token)
    if repeat is None:
        offers.take(rsvp, now=clock.now())
    db.session.commit()
    return web.to("front.mine", token=token)


@bp.post("/r/<token>/confirmation")
@web.limiter.limit("60/minute")
def confirm(token: str) -> ResponseReturnValue:
    """Say that one still comes."""
    rsvp, repeat = opened(token)
    if repeat is None:
        still_coming.come(rsvp, now=clock.now())
    db.session.commit()
    flash(_("Good. Your chair is waiting."), "good")
    return web.to("front.mine", token=token)


@bp.route("/r/<token>/cancellation", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def cancel(token: str) -> ResponseReturnValue:
    """Give the place back, after one question."""
    rsvp, repeat = opened(token)
    if request.method == "POST":
        letter_limits.begin(web.client(), rsvp.person.letterbox or "")
        now, all_of_us = clock.now(), request.form.get("who") == "all"
        if repeat:
            guests = repeated.guests_of(repeat) if all_of_us else []
            giving_back.give_back_typed(repeat, *guests, now=now)
        else:
            brought = parties.guests_of(rsvp) if all_of_us else []
            giving_back.give_back(rsvp, *brought, now=now)
        db.session.commit()
        return web.to("front.mine", token=token)
    return render_template(
        "rsvps/cancellation.html",
        rsvp=rsvp,
        guests=parties.shown_guests(rsvp, repeat),
        event=rsvp.event,
        token=token,
        when=_when(rsvp),
        served=rsvp.event.gives_out_places(clock.now()),
    )


@bp.post("/r/<token>/restoration")
@web.limiter.limit("60/minute")
def restore(token: str) -> ResponseReturnValue:
    """Have back what was just given back, if it is still free."""
    rsvp, repeat = opened(token)
    letter_limits.begin(web.client(), rsvp.person.letterbox or "")
    if repeat:
        giving_back.undo_typed(repeat, now=clock.now())
    else:
        giving_back.undo(rsvp, now=clock.now())
    db.session.commit()
    flash(_("Done. Everything is as it was; your table is found anew."), "good")
    return web.to("front.mine", token=token)


@bp.get("/r/<token>/invite.ics")
def my_calendar(token: str) -> ResponseReturnValue:
    """My entry as a calendar file, under the same UID as in the invite."""
    rsvp = my_rsvp(token)
    response = Response(ical.single(letters.entry(rsvp)), mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=invite.ics"
    return response


def _when(rsvp: Rsvp) -> str:
    return clock.when(rsvp.event.starts_at, rsvp.event.ends_at, rsvp.event.zone)
