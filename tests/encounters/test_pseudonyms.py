"""Whom somebody had met stays when they are erased, as nobody's; seating knows when they come back."""

from itertools import combinations

import followup_builders
import make
from conftest import visitor
from flask import Flask
from hypothesis import given
from hypothesis import strategies as some
from visitor import Visitor

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.encounters import ledger, pseudonyms
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.front import erasing
from eventapp.front.people_met.evenings import history_of
from eventapp.people.actions import sharer
from eventapp.people.models import Person
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.merging import parting


def met(event: Event, *people: Person) -> None:
    """These sat at one table."""
    at = {person.id: 1 for person in people}
    ledger.record(event, 1, at, set(at), now=make.NOON)


def erase(person: Person) -> None:
    erasing.erase(person, now=clock.now())
    db.session.commit()


def test_how_many_others_met_stays_when_one_of_them_is_erased(each_database: Flask) -> None:
    event = make.past_event()
    people = [make.rsvp(event).person for _ in range(4)]
    met(event, *people)
    gone, *others = people

    erase(gone)

    assert {len(ledger.met(other.id)) for other in others} == {3}
    rows = db.session.execute(db.select(Encounter.low_id, Encounter.high_id)).all()
    assert len(set(rows)) == 6
    assert all(low < high for low, high in rows)
    people = {number for pair in rows for number in pair}
    assert len(people - {other.id for other in others}) == 1
    assert gone.id not in people


def test_how_many_people_each_met_stays_on_their_page(app: Flask) -> None:
    event = make.past_event()
    guests = [make.rsvp(event) for _ in range(6)]
    followup_builders.arrive(*guests)
    met(event, *(rsvp.person for rsvp in guests))
    gone, *others = (rsvp.person for rsvp in guests)
    before = [history_of(other).number for other in others]

    erase(gone)

    assert [history_of(other).number for other in others] == before == [5] * 5


def test_whoever_comes_back_sits_with_nobody_they_had_met(each_database: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = (make.rsvp(event, email=f"{name}@example.org").person for name in "abc")
    met(event, ana, ben, cem)
    erase(ana)
    erase(ben)

    again, back = make.person(email="A@example.org"), make.person(email="b@example.org")
    other = make.person(email="new@example.org")
    people = sorted((again.id, back.id, cem.id, other.id))

    want = set(combinations(sorted((again.id, back.id, cem.id)), 2))
    assert ledger.counts(people) == dict.fromkeys(want, 1)
    low, high, at = ledger.meetings_among(people)
    assert set(zip(low.tolist(), high.tolist(), strict=True)) == want
    assert set(at.tolist()) == {event.id}


def test_erased_twice_all_that_was_before_counts(app: Flask) -> None:
    first, second = make.past_event(), make.past_event()
    other = make.person()
    for event in (first, second):
        someone = make.rsvp(event, email="a@example.org").person
        met(event, someone, other)
        erase(someone)

    again = make.person(email="a@example.org")

    assert ledger.counts([again.id, other.id]) == {(other.id, again.id): 2}


def test_two_at_one_address_are_told_apart_by_their_names(app: Flask) -> None:
    event = make.past_event()
    root = make.rsvp(event, email="a@example.org").person
    wife = sharer(root, first_name="Ana", last_name="Lee", now=make.NOON)
    make.rsvp(event, person=wife, first_name="Ana", last_name="Lee")
    other = make.rsvp(event).person
    met(event, wife, other)
    erase(root)

    back = make.person(email="a@example.org")
    again = sharer(back, first_name="ana", last_name="Lee", now=make.NOON)

    assert ledger.counts([back.id, other.id]) == {}
    assert ledger.counts([again.id, other.id]) == {(other.id, again.id): 1}


def test_with_another_secret_key_nobody_is_known_again(app: Flask) -> None:
    event = make.past_event()
    someone, other = make.rsvp(event, email="a@example.org").person, make.rsvp(event).person
    met(event, someone, other)
    erase(someone)
    again = make.person(email="a@example.org")
    assert ledger.counts([again.id, other.id])

    app.config["SECRET_KEY"] = "another secret key of more than enough characters"

    assert ledger.counts([again.id, other.id]) == {}


def test_no_page_tells_whoever_came_back_whom_they_had_met(app: Flask, client: Visitor) -> None:
    event = make.past_event(title="Spring evening")
    someone = make.rsvp(event, email="a@example.org").person
    friend, other = (make.rsvp(event, first_name=name) for name in ("Kofi", "Lena"))
    met(event, someone, friend.person, other.person)
    erase(someone)
    again = make.rsvp(email="a@example.org").person
    make.sign_in(client, again)

    mine, data = client.get("/me/people").text, client.get("/me/data.json").json

    assert "Spring evening" not in mine
    assert data["met"] == []
    assert "fingerprint" not in str(data)
    friends = visitor(app)
    make.sign_in(friends, friend.person)
    theirs = friends.get("/me/people").text
    assert "Lena" in theirs
    assert "One more person" in theirs, "who was erased is still counted"


def test_parted_again_each_has_whom_they_met_though_the_other_was_erased(app: Flask) -> None:
    host = make.community()
    event = make.past_event(community=host)
    kept = make.rsvp(make.event(community=host)).person
    twin, other = make.rsvp(event).person, make.rsvp(event).person
    met(event, twin, other)
    by, now = make.member(host), clock.now()
    merge = merging.merge(kept, twin, standing=set(), community_id=host.id, by=by, now=now)
    assert ledger.met(kept.id) == {other.id}

    erase(other)
    parting.part(merge, by=by, now=now)
    db.session.commit()

    assert ledger.met(kept.id) == set()
    assert len(ledger.met(twin.id)) == 1


def test_whoever_was_merged_into_somebody_is_known_by_the_address_they_had(app: Flask) -> None:
    host = make.community()
    event = make.past_event(community=host)
    someone, other = make.rsvp(event, email="a@example.org").person, make.rsvp(event).person
    kept = make.rsvp(event).person
    met(event, someone, other)
    ledger.record(event, 2, {someone.id: 1, kept.id: 1}, {someone.id, kept.id}, now=make.NOON)
    erase(someone)
    again = make.rsvp(make.event(community=host), email="a@example.org").person

    by, now = make.member(host), clock.now()
    merging.merge(kept, again, standing=set(), community_id=host.id, by=by, now=now)

    pair = min(other.id, kept.id), max(other.id, kept.id)
    assert ledger.counts([kept.id, other.id]) == {pair: 1}, "and nobody has met themselves"
    low, high, _at = ledger.meetings_among([kept.id, other.id])
    assert list(zip(low.tolist(), high.tolist(), strict=True)) == [pair]


@given(some.lists(some.tuples(some.integers(1, 9), some.integers(1, 9)), max_size=20))
def test_pairs_name_who_people_are_now_the_lower_first(pairs: list[tuple[int, int]]) -> None:
    back = {8: 2, 9: 3}

    found = list(pseudonyms.as_now(pairs, back))

    assert len(found) == len(pairs)
    for (low, high), (one, other) in zip(found, pairs, strict=True):
        assert low <= high
        assert {low, high} == {back.get(one, one), back.get(other, other)}


def test_a_fingerprint_is_no_token_and_needs_the_key() -> None:
    assert tokens.fingerprint("key", "a") != tokens.fingerprint("other", "a")
    assert tokens.fingerprint("key", "a") != tokens.digest(tokens.derive("key", "a"))
