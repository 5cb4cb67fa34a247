"""Home, a community's page, my page: what gathers several features."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import calendar_links, clock, own_domains, web
from eventapp.assets import asset
from eventapp.events.access import public_community
from eventapp.events.appointment import event_address
from eventapp.events.series import listing as series_listing
from eventapp.followups import actions as followups
from eventapp.followups.help_board import my_ask
from eventapp.front import door_code, event_cards, listing, listing_form, page_version
from eventapp.front.filters import Filters
from eventapp.front.sitemap import Sitemap
from eventapp.mail.outbox import address_of
from eventapp.people.actions import opens, token_of
from eventapp.programs import own_session
from eventapp.rsvps import (
    calendar_entries,
    giving_back,
    offers,
    own_page,
    still_coming,
    waiting_words,
)
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.opened_links import opened
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.personal_feed import actions as personal_feed
from eventapp.rsvps.questions.event_questions import for_badge, open_questions
from eventapp.rsvps.role_counts import tallies
from eventapp.rsvps.standing import wait_of
from eventapp.seating.my_tables import my_tables

bp = Blueprint("front", __name__)

# What is somebody's own. A personal feed isn't here: Google's calendar fetches nothing that is forbidden
# to all, and its answers say themselves that they belong in no index. A name alone, as /me, would forbid
# a community called "meetup", too.
UNINDEXED = (
    "/desk$", "/desk/", "/dev/", "/me$", "/me/", "/r/", "/e/", "/c/", "/u/", "/i/", "/d/", "/badge/", "/B/",
    "/address/", "/interests/", "/team/", "/sign-in$", "/sign-in/", "/lost-link$", "/lost-link/", "/metrics$", "/api/",
)  # fmt: skip


@bp.get("/")
def home() -> ResponseReturnValue:
    """What's on: events and programs to come, with filters that never fail.

    At a community's own domain it is that community's page.
    """
    if own := own_domains.here():
        return community(own)
    filters, now = Filters.read(request.args), clock.now()
    found, offered = listing.find(filters, request.args, now=now), listing_form.choices(now=now)
    return render_template(
        "front/home.html",
        filters=filters,
        back=filters.looks_back(now),
        found=found.page,
        cards=event_cards.all_of(found),
        choices=offered,
        chosen=listing_form.chosen(filters, offered),
        address=address_of("front.home", page=_page(found)),
        picture=address_of("front.picture"),
        picture_says=_("Small tables seen from above, everybody in a seat of their own"),
    )


@bp.get("/<community>")
def community(community: str) -> ResponseReturnValue:
    """A community: who it is, what's on, its calendar feed."""
    host = public_community(community)
    filters, now = Filters.read(request.args).of_one_community(), clock.now()
    found = listing.find(filters, request.args, now=now, community_id=host.id)
    # A handful of evenings is seen at a glance.
    searched = bool(filters) or not found.page.only
    offered = listing_form.choices(now=now, community_id=host.id) if searched else None
    earlier = [] if filters else listing.past(host.id, now=now)
    return render_template(
        "front/community.html",
        community=host,
        filters=filters,
        back=filters.looks_back(now),
        found=found.page,
        cards=event_cards.all_of(found),
        choices=offered,
        chosen=listing_form.chosen(filters, offered) if offered else [],
        series=[] if filters else series_listing.coming(host, now=now),
        past=[event_cards.past(card) for card in earlier],
        more_past=len(earlier) == listing.PAST,
        address=address_of("front.community", community=host.slug, page=_page(found)),
        picture=address_of("front.community_picture", community=host.slug),
        picture_says=host.name,
        ways=calendar_links.subscriptions(
            address_of("events.feed", community=host.slug), host.name
        ),
    )


def _page(found: listing.Found) -> int | None:
    """The number of a page in its address; the first has none."""
    return found.page.number if found.page.number > 1 else None


@bp.get("/picture.png")
def picture() -> ResponseReturnValue:
    """The picture that a link to the site shows."""
    return _shared(_("Sit down with someone new"), _("Small tables, mixed on purpose"))


@bp.get("/<community>/picture.png")
def community_picture(community: str) -> ResponseReturnValue:
    """The picture that a link to a community shows."""
    host = public_community(community)
    return _shared(host.name, host.summary, [role.mark for role in host.roles], host.colour)


def _shared(
    title: str, line: str, marks: Sequence[int] = (), colour: str = ""
) -> ResponseReturnValue:
    # Drawing loads Pillow, which no other page needs.
    from eventapp.events.share_picture import share_picture

    name = current_app.config["SITE_NAME"]
    body = share_picture(title, line, "", name, list(marks), colour)
    response = Response(body, mimetype="image/png")
    response.add_etag()
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response.make_conditional(request)


@bp.get("/r/<token>")
def mine(token: str) -> ResponseReturnValue:
    """My RSVP: 'You're in', the badge, the tables, what happens next."""
    rsvp, repeat = opened(token)
    event, now = rsvp.event, clock.now()
    entry = calendar_entries.entry(rsvp)
    undo_until = giving_back.undone_until(rsvp, now=now)
    subscribes = personal_feed.may_subscribe(rsvp, repeat)
    follows = event.going_on(now) and not event.cancelled_at and rsvp.state in GUEST_STATES
    return render_template(
        "front/mine.html",
        # The mark that the script compares; read before what it stands for, so that no change is missed.
        follows=_mark(token, now=now) if follows else "",
        rsvp=rsvp,
        event=event,
        token=token,
        wait=(wait := wait_of(rsvp, now=now) if rsvp.state == "waitlisted" else None),
        waits_for=waiting_words.why(wait, rsvp) if wait else "",
        how_given=waiting_words.how(event),
        offered_until=waiting_words.offered_until(rsvp) if offers.stands(rsvp, now=now) else "",
        tally=tallies([event])[event.id] if rsvp.state == "waitlisted" else None,
        address=event_address(event),
        google=calendar_links.google(entry),
        outlook=calendar_links.outlook(entry),
        evening=my_tables(rsvp, now=now),
        door_code=None if repeat else door_code.shape(rsvp, now=now),
        badge_says=for_badge(open_questions(event), rsvp.question_answers),
        over=(over := event.over(now)),
        card_token=_card(rsvp, now) if over and subscribes else "",
        asked=None if repeat or rsvp.link.from_page else my_ask.of(rsvp, now=now),
        served=event.serves_waitlist(now),
        unsure=still_coming.unsure(rsvp),
        by_itself=event.gives_out_places(now),
        waitlist_until=waiting_words.goes_on_until(event),
        morning_after=event.ends_at + timedelta(hours=12),
        beside=own_page.beside(rsvp, repeat),
        unnamed=parties.unnamed(rsvp),
        subscribes=subscribes,
        of_program=own_session.of(rsvp, known=subscribes, now=now),
        undo_until=clock.hour(undo_until, event.zone) if undo_until else "",
        may_undo=bool(undo_until) and giving_back.may_undo(rsvp, repeat, now=now),
        now=now,
    )


def _card(rsvp: Rsvp, now: datetime) -> str:
    """The token of my card where it is open: for whoever has lost the letter that brought it."""
    card = followups.open_card(rsvp, now=now)
    token = token_of(card.link) if card else ""
    # After a change of the secret key the address can't be shown.
    return token if card and opens(card.link, token, now=now) and not card.link.from_page else ""


@bp.get("/r/<token>/version")
def version(token: str) -> ResponseReturnValue:
    """What my page shows now, as one short mark: 304 for whoever has seen it."""
    web.private()
    mark = _mark(token, now=clock.now())
    answer = Response(mark, mimetype="text/plain")
    answer.set_etag(mark)
    return answer.make_conditional(request)


def _mark(token: str, *, now: datetime) -> str:
    mark = page_version.version_of(token, now=now)
    # What was typed once more, or nothing.
    return mark or page_version.version(opened(token)[0], plan=None, position=0, now=now)


@bp.get("/privacy")
def privacy() -> ResponseReturnValue:
    """What is kept, who sees it, and for how long."""
    return render_template("front/privacy.html")


@bp.get("/<community>/privacy")
def community_privacy(community: str) -> ResponseReturnValue:
    """The same for one community: under its name, with its contact and how long it keeps whom."""
    return render_template(
        "front/privacy.html",
        community=public_community(community),
        site_contact=current_app.config["MAIL_FROM"],
    )


@bp.get("/accessibility")
def accessibility() -> ResponseReturnValue:
    """What was checked, and what wasn't."""
    return render_template("front/accessibility.html")


@bp.get("/.well-known/security.txt")
def security() -> ResponseReturnValue:
    """Where to report a weakness (RFC 9116)."""
    expires = (clock.now() + timedelta(days=180)).isoformat()
    body = f"Contact: mailto:{current_app.config['MAIL_FROM']}\nExpires: {expires}\n"
    return Response(body, mimetype="text/plain")


@bp.get("/robots.txt")
def robots() -> ResponseReturnValue:
    """What search engines and calendars on the web may fetch: what is public, and feeds (RFC 9309)."""
    rules = "".join(f"Disallow: {path}\n" for path in UNINDEXED)
    map_of = f"Sitemap: {own_domains.base_of(own_domains.here() or '')}{url_for('.sitemap')}\n"
    return Response(f"User-agent: *\n{rules}Allow: /\n\n{map_of}", mimetype="text/plain")


@bp.get("/sitemap.xml")
def sitemap() -> ResponseReturnValue:
    """Every public page, for search engines; where these are many, the files that name them."""
    ours = Sitemap.here()
    parts = ours.parts()
    return _xml(ours.part(1) if parts == 1 else ours.index(parts))


@bp.get("/sitemap-<int:part>.xml")
def sitemap_part(part: int) -> ResponseReturnValue:
    """One of several files."""
    ours = Sitemap.here()
    return _xml(ours.part(part)) if 1 <= part <= ours.parts() else abort(404)


def _xml(body: str) -> Response:
    response = Response(body, mimetype="application/xml")
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response


@bp.get("/favicon.ico")
def favicon() -> ResponseReturnValue:
    """Browsers ask for it by themselves."""
    return redirect(asset("favicon.svg"))
