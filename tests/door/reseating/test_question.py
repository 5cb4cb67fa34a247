"""'Five are missing: re-seat?': asked at the organizer's time, and not again until more is amiss."""

from datetime import timedelta

import door_builders
import make
import pytest
from door_builders import door, evening, staff
from hypothesis import given
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door.reseating import actions as reseating
from eventapp.door.reseating import question, status
from eventapp.door.reseating.models import ReseatQuestion
from eventapp.door.reseating.question import Gaps
from eventapp.events.models import Event

ASKED = "2 people are missing: re-seat?"


def said(event: Event, *, minutes: int = 0) -> str:
    """What the door is asked so many minutes from now."""
    return status.alert_of(event, now=clock.now() + timedelta(minutes=minutes))


def set_to(event: Event, minutes: int | None) -> None:
    question.set_time(event, minutes)
    db.session.flush()


def test_usually_it_is_asked_a_quarter_of_an_hour_before_the_round(client: Visitor) -> None:
    event, _tables = evening(client, minutes=40)

    assert said(event, minutes=24) == ""
    assert said(event, minutes=26) == ASKED


def test_at_the_organizer_s_time_and_not_before(client: Visitor) -> None:
    event, _tables = evening(client, minutes=40)
    # Round 1 begins twenty minutes in: ten minutes in is half an hour from now.
    set_to(event, 10)

    assert said(event, minutes=29) == ""
    assert said(event, minutes=31) == ASKED


@pytest.mark.parametrize("page", ["", "/tables"])
def test_the_door_and_its_tables_ask(client: Visitor, page: str) -> None:
    event, _tables = evening(client)

    assert ASKED in client.get(door(event, page)).text

    set_to(event, 15)

    assert "re-seat?" not in client.get(door(event, page)).text


def test_the_desk_asks_first_of_all_it_has_to_do(client: Visitor) -> None:
    event, _tables = evening(client)
    staff(client, event, "organizer")

    page = client.get(f"/desk/{event.community.slug}").text

    assert f"<h1>{ASKED}" in page
    assert f'href="{door(event)}"' in page


@pytest.mark.parametrize("option", ["leave", "wait"])
def test_what_is_left_is_not_asked_about_again(client: Visitor, option: str) -> None:
    event, _tables = evening(client)
    stamp = door_builders.look(event).stamp

    answer = client.post(door(event, "/tables/changes"), data={"option": option, "stamp": stamp})

    assert answer.status_code == 303
    for page in ("", "/tables"):
        assert "re-seat?" not in client.get(door(event, page)).text
    assert "2 people are missing" in client.get(door(event)).text


def test_it_is_asked_again_when_more_is_amiss(client: Visitor) -> None:
    event, (first, low) = evening(client)
    reseating.apply(
        event, "leave", door_builders.look(event).stamp, by=make.person(), now=clock.now()
    )

    door_builders.come(low[2])
    fewer = said(event)
    for rsvp in first[:2]:
        reseating.leave(rsvp, 0, now=clock.now())

    assert fewer == ""
    assert "re-seat?" in said(event)


@pytest.mark.parametrize("minutes", [None, 5])
def test_the_next_round_is_asked_about_anew(client: Visitor, minutes: int | None) -> None:
    event, _tables = evening(client)
    set_to(event, minutes)
    reseating.apply(
        event, "leave", door_builders.look(event).stamp, by=make.person(), now=clock.now()
    )

    assert said(event, minutes=9) == ""
    # Round 1 has begun; round 2 is 25 minutes after it.
    assert said(event, minutes=19) == ""
    assert said(event, minutes=21) == ASKED


def test_waiting_on_an_old_page_goes_back_and_silences_nothing(client: Visitor) -> None:
    event, _tables = evening(client)

    data = {"option": "wait", "stamp": "an-old-one"}
    answer = client.post(door(event, "/tables/changes"), data=data)

    assert answer.status_code == 303
    assert said(event) == ASKED


def test_nothing_is_asked_while_every_table_has_enough(client: Visitor) -> None:
    event, _tables = evening(client, missing=1)

    assert said(event) == ""


def test_an_organizer_sets_the_time_before_the_day_too(client: Visitor) -> None:
    event = make.event()
    staff(client, event, "organizer")

    client.submit(door(event), to="/questions", minutes="10")

    assert db.session.get(ReseatQuestion, event.id).minutes == 10
    hour = clock.hour(event.starts_at + timedelta(minutes=10), event.zone)
    chosen = f'<option value="10" selected>At {hour}, 10 minutes in'
    assert chosen in client.get(door(event)).text
    client.submit(door(event), to="/questions", minutes="")
    assert db.session.get(ReseatQuestion, event.id).minutes is None


@pytest.mark.parametrize("minutes", ["7", "x", "-0", "1e3"])
def test_another_time_is_refused(client: Visitor, minutes: str) -> None:
    event = make.event()
    staff(client, event, "organizer")

    answer = client.post(door(event, "/tables/questions"), data={"minutes": minutes})

    assert answer.status_code == 422
    assert "Choose one of the times." in answer.text


def test_door_staff_don_t_set_the_time(client: Visitor) -> None:
    event, _tables = evening(client)

    page = client.get(door(event)).text

    assert "Ask about re-seating" not in page
    assert client.post(door(event, "/tables/questions"), data={"minutes": "0"}).status_code == 404


NUMBERS = st.frozensets(st.integers(1, 6), max_size=4)
GAPS = st.builds(Gaps, st.integers(1, 2), NUMBERS, NUMBERS)


@given(GAPS, GAPS)
def test_an_answer_holds_for_less_of_the_same_and_for_nothing_else(now: Gaps, left: Gaps) -> None:
    more = (now.tables - left.tables) | (now.standing - left.standing)

    assert now.within(left) == (now.round == left.round and not more)
