"""Pictures to take: as SVG, PNG and CSV, all in one file, and a report for sponsors."""

import io
import re
import zipfile
from xml.etree import ElementTree

import evening_builders
import make
import pytest
import year_builders
from flask import Flask
from PIL import Image
from pypdf import PdfReader
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.insights import actions
from eventapp.insights.years import jobs


@pytest.fixture
def evening(app: Flask, client: Visitor):
    event, people = evening_builders.evening(40)
    actions.made(event, now=clock.now())
    make.sign_in(client, make.member(event.community, "organizer"))
    return event, people


def at(event, ending: str) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/lookback{ending}"


def test_one_picture_is_taken_in_three_kinds(client: Visitor, evening) -> None:
    event, _people = evening

    drawn = client.get(at(event, "/people-met.svg"))
    dots = client.get(at(event, "/people-met.png"))
    numbers = client.get(at(event, "/people-met.csv"))

    assert ElementTree.fromstring(drawn.text).tag.endswith("svg")
    assert drawn.headers["Content-Disposition"].endswith('-people-met.svg"')
    picture = Image.open(io.BytesIO(dots.data))
    assert picture.width > 1000
    # Ink, and not the black of a colour that nothing knew.
    colours = {colour for _n, colour in picture.convert("RGB").getcolors(1 << 20) or []}
    assert (91, 26, 114) in colours
    assert (0, 0, 0) not in colours
    assert numbers.data.startswith(b"\xef\xbb\xbfOther people met,People\r\n")


def test_all_are_taken_at_once_without_a_name_in_them(client: Visitor, evening) -> None:
    event, people = evening

    archive = zipfile.ZipFile(io.BytesIO(client.get(at(event, ".zip")).data))

    names = archive.namelist()
    assert len(names) == 3 * sum(one.endswith(".csv") for one in names)
    words = {
        word
        for name in names
        if not name.endswith(".png")
        for word in re.findall(r"\w+", archive.read(name).decode())
    }
    assert not words & {rsvp.first_name for rsvp in people}


def test_the_report_says_what_the_evening_achieved(client: Visitor, evening) -> None:
    event, people = evening

    client.get(f"/desk/{event.community.slug}/events/{event.slug}/tables/print?paper=letter")
    answer = client.get(at(event, "/report.pdf"))

    pdf = PdfReader(io.BytesIO(answer.data))
    first = pdf.pages[0].extract_text()
    assert re.search(r"\d+ people (of \d roles )?came together at small tables", first)
    assert event.community.name in first
    text = "".join(page.extract_text() for page in pdf.pages)
    assert not {rsvp.first_name for rsvp in people} & set(re.findall(r"\w+", text))
    assert "stayed away" not in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]
    assert round(float(pdf.pages[0].mediabox.width)) == 612


@pytest.mark.parametrize("ending", ["/people-met.svg", ".zip", "/report.pdf"])
def test_before_the_pictures_are_made_there_is_nothing_to_take(
    client: Visitor, ending: str
) -> None:
    event = make.past_event()
    make.sign_in(client, make.member(event.community, "organizer"))

    assert client.get(at(event, ending)).status_code == 409


def test_what_is_not_shown_is_not_taken(client: Visitor) -> None:
    event, _people = evening_builders.evening(24)
    actions.made(event, now=clock.now())
    hidden = next(one.name for one in actions.pictures(event) if not one.shown)
    make.sign_in(client, make.member(event.community, "organizer"))

    for kind in ("svg", "png", "csv"):
        assert client.get(at(event, f"/{hidden}.{kind}")).status_code == 409
    assert client.get(at(event, "/no-picture.svg")).status_code == 404


def test_a_year_is_looked_at_and_taken(client: Visitor) -> None:
    last = clock.now().replace(month=6, day=20)
    community, _events = year_builders.months(4, 40, last=last.replace(year=last.year - 1))
    jobs.count_events()
    make.sign_in(client, make.member(community, "organizer"))
    db.session.commit()
    page = f"/desk/{community.slug}/lookback"

    shown = client.get(page)
    archive = zipfile.ZipFile(io.BytesIO(client.get(f"{page}/{last.year - 1}.zip").data))

    assert "came for the first time" in shown.text
    assert f"{page}/{last.year - 1}/the-web.csv" in shown.text
    assert any(name.endswith("the-web.svg") for name in archive.namelist())
    assert client.get(f"{page}/{last.year - 1}/the-web.png").status_code == 200
    assert "Nothing to look back on yet" in client.get(f"{page}/{last.year}").text
    assert client.get(f"{page}/1066").status_code == 404


def test_a_community_without_events_has_nothing_to_look_back_on(client: Visitor) -> None:
    community = make.community()
    make.sign_in(client, make.member(community, "organizer"))

    assert "Nothing to look back on yet" in client.get(f"/desk/{community.slug}/lookback").text
