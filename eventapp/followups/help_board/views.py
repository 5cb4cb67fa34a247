"""The board: my own ask and who can help with it, and what I might help others with."""

from collections.abc import Mapping

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response as Reply

from eventapp import clock, web
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.followups.fives import FEWEST
from eventapp.followups.help_board import actions, matching, my_ask, shown
from eventapp.followups.help_board.forms import BoardForm, ShareForm
from eventapp.followups.help_board.models import OUTCOMES
from eventapp.followups.tablemates import company_around
from eventapp.people.models import Person
from eventapp.rsvps.forms import KINDS
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.opened_links import opened

bp = Blueprint("help_board", __name__)


def _mine(token: str) -> Rsvp:
    """The answer that a link opens to whoever reads its letters: nothing here is for a typed address."""
    rsvp, repeat = opened(token)
    if repeat or rsvp.link.from_page:
        abort(404)
    return rsvp


def _with_ask(token: str) -> Rsvp:
    """The same of somebody whose ask may be on the board, or was answered."""
    rsvp = _mine(token)
    if my_ask.of(rsvp, now=clock.now()) is None:
        abort(404)
    return rsvp


@bp.get("/r/<token>/ask")
def mine(token: str) -> ResponseReturnValue:
    """My ask: whether the evening helped, what others see of it, and who can help."""
    rsvp = _mine(token)
    return _my_page(rsvp, token, BoardForm())


@bp.post("/r/<token>/ask/outcome")
@web.limiter.limit("60/minute")
def say(token: str) -> ResponseReturnValue:
    """Whether the evening helped with my ask."""
    rsvp, said = _with_ask(token), request.form.get("helped", "")
    if said not in OUTCOMES:
        raise Refused(_("Choose one of the three answers on the page."))
    actions.say(rsvp, said, now=clock.now())
    db.session.commit()
    flash(_("Thank you. It is only counted, and shown to nobody."), "good")
    return web.to(".mine", token=token)


@bp.post("/r/<token>/ask/board")
@web.limiter.limit("60/minute")
def put(token: str) -> ResponseReturnValue:
    """Put my ask on the board, or change its words."""
    rsvp, form = _with_ask(token), BoardForm()
    form.prepare(rsvp)
    if not form.validate_on_submit():
        return _my_page(rsvp, token, form), 422
    actions.put(rsvp, text=form.text.data or "", kind=form.kind.data, now=clock.now())
    db.session.commit()
    flash(_("It is on the board, without your name. Take it back whenever you like."), "good")
    return web.to(".mine", token=token)


@bp.post("/r/<token>/ask/removal")
@web.limiter.limit("60/minute")
def take_back(token: str) -> ResponseReturnValue:
    """Take my ask off the board."""
    actions.take_back(_with_ask(token))
    db.session.commit()
    flash(_("Taken back. Nobody sees it any more."), "good")
    return web.to(".mine", token=token)


@bp.post("/r/<token>/ask/helpers/<number>/answer")
@web.limiter.limit("60/minute")
def answer(token: str, number: str) -> ResponseReturnValue:
    """Yes, and what they get of me; or no, which nobody is told."""
    rsvp, now = _with_ask(token), clock.now()
    helper = web.number_in(number) % 2**31
    form = ShareForm(prefix=_of_helper(helper))
    if request.form.get("answer") == "no":
        actions.answer(rsvp, helper, yes=None, now=now)
        db.session.commit()
        flash(_("Noted. They aren’t told."), "good")
        return web.to(".mine", token=token)
    if not form.validate_on_submit():
        return _my_page(rsvp, token, BoardForm(formdata=None), {helper: form}), 422
    done = actions.answer(rsvp, helper, yes=form.chosen(), now=now)
    db.session.commit()
    name = done.rsvp.first_name
    flash(_("You and %(name)s get a letter about each other.", name=name), "good")
    return web.to(".mine", token=token)


def _of_helper(number: int) -> str:
    """What the fields about one helper begin with: several stand on the page."""
    return f"h{number}-"


def _my_page(
    rsvp: Rsvp, token: str, form: BoardForm, sent: Mapping[int, ShareForm] | None = None
) -> str:
    """My ask; `sent` is a form about one helper that has errors."""
    now = clock.now()
    ask = my_ask.of(rsvp, now=now) or abort(404)
    form.prepare(rsvp)
    if not form.errors:
        form.text.data = ask.board.text if ask.board else ask.text
        form.kind.data = ask.board.kind if ask.board else (rsvp.ask.kind if rsvp.ask else "advice")
    forms = {one.id: ShareForm(formdata=None, prefix=_of_helper(one.id)) for one in ask.waiting}
    listed = matching.topics(rsvp.event.community_id)
    sittings = company_around(rsvp).card(rsvp) if not ask.board else []
    return render_template(
        "followups/help/my_ask.html",
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
        ask=ask,
        form=form,
        forms=forms | dict(sent or {}),
        seen=shown.as_seen([ask.board], None, listed)[0] if ask.board else None,
        beside=my_ask.offered_beside(rsvp, sittings),
        kinds={one.value: one.label for one in KINDS},
        weeks=actions.STAYS.days // 7,
        may_put=now < rsvp.event.ends_at + my_ask.TAKES,
        fewest=FEWEST,
    )


@bp.get("/r/<token>/help")
def show(token: str) -> ResponseReturnValue:
    """What I might help with in the community of this event: asks without names."""
    rsvp = _mine(token)
    return _board(rsvp.person, [rsvp.event.community], token)


@bp.post("/r/<token>/help/<ask>")
@web.limiter.limit("60/minute")
def offer(token: str, ask: str) -> ResponseReturnValue:
    """I can help with this."""
    rsvp = _mine(token)
    return _offer(rsvp.person, [rsvp.event.community], token, ask)


@bp.post("/r/<token>/help/<ask>/removal")
@web.limiter.limit("60/minute")
def withdraw(token: str, ask: str) -> ResponseReturnValue:
    """Take it back."""
    return _withdraw(_mine(token).person, token, ask)


@bp.get("/me/help")
def my_board() -> ResponseReturnValue:
    """The same for whoever signed in, of every community where they offered something."""
    person = web.require_person()
    web.private()
    return _board(person, _communities(person), None)


@bp.post("/me/help/<ask>")
@web.limiter.limit("60/minute")
def my_offer(ask: str) -> ResponseReturnValue:
    """I can help with this, signed in."""
    person = web.require_person()
    return _offer(person, _communities(person), None, ask)


@bp.post("/me/help/<ask>/removal")
@web.limiter.limit("60/minute")
def my_withdrawal(ask: str) -> ResponseReturnValue:
    """Take it back, signed in."""
    return _withdraw(web.require_person(), None, ask)


def _communities(person: Person) -> list[Community]:
    mine = (
        db.select(Community)
        .join(Event, Event.community_id == Community.id)
        .join(Rsvp, Rsvp.event_id == Event.id)
        .where(Rsvp.person_id == person.id, Rsvp.state == "going", Community.closed_at.is_(None))
    )
    return list(db.session.scalars(mine.distinct().order_by(Community.name)))


def _offer(
    person: Person, communities: list[Community], token: str | None, code: str
) -> ResponseReturnValue:
    form = ShareForm(prefix=f"{code}-")
    if not form.validate_on_submit():
        return _board(person, communities, token, {code: form}), 422
    among = {host.id for host in communities}
    actions.offer(person, code, communities=among, chosen=form.chosen(), now=clock.now())
    db.session.commit()
    flash(_("Passed on. If they would like to talk to you, you both get a letter."), "good")
    return _back(token)


def _withdraw(person: Person, token: str | None, code: str) -> Reply:
    actions.withdraw(person, code, now=clock.now())
    db.session.commit()
    flash(_("Taken back."), "good")
    return _back(token)


def _back(token: str | None) -> Reply:
    return web.to(".show", token=token) if token else web.to(".my_board")


def _board(
    person: Person,
    communities: list[Community],
    token: str | None,
    sent: Mapping[str, ShareForm] | None = None,
) -> str:
    """The boards of some communities; `sent` is a form about one ask that has errors."""
    now = clock.now()
    boards = [(host, shown.board(person, host.id, now=now)) for host in communities]
    asks = [ask for _host, found in boards for ask in found]
    forms = {ask.code: ShareForm(formdata=None, prefix=f"{ask.code}-") for ask in asks}
    return render_template(
        "followups/help/board.html",
        person=person,
        boards=[(host, asks) for host, asks in boards if asks],
        token=token,
        forms=forms | dict(sent or {}),
        kinds={one.value: one.label for one in KINDS},
    )
