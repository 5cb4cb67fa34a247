"""The organizer's pages of a community's venues."""

from flask import Blueprint, abort, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from eventapp import web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.access import desk_event
from eventapp.events.venues import actions
from eventapp.events.venues.forms import VenueForm
from eventapp.events.venues.models import Venue

bp = Blueprint("venues", __name__)

PAGE = "/desk/<community>/venues"


@bp.get(PAGE)
def index(community: str) -> ResponseReturnValue:
    """Every venue of a community."""
    host = desk_community(community)
    return render_template("events/venues/index.html", community=host, venues=actions.kept(host))


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
def new(community: str) -> ResponseReturnValue:
    """A venue that isn't kept yet: an empty one, or where an event is held."""
    host, form = desk_community(community), VenueForm()
    if form.validate_on_submit():
        db.session.add(Venue(community=host, **form.values()))
        return _saved(community)
    if not form.is_submitted():
        if slug := request.args.get("event"):
            form.take(desk_event(community, slug))
        else:
            form.tables.data, form.seats.data = 6, 6
    return _page(host, form)


@bp.route(f"{PAGE}/<int:number>", methods=["GET", "POST"])
def edit(community: str, number: int) -> ResponseReturnValue:
    """A venue, to change it; events that were planned there stay as they are."""
    host, form = desk_community(community), VenueForm()
    venue = actions.one(host, number) or abort(404)
    if form.validate_on_submit():
        for name, value in form.values().items():
            setattr(venue, name, value)
        return _saved(community)
    if not form.is_submitted():
        form.fill(venue)
    return _page(host, form, venue)


def _saved(community: str) -> ResponseReturnValue:
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".index", community=community)


def _page(host: Community, form: VenueForm, venue: Venue | None = None) -> ResponseReturnValue:
    page = render_template("events/venues/venue.html", community=host, form=form, venue=venue)
    return page, 422 if form.is_submitted() else 200


@bp.post(f"{PAGE}/<int:number>/removal")
def remove(community: str, number: int) -> ResponseReturnValue:
    """Throw a venue away; events that were planned there stay as they are."""
    db.session.delete(actions.one(desk_community(community), number) or abort(404))
    db.session.commit()
    flash(_("The venue is gone. Events planned there stay as they are."), "good")
    return web.to(".index", community=community)
