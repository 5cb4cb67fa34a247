"""Where an organizer gets what other sites show."""

from html import unescape
from pathlib import Path

import make
import pytest
import series_builders
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import languages
from eventapp.db import db
from eventapp.events.models import Event


@pytest.fixture
def event(app: Flask) -> Event:
    found = make.event(title="Cakes & Data")
    db.session.commit()
    return found


def test_an_event_a_program_a_series_and_a_community_have_html_to_paste(
    event: Event, app: Flask, client: Visitor
) -> None:
    program, series = make.program(community=event.community), series_builders.series(event)
    make.sign_in(client, make.member(event.community, "organizer"))
    db.session.commit()
    host = event.community.slug

    pages = f"/events/{event.slug}", f"/programs/{program.slug}", f"/series/{series.slug}"
    for page in ("", *pages):
        desk = client.get(f"/desk/{host}{page}/share")

        assert desk.status_code == 200
        assert f"/{host}{page}/embed" in unescape(desk.text)
        assert "js/embed.js" in unescape(desk.text)
        assert f"{app.config['BASE_URL']}/{host}{page}" in unescape(desk.text)


def test_a_series_is_shared_once_a_date_is_out_and_has_a_poster_while_one_is_to_come(
    event: Event, client: Visitor
) -> None:
    series = series_builders.series(event)
    make.sign_in(client, make.member(event.community, "organizer"))
    desk = f"/desk/{event.community.slug}/series/{series.slug}"
    over = make.past_event(community=event.community)

    pages = []
    for given in (
        {"published_at": None},
        {"published_at": make.NOON},
        {"starts_at": over.starts_at, "ends_at": over.ends_at},
    ):
        for name, value in given.items():
            setattr(event, name, value)
        db.session.commit()
        pages.append((client.get(f"{desk}/share").text, client.get(desk).text))

    (draft, its_desk), (out, _), (past, _) = pages
    assert "Nobody sees this series yet" in draft
    assert "/share" not in its_desk
    assert "s-frame" not in draft
    assert "s-frame" in out
    assert f"{desk}/poster.png" in out
    assert f"{desk}/share" in pages[1][1]
    assert "s-frame" in past
    assert "poster.png" not in past
    assert client.get(f"{desk}/poster.png").status_code == 409


def test_what_is_pasted_is_html_with_every_sign_of_the_title_in_its_place(
    event: Event, client: Visitor
) -> None:
    make.sign_in(client, make.member(event.community))
    db.session.commit()

    page = client.get(f"/desk/{event.community.slug}/events/{event.slug}/share").text

    pasted = unescape(page.partition('id="s-frame">')[2].partition("</code>")[0])
    assert pasted.startswith("<iframe src=")
    assert 'title="Cakes &amp; Data"' in pasted
    assert pasted.count("<a href=") == 1


def test_the_script_has_an_address_that_stays(app: Flask, client: Visitor) -> None:
    answer = client.get("/static/latest/js/embed.js")

    assert answer.status_code == 200
    assert answer.mimetype == "text/javascript"
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_frame_speaks_the_language_that_its_address_names(
    event: Event, app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(languages, "offered", lambda: {"en": "English", "de": "Deutsch"})
    catalog = Catalog("de")
    catalog.add("Save my seat", "Platz sichern")
    folder = tmp_path / "words" / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.mo").open("wb") as file:
        write_mo(file, catalog)
    app.extensions["babel"].translation_directories[:] = [str(tmp_path / "words")]
    frame = f"/{event.community.slug}/events/{event.slug}/embed"

    german, other = visitor(app).get(f"{frame}?lang=de"), visitor(app).get(f"{frame}?lang=xx")

    assert '<html lang="de"' in german.text
    assert "Platz sichern" in german.text
    assert f'action="{frame}?lang=de"' in german.text
    assert "Save my seat" in other.text
    assert "Save my seat" in visitor(app).get(frame).text
