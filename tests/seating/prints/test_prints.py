"""What hangs on the wall and stands on the tables: who is named there, and no secrets."""

import io
import re

import pytest
import seating_builders
from print_samples import PAPERS, pages, publish, room, run_together, said
from pypdf import PdfReader

from eventapp import clock, drawing, press
from eventapp.db import db
from eventapp.paper import LETTER
from eventapp.seating.board import snapshot
from eventapp.seating.models import Rule
from eventapp.seating.my_tables import my_tables

# What everybody sees, and what is for whoever hosts.
OPEN, CLOSED = ("posters", "tents", "cards"), ("list", "tables", "slips", "pack")


@pytest.fixture
def evening(app, client):
    event, guests = seating_builders.room(12, tables=3, seats=4)
    seating_builders.plan(event)
    seating_builders.organizer(client, event.community)
    return event, guests


def pdf(client, address: str) -> list[str]:
    """The text of each page of a PDF."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]


def test_each_table_has_a_tent_with_its_number_on_both_sides(evening) -> None:
    event, _guests = evening

    tents = said(event, "tents")

    assert [tents.count(number) for number in ("1", "2", "3")] == [2, 2, 2]


@pytest.mark.parametrize("what", OPEN)
def test_what_everybody_sees_names_only_who_agreed(evening, what) -> None:
    event, guests = evening
    guests[3].show_name_at = None

    found = said(event, what)

    assert "Name2" in found
    assert not any("Name3" in line for line in found)
    assert guests[3].role.name in found


@pytest.mark.parametrize("what", CLOSED)
def test_what_is_for_whoever_hosts_has_everybody_by_full_name(evening, what) -> None:
    event, guests = evening
    guests[3].show_name_at, guests[3].last_name = None, "Weber"

    assert "Name3 Weber" in said(event, what)


def test_a_place_card_has_the_name_on_both_sides_and_a_line_for_who_keeps_theirs(evening) -> None:
    event, guests = evening
    guests[3].show_name_at = None

    cards = said(event, "cards")

    assert cards.count("Name2") == 2
    tables = [line for line in cards if line.startswith("Table ")]
    assert len(tables) == 2 * len(guests)


def test_a_slip_tells_the_table_and_the_time_of_every_round(evening) -> None:
    event, guests = evening
    seats = snapshot.read(event).seats

    slips = said(event, "slips")

    mine = slips[slips.index(guests[2].name) :]
    tables = [str(seats[number][guests[2].id]) for number in sorted(seats)]
    assert [line for line in mine if line.isdigit()][:3] == tables
    assert [line for line in mine if re.fullmatch(r"\d\d:\d\d", line)][:3] == [
        "19:50",
        "20:20",
        "20:50",
    ]


def test_the_door_list_says_names_roles_and_tables_and_nothing_else(evening) -> None:
    event, guests = evening
    for guest in guests:
        guest.organization, guest.access_needs, guest.pronouns = "Corvid", "A ramp", "xe/xem"

    pack = run_together([*said(event, "list"), *said(event, "pack")])

    assert not [word for word in ("Corvid", "Aramp", "xe/xem", "@", "SQL") if word in pack]


def test_a_tent_asks_what_the_pages_of_its_guests_ask(evening) -> None:
    event, guests = evening
    publish(event)

    tents = run_together(said(event, "tents"))

    for stop in my_tables(guests[0], now=clock.now()).stops:
        assert stop.question
        assert run_together([stop.question]) in tents


@pytest.mark.parametrize("what", PAPERS)
def test_every_sheet_names_its_event_plan_and_page_and_a_draft_says_so(evening, what) -> None:
    event, _guests = evening

    draft = by_sheet(event, what)
    publish(event)
    out = by_sheet(event, what)

    assert all(event.title in page for page in out)
    # Cards to write on tell nothing of the tables, so no plan makes them old.
    if what != "write":
        assert all("Plan 1" in page and "Draft, don’t hand out" in page for page in draft)
        assert all("Plan 1" in page and "Draft" not in page for page in out)
        assert all(f"{n} of {len(out)}" in page for n, page in enumerate(out, 1))


def by_sheet(event, what: str) -> list[str]:
    return [
        " ".join(text.said for text in drawing.texts(page.parts)) for page in pages(event, what)
    ]


def test_the_pack_is_one_file_that_says_what_is_on_which_page(client, evening) -> None:
    event, _guests = evening

    cover, what_to_do, *rest = pdf(client, f"{seating_builders.desk(event)}/tables/pack.pdf")

    assert "The Reading Room" in cover
    assert "20:20–20:45" in cover
    assert "Without a network" in what_to_do
    named = {"Door list": 3, "Walk-ins": 4, "Posters, a round each": 5, "Table by table": 8}
    assert [f"{name} {page}" in " ".join(cover.split()) for name, page in named.items()] == [
        True
    ] * 4
    heads = ["Door list", "Walk-ins", "Round 1", "Round 2", "Round 3", "Table by table"]
    assert [head in page for head, page in zip(heads, rest, strict=True)] == [True] * 6


@pytest.mark.parametrize("what", PAPERS)
def test_who_is_kept_apart_is_on_no_paper(evening, what) -> None:
    event, guests = evening
    plain = said(event, what)
    seats = snapshot.read(event).seats
    first, second = next(
        (a.id, b.id)
        for a in guests
        for b in guests
        if a.id < b.id and all(at[a.id] != at[b.id] for at in seats.values())
    )
    db.session.add(Rule(event_id=event.id, kind="apart", rsvp_id=first, other_id=second))
    db.session.commit()

    assert said(event, what) == plain


def test_a_pdf_is_called_by_event_paper_and_plan(client, evening) -> None:
    event, _guests = evening

    answer = client.get(f"{seating_builders.desk(event)}/tables/list.pdf")

    name = f"{event.slug}-list-plan-1.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_the_paper_that_was_chosen_is_remembered(client, evening) -> None:
    event, _guests = evening
    desk = seating_builders.desk(event)

    def width(address: str) -> float:
        page = PdfReader(io.BytesIO(client.get(address).data)).pages[0]
        return round(float(page.mediabox.width) / 72 * 25.4, 1)

    first = width(f"{desk}/tables/list.pdf")
    client.get(f"{desk}/tables/print?paper=letter")
    then = width(f"{desk}/tables/list.pdf"), width(f"{desk}/door/list.pdf")

    assert (first, then) == (210.0, (LETTER.width, LETTER.width))


def test_the_page_shows_each_sheet_as_it_prints(client, evening, monkeypatch) -> None:
    event, _guests = evening
    page = client.get(f"{seating_builders.desk(event)}/tables/print?what=tents").text
    shown = re.findall(r'<img class="printed" src="([^"]+)"', page)
    drawn: list[list[drawing.Page]] = []
    monkeypatch.setattr(press, "draw", lambda of, **_more: drawn.append(list(of)) or b"")

    for address in shown:
        assert client.get(address.replace("&amp;", "&")).mimetype == "image/png"
    client.get(f"{seating_builders.desk(event)}/tables/tents.pdf")

    *pictures, whole = drawn
    assert [page for (page,) in pictures] == whole
    assert len(whole) == 3


@pytest.mark.parametrize("sheet", ["0", "4", "-1", "x"])
def test_a_sheet_that_is_not_there_has_no_picture(client, evening, sheet) -> None:
    event, _guests = evening

    assert (
        client.get(f"{seating_builders.desk(event)}/tables/tents.png?sheet={sheet}").status_code
        == 404
    )


def test_before_there_are_tables_only_what_needs_none_is_printed(client, app) -> None:
    event, _guests = seating_builders.room(4, tables=1, seats=4)
    seating_builders.organizer(client, event.community)
    desk = seating_builders.desk(event)

    page = client.get(f"{desk}/tables/print").text

    offered = re.findall(r"/tables/(\w+)\.pdf", page)
    assert offered == ["pack", "list", "cards", "write"]
    assert client.get(f"{desk}/tables/tents.pdf").status_code == 404
    assert "Name3" in pdf(client, f"{desk}/tables/list.pdf")[0]


def test_the_door_takes_its_list_and_pack_with_the_tables_that_are_out(client, evening) -> None:
    event, _guests = evening
    publish(event)
    seating_builders.plan(event)
    seating_builders.organizer(client, event.community, right="door")
    desk = seating_builders.desk(event)

    papers = {what: " ".join(pdf(client, f"{desk}/door/{what}.pdf")) for what in ("list", "pack")}

    assert all("Plan 1" in paper and "Draft" not in paper for paper in papers.values())
    assert client.get(f"{desk}/door").text.count("/door/pack.pdf") == 1
    others = (
        "door/tents.pdf",
        "door/slips.pdf",
        "tables/list.pdf",
        "tables/list.png",
        "tables/print",
    )
    assert [client.get(f"{desk}/{other}").status_code for other in others] == [404] * 5


def test_a_draft_is_no_business_of_the_door(client, evening) -> None:
    event, _guests = evening
    seating_builders.organizer(client, event.community, right="door")

    (page,) = pdf(client, f"{seating_builders.desk(event)}/door/list.pdf")

    assert "Name2" in page
    assert "Plan 1" not in page


def test_what_is_too_long_for_its_paper_is_said_before_it_is_printed(client, evening) -> None:
    event, _guests = evening
    fine = client.get(f"{seating_builders.desk(event)}/tables/print?what=tents").text
    full, _guests = room(40, tables=2, rounds=10)
    seating_builders.organizer(client, full.community)

    page = client.get(f"{seating_builders.desk(full)}/tables/print?what=tents").text

    assert "Too long for this paper" not in fine
    assert re.search("Too long for this paper, so it ends with an ellipsis: W+…", page)
