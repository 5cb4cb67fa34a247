"""An address that was only typed opens nothing but what was typed in that same form."""

import re
from collections.abc import Callable

import make
import pytest
from conftest import visitor
from flask import Flask
from public_forms import SECRET, answer, page_of, plain
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import erase, token_of
from eventapp.programs.models import Enrolment
from eventapp.rsvps import actions
from eventapp.rsvps.models import Repeat, Rsvp


def kinds_to(email: str) -> list[str]:
    letters = db.select(Message.kind).where(Message.to == email).order_by(Message.id)
    return list(db.session.scalars(letters))


def test_a_yes_looks_the_same_whether_the_address_was_known_or_not(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    make.rsvp(
        event, email="known@example.org", first_name="Aiko", last_name="Sato", access_needs=SECRET
    )

    known = answer(client, event, "known@example.org", food="rice")
    fresh = answer(visitor(app), event, "fresh@example.org", food="rice")

    for ending in ("", "/answers", "/cancellation", "/invite.ics"):
        pages = [client.get(known + ending), visitor(app).get(fresh + ending)]
        one, other = (plain(p.text, "known@example.org", "fresh@example.org") for p in pages)
        assert one == other
        assert SECRET not in one


def test_what_was_typed_once_more_takes_no_place_and_changes_nothing(
    app: Flask, client: Visitor
) -> None:
    event = make.event(capacity=2)
    first = make.rsvp(
        event, email="known@example.org", first_name="Aiko", last_name="Sato", access_needs=SECRET
    )

    typed = answer(client, event, "known@example.org", ask="something else")
    changed = client.submit(f"{typed}/answers", ask="a third thing")
    client.submit(f"{typed}/cancellation")

    assert changed.status_code == 303
    rows = db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == event.id)).all()
    assert [(row.id, row.state, row.access_needs) for row in rows] == [(first.id, "going", SECRET)]
    assert first.ask
    assert first.ask.text == "my first job in data"
    assert "Another time, Aiko" in client.get(typed).text
    assert "You’re in, Aiko" in visitor(app).get(f"/r/{token_of(first.link)}").text
    assert kinds_to("known@example.org") == ["again"]


def test_a_yes_to_a_full_event_looks_the_same_for_whoever_has_a_place(
    app: Flask, client: Visitor
) -> None:
    event = make.event(capacity=2)
    make.rsvp(event, email="known@example.org", first_name="Aiko", last_name="Sato")
    make.rsvp(event), make.rsvp(event)

    known = answer(client, event, "known@example.org")

    assert "You’re number 2 in line, Aiko" in client.get(known).text
    fresh = answer(visitor(app), event, "fresh@example.org")
    assert "You’re number 2 in line, Aiko" in visitor(app).get(fresh).text


def test_a_second_name_at_an_address_is_a_second_guest_who_has_no_letters_but_one(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    lena = make.rsvp(event, email="haas@example.org", first_name="Lena", access_needs=SECRET)

    typed = answer(client, event, "haas@example.org", first_name="Milan", last_name="Haas")
    fresh = answer(visitor(app), event, "new@example.org", first_name="Milan", last_name="Haas")

    rows = db.session.scalars(db.select(Rsvp).where(Rsvp.event_id == event.id)).all()
    assert sorted(row.first_name for row in rows) == ["Lena", "Milan", "Milan"]
    milan = next(row for row in rows if row.person.shares_id == lena.person_id)
    assert milan.going
    assert kinds_to("haas@example.org") == ["shared"]
    pages = client.get(typed).text, visitor(app).get(fresh).text
    assert plain(pages[0], "haas@example.org") == plain(pages[1], "new@example.org")
    client.submit(f"{typed}/cancellation")
    db.session.refresh(milan), db.session.refresh(lena)
    assert (milan.state, lena.state) == ("cancelled", "going")


def test_the_second_guest_at_an_address_answering_twice_is_once(app: Flask) -> None:
    event = make.event()
    make.rsvp(event, email="haas@example.org", first_name="Lena")

    for _time in range(2):
        answer(visitor(app), event, "haas@example.org", first_name="Milan", last_name="Haas")

    assert len(db.session.scalars(db.select(Rsvp)).all()) == 2
    assert len(db.session.scalars(db.select(Repeat)).all()) == 1


@pytest.mark.parametrize("email", ["known@example.org", "nobody@example.org"])
def test_asking_to_sign_in_does_the_same_for_a_stranger(
    app: Flask, client: Visitor, queries: list[str], email: str
) -> None:
    make.person(email="known@example.org")
    client.get("/sign-in")
    queries.clear()

    sent = client.submit("/sign-in", email=email)

    assert sent.headers["Location"].endswith("/sign-in/sent")
    wrote = [q.split()[0:3] for q in queries if q.startswith("INSERT INTO message")]
    assert len(wrote) == 1
    assert kinds_to(email) == (["sign-in"] if email.startswith("known") else [])


def counted(act: Callable[[], object], queries: list[str]) -> list[str]:
    queries.clear()
    act()
    return [re.sub(r"\s+", " ", query)[:40] for query in queries]


def test_a_yes_asks_the_database_about_as_much_whether_the_address_was_known_or_not(
    app: Flask, client: Visitor, queries: list[str]
) -> None:
    event = make.event()
    make.rsvp(event, email="known@example.org", first_name="Aiko", last_name="Sato")
    db.session.commit()
    # Whoever opens the page first has it written.
    client.get(page_of(event))

    known = counted(lambda: answer(client, event, "known@example.org"), queries)
    fresh = counted(lambda: answer(visitor(app), event, "fresh@example.org"), queries)

    assert abs(len(known) - len(fresh)) <= 6


def test_erasing_an_address_erases_who_shared_it(app: Flask) -> None:
    event = make.event()
    lena = make.rsvp(event, email="haas@example.org", first_name="Lena")
    answer(visitor(app), event, "haas@example.org", first_name="Milan")
    answer(visitor(app), event, "haas@example.org", first_name="Lena", last_name="")

    erase(lena.person)
    db.session.commit()

    for table in (Rsvp, Repeat, Message, Enrolment):
        assert db.session.scalars(db.select(table)).all() == []


def test_what_was_typed_once_more_ends_with_the_answer_it_repeats(
    app: Flask, client: Visitor
) -> None:
    event = make.event(online_url="https://meet.example/room-7")
    first = make.rsvp(event, email="known@example.org", first_name="Aiko", last_name="Sato")
    typed = answer(client, event, "known@example.org")
    assert "You’re in, Aiko" in client.get(typed).text

    actions.cancel(first, now=clock.now())
    db.session.commit()

    page = client.get(typed).text + client.get(f"{typed}/invite.ics").text
    assert "Another time, Aiko" in page
    assert "meet.example" not in page


def test_the_first_page_stays_what_it_was_when_a_given_back_answer_is_typed_again(
    app: Flask, client: Visitor
) -> None:
    event = make.event()
    make.rsvp(event, email="known@example.org", first_name="Aiko", last_name="Sato")

    for email in ("known@example.org", "fresh@example.org"):
        typed = answer(client, event, email)
        client.submit(f"{typed}/cancellation")
        again = answer(client, event, email)
        assert "Another time, Aiko" in client.get(typed).text
        assert "You’re in, Aiko" in client.get(again).text


def test_who_was_typed_once_more_seems_to_move_up_when_the_line_is_served(
    app: Flask, client: Visitor
) -> None:
    event = make.event(capacity=1)
    make.rsvp(event), make.rsvp(event, email="known@example.org", first_name="Aiko")
    typed = answer(client, event, "known@example.org", last_name="")
    assert "in line, Aiko" in client.get(typed).text

    event.capacity = 5
    db.session.commit()
    actions.promote(event, now=clock.now())

    assert "You’re in, Aiko" in client.get(typed).text
    assert actions.count(event, "going") == 2
