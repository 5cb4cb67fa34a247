"""'Not with this person' on a guest's own page, and what becomes of it."""

import make
import pytest
from avoiding_builders import evening, membership, page, said, text, typed
from flask import Flask
from visitor import Visitor
from words import says

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.front.erasing import erase
from eventapp.front.my_data import held_on
from eventapp.people.actions import page_token_of
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.merging import parting
from eventapp.seating.avoiding import actions
from eventapp.seating.avoiding.models import Avoidance


def test_somebody_who_shows_their_name_is_chosen_and_taken_back(
    app: Flask, client: Visitor
) -> None:
    _event, maja, ana = evening()

    client.post(page(maja), data={"who": ana.id})
    client.post(page(maja), data={"who": ana.id})
    kept = said()
    number = db.session.scalars(db.select(Avoidance.id)).one()
    client.post(f"{page(maja)}/{number}/removal")

    assert [one[:2] for one in kept] == [(maja.person_id, ana.person_id)]
    assert kept[0][2].startswith("Ana (")
    assert said() == []


def test_only_who_is_shown_anyway_can_be_chosen(app: Flask, client: Visitor) -> None:
    event, maja, ana = evening()
    hidden = make.rsvp(event, first_name="Hilde")
    ana.show_name_at = None
    past = make.past_event(community=event.community)
    met, unnamed, elsewhere = (
        make.rsvp(past, first_name=name, email=f"{name}@example.org".lower())
        for name in ("Mona", "Ulf", "Elke")
    )
    make.rsvp(past, person=maja.person)
    other = make.past_event()
    far = make.rsvp(other, first_name="Farah", email="farah@example.org")
    far.keep_in_touch_at = clock.now()
    make.rsvp(other, person=maja.person)
    pair = dict.fromkeys((maja.person_id, far.person_id), 1)
    ledger.record(other, 1, pair, pair, now=other.ends_at)
    hidden.show_name_at = unnamed.keep_in_touch_at = None
    met.keep_in_touch_at = elsewhere.keep_in_touch_at = clock.now()
    at = dict.fromkeys((maja.person_id, met.person_id, unnamed.person_id), 1)
    ledger.record(past, 1, at, at, now=past.ends_at)
    db.session.commit()

    shown = client.get(page(maja)).text
    answers = [
        client.post(page(maja), data={"who": one.id}).status_code
        for one in (hidden, ana, unnamed, elsewhere, far, met)
    ]

    assert "Mona (" in shown
    assert [name for name in ("Hilde", "Ana (", "Ulf", "Elke", "Farah") if name in shown] == []
    assert answers == [409, 409, 409, 409, 409, 303]


def test_who_waits_isn_t_shown_who_comes(app: Flask, client: Visitor) -> None:
    _event, maja, _ana = evening()
    maja.state = "waitlisted"

    assert not says(client.get(page(maja)).text, "Ana")


@pytest.mark.parametrize("typed", ["Ana Silva", "ana@example.org", "Nobody At All"])
def test_the_answer_never_tells_whether_there_is_such_a_person(
    app: Flask, client: Visitor, typed: str
) -> None:
    _event, maja, ana = evening()
    ana.show_name_at = None

    answer = client.post(page(maja), data={"typed": typed}, follow_redirects=True)

    assert said() == [(maja.person_id, None, typed)]
    assert text(answer.text).replace(typed, "…") == text(
        client.post(page(maja), data={"typed": typed}, follow_redirects=True).text
    ).replace(typed, "…")
    assert "Kept. You won’t be seated at one table." in answer.text


def test_the_page_names_exactly_who_can_see_it(app: Flask, client: Visitor) -> None:
    event, maja, _ana = evening()
    host = event.community
    make.member(host, "owner", first_name="Olga")
    ines = make.member(host, "organizer", first_name="Ines")
    tom = make.member(host, "organizer", first_name="Tom")
    make.member(host, "door", first_name="Dora")

    first = client.get(page(maja)).text
    for person in (ines, tom):
        membership(host, person).trusted_at = clock.now()
    second = client.get(page(maja)).text

    assert "Only Olga can see this" in first
    assert "Only Ines and Tom can see this" in second
    assert not any(name in second for name in ("Olga", "Dora"))


def test_a_page_that_somebody_else_may_have_shows_and_takes_nothing(
    app: Flask, client: Visitor
) -> None:
    event, maja, ana = evening(most_guests=2)
    actions.avoid(maja.person, event.community_id, other=ana.person, said="Ana", now=clock.now())
    brought = make.rsvp(event, first_name="Bea")
    brought.brought_by_id = maja.id
    maja.link.page_digest = tokens.digest(page_token_of(maja.link))
    db.session.commit()
    typed = f"/r/{page_token_of(maja.link)}/not-with"

    for address in (typed, page(brought)):
        shown = client.get(address)
        assert shown.status_code == 200
        assert not says(shown.text, "Ana")
        assert client.post(address, data={"typed": "Somebody"}).status_code == 404
    assert len(said()) == 1


def test_whoever_signed_in_says_so_in_each_community_they_know(app: Flask, client: Visitor) -> None:
    event, maja, ana = evening()
    other = make.event()
    stranger = make.event()
    make.rsvp(other, person=maja.person)
    make.sign_in(client, maja.person)

    shown = client.get("/me/not-with").text
    client.post("/me/not-with", data={"community": event.community_id, "who": ana.id})
    client.post("/me/not-with", data={"community": other.community_id, "typed": "Somebody"})
    foreign = client.post(
        "/me/not-with", data={"community": stranger.community_id, "typed": "Somebody"}
    )
    number = db.session.scalars(db.select(Avoidance.id).order_by(Avoidance.id)).first()
    client.post(f"/me/not-with/{number}/removal", data={"community": event.community_id})

    assert event.community.name in shown
    assert other.community.name in shown
    assert stranger.community.name not in shown
    assert foreign.status_code == 409
    assert [one[2] for one in said()] == ["Somebody"]


def test_it_is_in_one_s_own_data_and_in_nobody_else_s(app: Flask) -> None:
    event, maja, ana = evening()
    actions.avoid(maja.person, event.community_id, other=ana.person, said="Ana", now=clock.now())

    mine, theirs = held_on(maja.person), held_on(ana.person)

    assert [one["said"] for one in mine["not_with"]] == ["Ana"]
    assert theirs["not_with"] == []


@pytest.mark.parametrize("who", [0, 1])
def test_it_goes_with_either_of_the_two(app: Flask, who: int) -> None:
    event, *two = evening()
    actions.avoid(
        two[0].person, event.community_id, other=two[1].person, said="Ana", now=clock.now()
    )
    db.session.commit()

    erase(two[who].person, now=clock.now())

    assert said() == []


@pytest.mark.parametrize("who", [0, 1])
def test_it_moves_when_two_records_become_one_and_back(app: Flask, who: int) -> None:
    event, *two = evening()
    made = [rsvp.person_id for rsvp in two]
    actions.avoid(
        two[0].person, event.community_id, other=two[1].person, said="Ana", now=clock.now()
    )
    later = make.event(community=event.community)
    kept = make.rsvp(later, first_name="Same").person
    db.session.commit()

    merge = merging.merge(
        kept,
        two[who].person,
        standing=set(),
        community_id=event.community_id,
        by=make.member(event.community),
        now=clock.now(),
    )
    merged = said()[0][:2]
    parting.part(merge, by=make.person(), now=clock.now())

    assert merged == tuple(kept.id if n == who else number for n, number in enumerate(made))
    assert said()[0][:2] == tuple(made)


def test_there_is_an_end_to_how_many(app: Flask, client: Visitor) -> None:
    _event, maja, _ana = evening()
    for number in range(actions.MOST):
        said_so = f"Somebody {number}"
        actions.avoid(
            maja.person, maja.event.community_id, other=None, said=said_so, now=clock.now()
        )

    refused = client.post(page(maja), data={"typed": "One More"})

    assert refused.status_code == 409
    assert len(said()) == actions.MOST


def test_a_typed_name_goes_with_whoever_has_it(app: Flask) -> None:
    _event, maja, ana = evening()
    typed(maja, "ana SILVA")
    typed(maja, "Ana")
    db.session.commit()

    erase(ana.person, now=clock.now())

    assert [words for _who, _other, words in said()] == ["Ana"]
