"""What is on, searched: by words, place, topic, days, way to join, kind and community, on both databases."""

from datetime import date, datetime, timedelta

import make
import page_crawler
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Topic
from eventapp.db import db
from eventapp.front import listing_form
from eventapp.front.filters import Filters
from eventapp.front.listing import find

DAY = timedelta(days=1)


def titles(page: str) -> list[str]:
    """The titles of the cards on a page."""
    texts = page_crawler.markup(page).texts
    return [" ".join(text.split()) for around, text in texts if "h3" in around and text.strip()]


def event(title: str, days: float = 3, **given: object):
    starts = clock.now() + DAY * days
    return make.event(title=title, starts_at=starts, ends_at=starts + timedelta(hours=2), **given)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"q": "łodz"}, ["Café talk"]),
        ({"q": "CAFE"}, ["Café talk"]),
        ({"q": "talk munchen"}, ["Über AI"]),
        ({"q": "leith table"}, ["Café talk"]),
        # What only the description says is found as it is spelled there, every word of it.
        ({"q": "rämen"}, ["Café talk"]),
        ({"q": "FOLD dumplings"}, ["Far off"]),
        ({"q": "fold rämen"}, []),
        ({"q": "f_ld dumplings"}, []),
        ({"topic": "Dumpling"}, []),
        ({"q": "100%"}, []),
        # Signs that a database reads as more than themselves are themselves, one word or several.
        ({"q": "c_fe"}, []),
        ({"q": "talk c_fe"}, []),
        ({"q": "talk m%n"}, []),
        ({"place": "münchen"}, ["Über AI"]),
        ({"topic": "AI"}, ["Über AI"]),
        ({"topic": "Rain & AI"}, ["Über AI"]),
        ({"topic": "C++"}, ["Far off"]),
        ({"where": "online"}, ["Far off"]),
        ({"kind": "online"}, ["Far off"]),
        ({"where": "place"}, ["Café talk", "Über AI"]),
        ({"when": "week"}, ["Café talk", "Über AI"]),
        ({"when": "past"}, ["Long ago"]),
        ({"kind": "program"}, []),
        ({"kind": "meetup"}, ["Café talk", "Über AI", "Far off"]),
        ({"community": "leith"}, ["Café talk"]),
        ({"from": "2099-01-01"}, []),
        ({"until": "2001-01-01"}, []),
        # An accent alone is no word.
        ({"q": "\u0301"}, ["Café talk", "Über AI", "Far off"]),
        ({"place": "\u0301"}, ["Café talk", "Über AI", "Far off"]),
    ],
)
def test_each_choice_finds_what_fits(each_database: Flask, asked, found):
    leith = make.community(slug="leith", name="Leith Table")
    event(
        "Café talk", 2, community=leith, summary="They said again", place_name="Łódź",
        description=f"{'Über Bücher. ' * 60}\n\nThere is **rämen**.",
    )  # fmt: skip
    event("Über AI", 3, summary="A talk.", place_name="Bücherei", place_address="München")
    event(
        "Far off", 40, summary="(C++)", online_url="https://example.org/x", place_name="",
        description="How to fold *dumplings*.",
    )  # fmt: skip
    event("Long ago", -9)

    result = find(Filters.read(asked), asked, now=clock.now())

    assert [card.event.title for card in [*result.coming, *result.past]] == found
    assert result.page.total == len(found)


def test_the_topics_to_choose_from_are_those_of_what_is_to_come_most(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(listing_form, "_MOST", 3)
    busy, quiet, over = (make.community() for _ in range(3))
    for days in (2, 3, 4):
        event("Evening", days, community=busy)
    event("Evening", 5, community=quiet)
    event("Earlier", -5, community=over)
    topics = {busy: ("Writing", "data", "Zen"), quiet: ("Art", "Data", "Books"), over: ("Apples",)}
    for host, names in topics.items():
        db.session.add_all(Topic(community=host, name=name) for name in names)
    db.session.commit()

    def offered(host=None) -> list[str]:
        return listing_form.choices(now=clock.now(), community_id=host and host.id).topics

    # One of two spellings stands for both, and what is chosen stands by name.
    assert [name.lower() for name in offered()] == ["data", "writing", "zen"]
    assert offered(over) == ["Apples"]
    monkeypatch.setattr(listing_form, "_MOST", 200)
    assert [name.lower() for name in offered()] == ["art", "books", "data", "writing", "zen"]


def test_days_of_ones_own_are_days_where_the_event_is(each_database: Flask):
    # Half past eleven at night in Honolulu is the next day in UTC.
    starts = datetime.fromisoformat("2098-03-01T23:30:00-10:00")
    make.event(starts_at=starts, ends_at=starts + timedelta(minutes=20), zone="Pacific/Honolulu")

    def number(day: str) -> int:
        asked = {"from": day, "until": day}
        return find(Filters.read(asked), asked, now=clock.now()).page.total

    assert [number(f"2098-03-0{day}") for day in (1, 2)] == [1, 0]


def test_days_the_wrong_way_round_are_turned_and_nonsense_is_dropped():
    assert Filters.read({"from": "2030-02-02", "until": "2030-02-01"}).since == date(2030, 2, 1)
    for said in ("2030-02-31", "0001-01-01", "9999-12-31", "soon", "20300201"):
        assert not Filters.read({"from": said, "kind": "x", "when": "y", "where": "z"})


def test_every_event_is_on_one_page_and_the_address_keeps_what_was_chosen(client: Visitor, app):
    for number in range(30):
        event(f"Evening {number:02}", 3 + number / 10, place_name="Hall")
    event("Elsewhere")

    first, second = (client.get(f"/?place=hall&page={n}").text for n in (1, 2))

    assert titles(first) + titles(second) == [f"Evening {n:02}" for n in range(30)]
    assert "30 events" in first
    assert 'href="/?page=2&amp;place=hall"' in first
    assert titles(client.get("/?place=hall&page=99").text) == titles(second)


def test_each_choice_is_let_go_by_itself(client: Visitor, app):
    event("Soup")

    page = client.get("/?q=nothing&place=there&where=place").text

    assert 'href="/?where=place&amp;place=there" aria-label="Without “nothing”"' in page
    assert "Nothing fits" in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_community_with_a_long_list_is_searched_and_shows_all_that_is_over(client: Visitor, app):
    host = make.community(slug="leith")
    db.session.add(Topic(community=host, name="Soup"))
    event("Soup", community=host)
    assert 'role="search"' not in client.get("/leith").text
    for number in range(30):
        event(f"Evening {number}", 4, community=host)
        event(f"Earlier {number}", -4 - number, community=host)
    event("Not theirs")

    whole, soup, over = (client.get(f"/leith{x}").text for x in ("", "?topic=Soup", "?when=past"))

    assert 'role="search"' in whole
    assert "/leith?when=past" in whole
    assert titles(soup) == ["Soup"]
    assert "Earlier 24" in titles(over)
    assert "30 events" in over


def test_what_nobody_may_find_is_found_by_no_choice(client: Visitor, app):
    event("Hidden", visibility="unlisted")
    event("Draft", published_at=None)
    event("Off", cancelled_at=make.NOON)
    event("Gone", -3, visibility="invited")

    for query in ("", "?q=d", "?when=past", "?when=week", "?kind=meetup"):
        assert titles(client.get(f"/{query}").text) == []


def test_the_number_of_queries_doesnt_grow_with_what_is_found(client: Visitor, app, queries):
    def asked() -> int:
        db.session.commit()
        db.session.remove()
        queries.clear()
        client.get("/?q=e&when=month")
        return len(queries)

    make.program()
    event("One")
    few = asked()
    for number in range(20):
        event(f"Evening {number}")
    make.program()

    assert asked() == few <= 8
