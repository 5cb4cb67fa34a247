"""Badges printed at the desk: which, twice, by the worker, stopped, taken back and forgotten."""

import io
import re
from collections.abc import Callable
from datetime import timedelta

import door_builders
import make
import pytest
import worker
from badges_builders import prints
from flask import Flask
from published_plans import seated
from pypdf import PdfReader
from visitor import Visitor

from eventapp import clock, work
from eventapp.badges import guest_badges
from eventapp.badges.printing import actions, choosing, log
from eventapp.badges.printing.models import PrintedBadge, PrintFile, PrintRun
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import erasing
from eventapp.retention.jobs import let_go
from eventapp.retention.rules import BY_KIND
from eventapp.rsvps import actions as rsvps


@pytest.fixture
def event(client: Visitor) -> Event:
    """An event with three guests; its organizer is signed in."""
    event = make.event(capacity=None)
    for name in ("Aiko", "Ben", "Chloé"):
        make.rsvp(event, first_name=name)
    make.sign_in(client, make.member(event.community, "organizer"))
    return event


@pytest.fixture
def printed(client: Visitor, event: Event) -> Callable[..., str]:
    """Print as chosen, and give what the PDF says."""

    def do(**chosen: object) -> str:
        answer = client.post(prints(event), data=chosen)
        assert answer.status_code == 303, answer.text
        path = answer.headers["Location"]
        page = client.get(path if path.endswith(".pdf") else f"{path}.pdf")
        return " ".join(part.extract_text() for part in PdfReader(io.BytesIO(page.data)).pages)

    return do


def test_all_are_printed_then_only_who_is_new_or_changed(event: Event, printed) -> None:
    first = printed()
    make.rsvp(event, first_name="Dan")
    db.session.scalars(db.select(rsvps.Rsvp).filter_by(first_name="Ben")).one().first_name = "Benni"
    db.session.commit()

    then, new = printed(), log.printed(event)

    assert all(name in first for name in ("Aiko", "Ben", "Chloé"))
    assert "Dan" in then
    assert "Benni" in then
    assert "Aiko" not in then
    assert len(new) == 4


def test_a_plan_that_moves_guests_makes_their_badges_changed(event: Event, printed) -> None:
    aiko, ben, chloe = guest_badges.guests(event)
    seated(event, [aiko, ben, chloe])
    printed()

    seated(event, [ben, aiko, chloe], version=2)

    assert choosing.standing(event).changed == [aiko.id, ben.id]
    assert "Chloé" not in printed(what="changed")


def test_of_chosen_people_only_the_others_are_printed(
    client: Visitor, event: Event, printed
) -> None:
    aiko, ben, _chloe = db.session.scalars(db.select(rsvps.Rsvp).order_by(rsvps.Rsvp.id)).all()
    printed(rsvp=aiko.id)

    asked = client.post(prints(event), data={"rsvp": [aiko.id, ben.id]})
    first = re.search(r"<form.*?</form>", asked.text[asked.text.index("<main") :], re.DOTALL)
    assert first
    assert "Print only the other one" in first[0]
    fields = re.findall(r'name="(\w+)" value="([^"]*)"', first[0])
    others = printed(**{name: [v for n, v in fields if n == name] for name, _value in fields})

    assert "Ben" in others
    assert "Aiko" not in others
    assert "Chloé" not in others


def test_a_reprint_asks_and_says_where_the_old_one_is(
    client: Visitor, event: Event, printed
) -> None:
    printed(start=3)
    ben = db.session.scalars(db.select(rsvps.Rsvp).filter_by(first_name="Ben")).one()

    asked = client.post(prints(event), data={"rsvp": ben.id})
    again = printed(rsvp=ben.id, again="1")

    assert asked.status_code == 409
    assert "Print this badge again?" in asked.text
    assert "sheet 1, label 4" in asked.text
    assert "Ben" in again
    assert "Aiko" not in again


def test_whoever_prints_some_that_are_out_may_print_only_the_others(
    client: Visitor, event: Event, printed
) -> None:
    printed()
    make.rsvp(event, first_name="Dan")
    db.session.commit()

    asked = client.post(prints(event), data={"what": "all"})

    assert asked.status_code == 409
    assert "3 of these badges are printed already" in asked.text
    assert "Print only the other one" in asked.text


def test_who_comes_back_needs_another_badge(app: Flask, event: Event, printed) -> None:
    printed()
    ben = db.session.scalars(db.select(rsvps.Rsvp).filter_by(first_name="Ben")).one()

    rsvps.cancel(ben, now=clock.now())
    db.session.commit()

    assert ben.id not in log.printed(event)


def test_blank_badges_bear_a_line_and_nobody_s_name(printed) -> None:
    said = printed(what="blank", blanks=3)

    assert said.count("Hello, I’m") == 3
    assert "Aiko" not in said


def test_what_can_t_be_printed_is_said_and_nothing_typed_is_lost(
    client: Visitor, event: Event, printed
) -> None:
    printed()

    nothing = client.post(prints(event), data={"what": "changed", "start": 4})
    wrong = client.post(prints(event), data={"what": "blank", "blanks": 0})

    assert nothing.status_code == 409
    assert "No printed badge has changed." in nothing.text
    assert re.search(r'name="start"[^>]*value="4"', nothing.text)
    assert wrong.status_code == 422
    assert "between 1 and 200" in wrong.text


def test_a_helper_s_device_is_told_that_a_guest_has_no_badge(client: Visitor, event: Event) -> None:
    gone = make.rsvp(event, first_name="Dora")
    rsvps.cancel(gone, now=clock.now())
    door_builders.device(client, event)

    answer = client.post(prints(event), data={"rsvp": gone.id})

    assert answer.status_code == 409
    assert "Choose whose badges to print." in answer.text


def test_a_print_that_never_came_out_is_taken_back(client: Visitor, event: Event, printed) -> None:
    printed()
    (run,) = log.runs(event)

    client.post(prints(event, f"/{run.id}/withdrawal"))
    client.post(prints(event, f"/{run.id}/withdrawal"))

    assert log.printed(event) == {}
    assert "count as not printed" in client.get(prints(event)).text


@pytest.fixture
def many(client: Visitor, event: Event, monkeypatch: pytest.MonkeyPatch) -> str:
    """The page of a print that is left to the worker."""
    monkeypatch.setattr(actions, "AT_ONCE", 2)
    monkeypatch.setattr("eventapp.badges.printing.order.SHEETS", 1)
    # One badge a sheet, so that there are three parts.
    answer = client.post(prints(event), data={"stock": "dymo-99014"})
    return answer.headers["Location"]


def test_many_are_printed_by_the_worker_and_their_page_tells_how_far_it_is(
    app: Flask, client: Visitor, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    told, drawn = [], actions.drawn

    def drawing(order: object) -> bytes:
        told.append(client.get(f"{many}/progress").json)
        return drawn(order)

    monkeypatch.setattr(actions, "drawn", drawing)
    before = client.get(f"{many}/progress").json
    worker.work_off(app)

    page, file = client.get(many), client.get(f"{many}.pdf")
    assert "waits for its turn" in before["html"]
    assert [re.findall(r"(\d) of 3 sheets", one["html"]) for one in told] == [["0"], ["1"], ["2"]]
    assert "Open the PDF" in page.text
    assert [p.extract_text()[:4] for p in PdfReader(io.BytesIO(file.data)).pages] == [
        "Aiko", "Ben\n", "Chlo",
    ]  # fmt: skip
    assert b"/PrintScaling /None" in file.data


def test_a_print_can_be_stopped_before_and_while_it_is_drawn(
    app: Flask, client: Visitor, event: Event, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = actions.drawn

    def stopping(order: object) -> bytes:
        client.post(f"{many}/stop")
        return drawn(order)

    monkeypatch.setattr(actions, "drawn", stopping)
    worker.work_off(app)

    assert db.session.scalars(db.select(PrintRun)).one().state == "stopped"
    assert client.get(f"{many}.pdf").status_code == 404
    assert log.printed(event) == {}


def test_a_print_of_somebody_who_is_erased_while_it_is_drawn_leaves_no_file(
    app: Flask, client: Visitor, event: Event, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben = db.session.scalars(db.select(rsvps.Rsvp).filter_by(first_name="Ben")).one().person

    def erased(_parts: object) -> bytes:
        erasing.erase(ben, now=clock.now())
        return b"%PDF with Ben"

    monkeypatch.setattr("eventapp.press.joined", erased)
    worker.work_off(app)

    assert db.session.scalars(db.select(PrintRun)).one().state == "stopped"
    assert db.session.scalars(db.select(PrintFile)).all() == []
    assert client.get(f"{many}.pdf").status_code == 404


def test_the_same_print_sent_twice_is_one(client: Visitor, event: Event, many: str) -> None:
    answer = client.post(prints(event), data={"stock": "dymo-99014", "what": "all", "again": "1"})

    assert answer.headers["Location"] == many


def test_a_print_that_can_t_be_drawn_says_so_and_its_badges_are_new(
    app: Flask, client: Visitor, event: Event, many: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eventapp.press._PROCESS", "nowhere.py")

    worker.work_off(app)

    assert "could not be drawn" in client.get(many).text
    assert log.printed(event) == {}


def test_a_print_whose_worker_died_is_taken_up_again_but_not_for_ever(
    app: Flask, many: str
) -> None:
    run = db.session.scalars(db.select(PrintRun)).one()
    for _ in range(work.MOST_TRIES):
        assert work.claim(PrintRun, now=clock.now() - timedelta(minutes=5))
        actions.take_up_lost(now=clock.now())

    assert run.state == "failed"


def test_the_file_is_forgotten_after_a_day_and_the_log_is_not(
    app: Flask, client: Visitor, event: Event, printed
) -> None:
    printed()
    (run,) = log.runs(event)
    run.made_at -= timedelta(days=1, minutes=1)
    db.session.commit()

    let_go(BY_KIND["prints"])

    assert db.session.scalars(db.select(PrintFile)).all() == []
    assert {one.badge for one in db.session.scalars(db.select(PrintedBadge))} == {None}
    assert len(log.printed(event)) == 3
    assert client.get(prints(event, f"/{run.id}.pdf")).status_code == 404
    assert "kept for a day" in client.get(prints(event, f"/{run.id}")).text
