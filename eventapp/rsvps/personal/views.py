"""What a guest does on their own page: answers, giving back, consents, who comes, and lost links."""

from flask import Blueprint, Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, ical, web
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import bounces, letter_limits, outbox
from eventapp.rsvps import (
    answers,
    calendar_entries,
    giving_back,
    offers,
    own_page,
    still_coming,
)
from eventapp.rsvps import views as event_page
from eventapp.rsvps.forms import AnswersForm
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.opened_links import my_rsvp, opened
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.parties import repeated
from eventapp.rsvps.personal import lost_links
from eventapp.rsvps.personal.forms import LostLinkForm
from eventapp.rsvps.personal.who_comes import who_comes

bp = Blueprint("personal", __name__)


@event_page.bp.route("/r/<token>/answers", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def change(token: str) -> ResponseReturnValue:
    """Change what was answered; the badge and the consents follow."""
    rsvp, repeat = opened(token)
    form, before = AnswersForm(), answers.Answers.of(rsvp)
    form.offer_roles(rsvp.event.roles)
    form.ask_for(rsvp.event, agreed=before.agreed)
    if not form.is_submitted():
        form.fill(before)
        if parties.unnamed(rsvp):
            form.first_name.data = ""
    elif form.validate():
        try:
            _keep_change(rsvp, repeat, form.answers(before))
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
        industries=event_page.INDUSTRIES,
        role_marks={role.id: role.mark for role in rsvp.event.roles},
    )
    return page, 422 if form.is_submitted() else 200


def _keep_change(rsvp: Rsvp, repeat: Repeat | None, said: answers.Answers) -> None:
    if repeat:
        own_page.change_typed(repeat, said, now=clock.now())
    else:
        own_page.change_answers(rsvp, said, now=clock.now())


@event_page.bp.post("/r/<token>/acceptance")
@web.limiter.limit("60/minute")
def accept(token: str) -> ResponseReturnValue:
    """Take the place that is offered."""
    rsvp, repeat = opened(token)
    if repeat:
        offers.take_typed(repeat, now=clock.now())
    else:
        offers.take(rsvp, now=clock.now())
    db.session.commit()
    return web.to("front.mine", token=token)


@event_page.bp.post("/r/<token>/confirmation")
@web.limiter.limit("60/minute")
def confirm(token: str) -> ResponseReturnValue:
    """Say that one still comes."""
    rsvp, repeat = opened(token)
    if repeat is None:
        still_coming.come(rsvp, now=clock.now())
    db.session.commit()
    flash(_("Good. Your chair is waiting."), "good")
    return web.to("front.mine", token=token)


@event_page.bp.route("/r/<token>/cancellation", methods=["GET", "POST"])
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


@event_page.bp.post("/r/<token>/restoration")
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


@event_page.bp.get("/r/<token>/invite.ics")
def my_calendar(token: str) -> ResponseReturnValue:
    """My entry as a calendar file, under the same UID as in the invite."""
    rsvp = my_rsvp(token)
    # The link that was followed and no other: a page that typing opened must not show the letter's.
    here = outbox.address_of("front.mine", of=rsvp.event.community.slug, token=token)
    content = ical.single(calendar_entries.to_download(rsvp, own_page=here))
    response = Response(content, mimetype="text/calendar")
    response.headers["Content-Disposition"] = "attachment; filename=invite.ics"
    return response


def _when(rsvp: Rsvp) -> str:
    return clock.when(rsvp.event.starts_at, rsvp.event.ends_at, rsvp.event.zone)


@bp.post("/r/<token>/consents")
@web.limiter.limit("60/minute")
def consent(token: str) -> ResponseReturnValue:
    """Give one consent, or take it back."""
    rsvp, repeat = opened(token)
    what, given = request.form.get("what", ""), request.form.get("given", "")
    if what not in own_page.CONSENTS or given not in {"yes", "no"}:
        raise Refused(_("Say yes or no to one of them, on your own page."))
    own_page.consent(rsvp, repeat, what, given=given, now=clock.now())
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to("front.mine", token=token, _anchor="consents")


@bp.get("/r/<token>/people")
def people(token: str) -> ResponseReturnValue:
    """Who comes, for those who have a place themselves."""
    rsvp, _repeat = opened(token)
    if not rsvp.going or rsvp.event.cancelled_at:
        abort(404)
    return render_template(
        "rsvps/who_comes.html", token=token, event=rsvp.event, who=who_comes(rsvp.event)
    )


@bp.post("/r/<token>/letters")
@web.limiter.limit("20/minute")
def send_again(token: str) -> ResponseReturnValue:
    """Mail the link once more, to the address that was given and to no other."""
    rsvp, _repeat = opened(token)
    address = rsvp.person.letterbox or abort(404)
    # Whoever waits for it finds out whether it comes; if not, it comes back once more.
    bounces.mend(address)
    _send(address)
    flash(_("It is on its way, to the address that was given."), "good")
    return web.to("front.mine", token=token)


@bp.get("/lost-link")
def lost() -> ResponseReturnValue:
    """Ask for the address."""
    return render_template("rsvps/lost_link.html", form=LostLinkForm(formdata=None))


@bp.post("/lost-link")
@web.limiter.limit("20/minute")
def find() -> ResponseReturnValue:
    """Mail the links to whoever has the address; the answer is the same for everybody."""
    form = LostLinkForm()
    if not form.validate():
        return render_template("rsvps/lost_link.html", form=form), 422
    _send(form.email.data or "")
    return web.to(".sent")


@bp.get("/lost-link/sent")
def sent() -> ResponseReturnValue:
    """Look into your mail."""
    return render_template("rsvps/link_sent.html")


def _send(email: str) -> None:
    letter_limits.begin(web.client(), email)
    lost_links.send(email, now=clock.now())
    db.session.commit()
