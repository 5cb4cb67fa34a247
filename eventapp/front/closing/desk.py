"""An owner closes a community, and opens it again."""

from flask import Blueprint, flash, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import closed_community, desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.front.closing import actions
from eventapp.front.closing.forms import ClosingForm

bp = Blueprint("closing", __name__)

PAGE = "/desk/<community>/closing"


@bp.get(PAGE)
def show(community: str) -> ResponseReturnValue:
    """What goes and what stays, and the way to close it; of one that is closed, the way back."""
    if host := closed_community(community):
        until = actions.ends_at(host)
        return render_template(
            "front/closing/closed.html", community=host, until=until, now=clock.now()
        )
    host = desk_community(community, "owner")
    return _page(host, ClosingForm(host, formdata=None))


def _page(host: Community, form: ClosingForm) -> str:
    return render_template(
        "front/closing/show.html",
        community=host,
        form=form,
        ahead=actions.in_the_way(host, now=clock.now()),
        days=actions.GRACE.days,
    )


@bp.post(PAGE)
@web.limiter.limit("30/hour")
def close(community: str) -> ResponseReturnValue:
    """Close it for everybody."""
    if closed_community(community):
        return web.to(".show", community=community)
    host = desk_community(community, "owner")
    form = ClosingForm(host)
    if not form.validate():
        return _page(host, form), 422
    actions.close(host, by=g.membership.name, now=clock.now())
    db.session.commit()
    return web.to(".show", community=community)


@bp.post(f"{PAGE}/end")
def reopen(community: str) -> ResponseReturnValue:
    """Open it again as it was."""
    host = closed_community(community) or desk_community(community, "owner")
    if host.closed_at:
        actions.reopen(host, now=clock.now())
        db.session.commit()
        flash(_("It is open again, as it was."), "good")
    return web.to("desk.community", community=community)
