"""The letters of an event at its desk: which there are, how each looks, and an organizer's own words."""

from typing import Any

from flask import Blueprint, Response, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.db import db
from eventapp.events.access import desk_event
from eventapp.events.appointment import sender
from eventapp.events.desk import about
from eventapp.events.models import Event
from eventapp.events.wording import actions as wording
from eventapp.front.letters import actions, preview
from eventapp.front.letters.forms import WordsForm, listed
from eventapp.front.letters.kinds import Kind, kinds
from eventapp.mail import desk as mail_desk
from eventapp.mail import pictures
from eventapp.mail.wording import OwnWords, content_id
from eventapp.paging import search_text
from eventapp.rsvps.attendees.folding import holds
from eventapp.rsvps.models import LISTED_STATES, Rsvp

bp = Blueprint("letters", __name__)

PAGE = "/desk/<community>/events/<event>/letters"
# So many guests are offered to look as; whoever isn't among them is searched for.
OFFERED = 12


@bp.get(PAGE)
def show(community: str, event: str) -> ResponseReturnValue:
    """Every letter that a guest of this event can get."""
    found = desk_event(community, event)
    own = wording.all_words(found)
    return render_template(
        "messages/letters.html", kinds=kinds(found, own), own=own, **about(found)
    )


@bp.route(f"{PAGE}/<letter>", methods=["GET", "POST"])
def edit(community: str, event: str, letter: str) -> ResponseReturnValue:
    """One letter as it looks to a guest, and the words that may be an organizer's own."""
    found = desk_event(community, event)
    own = wording.all_words(found)
    kind = _kind(found, letter, own)
    form = WordsForm()
    if not form.is_submitted():
        form.fill(own.get(letter, OwnWords()))
    elif not kind.editable:
        abort(404)
    elif form.validate():
        wording.write(found, letter, form.words(), now=clock.now())
        db.session.commit()
        flash(_("Saved. Letters that leave from now on say it so."), "good")
        return web.to(
            ".edit", community=community, event=event, letter=letter, **_as(_guest(found))
        )
    guest = _guest(found)
    page = render_template(
        "messages/words.html",
        kind=kind,
        form=form,
        own=letter in own,
        placeholders=listed(),
        letter=preview.letter(found, letter, guest, now=clock.now()),
        guest=guest,
        guests=_guests(found),
        searched=search_text(request.args),
        sent_by=sender(found),
        me=web.require_person(),
        **about(found),
    )
    return page, 422 if form.is_submitted() else 200


@bp.get(f"{PAGE}/<letter>/html")
def html(community: str, event: str, letter: str) -> Response:
    """The same for its frame."""
    found = desk_event(community, event)
    _kind(found, letter, wording.all_words(found))
    said = preview.letter(found, letter, _guest(found), now=clock.now())
    logo = pictures.content(said.picture) if said.picture else None
    return mail_desk.framed(said.html, {content_id(said.picture or ""): logo} if logo else {})


@bp.post(f"{PAGE}/<letter>/tests")
@web.limiter.limit("30/hour")
def send_test(community: str, event: str, letter: str) -> ResponseReturnValue:
    """Send one letter to whoever is signed in."""
    found = desk_event(community, event)
    kind = _kind(found, letter, wording.all_words(found))
    me = web.require_person()
    guest = _guest(found)
    actions.send_test(found, kind.key, guest, to=me, now=clock.now())
    db.session.commit()
    flash(_("On its way to %(address)s.", address=me.email), "good")
    return web.to(".edit", community=community, event=event, letter=letter, **_as(guest))


def _kind(event: Event, key: str, own: dict[str, OwnWords]) -> Kind:
    return next((kind for kind in kinds(event, own) if kind.key == key), None) or abort(404)


def _as(guest: Rsvp | None) -> dict[str, int]:
    return {"as": guest.id} if guest else {}


def _guest(event: Event) -> Rsvp | None:
    """The guest to look as: one of this event, or nobody."""
    asked = web.number_in(request.values.get("as", ""))
    if not asked:
        return None
    found: Rsvp | None = db.session.scalar(
        db.select(Rsvp).where(Rsvp.id == asked, Rsvp.event_id == event.id)
    )
    return found or abort(404)


def _guests(event: Event) -> list[Any]:
    """Some guests to choose from, by number and name: those that are searched for, or the first."""
    asked = db.select(Rsvp.id, Rsvp.first_name, Rsvp.last_name, Rsvp.state).where(
        Rsvp.event_id == event.id, Rsvp.state.in_(LISTED_STATES)
    )
    if text := search_text(request.args):
        name = Rsvp.first_name.concat(" ").concat(Rsvp.last_name)
        asked = asked.where(holds(name, text))
    return list(db.session.execute(asked.order_by(Rsvp.turn, Rsvp.id).limit(OFFERED)))
