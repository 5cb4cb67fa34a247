"""The public page of a series: all of its dates."""

from datetime import timedelta

import make
import pytest
import series_builders
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events import news
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


@pytest.mark.services
def test_its_feed_is_another_one_after_a_change_however_many_drafts_are_in_it(
    each_database: Flask, client: Visitor
) -> None:
    first = make.event(published_at=clock.now() - timedelta(days=9))
    series = series_builders.series(first)
    series.dates += [
        SeriesDate(event=make.draft(community=first.community)) for _ in range(news.MOST + 1)
    ]
    db.session.commit()
    feed = f"/{first.community.slug}/series/{series.slug}.atom"

    tag = client.get(feed).headers["ETag"]
    first.title = "Another title"
    db.session.commit()
    now = client.get(feed, headers={"If-None-Match": tag})

    assert now.status_code == 200
    assert "Another title" in now.text
