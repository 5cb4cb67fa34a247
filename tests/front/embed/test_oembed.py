"""oEmbed 1.0: other programs ask how to show a public page of ours."""

import re
from collections.abc import Callable
from html import unescape
from xml.etree import ElementTree

import make
import pytest
import series_builders
from flask import Flask
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.db import db
from eventapp.events.models import Event

BASE = "http://localhost"
Ask = Callable[..., TestResponse]


@pytest.fixture
def event(app: Flask) -> Event:
    app.config["BASE_URL"] = BASE
    found = make.event(title='Cakes & "Data" <b>')
    db.session.commit()
    return found


@pytest.fixture
def ask(client: Visitor) -> Ask:
    def asked(url: str, **more: object) -> TestResponse:
        return client.get("/oembed", query_string={"url": url} | more)

    return asked


def page_of(event: Event) -> str:
    return f"{BASE}/{event.community.slug}/events/{event.slug}"


def test_an_event_is_rich_with_a_frame_of_its_form(event: Event, ask: Ask) -> None:
    answer = ask(page_of(event))

    said = answer.json
    assert answer.mimetype == "application/json"
    assert (said["type"], said["version"], said["title"]) == ("rich", "1.0", event.title)
    assert (said["width"], said["height"]) == (640, 720)
    assert f'src="{page_of(event)}/embed"' in said["html"]
    assert (
        '<a href="' + page_of(event) + '">Cakes &amp; &#34;Data&#34; &lt;b&gt;</a>' in said["html"]
    )
    assert said["author_name"] == event.community.name
    assert said["thumbnail_url"] == f"{page_of(event)}/picture.png"
    assert "Set-Cookie" not in answer.headers


def test_xml_says_the_same(event: Event, ask: Ask) -> None:
    answer = ask(page_of(event), format="xml")

    root = ElementTree.fromstring(answer.data)
    assert answer.mimetype == "text/xml"
    assert root.tag == "oembed"
    assert {part.tag: part.text for part in root} == {
        name: str(value) for name, value in ask(page_of(event)).json.items()
    }


def test_it_is_never_larger_than_the_room_there_is(event: Event, ask: Ask) -> None:
    said = ask(page_of(event), maxwidth=300, maxheight=200).json

    assert (said["width"], said["height"]) == (300, 200)
    assert 'width="300" height="200"' in said["html"]
    assert "thumbnail_url" not in said
    assert ask(page_of(event), maxwidth="wide", maxheight=-1).json["width"] == 640


def test_communities_and_programs_are_shown_too(event: Event, ask: Ask) -> None:
    program = make.program(community=event.community)
    db.session.commit()
    host = f"{BASE}/{event.community.slug}"

    assert f'src="{host}/embed"' in ask(host).json["html"]
    assert f'src="{host}/embed"' in ask(f"{host}/?utm_source=x#top").json["html"]
    at = f"{host}/programs/{program.slug}"
    assert f'src="{at}/embed"' in ask(at).json["html"]


@pytest.mark.parametrize(
    "url",
    [
        "",
        "http://evil.example/{community}/events/{event}",
        "ftp://localhost/{community}/events/{event}",
        "javascript:alert(1)",
        "http://[",
        "http://localhost:99/{community}",
        "http://user@localhost/{community}",
        "http://localhost/",
        "http://localhost/sign-in",
        "http://localhost/desk/{community}",
        "http://localhost/{community}/events/nothing",
        "http://localhost/{community}/events/{event}.ics",
    ],
)
def test_nothing_is_shown_but_public_pages_of_ours(url: str, event: Event, ask: Ask) -> None:
    answer = ask(url.format(community=event.community.slug, event=event.slug))

    assert answer.status_code == 404
    assert answer.mimetype == "text/plain"


def test_a_series_is_shown_with_the_picture_of_its_next_date(event: Event, ask: Ask) -> None:
    series = series_builders.series(event, title="Every Thursday")
    db.session.commit()
    page = f"{BASE}/{event.community.slug}/series/{series.slug}"

    said = ask(page).json

    assert said["title"] == "Every Thursday"
    assert f'src="{page}/embed"' in said["html"]
    assert said["thumbnail_url"] == f"{page_of(event)}/picture.png"
    event.published_at = None
    db.session.commit()
    assert ask(page).status_code == 404


@pytest.mark.parametrize("hidden", [{"published_at": None}, {"visibility": "invited"}])
def test_what_not_everybody_sees_is_not_there(
    hidden: dict[str, object], event: Event, ask: Ask
) -> None:
    for name, value in hidden.items():
        setattr(event, name, value)
    db.session.commit()

    assert ask(page_of(event)).status_code == 404


def test_other_formats_are_not_implemented(event: Event, ask: Ask) -> None:
    assert ask(page_of(event), format="yaml").status_code == 501
    assert ask("nothing", format="yaml").status_code == 501


def test_an_address_at_a_domain_of_its_own_is_shown_from_there(
    event: Event, app: Flask, ask: Ask
) -> None:
    app.config["DOMAINS"] = {"meet.example.org": event.community.slug}

    for page in ("", f"/{event.community.slug}"):
        said = ask(f"http://meet.example.org{page}").json

        assert f'src="http://meet.example.org/{event.community.slug}/embed"' in said["html"]
        assert 'src="http://meet.example.org/static/' in said["html"]


def test_every_public_page_says_where_to_ask(event: Event, client: Visitor, ask: Ask) -> None:
    program, series = make.program(community=event.community), series_builders.series(event)
    db.session.commit()
    host = f"/{event.community.slug}"
    pages = f"events/{event.slug}", f"programs/{program.slug}", f"series/{series.slug}"

    for page in (host, *(f"{host}/{one}" for one in pages)):
        links = re.findall(
            r'<link rel="alternate" type="(\w+/\w+\+oembed)" href="([^"]+)"', client.get(page).text
        )

        assert [kind for kind, _ in links] == ["application/json+oembed", "text/xml+oembed"]
        asked = client.get(unescape(links[0][1]).removeprefix(BASE))
        assert f'src="{BASE}{page}/embed"' in asked.json["html"]


@pytest.mark.services
@pytest.mark.parametrize("path", ["/x\0", "/{c}\0", "/{c}/events/x\0", "/{c}/programs/x\0"])
def test_an_address_with_a_nought_in_it_is_none_of_ours(
    each_database: Flask, client: Visitor, path: str
) -> None:
    each_database.config["BASE_URL"] = BASE
    path = path.replace("{c}", make.community().slug)

    asked = client.get("/oembed", query_string={"url": f"{BASE}{path}"})

    assert asked.status_code == 404
    assert client.get(path.replace("\0", "%00")).status_code == 404
    assert client.get(path.replace("\0", "%00.ics")).status_code == 404
