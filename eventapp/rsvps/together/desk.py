"""The dates of a series are changed together: this one, this and later ones, or all."""

from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from eventapp import clock, web
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.events.series.access import desk_series
from eventapp.events.series.models import EventSeries
from eventapp.rsvps.together import changes
from eventapp.rsvps.together.forms import One, SharedForm
from eventapp.rsvps.together.page import Pages

bp = Blueprint("together_desk", __name__)

PAGE = "/desk/<community>/series/<series>/changes"


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


def _pages(series: EventSeries) -> Pages:
    at: dict[str, Any] = {"community": series.community.slug, "series": series.slug}
    return Pages(
        [One(event.id, event, number) for number, event in enumerate(series.events, start=1)],
        "events/series",
        {
            "community": series.community,
            "series": series,
            "review_url": url_for(".review", **at),
            "save_url": url_for(".change", **at),
            "back": url_for("series_desk.show", **at),
        },
    )
