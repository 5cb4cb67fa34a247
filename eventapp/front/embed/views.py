"""Pages for other sites to show within their own: what is on, and the forms to say yes.

A browser brings no cookie into a frame of another site, so these pages need none, set none, and look at
none. A form there says who answers and nothing else, as anybody may; so it has no token, which only
proves whose cookie came along. That it was sent by a page of ours is looked at as everywhere.
"""

import secrets

from flask import Blueprint, Response, g, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock, languages, web
from eventapp.events.access import public_community, public_event
from eventapp.events.series.access import public_series
from eventapp.front import event_cards, listing
from eventapp.front.filters import Filters
from eventapp.front.series_pages import views as series_pages
from eventapp.people.actions import page_token_of
from eventapp.people.models import Link
from eventapp.programs import page as program_pages
from eventapp.programs import views as programs
from eventapp.programs.access import public_program
from eventapp.programs.enrolling.forms import JoinForm
from eventapp.programs.repeated_enrolments import enrolment_of
from eventapp.rsvps import views as rsvps
from eventapp.rsvps.forms import RsvpForm
from eventapp.rsvps.opened_links import answer_of

bp = Blueprint("embed", __name__)

# So many cards of what is on; the rest is a link away.
MOST = 6
WITHOUT_TOKEN = {"csrf": False}
EVENT, PROGRAM = "embed/event.html", "embed/program.html"


@bp.before_request
def _begin() -> None:
    """Any site may frame these pages: they are for nobody in particular, signed in or not.

    So whoever is led to press something there presses what anybody may.
    """
    g.framed, g.person = True, None
    languages.asked_for(request.args.get("lang", ""))


@bp.after_request
def _unindexed(response: Response) -> Response:
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/<community>/embed")
def community(community: str) -> ResponseReturnValue:
    """What is on with a community, the next first."""
    host = public_community(community)
    found = listing.find(Filters(), {}, now=clock.now(), community_id=host.id)
    return render_template(
        "embed/community.html",
        community=host,
        cards=event_cards.all_of(found)[:MOST],
        more=found.page.total - MOST,
        page=url_for("front.community", community=community),
    )


@bp.get("/<community>/series/<series>/embed")
def series(community: str, series: str) -> ResponseReturnValue:
    """The next dates of a series."""
    found = public_series(community, series)
    cards = series_pages.coming(found)
    return render_template(
        "embed/series.html",
        series=found,
        community=found.community,
        cards=cards[:MOST],
        more=len(cards) - MOST,
        page=url_for("event_series.show", community=community, series=series),
    )


@bp.get("/<community>/events/<event>/embed")
def event(community: str, event: str) -> ResponseReturnValue:
    """An event with its form."""
    form = RsvpForm(meta=WITHOUT_TOKEN)
    form.once.data = secrets.token_urlsafe(16)
    return rsvps.event_page(public_event(community, event), form, template=EVENT)


@bp.post("/<community>/events/<event>/embed")
@web.csrf.exempt
@web.limiter.limit("300/minute")
def answer(community: str, event: str) -> ResponseReturnValue:
    """Answer yes from another site's page."""
    found, form = public_event(community, event), RsvpForm(meta=WITHOUT_TOKEN)
    link = rsvps.take(found, form)
    if link is None:
        return rsvps.event_page(found, form, template=EVENT), rsvps.refusal(form)
    return _answered(link, "front.mine", event=found, given=answer_of(link))


@bp.get("/<community>/programs/<program>/embed")
def program(community: str, program: str) -> ResponseReturnValue:
    """A program with its form."""
    form = JoinForm(meta=WITHOUT_TOKEN)
    form.once.data = secrets.token_urlsafe(16)
    return program_pages.page(public_program(community, program), form, template=PROGRAM)


@bp.post("/<community>/programs/<program>/embed")
@web.csrf.exempt
@web.limiter.limit("300/minute")
def enrol(community: str, program: str) -> ResponseReturnValue:
    """Join a program from another site's page."""
    found, form = public_program(community, program), JoinForm(meta=WITHOUT_TOKEN)
    link = programs.take(found, form)
    if link is None:
        return program_pages.page(found, form, template=PROGRAM), rsvps.refusal(form)
    return _answered(link, "programs.mine", program=found, given=enrolment_of(link))


def _answered(link: Link, personal: str, **about: object) -> str:
    """What a guest is told. It has no address of its own: that would be a page of theirs, in a frame."""
    web.private()
    return render_template(
        "embed/answered.html", personal=personal, token=page_token_of(link), **about
    )
