"""Who helps in a community, and who is asked to: for its owners to change, for organizers to read."""

from collections.abc import Sequence
from datetime import datetime

from flask import Blueprint, abort, flash, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, stamps, web
from eventapp.communities import access
from eventapp.communities.access import MEMBER, desk_community
from eventapp.communities.activity import notes as activity
from eventapp.communities.models import Community, Membership
from eventapp.communities.team import actions
from eventapp.communities.team.forms import RightForm, TeamInvitationForm
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail import letter_limits
from eventapp.people.passkeys import actions as passkeys

bp = Blueprint("team_desk", __name__)

PAGE = "/desk/<community>/team"


@bp.get(PAGE)
def show(community: str) -> ResponseReturnValue:
    """Who helps, and for owners a form that asks one more, and the invitations that are open."""
    return _show(desk_community(community), TeamInvitationForm(formdata=None))


@bp.post(f"{PAGE}/invitations")
@web.limiter.limit("60/hour")
def invite(community: str) -> ResponseReturnValue:
    """Ask somebody by mail to help; they do once they say yes."""
    host, form = desk_community(community, "owner"), TeamInvitationForm()
    if not form.validate():
        return _show(host, form), 422
    email = form.email.data or ""
    letter_limits.begin(web.client(), email)
    activity.about_right(form.right.data)
    try:
        actions.invite(
            host,
            email,
            first_name=form.first_name.data or "",
            right=form.right.data,
            by=web.require_person(),
            now=clock.now(),
        )
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return _show(host, form), 409
    db.session.commit()
    flash(_("Asked. %(email)s helps once they say yes to the letter.", email=email), "good")
    return web.to(".show", community=community, _anchor="open")


@bp.post(f"{PAGE}/invitations/<int:number>/letters")
@web.limiter.limit("60/hour")
def send_again(community: str, number: int) -> ResponseReturnValue:
    """Send an invitation once more, with a new link."""
    found = _invitation(desk_community(community, "owner"), number)
    letter_limits.begin(web.client(), found.email)
    actions.send_again(found, by=web.require_person(), now=clock.now())
    db.session.commit()
    flash(_("Sent again. The link of the letter before opens nothing now."), "good")
    return web.to(".show", community=community, _anchor="open")


@bp.post(f"{PAGE}/invitations/<int:number>/removal")
def withdraw(community: str, number: int) -> ResponseReturnValue:
    """Take an invitation back."""
    actions.withdraw(_invitation(desk_community(community, "owner"), number))
    db.session.commit()
    flash(_("Taken back. Its link opens nothing now."), "good")
    return web.to(".show", community=community, _anchor="open")


@bp.route(f"{PAGE}/<int:number>", methods=["GET", "POST"])
def change(community: str, number: int) -> ResponseReturnValue:
    """Let a member do something else, or end their help."""
    member, form = _member(desk_community(community, "owner"), number), RightForm()
    if not form.is_submitted():
        form.right.data, form.seen.data = member.right, actions.stamp(member)
    elif form.validate() and _changed(member, form):
        flash(_("Saved."), "good")
        return web.to(".show", community=community) if _still() else web.to("desk.home")
    page = render_template(
        "communities/team/member.html", community=member.community, member=member, form=form
    )
    return page, 422 if form.is_submitted() else 200


def _changed(member: Membership, form: RightForm) -> bool:
    seen, now = form.seen.data or "", clock.now()
    try:
        actions.change_right(member, form.right.data, by=g.membership, seen=seen, now=now)
    except stamps.Stale as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        form.seen.data = actions.stamp(member)
        return False
    activity.about_member(member.person, form.right.data)
    db.session.commit()
    return True


def _still() -> bool:
    return bool(g.membership.may("organizer"))


@bp.post(f"{PAGE}/<int:number>/removal")
def remove(community: str, number: int) -> ResponseReturnValue:
    """Take a right back; the last owner stays."""
    member = _member(desk_community(community, "owner"), number)
    activity.about_member(member.person, "")
    actions.end(member, by=g.membership, now=clock.now())
    db.session.commit()
    flash(_("Done."), "good")
    return web.to(".show", community=community)


@bp.route(f"{PAGE}/leaving", methods=["GET", "POST"])
def leave(community: str) -> ResponseReturnValue:
    """Help no more, of one's own will: whoever helps may, but the last owner."""
    host = desk_community(community, MEMBER)
    if request.method == "POST":
        actions.end(g.membership, by=g.membership, now=clock.now())
        db.session.commit()
        flash(_("You have left the team of %(community)s.", community=host.name), "good")
        return web.to("desk.home")
    return render_template("communities/team/leave.html", community=host)


def _invitation(host: Community, number: int) -> TeamInvitation:
    mine = db.select(TeamInvitation).filter_by(id=number, community_id=host.id)
    found: TeamInvitation = db.session.scalar(mine) or abort(404)
    return found


def _member(host: Community, number: int) -> Membership:
    mine = db.select(Membership).filter_by(id=number, community_id=host.id)
    found: Membership = db.session.scalar(mine) or abort(404)
    return found


def _show(host: Community, form: TeamInvitationForm) -> str:
    now = clock.now()
    owner, members = g.membership.may("owner"), access.team(host)
    return render_template(
        "communities/team/show.html",
        community=host,
        members=members,
        keys=passkeys.beside_the_letter([one.person_id for one in members]) if owner else {},
        names={one.person_id: one.name for one in members},
        waiting=_waiting(host, members, now=now) if owner else [],
        form=form,
        owner=owner,
        me=g.membership,
        now=now,
    )


def _waiting(
    host: Community, members: Sequence[Membership], *, now: datetime
) -> list[tuple[TeamInvitation, bool]]:
    """Each open invitation, and whether its link still works."""
    owners = {one.person_id for one in members if one.right == "owner"}
    return [(one, one.open(now) and one.by_id in owners) for one in actions.waiting(host)]
