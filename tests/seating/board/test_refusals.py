"""Who may change the tables, from which page, and what a rule says no to."""

import re

import make
import pytest
import seating_builders
from board_page import elsewhere, form, seen

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.seating import plans
from eventapp.seating.board import snapshot
from eventapp.seating.models import Rule

# The organizer's other pages about an event, and what can be taken out there.
ELSEWHERE = (
    "tables/print", "people", "people.csv", "badges", "messages", "door", "lookback", "plan",
)  # fmt: skip


def test_a_stale_page_changes_nothing_and_shows_the_newer_state(client, evening) -> None:
    event, guests = evening
    old = seen(client, event)
    one, other = elsewhere(event, guests)
    data = {"seen": old, "rsvp": one.id, "round": 1, "to": f"person:{other.id}"}
    client.post(f"{seating_builders.desk(event)}/plans/1/moves", data=data)
    before = snapshot.read(event).seats

    answer = client.post(f"{seating_builders.desk(event)}/plans/1/moves", data=data)

    assert answer.status_code == 409
    assert "Somebody changed the tables since you opened this page" in answer.text
    assert form(answer.text, "/plans")["seen"] == snapshot.read(event).stamp
    assert snapshot.read(event).seats == before


@pytest.mark.parametrize("to", ["plans", "plans/1/moves", "rules", "plans/1/publication"])
def test_no_change_is_made_from_a_page_that_is_stale(client, evening, to: str) -> None:
    event, guests = evening
    data = {"seen": "old", "rsvp": guests[0].id, "round": 1, "to": "table:1", "kind": "host"}

    answer = client.post(f"{seating_builders.desk(event)}/{to}", data=data | {"number": 1})

    assert answer.status_code == 409
    assert plans.published(event) is None
    assert plans.latest(event).version == 1


def test_a_rule_says_no_on_the_board_itself(client, evening) -> None:
    event, guests = evening
    one, other = elsewhere(event, guests)
    at = snapshot.read(event).seats[1][one.id]
    make.saved(Rule(event_id=event.id, kind="host", rsvp_id=one.id, number=at))
    data = {"rsvp": one.id, "round": 1, "to": f"person:{other.id}"}

    answer = client.post(
        f"{seating_builders.desk(event)}/plans/1/moves", data=data | {"seen": seen(client, event)}
    )

    assert answer.status_code == 409
    assert f"hosts table {at} and stays there" in answer.text
    assert "Who sits where" in answer.text


def test_a_host_is_made_and_taken_back_on_the_page(client, evening) -> None:
    event, guests = evening
    page = f"{seating_builders.desk(event)}/tables?round=1&why={guests[0].id}"

    client.submit(page, to="/rules", number="2")
    hosting = client.get(page).text
    client.submit(page, to="/removal")
    after = client.get(page).text

    assert "hosts table 2" in hosting
    assert "hosts table 2" not in after
    assert plans.routes(plans.latest(event))[guests[0].id] == (2, 2, 2)


def test_a_rule_that_can_t_be_kept_says_which_ones_clash(client, evening) -> None:
    event, guests = evening
    for who, number in ((guests[0], 1), (guests[1], 2)):
        make.saved(Rule(event_id=event.id, kind="host", rsvp_id=who.id, number=number))
    data = {"kind": "together", "rsvp": guests[0].id, "other": guests[1].id}

    answer = client.post(
        f"{seating_builders.desk(event)}/rules", data=data | {"seen": seen(client, event)}
    )

    assert answer.status_code == 409
    assert "These can’t all be kept: Name0 hosts table 1; Name1 hosts table 2;" in answer.text
    assert "Name0 and Name1 are kept together" in answer.text


def test_who_is_kept_apart_is_said_on_the_board_alone(client, evening) -> None:
    event, guests = evening
    mates = [w for w, table in snapshot.read(event).seats[1].items() if table == 1]
    page, desk = f"{seating_builders.desk(event)}/tables", seating_builders.desk(event)
    client.submit(page, to="/rules", kind="apart", rsvp=mates[0], other=mates[1])
    on_the_board = client.get(page).text
    client.submit(page, to="/publication")

    texts = {
        path: client.get(path).text
        for path in (
            *(f"{desk}/{name}" for name in ELSEWHERE),
            *(f"/r/{token_of(g.link)}" for g in guests),
            f"/{event.community.slug}/events/{event.slug}",
        )
    }
    mails = db.session.execute(db.select(Message.__table__)).all()

    assert on_the_board.count(" apart</bdi>") == 1
    assert "apart</span>" in on_the_board
    # Everybody is told that friends are seated apart.
    said = re.compile(r"(?<!seated )\bapart\b")
    assert [path for path, text in texts.items() if said.search(text)] == []
    assert "apart" not in repr(mails)
    assert len(mails) >= 12


@pytest.mark.parametrize(
    "query", ["round=9", "round=x", "why=999999", "why=x", "compare=yes", "round=-1"]
)
def test_a_strange_address_shows_the_board(client, evening, query: str) -> None:
    event, _guests = evening

    assert client.get(f"{seating_builders.desk(event)}/tables?{query}").status_code == 200


@pytest.mark.parametrize(
    "data",
    [
        {"rsvp": "1e9", "round": 1, "to": "table:1"},
        {"rsvp": 999999, "round": 1, "to": "table:1"},
        {"rsvp": "", "round": "", "to": ""},
        {"rsvp": "1", "round": 99, "to": "table:1"},
        {"rsvp": "1", "round": 1, "to": "table:99"},
        {"rsvp": "1", "round": 1, "to": "person:999999999"},
        {"rsvp": "1", "round": 1, "to": "chair:１"},
    ],
)
def test_a_move_that_makes_no_sense_is_refused(client, evening, data: dict) -> None:
    event, guests = evening
    if data["rsvp"] == "1":
        data = data | {"rsvp": guests[0].id}

    answer = client.post(
        f"{seating_builders.desk(event)}/plans/1/moves", data=data | {"seen": seen(client, event)}
    )

    assert answer.status_code == 409


@pytest.mark.parametrize("right", ["door", None])
def test_nobody_but_organizers_sees_the_tables(app, client, right: str | None) -> None:
    event, _guests = seating_builders.room(4)
    seating_builders.plan(event)
    host = event.community if right else make.community()
    seating_builders.organizer(client, host, right or "owner")

    shown = client.get(f"{seating_builders.desk(event)}/tables").status_code
    made = client.post(f"{seating_builders.desk(event)}/plans", data={"seen": "none"}).status_code

    assert (shown, made) == (404, 404)
