"""What search engines and shared links are told: the sitemap, and the tags of each page."""

import io
import re
import xml.etree.ElementTree as ET

import make
import pytest
import series_builders
from PIL import Image
from visitor import Visitor

from eventapp.db import db
from eventapp.events.maps import on_map
from eventapp.events.series.models import SeriesDate
from eventapp.front import sitemap
from eventapp.sharing import _with_land

PAGES = ("/", "/leith", "/leith/events/soup", "/leith/programs/data")


def series_in(host, *dates):
    """A series with these dates."""
    first, *others = dates or [make.event(community=host, slug="date")]
    series = series_builders.series(first)
    series.dates += [SeriesDate(event=one) for one in others]
    db.session.commit()
    return series


def change(event, **given):
    for name, value in given.items():
        setattr(event, name, value)
    db.session.commit()


@pytest.fixture
def leith(app):
    host = make.community(slug="leith", name="Leith Table", summary="People who share soup")
    make.event(community=host, slug="soup", title="Soup", place_address="3 High Street, Leith")
    make.program(community=host, slug="data", title="Data", sessions=1)
    return host


def addresses(body: str) -> list[str]:
    root = ET.fromstring(body)
    assert "sitemaps.org/schemas/sitemap/0.9" in root.tag
    return [one.text.removeprefix("http://localhost") for one in root.iter() if "loc" in one.tag]


@pytest.mark.parametrize("page", [*PAGES, "/leith/series/207"])
def test_a_shared_link_has_words_and_a_picture(client: Visitor, leith, page):
    if "series" in page:
        series_in(leith)
    text = client.get(page).text
    tags = dict(
        re.findall(r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)">', text)
    )

    assert tags["og:url"] == "http://localhost" + page
    assert f'<link rel="canonical" href="{tags["og:url"]}">' in text
    assert tags["og:locale"] == "en_GB"
    assert tags["twitter:card"] == "summary_large_image"
    for name in ("title", "description", "image", "image:alt", "site_name", "type"):
        assert tags[f"og:{name}"], name
    for name in ("title", "description", "image", "image:alt"):
        assert tags[f"twitter:{name}"] == tags[f"og:{name}"]
    picture = client.get(tags["og:image"].removeprefix("http://localhost"))
    size = tuple(int(tags[f"og:image:{side}"]) for side in ("width", "height"))
    assert Image.open(io.BytesIO(picture.data)).size == size


def test_the_sitemap_names_what_is_public_and_nothing_else(client: Visitor, leith):
    make.past_event(community=leith, slug="over")
    for number, given in enumerate(
        ({"visibility": "unlisted"}, {"visibility": "invited"}, {"published_at": None}, {"cancelled_at": make.NOON})
    ):  # fmt: skip
        make.event(community=leith, slug=f"hidden-{number}", **given)
    make.community(slug="empty")

    body = client.get("/sitemap.xml").text
    found = addresses(body)

    assert {*PAGES, "/leith/events/over"} <= set(found)
    assert len(found) == len(set(found)) == 6
    assert "hidden" not in body
    assert all(client.get(path).status_code == 200 for path in found)
    assert body.count("<lastmod>") == 4
    assert "Sitemap: http://localhost/sitemap.xml" in client.get("/robots.txt").text


def test_a_series_with_a_date_to_come_is_in_the_sitemap(client: Visitor, leith):
    series = series_in(leith)
    page, date = f"/leith/series/{series.slug}", series.events[0]
    body = client.get("/sitemap.xml").text

    assert addresses(body).count(page) == 1
    assert body.count("<lastmod>") == 5
    for given in ({"visibility": "unlisted"}, {"published_at": None}, {"cancelled_at": make.NOON}):
        kept = {name: getattr(date, name) for name in given}
        change(date, **given)
        assert page not in addresses(client.get("/sitemap.xml").text)
        change(date, **kept)
        assert page in addresses(client.get("/sitemap.xml").text)
    over = make.past_event(community=leith)
    change(date, starts_at=over.starts_at, ends_at=over.ends_at)
    assert page not in addresses(client.get("/sitemap.xml").text)


def test_many_addresses_are_in_several_files(client: Visitor, leith, monkeypatch):
    whole = addresses(client.get("/sitemap.xml").text)
    monkeypatch.setattr(sitemap, "SIZE", 2)

    parts = addresses(client.get("/sitemap.xml").text)

    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml"]
    assert [one for part in parts for one in addresses(client.get(part).text)] == whole
    assert (
        client.get("/sitemap-3.xml").status_code == client.get("/sitemap-0.xml").status_code == 404
    )


def test_a_community_with_its_own_domain_is_in_the_sitemap_there(app, client: Visitor, leith):
    other = make.event()
    app.config["DOMAINS"] = {"leith.example": "leith"}
    app.config["TRUSTED_HOSTS"] = ["localhost", "leith.example"]

    main = client.get("/sitemap.xml").text
    own = client.get("/sitemap.xml", base_url="http://leith.example").text

    assert "leith" not in main
    assert other.slug in main
    assert "http://leith.example/leith/events/soup" in own
    assert other.slug not in own
    robots = client.get("/robots.txt", base_url="http://leith.example").text
    assert "Sitemap: http://leith.example/sitemap.xml" in robots


def test_an_address_is_looked_up_on_a_map_where_no_link_was_given(client: Visitor, leith):
    page = client.get("/leith/events/soup").text

    (link,) = re.findall(r'<a href="(https://www.openstreetmap[^"]+)"([^>]*)>', page)
    assert link[0].endswith("?query=3+High+Street%2C+Leith")
    assert 'target="_blank" rel="noopener' in link[1]
    assert on_map("https://maps.example/x", "3 High Street") == "https://maps.example/x"
    assert on_map("", " ") == ""


@pytest.mark.parametrize(
    ("language", "named"),
    [("de", "de_DE"), ("pt_BR", "pt_BR"), ("ar", "ar_EG"), ("en_GB", "en_GB")],
)
def test_a_language_is_named_with_its_land(language, named):
    assert _with_land(language) == named
