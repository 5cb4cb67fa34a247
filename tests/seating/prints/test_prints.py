"""What hangs on the wall and stands on the tables: posters, a list, tents, and no secrets."""

import html
import io

import pytest
import seating_builders
from pypdf import PdfReader

from eventapp import clock
from eventapp.db import db
from eventapp.seating import actions, plans
from eventapp.seating.board import snapshot
from eventapp.seating.models import Rule
from eventapp.seating.my_tables import my_tables

PAPERS = ("posters", "list", "tents")


@pytest.fixture
def evening(app, client):
    event, guests = seating_builders.room(12, tables=3, seats=4)
    seating_builders.plan(event)
    seating_builders.organizer(client, event.community)
    return event, guests


def paper(client, event, what: str) -> str:
    answer = client.get(f"{seating_builders.desk(event)}/tables/print?what={what}")
    assert answer.status_code == 200
    return html.unescape(answer.text.partition("<main")[2])


def pages(client, event, what: str) -> list[str]:
    """The text of each page of a paper's PDF."""
    answer = client.get(f"{seating_builders.desk(event)}/tables/{what}.pdf")
    assert answer.status_code == 200
    return [page.extract_text() for page in PdfReader(io.BytesIO(answer.data)).pages]


def publish(event) -> None:
    actions.publish(plans.latest(event), now=clock.now())
    db.session.commit()


def test_each_table_has_a_tent_with_its_number_on_both_sides(client, evening) -> None:
    event, _guests = evening

    tents = paper(client, event, "tents")

    for number in (1, 2, 3):
        assert tents.count(f'<p class="no">{number}</p>') == 2


def test_a_tent_names_in_each_round_who_agreed_and_others_by_role(client, evening) -> None:
    event, guests = evening
    guests[3].show_name_at = None

    tents = paper(client, event, "tents")

    assert tents.count("<bdi>Name2</bdi>") == 2 * 3
    assert "Name3" not in tents
    assert f"<bdi>{guests[3].role.name}</bdi>" in tents


def test_a_poster_names_only_who_agreed_while_the_hosts_list_has_everybody(client, evening) -> None:
    event, guests = evening
    guests[3].show_name_at = None

    posters, names = paper(client, event, "posters"), paper(client, event, "list")

    assert posters.count("<bdi>Name2</bdi>") == 3
    assert "Name3" not in posters
    assert guests[3].name in names


def test_a_tent_asks_what_the_pages_of_its_guests_ask(client, evening) -> None:
    event, guests = evening
    publish(event)

    tents = paper(client, event, "tents")

    for stop in my_tables(guests[0], now=clock.now()).stops:
        assert stop.question
        assert stop.question in tents


@pytest.mark.parametrize("what", PAPERS)
def test_every_sheet_names_its_plan_and_a_draft_says_so_loudly(client, evening, what) -> None:
    event, _guests = evening

    draft = pages(client, event, what)
    publish(event)
    out = pages(client, event, what)

    assert all("Plan 1" in page and "Draft, don’t hand out" in page for page in draft)
    assert all("Plan 1" in page and "Draft" not in page for page in out)
    assert "Draft, don’t hand out" not in paper(client, event, what)


@pytest.mark.parametrize("what", ["", *PAPERS])
def test_who_is_kept_apart_is_on_no_paper(client, evening, what) -> None:
    event, guests = evening
    plain = paper(client, event, what)
    seats = snapshot.read(event).seats
    first, second = next(
        (a.id, b.id)
        for a in guests
        for b in guests
        if a.id < b.id and all(at[a.id] != at[b.id] for at in seats.values())
    )
    db.session.add(Rule(event_id=event.id, kind="apart", rsvp_id=first, other_id=second))
    db.session.commit()

    assert paper(client, event, what) == plain


def test_the_pdfs_hold_a_sheet_a_round_and_a_sheet_a_table(client, evening) -> None:
    event, _guests = evening

    posters, tents = pages(client, event, "posters"), pages(client, event, "tents")

    assert ["Round 1" in posters[0], "Round 2" in posters[1], "Round 3" in posters[2]] == [True] * 3
    assert len(tents) == 3


def test_a_pdf_is_called_by_event_paper_and_plan(client, evening) -> None:
    event, _guests = evening

    answer = client.get(f"{seating_builders.desk(event)}/tables/list.pdf")

    assert answer.mimetype == "application/pdf"
    name = f"{event.slug}-list-plan-1.pdf"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'


def test_without_a_plan_there_is_nothing_to_print(app, client) -> None:
    event, _guests = seating_builders.room(4, tables=1, seats=4)
    seating_builders.organizer(client, event.community)

    for address in ("print", "tents.pdf"):
        answer = client.get(f"{seating_builders.desk(event)}/tables/{address}")

        assert (answer.status_code, answer.location) == (
            303,
            f"{seating_builders.desk(event)}/tables",
        )
