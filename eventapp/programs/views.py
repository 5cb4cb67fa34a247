"""A program's page, and enrolling in it."""

import hashlib
import secrets
from typing import Any

from flask import Blueprint, Response, abort, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import calendar_links, clock, languages, web
from eventapp.communities.face import host_page
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import feeds
from eventapp.events.models import Event
from eventapp.mail import letter_limits
from eventapp.mail.outbox import address_of
from eventapp.people.actions import link_for, page_token_of
from eventapp.people.models import Link
from eventapp.programs import actions, clashes, page, repeated_enrolments, schedule_words, waitlist
from eventapp.programs.access import public_program
from eventapp.programs.enrolling.forms import JoinForm
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment, Session
from eventapp.programs.my_sessions import my_sessions
from eventapp.programs.timeline import standing, steps
from eventapp.rsvps.views import refusal

bp = Blueprint("programs", __name__)


@bp.get("/<community>/programs/<program>")
def show(community: str, program: str) -> ResponseReturnValue:
    """The public page of a program, with the form to join."""
    form = JoinForm()
    form.once.data = secrets.token_urlsafe(16)
    return page.page(public_program(community, program), form)


@bp.get("/<community>/programs/<program>.ics")
def feed(community: str, program: str) -> ResponseReturnValue:
    """All sessions of a program, each under the UID of its own invites."""
    now = clock.now()
    shown = db.and_(Event.visibility != "invited", feeds.recent(now), feeds.stands(now))
    theirs = (
        Community.slug == community,
        Community.closed_at.is_(None),
        Program.slug == program,
        Program.published_at.is_not(None),
    )
    rows = db.session.execute(
        db.select(*feeds.columns(shown, Program.title.label("program")))
        .select_from(Program)
        .join(Program.community)
        .outerjoin(Session, Session.program_id == Program.id)
        .outerjoin(Event, Event.id == Session.event_id)
        .where(*theirs)
        .order_by(*feeds.IN_ORDER)
    ).all() or abort(404)
    title = rows[0].program

    def write() -> bytes:
        found = db.select(Event).join(Session, Session.event_id == Event.id).join(Session.program)
        found = found.join(Community, Community.id == Program.community_id).where(*theirs, shown)
        events = found.options(db.joinedload(Event.community)).order_by(*feeds.IN_ORDER)
        return feeds.calendar(
            db.session.scalars(events), name=title, source_url=_feed_of(community, program)
        )

    version = feeds.version(rows, said=(community, program, title), now=now)
    return feeds.answer(version, write, now=now)


@bp.get("/<community>/programs/<program>/calendar")
def subscribing(community: str, program: str) -> ResponseReturnValue:
    """How to take all sessions of a program into a calendar."""
    found = public_program(community, program)
    return render_template(
        "events/subscribing.html",
        ways=calendar_links.subscriptions(_feed_of(community, program), found.title),
        lead=_("Subscribe once, and every session appears by itself, also those that are added."),
        back=url_for(".show", community=community, program=program),
    )


@bp.get("/<community>/programs/<program>/picture.png")
def picture(community: str, program: str) -> ResponseReturnValue:
    """The picture that a shared link shows."""
    # Drawing loads Pillow, which no other page needs.
    from eventapp.events.share_picture import share_picture

    found = public_program(community, program)
    events = standing(steps(found, now=clock.now()))
    body = share_picture(
        found.title,
        *schedule_words.card(events),
        found.community.name,
        [role.mark for role in found.community.roles],
        found.community.colour,
    )
    response = Response(body, mimetype="image/png")
    response.set_etag(hashlib.sha256(body).hexdigest()[:32])
    response.headers["Cache-Control"] = "public, max-age=3600"
    if not any(event.listed for event in events):
        response.headers["X-Robots-Tag"] = "noindex"
    return response.make_conditional(request)


def _feed_of(community: str, program: str) -> str:
    return address_of("programs.feed", community=community, program=program)


@bp.post("/<community>/programs/<program>/enrolments")
@web.limiter.limit("300/minute")
def create(community: str, program: str) -> ResponseReturnValue:
    """One yes for every session still to come."""
    found, form = public_program(community, program), JoinForm()
    link = take(found, form)
    if link is None:
        return page.page(found, form), refusal(form)
    return web.to(".mine", token=page_token_of(link))


def take(program: Program, form: JoinForm) -> Link | None:
    """Keep what a form says, as the enrolment of a link; None when it can't be, and the form says why."""
    form.offer_program(program)
    if not form.validate_on_submit():
        return None
    letter_limits.begin(web.client(), form.email.data or "")
    try:
        _enrolment, link = actions.enrol(
            program,
            form.email.data or "",
            form.answers(),
            once=form.once.data or "",
            agreed=form.agreed,
            speaker=web.current_person(),
            now=clock.now(),
        )
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return None
    db.session.commit()
    return link


@bp.get("/e/<token>")
def mine(token: str) -> ResponseReturnValue:
    """My place in a program: every session, and the way out."""
    (enrolment, repeated), now = _mine(token), clock.now()
    program, opened = enrolment.program, web.opened_links()
    # What is known of somebody is only for who has the link of their letter: an address is typed by anybody.
    known = not repeated and not enrolment.link.from_page
    more: dict[str, Any] = current_app.extensions["my_program"](enrolment) if known else {}
    answers = actions.shown_answers(enrolment, opened=opened)
    was = more.get("was", {})
    return render_template(
        "programs/mine.html",
        enrolment=enrolment,
        program=program,
        token=token,
        sessions=my_sessions(program, answers, was, now=now),
        state=program.state(now),
        elsewhere=clashes.elsewhere(enrolment, now=now) if known else {},
        certified=known and enrolment.certified_at is not None,
        may_see_materials=enrolment.state == "enrolled",
        served=waitlist.served(program, now=now),
        now=now,
        **more,
    )


@bp.route("/e/<token>/cancellation", methods=["GET", "POST"])
@web.limiter.limit("60/minute", methods=["POST"])
def leave(token: str) -> ResponseReturnValue:
    """Leave the program, after one question."""
    enrolment, repeated = _mine(token)
    if request.method == "POST":
        letter_limits.begin(web.client(), enrolment.person.letterbox or "")
        if repeated:
            actions.take_back(repeated, now=clock.now())
        else:
            actions.leave(enrolment, now=clock.now())
        db.session.commit()
        return web.to(".mine", token=token)
    return render_template(
        "programs/leave.html", enrolment=enrolment, program=enrolment.program, token=token
    )


@bp.post("/e/<token>/sessions/<event>")
@web.limiter.limit("60/minute")
def come_again(token: str, event: str) -> ResponseReturnValue:
    """Take up a session again that was given back."""
    enrolment, repeated = _mine(token)
    own = [one.event for one in enrolment.program.sessions if one.event.slug == event]
    if not own:
        abort(404)
    if repeated or enrolment.link.from_page:
        raise Refused(_("Open the link in your email first: only that one takes a seat up again."))
    letter_limits.begin(web.client(), enrolment.person.letterbox or "")
    actions.come_again(enrolment, own[0], now=clock.now())
    db.session.commit()
    return web.to(".mine", token=token)


def _mine(token: str) -> tuple[Enrolment, RepeatedEnrolment | None]:
    """The enrolment that a link opens, and what it is in truth where it was only typed once more."""
    web.private()
    link = link_for(token, "enrolment", now=clock.now()) or abort(404)
    web.note_opened(link)
    found = db.session.scalar(
        db.select(Enrolment)
        .where(Enrolment.link_id == link.id)
        .options(
            db.joinedload(Enrolment.person),
            db.joinedload(Enrolment.link),
            db.joinedload(Enrolment.program).joinedload(Program.community),
            db.joinedload(Enrolment.program)
            .selectinload(Program.sessions)
            .joinedload(Session.event),
        )
    )
    if found and not found.program.published_at:
        abort(404)
    if found:
        languages.held_in(*found.languages[link.from_page :])
        if request.method == "POST" and not link.from_page:
            letter_limits.begin(web.client(), found.person.letterbox or "")
            waitlist.lock(found.program)
            actions.claim(found)
        host_page.about(found.program.community)
        return found, None
    repeated = repeated_enrolments.of_link(link) or abort(404)
    shown = repeated.shown()
    host_page.about(shown.program.community)
    languages.held_in(*repeated.first.program.languages)
    return shown, repeated
