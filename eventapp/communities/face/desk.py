"""The picture at the head of a community's pages, as its organizers choose it."""

from flask import Blueprint, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.face.actions import set_header_picture
from eventapp.communities.face.forms import HeaderPictureForm
from eventapp.db import db
from eventapp.errors import Refused

bp = Blueprint("face_desk", __name__)


@bp.route("/desk/<community>/header-picture", methods=["GET", "POST"])
def header(community: str) -> ResponseReturnValue:
    """Send a picture, say what it shows, or take it away."""
    host = desk_community(community)
    form = HeaderPictureForm()
    if not form.is_submitted():
        form.alt.data = host.header_picture_alt
        form.for_events.data = host.header_picture_for_events
    elif form.validate():
        try:
            set_header_picture(host, form.sent(), none=form.none.data, now=clock.now())
        except Refused as no:
            db.session.rollback()
            form.picture.errors = [str(no)]
        else:
            host.header_picture_alt = form.alt.data or ""
            host.header_picture_for_events = form.for_events.data
            db.session.commit()
            flash(_("Saved."), "good")
            return web.to(".header", community=community)
    page = render_template("communities/header_picture.html", community=host, form=form)
    return page, 422 if form.is_submitted() else 200
