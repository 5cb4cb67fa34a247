"""The follow-up card: whom to keep in touch with."""

from datetime import datetime

from flask import Blueprint, Response, abort, flash, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, mirroring, press, tokens, web
from eventapp.communities.face import host_page
from eventapp.db import db, release
from eventapp.events.models import Event
from eventapp.followups import actions, forms, letters
from eventapp.followups.consent import agrees, chosen_in
from eventapp.followups.help_board import card_part
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.models import Card
from eventapp.followups.sending.paper_card import pages
from eventapp.followups.sending.paper_words import paper_card
from eventapp.followups.tablemates import as_shown, company_around, everything
from eventapp.followups.vcard import filename, vcard
from eventapp.people.actions import opens
from eventapp.people.models import Link
from eventapp.rsvps.models import Rsvp

bp = Blueprint("followups", __name__)


@bp.get("/c/<token>")
def card(token: str) -> ResponseReturnValue:
    """Whom I sat with, table by table, and whom I ticked."""
    mine = _my_card(token)
    person = mine.rsvp.person
    ticked = {who: chosen_in(one) for who, one in actions.wishes_of(mine.rsvp).items()}
    return _page(mine, token, forms.kept(ticked, phone=person.phone, web=person.web))


@bp.post("/c/<token>/wishes")
@web.limiter.limit("60/minute")
def wish(token: str) -> ResponseReturnValue:
    """Replace my ticks. What is said back never depends on what others ticked."""
    mine = _my_card(token)
    person = mine.rsvp.person
    named = {other.id: other.first_name for other in actions.on_card(mine.rsvp)}
    picks = forms.read(request.form, named, phone=person.phone, web=person.web)
    if picks.errors:
        return _page(mine, token, picks), 422
    actions.keep_details(person, phone=picks.phone, web=picks.web)
    actions.wish(mine, picks.all_chosen(), now=clock.now())
    card_part.take(mine.rsvp, request.form, now=clock.now())
    db.session.commit()
    flash(_("Saved. You can change your ticks until the card closes."), "good")
    return web.to(".card", token=token)


def _my_card(token: str) -> Card:
    """The card that a link opens; unknown, revoked, closed or taken back look all the same."""
    web.private()
    # The card and its link in one query.
    found: Card | None = db.session.scalar(
        db.select(Card)
        .join(Card.link)
        .where(Link.digest == tokens.digest(token), Link.purpose == "card")
        .options(
            db.contains_eager(Card.link),
            db.joinedload(Card.rsvp).options(
                *everything(), db.joinedload(Rsvp.event).joinedload(Event.community)
            ),
        )
    )
    if not found or not opens(found.link, token, now=clock.now()) or not agrees(found.rsvp):
        abort(make_response(render_template("followups/closed.html"), 404))
    host_page.about(found.rsvp.event.community)
    languages.held_in(*found.rsvp.languages)
    return found


def _page(mine: Card, token: str, picks: forms.Picks) -> str:
    rsvp = mine.rsvp
    sittings = company_around(rsvp).card(rsvp)
    sat_with = {person.id for one in sittings for person in one.people}
    greeted = [as_shown(rsvp, other) for other in actions.greeted(rsvp) if other.id not in sat_with]
    people = [*(person for one in sittings for person in one.people), *greeted]
    touch = actions.in_touch(rsvp, [person.rsvp.person_id for person in people])
    leaves = introductions.next_at(rsvp.event, closes=mine.closes_at, now=clock.now())
    return render_template(
        "followups/card.html",
        card=mine,
        rsvp=rsvp,
        event=rsvp.event,
        token=token,
        sittings=sittings,
        greeted=greeted,
        people=people,
        met=letters.met(sittings),
        deadline=_short(mine.closes_at, rsvp.event),
        leaves=_short(leaves, rsvp.event) if leaves else "",
        picks=picks,
        touch=touch,
        asked=card_part.card_part(rsvp, sittings, now=clock.now()),
    )


def _short(at: datetime, event: Event) -> str:
    """A day and an hour in few words: they stand beside a button on a phone."""
    return _(", ").join((clock.short_day(at, event.zone), clock.hour(at, event.zone)))


@bp.get("/c/<token>/card.pdf")
@web.limiter.limit("20/minute")
def paper(token: str) -> ResponseReturnValue:
    """The same to be printed, on A6."""
    mine = _my_card(token)
    slug = mine.rsvp.event.slug
    card = paper_card(mine, company_around(mine.rsvp).card(mine.rsvp))
    release()
    lang = clock.language()
    sheets = mirroring.pages(pages(card), lang=lang)
    body = press.draw(sheets, title=f"{card.title}: {card.lead}", lang=lang)
    named = {"Content-Disposition": f'inline; filename="{slug}-card.pdf"'}
    return Response(body, mimetype="application/pdf", headers=named)


@bp.get("/me/people/<number>.vcf")
def contact(number: str) -> ResponseReturnValue:
    """The contact card of somebody I'm in touch with."""
    person = web.require_person()
    web.private()
    known = {str(known.id): known for known in actions.connections_of(person)}
    given = known[number].contact if number in known else abort(404)
    return Response(
        vcard(given),
        mimetype="text/vcard",
        headers={"Content-Disposition": f'attachment; filename="{filename(given)}"'},
    )
