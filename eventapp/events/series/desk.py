"""The organizer's side of a series: begun by a rule, its dates, put out, described, taken apart."""

from flask import Blueprint, abort, current_app, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.communities.access import desk_community
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import sent_twice
from eventapp.events.access import desk_event
from eventapp.events.desk import about
from eventapp.events.forms import values
from eventapp.events.models import Event
from eventapp.events.series import actions, listing, taking_in
from eventapp.events.series.access import desk_series
from eventapp.events.series.forms import AboutForm, DatesForm, SeriesForm
from eventapp.events.venues import actions as venues

bp = Blueprint("series_desk", __name__)

PAGE = "/desk/<community>/series"


@bp.get(PAGE)
def index(community: str) -> ResponseReturnValue:
    """Every series of a community, with its next date."""
    host = desk_community(community)
    lines = listing.of(host, now=clock.now())
    return render_template("events/series/index.html", community=host, lines=lines)


@bp.route(f"{PAGE}/new", methods=["GET", "POST"])
def new(community: str) -> ResponseReturnValue:
    """A series with its dates as drafts: they are shown, then made."""
    host, form, mark = desk_community(community), SeriesForm(), sent_twice.mark(request.form)
    if before := _made_before(host, mark):
        return before
    filled = form.use_venue(host)
    sound = not filled and form.validate_on_submit()
    if sound and form.looked_at:
        series = actions.begin(
            host, form.about(), values(form), form.times, mark=mark, now=clock.now()
        )
        db.session.commit()
        return _made(community, series.slug, len(form.times))
    if not form.is_submitted():
        form.suggest(host)
    page = render_template(
        "events/series/new.html",
        community=host,
        form=form,
        venues=venues.kept(host),
        times=form.times if sound else [],
    )
    return page, 422 if form.is_submitted() and not filled and not sound else 200


def _made(community: str, series: str, number: int) -> ResponseReturnValue:
    said = ngettext("One date is made, as a draft.", "%(num)s dates are made, as drafts.", number)
    flash(said + " " + _("Look at them, then publish."), "good")
    return web.to(".show", community=community, series=series)


def _made_before(host: Community, mark: str) -> ResponseReturnValue | None:
    """What was said when the same form was sent the first time; None where it wasn't."""
    event = sent_twice.made(host, mark)
    series = event and actions.of(event)
    if not event or not series:
        return None
    number = sum(one.created_at == event.created_at for one in series.events)
    return _made(host.slug, series.slug, number)


@bp.route("/desk/<community>/events/<event>/series", methods=["GET", "POST"])
def repeat(community: str, event: str) -> ResponseReturnValue:
    """A series that begins with an event: its other dates are shown, then made."""
    found, mark = desk_event(community, event), sent_twice.mark(request.form)
    if before := _made_before(found.community, mark):
        return before
    actions.refuse_repeating(found)
    form = DatesForm(found, [found])
    sound = form.validate_on_submit()
    if sound and form.looked_at:
        series = actions.repeat(found, form.times, mark=mark, now=clock.now())
        db.session.commit()
        return _made(community, series.slug, len(form.times))
    return _dates_page(form, found, sound=sound, **about(found))


@bp.route(f"{PAGE}/<series>/dates", methods=["GET", "POST"])
def add(community: str, series: str) -> ResponseReturnValue:
    """More dates of a series, made like its last one: they are shown, then made."""
    host, mark = desk_community(community), sent_twice.mark(request.form)
    if before := _made_before(host, mark):
        return before
    found = desk_series(community, series)
    like = actions.last(found)
    form = DatesForm(like, found.events)
    sound = form.validate_on_submit()
    if sound and form.looked_at:
        try:
            made = actions.add(found, form.times, mark=mark, now=clock.now())
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
            sound = False
        else:
            db.session.commit()
            return _made(community, series, len(made))
    others = taking_in.candidates(found, now=clock.now())
    return _dates_page(
        form, like, sound=sound, community=found.community, series=found, others=others
    )


def _dates_page(
    form: DatesForm, like: Event, *, sound: bool, **given: object
) -> ResponseReturnValue:
    if not form.is_submitted():
        form.fill()
    page = render_template(
        "events/series/dates.html",
        form=form,
        like=like,
        times=form.times if sound else [],
        **given,
    )
    return page, 422 if form.is_submitted() and not sound else 200


@bp.post(f"{PAGE}/<series>/events")
def take_in(community: str, series: str) -> ResponseReturnValue:
    """Make an event that is there already a date of a series."""
    found, number = desk_series(community, series), web.number_in(request.form.get("event"))
    mine = db.select(Event).filter_by(community_id=found.community_id, id=number)
    event = db.session.scalar(mine) or abort(404)
    taking_in.take_in(found, event)
    db.session.commit()
    flash(_("%(title)s is a date of the series now.", title=event.title), "good")
    return web.to(".show", community=community, series=series)


@bp.post(f"{PAGE}/<series>/events/<event>/removal")
def take_out(community: str, series: str, event: str) -> ResponseReturnValue:
    """Make a date of a series an event of its own again."""
    one, found = desk_event(community, event), desk_series(community, series)
    taking_in.take_out(found, one)
    db.session.commit()
    flash(_("It is an event of its own now. Nothing else about it has changed."), "good")
    return web.to("events_desk.edit", community=community, event=event)


@bp.get(f"{PAGE}/<series>")
def show(community: str, series: str) -> ResponseReturnValue:
    """A series at the desk: its dates, and what can be done with all of them."""
    return _page(community, series, AboutForm(formdata=None))


def _page(community: str, series: str, form: AboutForm) -> str:
    found, now = desk_series(community, series), clock.now()
    if not form.is_submitted():
        for name in form.columns:
            form[name].data = getattr(found, name)
    events = found.events
    return render_template(
        "events/series/desk.html",
        community=found.community,
        series=found,
        form=form,
        coming=[one for one in events if not one.over(now)],
        past=[one for one in reversed(events) if one.over(now)],
        drafts=actions.unpublished(found, now=now),
        waiting=current_app.extensions["waiting"](found),
        now=now,
    )


@bp.post(f"{PAGE}/<series>/description")
def describe(community: str, series: str) -> ResponseReturnValue:
    """Change what a series says of itself; nobody is mailed."""
    found, form = desk_series(community, series), AboutForm()
    if not form.validate_on_submit():
        return _page(community, series, form), 422
    actions.describe(found, {name: form[name].data for name in form.columns})
    db.session.commit()
    flash(_("Saved."), "good")
    return web.to(".show", community=community, series=series)


@bp.post(f"{PAGE}/<series>/publication")
def publish(community: str, series: str) -> ResponseReturnValue:
    """List every draft of a series that is to come; followers are told once."""
    found, now = desk_series(community, series), clock.now()
    events = actions.unpublished(found, now=now)
    told = current_app.extensions["publish_all"](events, now=now)
    db.session.commit()
    said = ngettext("One date is out.", "%(num)s dates are out.", len(events))
    if told:
        said += " " + ngettext(
            "One person who asked to be told has a mail.",
            "%(num)s people who asked to be told have a mail.",
            told,
        )
    flash(said, "good")
    return web.to(".show", community=community, series=series)


@bp.post(f"{PAGE}/<series>/removal")
def end(community: str, series: str) -> ResponseReturnValue:
    """Take a series apart; its events stay."""
    actions.end(desk_series(community, series))
    db.session.commit()
    flash(_("The series is taken apart. Its events stay as they are."), "good")
    return web.to(".index", community=community)
