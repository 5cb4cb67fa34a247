"""What the link of an invitation to help opens."""

import secrets

from flask import Blueprint, abort, flash, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, languages, web
from eventapp.communities.activity import notes as activity
from eventapp.communities.face import host_page
from eventapp.communities.team import actions
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.mail import letter_limits
from eventapp.people.actions import ask_to_sign_in

bp = Blueprint("team", __name__)


@bp.get("/team/<token>")
def show(token: str) -> ResponseReturnValue:
    """A page with a button: mail scanners follow links, so opening one changes nothing."""
    web.private()
    found = _opened(token)
    languages.held_in(found.community.language)
    return render_template(
        "communities/team/invitation.html", invitation=found, community=found.community, token=token
    )


@bp.post("/team/<token>")
@web.limiter.limit("20/minute")
def accept(token: str) -> ResponseReturnValue:
    """Say yes. The letter proves the address; who isn't signed in with it is mailed a link for that.

    Signing in has one way alone: an invitation lies in a mailbox for days.
    """
    web.private()
    now = clock.now()
    found = _opened(token)
    # First of all that is locked, as wherever letters are counted: else two would wait for each other.
    letter_limits.begin(web.client(), found.email)
    member = actions.accept(found, now=now)
    desk = url_for("desk.community", community=found.community.slug)
    me = web.current_person()
    activity.note(found.community_id, member.person)
    activity.about_right(member.right)
    if me and me.id == member.person_id:
        db.session.commit()
        flash(_("Welcome to the team of %(community)s.", community=found.community.name), "good")
        return web.to("desk.community", community=found.community.slug)
    browser = session.setdefault("browser", secrets.token_urlsafe(16))
    ask_to_sign_in(found.email, browser=browser, next_path=desk, now=now)
    db.session.commit()
    return web.to("people.link_sent")


def _opened(token: str) -> TeamInvitation:
    found = actions.opened(token, now=clock.now()) or abort(404)
    host_page.there(found.community)
    return found
