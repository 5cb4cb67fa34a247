"""Dates of a series are changed as a page does it: looked at, then saved."""

from series_builders import page
from visitor import Visitor, forms
from werkzeug.test import TestResponse

from eventapp.events.series.models import EventSeries


def looked_at(organizer: Visitor, series: EventSeries, *, nth: int = 0, **typed) -> TestResponse:
    """What the page says that would change, for all dates or as typed, beginning with one of them."""
    number = str(series.events[nth].id)
    return organizer.submit(f"{page(series)}?date={number}", to="/review", number=number, **typed)


def saved(organizer: Visitor, series: EventSeries, looked: TestResponse) -> TestResponse:
    """The button under what was looked at is pressed."""
    form = next(one for one in forms(looked.text) if one.action == page(series))
    return organizer.post(page(series), data=form.values)
