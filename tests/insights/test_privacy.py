"""No number of a picture, alone or beside another, tells on one to four people."""

import re
from collections.abc import Iterator
from itertools import combinations

import make
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp.insights import gallery, hiding
from eventapp.insights.evening import Evening, Guest, Role
from eventapp.insights.picture import Picture
from eventapp.insights.pictures import funnel
from eventapp.insights.square import dealt, square_of
from eventapp.insights.suggestions import suggestions
from eventapp.insights.topics import topics_of

ROLES = tuple(Role(f"Role {n}", n) for n in range(1, 6))


@st.composite
def evenings(draw: st.DrawFn) -> Evening:
    """Small and odd rooms, where hiding is hard."""
    people = draw(st.integers(0, 26))
    subjects = st.sampled_from(["", "Security", "SQL", "CVs"])
    guests = []
    for n in range(people):
        asked, offered = draw(subjects), draw(subjects)
        guests.append(
            Guest(
                key=n,
                role=draw(st.sampled_from([0, 0, 0, 1, 1, 2, 3, None])),
                came=draw(st.sampled_from([True, True, True, False])),
                had_place=draw(st.sampled_from([True, True, False])),
                connections=draw(st.integers(0, 1)),
                has_ask=bool(asked),
                asked=frozenset({asked} - {""}),
                offered=frozenset({offered} - {""}),
                ask_about=frozenset({asked} - {""}),
                offer_about=frozenset({offered} - {""}),
            )
        )
    came = [n for n, guest in enumerate(guests) if guest.came]
    size = draw(st.integers(2, 9))
    rounds = []
    for _round in range(draw(st.integers(0, 3))):
        order = draw(st.permutations(came))
        rounds.append(
            {
                at: tuple(sorted(order[i : i + size]))
                for at, i in enumerate(range(0, len(order), size))
            }
        )
    pairs = tuple(
        frozenset(pair for people in seated.values() for pair in combinations(people, 2))
        for seated in rounds
    )
    return Evening(
        starts_at=make.NOON,
        ends_at=make.NOON,
        published_at=None,
        zone="Europe/Berlin",
        roles=ROLES,
        guests=tuple(guests),
        invited_only=draw(st.integers(0, 6)),
        tables=tuple(rounds),
        pairs=pairs,
    )


@pytest.fixture(scope="module")
def pages() -> Iterator[None]:
    """The words of pages, without a database: pictures are functions of what was read."""
    app = Flask("pictures")
    Babel(app)
    with app.test_request_context():
        yield


@settings(max_examples=60, deadline=None)
@given(evening=evenings())
def test_no_picture_has_a_number_of_one_to_four_people(evening: Evening, pages: None) -> None:
    for picture in shown(evening):
        assert [n for n, count in picture.people.items() if hiding.few(count)] == []


@settings(max_examples=60, deadline=None)
@given(evening=evenings())
def test_taking_any_number_from_any_other_of_the_same_people_leaves_none(
    evening: Evening, pages: None
) -> None:
    # What counts some of the people of another: a difference is people, too.
    of_one_kind = [
        ("asked", "place", "came", "met", "connected"),
        ("came", "role "),
        ("came", "met "),
    ]
    for picture in shown(evening):
        for names in of_one_kind:
            held = [
                count
                for name, count in picture.people.items()
                if name in names or (name.startswith(names[-1]) and names[-1].endswith(" "))
            ]
            whole = [c for n, c in picture.people.items() if n == "came"]
            parts = [c for n, c in picture.people.items() if n.startswith(names[-1]) and " " in n]
            if picture.name == funnel.NAME:
                assert not any(hiding.few(abs(a - b)) for a, b in combinations(held, 2))
            elif parts and whole:
                sums = {sum(some) for r in range(len(parts) + 1) for some in combinations(parts, r)}
                assert not any(hiding.few(one) or hiding.few(whole[0] - one) for one in sums)


@settings(max_examples=60, deadline=None)
@given(evening=evenings())
def test_beside_how_many_came_no_number_of_any_picture_leaves_few(
    evening: Evening, pages: None
) -> None:
    told = {name: count for one in shown(evening) for name, count in one.people.items()}

    for name, count in told.items():
        if name.startswith("away "):
            # Who stayed away is nobody of those who came.
            assert not hiding.few(count), name
            continue
        assert not hiding.few(abs(told["came"] - count)), name
        # How many of a role met another is beside how many there are of it.
        role, met_them, _other = name.partition(" met ")
        if met_them:
            assert not hiding.few(told[f"role {role}"] - count) or role == "", name
        # And so is how many of it asked for something.
        if name.startswith("open of ") and (of_role := told.get(f"role {name[8:]}")):
            assert not hiding.few(of_role - count), name


@settings(max_examples=60, deadline=None)
@given(evening=evenings())
def test_asks_that_are_split_leave_no_few_behind(evening: Evening, pages: None) -> None:
    found = topics_of(evening)
    if found is None:
        return

    split = [topic for topic in found.topics if topic.answered is not None]

    for topic in split:
        assert not hiding.few(topic.answered)
        assert not hiding.few(topic.asked - topic.answered)
    told_of = sum(topic.asked for topic in found.topics)
    # Also who didn't ask, or asked about what isn't told, is not few.
    assert not hiding.few(len(evening.came) - told_of)
    assert found.asked in (None, told_of)
    if found.answered is not None:
        rest = found.answered - sum(topic.answered for topic in split)
        still_open = found.asked - found.answered
        still_open -= sum(topic.asked - topic.answered for topic in split)
        assert not hiding.few(rest)
        assert not hiding.few(still_open)


@settings(max_examples=60, deadline=None)
@given(evening=evenings())
def test_what_is_suggested_is_true_and_of_no_fewer_than_five(evening: Evening, pages: None) -> None:
    asked = {
        name: sum(name in evening.guests[n].asked for n in evening.came)
        for name in ("Security", "SQL", "CVs")
    }
    offered = {name: sum(name in evening.guests[n].offered for n in evening.came) for name in asked}

    for said in suggestions(evening):
        about = re.match(r"(\d+) asked about (\w+), and (.+?) offered it: invite (\d+)", said)
        if not about:
            continue
        number, name, offers, invite = about.groups()
        assert int(number) == asked[name] >= hiding.FEWEST
        assert int(invite) == -(-asked[name] // 4)
        if offers == "nobody":
            assert offered[name] == 0
        elif offers == "fewer than 5":
            assert 0 < offered[name] < 5
        else:
            assert int(offers) == offered[name]
            assert 3 * offered[name] < asked[name]


@settings(max_examples=40, deadline=None)
@given(evening=evenings())
def test_a_ring_has_a_line_for_each_pair_and_deals_the_ends_evenly(
    evening: Evening, pages: None
) -> None:
    square = square_of(evening)

    for (a, b), lines in dealt(square):
        assert len({frozenset(((a, one), (b, other))) for one, other in lines}) == square.met[a, b]
        ends = [one for one, _other in lines]
        per_person = [ends.count(n) for n in range(square.people[a])]
        assert max(per_person) - min(per_person) <= 1


def shown(evening: Evening) -> list[Picture]:
    return [one for one in gallery.pictures_of(evening) if isinstance(one, Picture)]
