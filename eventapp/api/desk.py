"""The organizer's page of the tokens that open a community to programs."""

from datetime import timedelta

from flask import Blueprint, abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.api import actions
from eventapp.api.forms import TokenForm
from eventapp.api.models import ApiToken
from eventapp.api.scopes import SCOPES
from eventapp.communities.access import desk_community, names
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused

bp = Blueprint("api_desk", __name__)


@bp.get("/desk/<community>/api")
def show(community: str) -> ResponseReturnValue:
    """The tokens, and a form for another."""
    return _page(desk_community(community), TokenForm())


@bp.post("/desk/<community>/api")
def make(community: str) -> ResponseReturnValue:
    """Make a token; its secret is on this page and never again."""
    host, form, now = desk_community(community), TokenForm(), clock.now()
    if not form.validate_on_submit():
        return _page(host, form), 422
    days = web.number_in(form.days.data)
    try:
        secret = actions.make(
            host,
            form.name.data or "",
            form.scopes.data or [],
            by=web.require_person(),
            expires_at=now + timedelta(days=days) if days else None,
            now=now,
        )
    except Refused as no:
        db.session.rollback()
        form.form_errors.append(str(no))
        return _page(host, form), 409
    db.session.commit()
    return _page(host, TokenForm(formdata=None), secret=secret)


@bp.post("/desk/<community>/api/<int:number>/revocation")
def revoke(community: str, number: int) -> ResponseReturnValue:
    """Take a token back; twice is once."""
    host = desk_community(community)
    asked = db.select(ApiToken).filter_by(id=number, community_id=host.id)
    token: ApiToken = db.session.scalar(asked) or abort(404)
    actions.revoke(token, now=clock.now())
    db.session.commit()
    flash(_("“%(name)s” opens nothing any more.", name=token.name), "good")
    return web.to(".show", community=community)


def _page(host: Community, form: TokenForm, *, secret: str = "") -> str:
    now = clock.now()
    held = actions.of_community(host)
    return render_template(
        "api/tokens.html",
        community=host,
        form=form,
        secret=secret,
        scopes=SCOPES,
        names=names(host),
        open_tokens=[one for one in held if one.opens(now)],
        ended=[one for one in held if not one.opens(now)],
    )
