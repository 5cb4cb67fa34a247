"""A community's own page at the desk: who it is, its roles and topics, who organizes."""

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, stamps, web
from eventapp.communities import access, actions, contrast
from eventapp.communities.access import desk_community
from eventapp.communities.activity import notes as activity
from eventapp.communities.face import accent
from eventapp.communities.forms import CommunityForm, LookForm, RolesForm
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import pictures

bp = Blueprint("communities_desk", __name__)

# The head of a letter where a community has chosen no colour.
SUN = "#FFC53D"


@bp.route("/desk/<community>/settings", methods=["GET", "POST"])
def edit(community: str) -> ResponseReturnValue:
    """Name, words, time zone, topics."""
    host = desk_community(community)
    form = CommunityForm()
    if not form.is_submitted():
        form.fill(host)
    elif form.validate() and _described(host, form):
        flash(_("Saved."), "good")
        return web.to(".edit", community=community)
    page = render_template(
        "communities/settings.html",
        community=host,
        form=form,
        roles=host.roles,
        members=access.team(host),
        owner=g.membership.may("owner"),
        trusted=access.trusted(host),
        me=g.membership,
    )
    return page, 422 if form.is_submitted() else 200


def _described(host: Community, form: CommunityForm) -> bool:
    try:
        actions.describe(host, form.values(), form.topic_names(), seen=form.seen.data or "")
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        form.seen.data = stamps.of(actions.said(host))
        return False
    db.session.commit()
    return True


@bp.route("/desk/<community>/roles", methods=["GET", "POST"])
def roles(community: str) -> ResponseReturnValue:
    """The roles that people can come as, each with its mark."""
    host = desk_community(community)
    form = RolesForm()
    if not form.is_submitted():
        form.fill(host)
    elif form.validate():
        try:
            actions.set_roles(host, [_role(part) for part in form.roles.data], now=clock.now())
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
        else:
            db.session.commit()
            flash(_("Saved."), "good")
            return web.to(".roles", community=community)
    page = render_template("communities/roles.html", community=host, form=form)
    return page, 422 if form.is_submitted() else 200


def _role(part: dict[str, Any]) -> actions.RoleLine:
    return actions.RoleLine(
        id=web.number_in(part["id"]) or None,
        name=part["name"],
        mark=int(part["mark"]),
        remove=part["remove"],
    )


@bp.route("/desk/<community>/look", methods=["GET", "POST"])
def look(community: str) -> ResponseReturnValue:
    """The colour and the logo of the community's letters."""
    host = desk_community(community)
    form = LookForm()
    if not form.is_submitted():
        form.colour.data = host.colour
    elif form.validate():
        try:
            actions.set_logo(host, form.sent(), none=form.no_logo.data, now=clock.now())
        except Refused as no:
            db.session.rollback()
            form.logo.errors = [str(no)]
        else:
            host.colour = form.colour.data or ""
            db.session.commit()
            flash(_("Saved. Your pages look so now, and letters that leave from now on."), "good")
            return web.to(".look", community=community)
    page = render_template(
        "communities/look.html",
        community=host,
        form=form,
        ink=contrast.ink_on,
        sun=SUN,
        accent=accent.of(host.colour) if host.colour else None,
    )
    return page, 422 if form.is_submitted() else 200


@bp.get("/desk/<community>/logo.png")
def logo(community: str) -> ResponseReturnValue:
    """The logo, for the page that shows it."""
    host = desk_community(community)
    content = pictures.content(host.logo) if host.logo else None
    return Response(content or abort(404), mimetype="image/png")


@bp.post("/desk/<community>/members/<int:number>/trust")
def trust(community: str, number: int) -> ResponseReturnValue:
    """Let an organizer see what guests say in confidence."""
    return _trust(community, number, since=clock.now())


@bp.post("/desk/<community>/members/<int:number>/trust/end")
def end_trust(community: str, number: int) -> ResponseReturnValue:
    """Let them see it no more."""
    return _trust(community, number, since=None)


def _trust(community: str, number: int, *, since: datetime | None) -> ResponseReturnValue:
    host = desk_community(community, "owner")
    member = _member(host, number)
    if not member.may("organizer"):
        raise Refused(_("Only who organizes can be shown what guests say in confidence."))
    activity.about_member(member.person, member.right)
    member.trusted_at = since and (member.trusted_at or since)
    db.session.commit()
    flash(_("Done. The pages of your guests name who sees it now."), "good")
    return web.to(".edit", community=community, _anchor="confidence")


def _member(host: Community, number: int) -> Membership:
    found = db.select(Membership).filter_by(id=number, community_id=host.id)
    member: Membership = db.session.scalar(found) or abort(404)
    return member
