"""The remote and the screen in the hall, as pages that need no JavaScript."""

import re
from datetime import datetime, timedelta

import door_builders
import make
import pytest
from door_builders import press, staff
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.rounds import hall
from eventapp.events.models import Event
from eventapp.people.actions import token_of


def desk(event: Event, page: str) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/{page}"


def late(client: Visitor, tables: int = 2) -> Event:
    """An evening that is run by hand, in its first round for five minutes."""
    event, _seated = door_builders.full(tables, minutes=-10)
    staff(client, event)
    press(event, "start", now=clock.now() - timedelta(minutes=5))
    return event


def buttons(page: str) -> list[str]:
    return re.findall(r'name="command" value="(\w+)"', page)


def test_the_remote_shows_what_is_now_and_what_can_be_pressed(client: Visitor) -> None:
    event, _seated = door_builders.full(2)
    staff(client, event)

    before = client.get(desk(event, "remote")).text
    sent = client.submit(desk(event, "remote"), to="/commands", command="start")
    running = client.get(sent.headers["Location"]).text

    assert "Starts in" in before
    assert buttons(before) == ["start", "pause", "more", "fewer"]
    assert sent.status_code == 303
    assert "Time left" in running
    assert "End round 1 now" in running
    assert "Undo: Start" in running
    assert "10 minutes earlier than planned." in running


def test_a_second_tap_on_the_same_page_says_what_is_so_now(client: Visitor) -> None:
    event = late(client)
    seen = event.evening(clock.now()).mark
    press(event, "pause", now=clock.now())

    sent = client.post(desk(event, "remote/commands"), data={"command": "more", "seen": seen})
    page = client.get(sent.headers["Location"]).text

    assert "Nothing was changed" in page
    assert "Paused" in page
    assert [kind for kind, _at in event.run["commands"]] == ["start", "pause"]


@pytest.mark.parametrize("command", ["", "explode", "resume", "start"])
def test_what_makes_no_sense_now_changes_nothing(client: Visitor, command: str) -> None:
    event = late(client)
    before = event.run

    seen = event.evening(clock.now()).mark
    sent = client.post(desk(event, "remote/commands"), data={"command": command, "seen": seen})

    assert sent.status_code == 303
    assert event.run == before


def test_before_the_evening_the_remote_has_no_buttons(client: Visitor) -> None:
    event = make.event()
    staff(client, event)

    page = client.get(desk(event, "remote")).text
    sent = client.post(desk(event, "remote/commands"), data={"command": "start", "seen": "0.0.0"})

    assert buttons(page) == []
    assert "from half an hour before it" in page
    assert sent.status_code == 409


def test_the_hall_shows_names_only_of_who_agreed_to_it(client: Visitor) -> None:
    event, seated = door_builders.full(2, minutes=-10)
    staff(client, event)
    shy = seated[0][0]
    shy.first_name, shy.show_name_at = "Wilhelmina", None

    page = client.get(desk(event, "hall")).text

    assert shy.role.name in page
    assert "Wilhelmina" not in page
    assert seated[0][1].first_name in page
    assert seated[0][1].person.email not in page
    assert not any(rsvp.last_name and rsvp.last_name in page for rsvp in seated[0])


def test_the_hall_shows_the_next_tables_while_people_move(client: Visitor) -> None:
    event, seated = door_builders.full(2, minutes=-10)
    staff(client, event)
    press(event, "next", now=clock.now())

    page = client.get(desk(event, "hall")).text

    assert "<h1>Round 2</h1>" in page
    assert "Next round in" in page
    assert seated[0][0].first_name in page


def test_a_closed_table_is_not_on_the_screen(app: Flask) -> None:
    event, _seated = door_builders.full(3)
    plan = door_builders.newest(event)
    plan.tables[1].closed_from = 2

    assert [table.number for table in hall.tables(event, 1)] == [1, 2, 3]
    assert [table.number for table in hall.tables(event, 2)] == [1, 3]


def test_many_tables_take_turns_also_without_javascript(client: Visitor) -> None:
    event = late(client, tables=8)

    first = client.get(desk(event, "hall")).text
    second = client.get(desk(event, "hall?page=2&stay=1")).text

    assert len(re.findall(r'<ul class="hall-tables[^>]*>', first)) == 2
    assert re.search(r'<ul class="hall-tables[^>]* hidden>', first)
    assert re.search(r'<noscript><meta http-equiv="refresh" content="12;url=\S+page=2">', first)
    assert re.search(r'content="20;url=\S+page=2&amp;stay=1">', second)


@pytest.mark.parametrize("page", ["0", "-3", "99", "x", "²", "1" * 400])
def test_any_page_of_the_screen_is_a_page(client: Visitor, page: str) -> None:
    event = late(client, tables=7)

    answer = client.get(desk(event, f"hall?page={page}"))

    assert answer.status_code == 200
    assert len(re.findall(r'<ul class="hall-tables[^>]*(?<! hidden)>', answer.text)) == 1


def test_the_mark_of_the_screen_changes_with_whatever_it_shows(client: Visitor) -> None:
    event = late(client)
    plan = door_builders.newest(event)

    def mark() -> str:
        answer = client.get(desk(event, "hall/version"))
        again = client.get(
            desk(event, "hall/version"), headers={"If-None-Match": answer.headers["ETag"]}
        )
        assert again.status_code == 304
        assert answer.text in client.get(desk(event, "hall")).text
        return answer.text

    marks = [mark()]
    press(event, "pause", now=clock.now())
    marks.append(mark())
    press(event, "resume", now=clock.now())
    marks.append(mark())
    db.session.delete(plan.seats[0])
    db.session.flush()
    marks.append(mark())
    plan.published_at = None
    marks.append(mark())

    assert len(set(marks)) == len(marks)


def test_the_mark_changes_by_itself_with_the_round(app: Flask) -> None:
    event, _seated = door_builders.full(2)
    first: datetime = event.evening(clock.now()).begins[0]

    marks = [hall.version(event, now=first + timedelta(minutes=m)) for m in (-1, 0, 19, 20, 25)]

    assert marks[1] == marks[2]
    assert len(set(marks)) == 4


def test_a_guest_sees_that_the_clock_stands_still_and_that_it_was_the_last_round(
    client: Visitor,
) -> None:
    event, seated = door_builders.full(2, minutes=-10)
    page = f"/r/{token_of(seated[0][0].link)}"
    press(event, "pause", now=clock.now())
    paused = client.get(page).text
    press(event, "fewer", now=clock.now())
    press(event, "next", now=clock.now())
    over = client.get(page).text

    assert "The clock stands still for a while." in paused
    assert "That was the last round" in over


def test_the_door_and_the_tables_lead_to_the_remote(client: Visitor) -> None:
    event, _seated = door_builders.full(2)
    staff(client, event, "owner")

    for page in ("door", "tables"):
        assert desk(event, "remote") in client.get(desk(event, page)).text
