"""Half an hour with somebody one was introduced to: chosen, moved or called off behind the guest's own link."""

from dataclasses import replace
from datetime import datetime

from flask import Blueprint, abort, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.followups.meetings import actions, forms, letters
from eventapp.followups.meetings.pairs import Pair, address_of, connection_of, pair
from eventapp.followups.models import Connection
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.opened_links import opened

bp = Blueprint("meetings", __name__)
AT = "/r/<token>/half-hours/<number>"


@bp.get(AT)
def show(token: str, number: str) -> ResponseReturnValue:
    """The proposed times, or the half-hour that stands; looking at it changes nothing."""
    rsvp, connection = _mine(token, number)
    meeting = actions.standing(connection, clock.now())
    words = meeting.words if meeting else ""
    asked = forms.moment(request.args.get("at", ""))
    chosen = forms.Choice(at=letters.at(asked) if asked else "", words=words)
    return _page(rsvp, connection, token, chosen, asked)


@bp.post(AT)
@web.limiter.limit("20/minute")
def agree(token: str, number: str) -> ResponseReturnValue:
    """Both get the invite, or another one when it moves."""
    rsvp, connection = _mine(token, number)
    _open(connection, clock.now())
    chosen = forms.read(request.form, connection.event.zone)
    if not chosen.errors and chosen.starts_at and chosen.starts_at <= clock.now():
        wrong = forms.OWN if chosen.at == forms.OWN else "at"
        chosen = replace(chosen, errors={wrong: _("That time has passed. Choose a later one.")})
    if chosen.errors or chosen.starts_at is None:
        return _page(rsvp, connection, token, chosen, chosen.starts_at), 422
    given = {"starts_at": chosen.starts_at, "words": chosen.words}
    actions.choose(connection, rsvp, **given, now=clock.now())  # type: ignore[arg-type]
    db.session.commit()
    flash(_("It’s in the post: an invite for each of you."), "good")
    return web.to(".show", token=token, number=connection.id)


@bp.post(AT + "/cancellation")
@web.limiter.limit("20/minute")
def call_off(token: str, number: str) -> ResponseReturnValue:
    """It leaves both calendars, and the other hears of it."""
    rsvp, connection = _mine(token, number)
    actions.call_off(connection, rsvp, now=clock.now())
    db.session.commit()
    flash(_("Called off. It leaves both calendars."), "good")
    return web.to(".show", token=token, number=connection.id)


def _mine(token: str, number: str) -> tuple[Rsvp, Connection]:
    rsvp, repeat = opened(token)
    if repeat or rsvp.link.from_page:
        abort(404)
    return rsvp, connection_of(rsvp, web.number_in(number) % 2**31) or abort(404)


def _open(connection: Connection, now: datetime) -> Pair:
    """The two, as long as a time can be chosen; why not is never told."""
    found = pair(connection)
    if found is None or not actions.open_now(connection, now):
        meeting = actions.standing(connection, now)
        page = render_template(
            "followups/half_hour_closed.html",
            words=actions.closed_words(),
            meeting=meeting,
            event=connection.event,
        )
        abort(make_response(page, 200 if meeting else 404))
    return found


def _page(
    rsvp: Rsvp, connection: Connection, token: str, chosen: forms.Choice, asked: datetime | None
) -> str:
    now = clock.now()
    other = _open(connection, now).other(rsvp)
    meeting = actions.standing(connection, now)
    proposed = [start for start in actions.proposals(connection) if start > now]
    # A time that stood in the letter stays one to choose, whatever either has taken on since.
    if asked and asked > now and chosen.at != forms.OWN and asked not in proposed:
        proposed = sorted([*proposed, asked])
    zone = connection.event.zone
    return render_template(
        "followups/half_hour.html",
        rsvp=rsvp,
        other=other,
        event=connection.event,
        meeting=meeting,
        when=clock.when(meeting.starts_at, meeting.ends_at, zone) if meeting else "",
        mine=meeting is not None and meeting.asked_by_id == rsvp.person_id,
        times=[
            (letters.at(one), one) for one in proposed if not meeting or one != meeting.starts_at
        ],
        zone_name=clock.zone_name(now, zone),
        chosen=chosen,
        address=address_of(connection, other),
        token=token,
        number=connection.id,
        longest=forms.LONGEST,
    )
