"""The dates of a series are changed together, or called off: this one, this and later ones, or all."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock, web
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.series.access import desk_series
from eventapp.events.series.models import EventSeries
from eventapp.rsvps.together import calling_off, changes
from eventapp.rsvps.together.calling_off import Ending
from eventapp.rsvps.together.forms import OffForm, One, SharedForm
from eventapp.rsvps.together.page import Pages

bp = Blueprint("together_desk", __name__)

SERIES = "/desk/<community>/series/<series>"
PAGE = f"{SERIES}/changes"


@bp.get(PAGE)
def edit(community: str, series: str) -> ResponseReturnValue:
    """What the dates share, as one of them has it."""
    pages = _pages(desk_series(community, series))
    return pages.edit(SharedForm(formdata=None), request.args.get("date", ""), now=clock.now())


@bp.post(f"{PAGE}/review")
def review(community: str, series: str) -> ResponseReturnValue:
    """What would change on which date, and who is mailed; nothing is saved yet."""
    return _pages(desk_series(community, series)).review(SharedForm(), now=clock.now())


@bp.post(PAGE)
def change(community: str, series: str) -> ResponseReturnValue:
    """Change the dates as it was looked at: all of them, or none."""
    found, form, now = desk_series(community, series), SharedForm(), clock.now()
    pages = _pages(found)
    try:
        if refused := pages.refused(form, now=now):
            return refused
        lock_row(EventSeries, found.id)
        told = changes.change(pages.ones, form, pages.letter, now=now)
    except Refused as no:
        db.session.rollback()
        return pages.looked_at(form, now=now, no=no)
    db.session.commit()
    pages.say_saved(told)
    return web.to("series_desk.show", community=community, series=series)


@bp.route(f"{SERIES}/cancellation", methods=["GET", "POST"])
def call_off(community: str, series: str) -> ResponseReturnValue:
    """Call some of the dates off, after the same page has said which these are and who is mailed."""
    found, now, pressed = desk_series(community, series), clock.now(), request.method == "POST"
    form = OffForm() if pressed else OffForm(request.args, meta={"csrf": False})
    if pressed:
        lock_row(EventSeries, found.id)
        changes.lock(_ones(found))
        if calling_off.done(_ones(found), form):
            return _called_off(found, [])
    ones = _ones(found)
    form.offer(changes.open_ones(ones, now=now))
    ends: list[Ending] = []
    if (pressed or "scope" in request.args) and form.validate():
        try:
            if pressed:
                ends = calling_off.call_off(ones, form, now=now)
                db.session.commit()
                return _called_off(found, ends)
            ends = calling_off.look(ones, form, now=now)
        except Refused as no:
            db.session.rollback()
            form.form_errors.append(str(no))
    page = render_template(
        "events/series/call_off.html",
        community=found.community,
        series=found,
        form=form,
        ends=ends,
        seen=changes.stamp([one.event for one in ends]),
        mails=sum(one.mails for one in ends),
    )
    return page, 422 if form.errors else 200


def _called_off(series: EventSeries, ends: Sequence[Ending]) -> ResponseReturnValue:
    off, mails = sum(one.public for one in ends), sum(one.mails for one in ends)
    said = [
        (off, ngettext("One date is called off.", "%(num)s dates are called off.", off)),
        (len(ends) - off, ngettext("One draft is gone.", "%(num)s drafts are gone.", len(ends) - off)),
        (mails, ngettext("One mail is on its way.", "%(num)s mails are on their way.", mails)),
    ]  # fmt: skip
    flash(" ".join(sentence for number, sentence in said if number) or _("Called off."), "good")
    return web.to("series_desk.show", community=series.community.slug, series=series.slug)


def _ones(series: EventSeries) -> list[One]:
    return [One(event.id, event, number) for number, event in enumerate(series.events, start=1)]


def _pages(series: EventSeries) -> Pages:
    at: dict[str, Any] = {"community": series.community.slug, "series": series.slug}
    return Pages(
        _ones(series),
        "events/series",
        {
            "community": series.community,
            "series": series,
            "review_url": url_for(".review", **at),
            "save_url": url_for(".change", **at),
            "back": url_for("series_desk.show", **at),
        },
    )
