"""The public page of a series: all of its dates."""

import make
import series_builders
from flask import Flask
from visitor import Visitor

from eventapp.db import db
from eventapp.events.series.models import SeriesDate


def test_dates_that_are_over_are_all_there_the_latest_first(client: Visitor, app: Flask) -> None:
    series = series_builders.series(make.event())
    page = f"/{series.community.slug}/series/{series.slug}"
    for number in range(14):
        over = make.past_event(community=series.community, title=f"Night {number}")
        series.dates.append(SeriesDate(event=over))
    db.session.flush()

    latest, every = client.get(page), client.get(f"{page}?dates=all")

    assert latest.text.count("Night ") == 12
    assert f'href="{page}?dates=all">and 2 more' in latest.text
    assert every.text.count("Night ") == 14
    assert "more</a>" not in every.text
