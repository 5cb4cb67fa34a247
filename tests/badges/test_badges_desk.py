import io
import subprocess
from pathlib import Path
from urllib.parse import parse_qsl

import make
import pytest
import zxingcpp
from badges_builders import badges, organizer
from flask import Flask
from PIL import Image
from published_plans import seated
from pypdf import PdfReader
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp import clock
from eventapp.badges import guest_badges
from eventapp.db import db
from eventapp.door import actions
from eventapp.events.models import Event
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Rule


def printed(client: Visitor, event: Event, **chosen: object) -> TestResponse:
    """The PDF of what is printed as chosen."""
    run = client.post(badges(event, "/prints"), data=chosen).headers["Location"]
    return client.get(run if run.endswith(".pdf") else f"{run}.pdf")


def pdf_of(body: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(body))


@pytest.mark.services
def test_a_pdf_of_48_has_5_sheets_and_each_code_leads_to_its_guest(
    app: Flask, client: Visitor, tmp_path: Path
) -> None:
    event = make.event(capacity=None)
    people = [make.rsvp(event, first_name=f"Guest{n}") for n in range(48)]
    organizer(client, event)

    page = printed(client, event, stock="avery-l4785")

    assert page.mimetype == "application/pdf"
    assert f"{event.slug}-badges-" in page.headers["Content-Disposition"]
    assert len(pdf_of(page.data).pages) == 5
    (tmp_path / "badges.pdf").write_bytes(page.data)
    subprocess.run(
        ["pdftoppm", "-r", "200", "-png", "badges.pdf", "page"], cwd=tmp_path, check=True
    )
    sheets = [Image.open(file).convert("L") for file in sorted(tmp_path.glob("page*.png"))]
    read = [code.text for sheet in sheets for code in zxingcpp.read_barcodes(sheet)]
    owners = [actions.rsvp_of_code(text.rpartition("/B/")[2]) for text in read]
    assert all(text.startswith("HTTP://LOCALHOST/B/") for text in read)
    assert {owner.id for owner in owners if owner} == {rsvp.id for rsvp in people}
    assert len(read) == 48


@pytest.mark.services
def test_one_badge_is_printed_alone(client: Visitor) -> None:
    event = make.event()
    make.rsvp(event, first_name="Aiko")
    zoe = make.rsvp(event, first_name="Zebedee")
    organizer(client, event, "door")

    page = printed(client, event, rsvp=zoe.id, stock="dymo-99014")

    text = pdf_of(page.data).pages[0].extract_text()
    assert "Zebedee" in text
    assert "Aiko" not in text
    assert page.headers["Content-Disposition"].startswith("inline")


@pytest.mark.services
def test_a_test_page_numbers_the_labels(client: Visitor) -> None:
    event = make.event()
    organizer(client, event)

    page = client.get(badges(event, "/test-page.pdf?stock=avery-5390&x=1.5"))

    assert "8" in pdf_of(page.data).pages[0].extract_text()


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("stock=papyrus", "not known"),
        ("start=11", "from 1 to 10"),
        ("start=0", "from 1 to 10"),
        ("stock=avery-5390&start=9", "from 1 to 8"),
        ("start=one", "integer"),
    ],
)
def test_what_can_t_be_printed_is_said_in_a_sentence(
    client: Visitor, query: str, said: str
) -> None:
    event = make.event()
    make.rsvp(event)
    organizer(client, event)

    for path in ("/test-page.pdf?", "/sheet.png?", "?"):
        page = client.get(badges(event, path + query))
        assert page.status_code == 400, path
        assert said in page.text
    page = client.post(badges(event, "/prints"), data=dict(parse_qsl(query)))
    assert page.status_code == 422
    assert said in page.text


def test_only_who_has_a_place_gets_a_badge(client: Visitor) -> None:
    event = make.event(capacity=2)
    here, gone, waits = make.rsvp(event), make.rsvp(event), make.rsvp(event)
    rsvps.cancel(gone, now=clock.now())
    organizer(client, event)

    assert [r.id for r in guest_badges.guests(event)] == [here.id, waits.id]
    for other in (gone, make.rsvp()):
        assert client.get(badges(event, f"/sheet.png?rsvp={other.id}")).status_code == 409
        assert client.post(badges(event, "/prints"), data={"rsvp": other.id}).status_code == 409


def test_badges_lie_by_first_name_and_bear_the_way_through_the_plan(app: Flask) -> None:
    event = make.event(tables=2, seats=4, rounds=2)
    ravi, aiko = make.rsvp(event, first_name="Ravi"), make.rsvp(event, first_name="Åsa")
    others = [make.rsvp(event, first_name=f"Zoe{n}") for n in range(4)]
    seated(event, [aiko, ravi, *others])
    guests = guest_badges.guests(event)

    with app.test_request_context():
        made = guest_badges.badges(event, guests)

    assert [badge.first_name for badge in made][:2] == ["Åsa", "Ravi"]
    assert made[0].route == ("1", "2")
    assert made[0].plan_version == 1
    assert made[0].role == aiko.role.name
    assert made[0].url.endswith(actions.code_of(aiko, 1))


def test_a_host_s_badge_names_the_one_table(app: Flask) -> None:
    event = make.event(tables=1, seats=6, rounds=2)
    guests = [make.rsvp(event) for _ in range(4)]
    seated(event, guests, tables=1, capacity=6)
    make.saved(Rule(event_id=event.id, kind="host", rsvp_id=guests[0].id, number=1))

    with app.test_request_context():
        made = guest_badges.badges(event, guests)

    assert [badge.host_table for badge in made] == ["1", None, None, None]


def test_before_anyone_comes_there_are_samples(client: Visitor) -> None:
    event = make.event()
    organizer(client, event)

    page = client.get(badges(event))

    assert "sample names" in page.text
    assert client.get(badges(event, "/sheet.png")).mimetype == "image/png"


def test_the_page_counts_sheets_and_names_what_to_look_at(client: Visitor) -> None:
    event = make.event(capacity=None)
    for number in range(9):
        make.rsvp(event, first_name=f"Guest{number}")
    make.rsvp(event, first_name="Thiruvenkatasamynathan")
    make.rsvp(event, first_name="Дарья")
    organizer(client, event)

    page = client.get(badges(event, "?start=10"))

    assert "11 badges, 2 sheets" in page.text
    assert "Choose the paper first, then 100 %" in page.text
    assert "One name comes out small" in page.text
    assert "Look at one name before you print" in page.text
    assert "Дарья" in page.text


def test_the_page_names_whom_the_stock_cuts_and_says_what_comes_out(client: Visitor) -> None:
    event = make.event()
    make.rsvp(event, first_name="Wolfeschlegelsteinhausenbergerdorff-Maximiliane")
    organizer(client, event)

    page = client.get(badges(event, "?stock=avery-l4785"))

    assert "One name doesn’t fit" in page.text
    assert "Wolfeschlegelsteinh / ausenbergerdorff…" in page.text
    assert "comes out small" not in page.text
    assert "doesn’t fit" not in client.get(badges(event, "?stock=a6-lanyard-4up")).text


def test_the_picture_is_of_the_first_sheet_and_kept_by_no_browser(client: Visitor) -> None:
    event = make.event()
    make.rsvp(event, first_name="Aiko")
    organizer(client, event)

    page = client.get(badges(event, "/sheet.png?stock=avery-5390&start=3"))

    assert page.headers["Cache-Control"] == "no-store"
    width, height = Image.open(io.BytesIO(page.data)).size
    assert height / width == pytest.approx(279.4 / 215.9, rel=0.01)


@pytest.mark.parametrize("path", ["", "/sheet.png", ".pdf", "/test-page.pdf"])
def test_nobody_from_elsewhere_sees_a_badge(client: Visitor, path: str) -> None:
    event = make.rsvp().event
    make.sign_in(client, make.member(make.community(), "owner"))

    assert client.get(badges(event, path)).status_code == 404


def test_looking_at_badges_changes_nothing_and_asks_little(
    client: Visitor, queries: list[str]
) -> None:
    event = make.event(capacity=None)
    for _ in range(60):
        make.rsvp(event)
    seated(event, guest_badges.guests(event)[:8])
    organizer(client, event)

    for path in ("", "?start=3&stock=avery-5390", "/sheet.png"):
        queries.clear()
        assert client.get(badges(event, path)).status_code == 200
        assert len(queries) <= 12, queries
        assert not [q for q in queries if not q.startswith("SELECT")]

    assert db.session.scalar(db.select(db.func.count(Rsvp.id))) == 60


@pytest.mark.parametrize(
    "name", ["community", "event", "_scheme", "_anchor", "_method", "endpoint"]
)
def test_what_is_no_choice_of_the_sheet_stays_out_of_its_address(
    name: str, client: Visitor
) -> None:
    event = make.event()
    organizer(client, event)

    shown = client.post(badges(event), data={name: "x", "start": "3"})
    saved = client.post(badges(event, f"/fields?{name}=x&start=3"), data={"fields": "code"})

    assert [shown.status_code, saved.status_code] == [303, 303]
    assert shown.location == saved.location == badges(event, "?start=3")
