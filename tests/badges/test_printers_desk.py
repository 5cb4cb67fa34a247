"""Printers and own stocks at the desk: adding, measuring a test page, printing it, deleting."""

import io
from collections.abc import Callable

import make
import printers_builders as build
import pytest
from browser import axe
from door_builders import cookie
from flask import Flask
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from visitor import Visitor
from werkzeug.test import TestResponse

from eventapp.badges.printers import choices
from eventapp.badges.printers.corrections import Correction
from eventapp.badges.printers.models import OwnStock, Printer
from eventapp.communities.models import Community
from eventapp.db import db

AS_IT_IS = {"shift_x": "0", "shift_y": "0", "stretch_x": "100", "stretch_y": "100"}


def desk(of: Community, more: str = "printers") -> str:
    return f"/desk/{of.slug}/{more}"


@pytest.fixture
def host(client: Visitor) -> Community:
    """A community whose organizer is signed in."""
    found = make.community()
    make.sign_in(client, make.member(found, "organizer"))
    return found


def test_a_printer_is_added_and_its_page_leads_to_the_test_page(
    client: Visitor, host: Community
) -> None:
    page = client.post(
        desk(host, "printers/new"),
        data={"name": " Office ", "paper": "Letter", "feed": "by hand, face up", **AS_IT_IS},
    )

    (printer,) = choices.printers(host)
    assert page.location.endswith(f"/printers/{printer.id}")
    assert (printer.name, printer.paper, printer.measured_at) == ("Office", "Letter", None)
    shown = client.get(desk(host, f"printers/{printer.id}")).text
    assert "by hand, face up" in shown
    assert "Avery 5390" in shown
    assert "Avery L4785" not in shown


def test_what_a_ruler_says_becomes_the_correction_also_with_a_comma(
    client: Visitor, host: Community
) -> None:
    printer = build.printer(host)

    measure(client, host, printer, across="148,5", down="248,75", left="21", top="19.5")

    assert vars(printer.correction) == pytest.approx(
        vars(Correction(-1.21, 0.4, 101.01, 100.5)), abs=0.001
    )
    assert printer.measured_at is not None


def test_the_same_measurement_sent_twice_corrects_once(client: Visitor, host: Community) -> None:
    printer = build.printer(host)
    said = {"across": "149", "down": "249", "left": "20.5", "top": "20", "was": "0 0 100 100"}
    path = desk(host, f"printers/{printer.id}/measurements?stock=avery-l4785")

    client.post(path, data=said)
    once = printer.correction
    client.post(path, data=said)

    assert printer.correction == once


def test_a_second_test_page_corrects_what_is_left(client: Visitor, host: Community) -> None:
    printer = build.printer(host, stretch_x=101, shift_x=1.0)

    measure(client, host, printer, across="150", down="250", left="20.3", top="20")

    assert printer.correction == Correction(0.7, 0, 101, 100)


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"across": "91.2"}, "No printer is off by so much"),
        ({"across": "nan"}, "Give millimetres"),
        ({"down": ""}, "Give millimetres"),
        ({"left": "1e400"}, "Give millimetres"),
        ({"was": "0 0 1 1"}, "another page"),
        ({"was": "nonsense"}, "another page"),
    ],
)
def test_what_no_printer_does_is_said_and_nothing_changes(
    client: Visitor, host: Community, said: dict[str, str], why: str
) -> None:
    printer = build.printer(host)

    page = measure(client, host, printer, **{"across": "150", "down": "250", **said})

    assert page.status_code == 422
    assert why in page.text
    assert printer.correction.is_none


def measure(client: Visitor, of: Community, printer: Printer, **said: str) -> TestResponse:
    given = {"left": "20", "top": "20"} | said
    given.setdefault("was", " ".join(f"{value:g}" for value in vars(printer.correction).values()))
    path = desk(of, f"printers/{printer.id}/measurements?stock=avery-l4785")
    return client.post(path, data=given)


@pytest.mark.services
def test_the_test_page_has_the_size_of_its_stock_and_asks_not_to_be_scaled(
    client: Visitor, host: Community
) -> None:
    printer = build.printer(host, paper="Letter", name="Office")

    page = client.get(desk(host, f"printers/{printer.id}/test-page.pdf?stock=avery-5392"))

    sheet = PdfReader(io.BytesIO(page.data)).pages[0]
    assert page.mimetype == "application/pdf"
    assert float(sheet.mediabox.width) == pytest.approx(612, abs=0.1)
    assert float(sheet.mediabox.height) == pytest.approx(792, abs=0.1)
    assert "150 mm long" in sheet.extract_text()
    assert "Office" in sheet.extract_text()


def test_a_name_is_given_once_in_a_community(client: Visitor, host: Community) -> None:
    build.printer(host, name="Office")
    other, elsewhere = build.printer(host, name="Hall"), make.community()
    build.printer(elsewhere, name="Attic")
    said = {"paper": "A4", "feed": "", **AS_IT_IS}

    again = client.post(desk(host, "printers/new"), data={"name": "Office", **said})
    renamed = client.post(
        desk(host, f"printers/{other.id}/settings"), data={"name": "Office", **said}
    )
    client.post(desk(host, "printers/new"), data={"name": "Attic", **said})

    assert again.status_code == renamed.status_code == 422
    assert "one with this name" in again.text
    assert [one.name for one in choices.printers(host)] == ["Attic", "Hall", "Office"]


def test_an_own_stock_is_kept_as_it_was_measured(client: Visitor, host: Community) -> None:
    page = client.post(desk(host, "stocks/new"), data=own(name="Club"))

    (mine,) = choices.own_stocks(host)
    stock = choices.stocks(host)[f"own-{mine.id}"]
    assert page.status_code == 303
    assert (stock.name, stock.page, stock.per_sheet) == ("Club", "A4", 10)
    assert stock.corner_of(3) == (108, 67.5)
    assert stock.test_first


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        ({"pitch_x": "119"}, "ends at 221 mm, but the sheet is 210 mm"),
        ({"pitch_y": "40"}, "would lie on each other"),
        ({"rows": "6"}, "ends at 337.5 mm, but the sheet is 297 mm"),
        ({"width": "0"}, "Give millimetres"),
        ({"cols": "0"}, "from 1 to 10"),
        ({"kind": "wool"}, "Not a valid choice"),
    ],
)
def test_an_own_stock_that_does_not_close_inside_its_sheet_is_told_so(
    client: Visitor, host: Community, wrong: dict[str, str], why: str
) -> None:
    page = client.post(desk(host, "stocks/new"), data=own(**wrong))

    assert page.status_code == 422
    assert why in page.text
    assert choices.own_stocks(host) == []


def test_an_own_stock_is_measured_anew_and_deleted(client: Visitor, host: Community) -> None:
    mine = build.own_stock(host)
    path = desk(host, f"stocks/{mine.id}")

    client.post(path, data=own(name="Club", left="11"))

    assert (mine.name, mine.left) == ("Club", 11)
    client.post(f"{path}/removal")
    assert db.session.scalars(db.select(OwnStock)).all() == []


def own(**given: str) -> dict[str, str]:
    return {
        "name": "Own", "kind": "sticky", "fold": "", "sheet_width": "210", "sheet_height": "297",
        "cols": "2", "rows": "5", "width": "90", "height": "50", "left": "12", "top": "12.5",
        "pitch_x": "96", "pitch_y": "55", "corner": "0",
    } | given  # fmt: skip


def test_a_printer_is_deleted(client: Visitor, host: Community) -> None:
    printer = build.printer(host)
    client.post(desk(host, f"printers/{printer.id}/removal"))

    assert choices.printers(host) == []


def test_door_staff_and_others_find_no_printers(client: Visitor) -> None:
    host, elsewhere = make.community(), make.community()
    theirs = build.printer(elsewhere)
    make.sign_in(client, make.member(host, "door"))

    assert client.get(desk(host)).status_code == 404
    make.sign_in(client, make.member(host, "organizer"))
    assert client.get(desk(host, f"printers/{theirs.id}")).status_code == 404


def test_the_list_says_who_knows_a_stock_and_who_denies_it(
    client: Visitor, host: Community
) -> None:
    page = client.get(desk(host)).text

    assert "gLabels 3.4.1" in page
    assert "Print the test page first" in page
    assert "2.7 mm off" in page


@pytest.mark.browser
def test_a_printer_is_measured_on_a_phone_in_the_dark(
    app: Flask, page_server: str, open_browser: Callable[..., Page]
) -> None:
    host = make.community()
    someone = make.member(host, "organizer")
    printer = build.printer(host, name="Office", feed="by hand, one at a time")
    build.own_stock(host, name="Club", fold="top", kind="cut")
    db.session.commit()
    page = open_browser(width=390, color_scheme="dark")
    page.context.add_cookies([cookie(app, someone, page_server)])

    page.goto(page_server + desk(host))
    assert axe(page) == []
    page.get_by_role("link", name="Office").click()
    page.get_by_label("The line across, mm").fill("148,5")
    page.get_by_label("The line down, mm").fill("250")
    page.get_by_label("Cross from the left edge, mm").fill("20")
    page.get_by_label("Cross from the top edge, mm").fill("20")
    page.get_by_role("button", name="Work out the correction").click()

    expect(page.get_by_text("101.01 %")).to_be_visible()
    assert axe(page) == []
    for more in (
        f"printers/{printer.id}/settings",
        "stocks/new",
        f"stocks/{choices.own_stocks(host)[0].id}",
    ):
        page.goto(page_server + desk(host, more))
        assert axe(page) == []
