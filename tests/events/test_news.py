"""New events for feed readers: read again by another program, whatever was typed."""

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import feedparser
import make
import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock
from eventapp.content_lines import clean
from eventapp.events import atom
from eventapp.events.models import Event
from eventapp.rsvps import rescheduling

ODD = st.text(max_size=60) | st.sampled_from(["<b>&amp;</b>", "]]>", "a\ufffeb\uffff", "\x00\x0b"])


def read(body: bytes) -> feedparser.FeedParserDict:
    """The feed as another program has it: of the right format, and without a complaint."""
    found = feedparser.parse(body)
    assert (found.version, found.bozo) == ("atom10", False)
    return found


@given(title=ODD, summary=ODD, author=ODD, url=st.sampled_from(["https://a.example/?a=1&b=<2>"]))
def test_whatever_was_typed_is_read_by_another_program(
    title: str, summary: str, author: str, url: str
) -> None:
    entry = atom.Entry(
        id="tag:a.example,2026:1",
        title=title,
        summary=summary,
        url=url,
        published_at=make.NOON,
        updated_at=make.NOON,
    )
    about = {"id": "tag:a.example,2026:a", "title": title, "author": author, "url": url}

    body = atom.feed([entry], **about, source_url=url, updated_at=make.NOON)

    read(body)
    root = ElementTree.fromstring(body)
    said = root.findtext(f"{{{atom.NAMESPACE}}}entry/{{{atom.NAMESPACE}}}title") or ""
    # What is neither a character of XML nor seen is left out.
    assert said == clean(title).replace("\ufffe", "").replace("\uffff", "")


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(title="Tables & <talk>", summary="Sit <b>down</b>")


@pytest.fixture
def path(event: Event) -> str:
    return f"/{event.community.slug}/events.atom"


def test_it_says_what_is_new_where_and_since_when(client: Visitor, event: Event, path: str) -> None:
    found = read(client.get(path).data)
    (entry,) = found.entries

    page = f"http://localhost/{event.community.slug}"
    assert (found.feed.title, found.feed.author) == (event.community.name,) * 2
    assert {link.rel: link.href for link in found.feed.links} == {
        "self": f"http://localhost{path}",
        "alternate": page,
    }
    assert entry.title_detail.value == "Tables & <talk>"
    assert entry.summary_detail.type == "text/plain"
    assert clock.when(event.starts_at, event.ends_at, event.zone) in entry.summary
    assert entry.link == f"{page}/events/{event.slug}"
    published = datetime(*entry.published_parsed[:6], tzinfo=UTC)
    assert published == event.published_at.replace(microsecond=0)


def test_its_names_are_others_and_stay(client: Visitor, event: Event, path: str) -> None:
    make.event(community=event.community)
    before = read(client.get(path).data)
    names = [entry.id for entry in before.entries]

    event.title, event.slug, event.revised_at = "Another", "another", clock.now()
    after = read(client.get(path).data)

    assert len({before.feed.id, *names}) == 3
    assert [entry.id for entry in after.entries] == names
    assert after.feed.id == before.feed.id
    assert after.feed.updated > before.feed.updated


def test_the_latest_is_first_and_what_isn_t_listed_isn_t_in_it(
    client: Visitor, event: Event, path: str
) -> None:
    host = event.community
    newer = make.event(community=host, published_at=make.NOON + timedelta(hours=1))
    make.draft(community=host)
    make.event(community=host, visibility="unlisted")
    make.event(community=host, visibility="invited")
    make.event()

    titles = [entry.title for entry in read(client.get(path).data).entries]

    assert titles == [newer.title, "Tables & <talk>"]


def test_what_is_called_off_says_so(client: Visitor, event: Event, path: str) -> None:
    rescheduling.cancel_event(event, now=clock.now())

    assert read(client.get(path).data).entries[0].title.startswith("Cancelled: ")


@pytest.mark.parametrize("tell", ["If-None-Match", "If-Modified-Since"])
def test_who_has_it_costs_one_query(
    client: Visitor, path: str, tell: str, queries: list[str]
) -> None:
    before = client.get(path)
    assert before.mimetype == "application/atom+xml"
    told = {
        "If-None-Match": before.headers["ETag"],
        "If-Modified-Since": before.headers["Last-Modified"],
    }
    queries.clear()

    again = client.get(path, headers={tell: told[tell]})

    assert (again.status_code, again.data) == (304, b"")
    assert len(queries) == 1


def test_a_community_without_events_has_an_empty_feed(app: Flask, client: Visitor) -> None:
    host = make.community()

    assert read(client.get(f"/{host.slug}/events.atom").data).entries == []
    assert client.get("/nobody/events.atom").status_code == 404


def test_readers_find_both_feeds_on_the_page(client: Visitor, event: Event, path: str) -> None:
    page = client.get(f"/{event.community.slug}").text

    assert f'<link rel="alternate" type="application/atom+xml" href="{path}"' in page
    assert '<link rel="alternate" type="text/calendar"' in page
