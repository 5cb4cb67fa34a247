"""Long lists of the desk and of a guest: in pages, searched, by plain links and one form."""

import re
from datetime import timedelta

import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs import actions

DAY = timedelta(days=1)


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def owner(client: Visitor, host: Community) -> Person:
    someone = make.member(host)
    make.sign_in(client, someone)
    return someone


def event(host: Community, days: int, title: str = "", **given: object) -> Event:
    """An event so many days from now."""
    starts = clock.now() + DAY * days
    return make.event(
        community=host,
        title=title or f"Evening {days:+d}",
        starts_at=starts,
        ends_at=starts + timedelta(hours=2),
        **given,
    )


def titles(page: str) -> list[str]:
    """The headings of what is listed, in order."""
    return re.findall(r"<h[23](?: class=\"h3\")?><a [^>]*>([^<]+)</a>", page)


def follow(client: Visitor, page: str, word: str) -> str:
    """The page behind a link of the pager."""
    found = re.search(rf'<a [^>]*href="([^"]+)">{word}</a>', page)
    assert found, f"no link {word}"
    return client.get(found[1].replace("&amp;", "&")).text


def test_what_is_to_come_is_first_and_what_is_over_follows_the_latest_first(
    client, owner, host
) -> None:
    for days in (-3, 2, -40, 9, -1):
        event(host, days)

    page = client.get(f"/desk/{host.slug}/events").text

    assert titles(page) == ["Evening +2", "Evening +9", "Evening -1", "Evening -3", "Evening -40"]
    assert page.index("Coming up") < page.index("Evening +2") < page.index(">Over</h2>")
    assert 'aria-label="Pages"' not in page
    assert 'role="search"' not in page


def test_an_event_of_another_year_says_which(client, owner, host) -> None:
    event(host, 1)
    long_ago = event(host, -800)

    page = client.get(f"/desk/{host.slug}/events").text

    assert re.search(rf">\w+ {long_ago.local_start.year}</span>", page)


def test_every_event_is_on_one_of_the_pages_of_a_long_list(client, owner, host) -> None:
    ahead = [f"Evening {event(host, n) and n:+d}" for n in range(1, 31)]
    past = [f"Evening {event(host, -n) and -n:+d}" for n in range(1, 31)]

    first = client.get(f"/desk/{host.slug}/events").text
    second = follow(client, first, "Next")
    third = follow(client, second, "Next")

    assert titles(first) + titles(second) + titles(third) == ahead + past
    assert "60 events" in first
    assert "1 to 25 of 60" in first
    assert "51 to 60 of 60" in third
    assert ">Next</a>" not in third
    assert titles(follow(client, third, "Back")) == titles(second)
    assert titles(client.get(f"/desk/{host.slug}/events?page=99").text) == titles(third)
    assert titles(client.get(f"/desk/{host.slug}/events?page=x").text) == titles(first)


def test_a_search_of_events_looks_at_all_pages_and_keeps_to_what_was_typed(
    client, owner, host
) -> None:
    for n in range(1, 31):
        event(host, -n, title=f"Dinner {n}")
        event(host, -n, title=f"Talk {n}", place_name="Room 100%")
    desk = f"/desk/{host.slug}/events"

    found = client.get(f"{desk}?q=dinner")
    more = follow(client, found.text, "Next")

    assert [title.split()[0] for title in titles(found.text)] == ["Dinner"] * 25
    assert [title.split()[0] for title in titles(more)] == ["Dinner"] * 5
    assert 'value="dinner"' in more
    assert "30 events" in client.get(f"{desk}?q=100%25").text
    assert all("No event fits" in client.get(f"{desk}?q={q}").text for q in ("D%25r", "Din_er"))
    event(host, -40, title="Éric’s ÜBUNG")
    assert "Éric’s" in client.get(f"{desk}?q=éric’s übung").text
    none = client.get(f"{desk}?q=nowhere").text
    assert "No event fits" in none
    assert f'href="{desk}"' in none


def test_programs_are_in_pages_and_searched(client, owner, host) -> None:
    made = [make.program(community=host, sessions=0, title=f"Course {n}").title for n in range(14)]
    desk = f"/desk/{host.slug}/programs"

    first = client.get(desk).text
    second = follow(client, first, "Next")

    assert titles(first) + titles(second) == made[::-1]
    assert titles(client.get(f"{desk}?q=course 13").text) == ["Course 13"]
    assert "Nothing fits" in client.get(f"{desk}?q=nothing").text


def test_my_page_shows_all_that_is_ahead_and_a_long_past_in_parts(client, owner, host) -> None:
    for days in (*range(1, 13), *range(-13, 0)):
        make.rsvp(event(host, days), person=owner)
    make.rsvp(event(host, -99), person=owner).state = "cancelled"
    db.session.flush()
    ahead = [f"Evening +{n}" for n in range(1, 13)]

    first = client.get("/me").text
    second = follow(client, first, "Next")

    assert titles(first) == ahead + [f"Evening -{n}" for n in range(1, 11)]
    assert titles(second) == ahead + [f"Evening -{n}" for n in range(11, 14)]
    assert "11 to 13 of 13" in second


def test_my_page_shows_my_latest_programs_and_all_of_them_when_asked(client, owner, host) -> None:
    said = make.answers(event(host, 5))
    for n in range(12):
        program = make.program(community=host, sessions=1, title=f"Course {n}")
        actions.enrol(program, owner.email, said, now=clock.now())

    page = client.get("/me").text

    shown = re.findall(r">(Course \d+)</a></h3></li>", page)
    assert shown == [f"Course {n}" for n in range(11, 1, -1)]
    every = follow(client, page, "Show all 12")
    assert len(re.findall(r">(Course \d+)</a></h3></li>", every)) == 12
