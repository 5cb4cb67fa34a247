"""Of a series one date stands wherever events are listed, and leads to the others."""

import make
import page_crawler
import pytest
import series_builders
from flask import Flask
from visitor import Visitor

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate


@pytest.fixture
def series(app: Flask) -> EventSeries:
    """Eight Thursdays to come, and then one evening alone."""
    # Its name is searched, too, and a number in it would be found.
    host = make.community(name="Leith Table")
    nights = [night(host, number) for number in range(1, 9)]
    made = series_builders.series(nights[0], title="Thursdays", summary="For whoever is here")
    made.dates += [SeriesDate(event=one) for one in nights[1:]]
    make.event(community=host, title="Summer fair", starts_at=make.evening(60), ends_at=make.evening(61))  # fmt: skip
    db.session.commit()
    return made


def night(host: object, number: int) -> Event:
    at = make.evening(7 * number)
    return make.event(community=host, title=f"Night {number}", starts_at=at, ends_at=at.replace(hour=at.hour + 2))  # fmt: skip


def titles(client: Visitor, path: str) -> list[str]:
    """The titles of the cards on a page."""
    heading = "h2" if path.endswith("/embed") else "h3"
    found = page_crawler.markup(client.get(path).text)
    return [
        " ".join(text.split())
        for around, text in found.texts
        if heading in around and "a" in around and text.strip()
    ]


@pytest.mark.parametrize("page", ["/", "/{}", "/{}/embed", "/?kind=meetup"])
def test_a_list_shows_the_next_date_and_how_many_follow(client: Visitor, series, page) -> None:
    path = page.format(series.community.slug)
    text = client.get(path).text

    found = titles(client, path)

    assert [one for one in found if one != "Thursdays"] == ["Night 1", "Summer fair"]
    assert text.count("and 7 more dates</a>") == 1
    assert f'href="/{series.community.slug}/series/{series.slug}"' in text
    assert "8 more" not in text


def test_what_is_searched_for_is_found_whichever_date_it_is(client: Visitor, series) -> None:
    assert titles(client, "/?q=Night+5") == ["Night 5"]
    assert "and 3 more dates" in client.get("/?q=Night+5").text
    assert titles(client, "/?q=Night") == ["Night 1"]


def test_dates_that_not_everybody_sees_stand_for_nothing(client: Visitor, series) -> None:
    first, second, third, fourth = series.events[:4]
    first.visibility, second.cancelled_at, fourth.published_at = "invited", make.NOON, None
    db.session.commit()

    assert titles(client, "/")[0] == third.title
    assert "and 4 more dates" in client.get("/").text


def test_the_last_date_stands_for_itself(client: Visitor, series) -> None:
    for one in series.events[:-1]:
        one.cancelled_at = make.NOON
    db.session.commit()

    assert titles(client, "/") == ["Night 8", "Summer fair"]
    assert "more date" not in client.get("/").text


def test_of_dates_that_are_over_the_latest_stands(client: Visitor, series) -> None:
    host = series.community.slug
    for days in (3, 10, 17):
        over = make.past_event(community=series.community, title=f"{days} days ago")
        over.starts_at, over.ends_at = make.evening(-days), make.evening(-days + 1)
        series.dates.append(SeriesDate(event=over))
    db.session.commit()

    for path in (f"/{host}", f"/{host}?when=past", "/?when=past"):
        assert [one for one in titles(client, path) if "ago" in one] == ["3 days ago"]
        assert "and 2 more dates" in client.get(path).text
    assert "and 7 more dates" in client.get(f"/{host}").text


def test_more_dates_ask_no_more_queries(client: Visitor, series, queries) -> None:
    counted = []
    for path in ("/", f"/{series.community.slug}", f"/{series.community.slug}/embed"):
        client.get(path)
        queries.clear()
        client.get(path)
        counted.append(len(queries))
    for one in series.dates[1:]:
        db.session.delete(one)
    db.session.commit()

    for path, before in zip(
        ("/", f"/{series.community.slug}", f"/{series.community.slug}/embed"), counted, strict=True
    ):
        queries.clear()
        client.get(path)
        assert len(queries) == before


def test_the_page_of_a_community_leads_to_its_series(client: Visitor, series) -> None:
    host = f"/{series.community.slug}"

    page = page_crawler.markup(client.get(host).text)
    text = " ".join(" ".join(text for _, text in page.texts).split())

    assert "Our series Thursdays For whoever is here Next: " in text
    assert "8 to come" in text
    for one in series.events:
        one.visibility = "unlisted"
    db.session.commit()
    assert "Our series" not in client.get(host).text


def test_a_series_within_another_site_shows_its_next_dates(client: Visitor, series) -> None:
    path = f"/{series.community.slug}/series/{series.slug}/embed"

    text = client.get(path).text

    assert titles(client, path) == [f"Night {number}" for number in range(1, 7)]
    assert "2 more, and the calendar" in text
    assert 'target="_blank"' in text
    assert "Summer fair" not in text
