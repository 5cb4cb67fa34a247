"""Every picture of an evening: true, readable, and telling on nobody."""

import re
from collections.abc import Iterator
from itertools import combinations
from xml.etree import ElementTree

import evening_builders
import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import given, settings
from hypothesis import strategies as st

from eventapp import clock
from eventapp.insights import gallery, hiding, svg
from eventapp.insights.evening import Evening, Guest, Role
from eventapp.insights.headlines import headlines
from eventapp.insights.picture import Picture
from eventapp.insights.pictures import chance, distinct, funnel, met, tables, topics
from eventapp.insights.reading import evening_of
from eventapp.insights.square import dealt, square_of
from eventapp.insights.suggestions import suggestions
from eventapp.insights.topics import topics_of
from eventapp.role_marks import MARKS

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
                has_offer=bool(offered),
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
        starts_at=evening_builders.make.NOON,
        ends_at=evening_builders.make.NOON,
        published_at=None,
        zone="Europe/Berlin",
        capacity=None,
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
def test_asks_that_are_split_leave_no_few_behind(evening: Evening, pages: None) -> None:
    found = topics_of(evening)
    if found is None:
        return

    split = [topic for topic in found.topics if topic.answered is not None]

    for topic in split:
        assert not hiding.few(topic.answered)
        assert not hiding.few(topic.asked - topic.answered)
    assert sum(topic.asked for topic in found.topics) == found.asked
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


def test_with_some_roles_few_are_drawn_as_one_everywhere(app: Flask) -> None:
    event, _people = evening_builders.evening(24)

    read = evening_of(event, now=clock.now())

    assert all(len(group.people) >= hiding.FEWEST for group in read.groups)
    assert sum(len(group.people) for group in read.groups) == len(read.came)
    ring, square = met.draw(read), chance.draw(read)
    assert [row[0] for row in ring.table.rows] == [row[0] for row in square.table.rows]


@pytest.mark.parametrize("number", [24, 120, 300])
def test_pictures_are_whole_drawings_that_say_what_they_show(app: Flask, number: int) -> None:
    event, people = evening_builders.evening(number)
    names = {rsvp.first_name for rsvp in people}

    pictures = shown(evening_of(event, now=clock.now()))

    assert {met.NAME, distinct.NAME, funnel.NAME} <= {picture.name for picture in pictures}
    for picture in pictures:
        assert picture.title
        assert not picture.title.endswith(".")
        assert all(len(row) == len(picture.table.headings) for row in picture.table.rows)
        for drawing in (picture.wide, picture.narrow):
            root = ElementTree.fromstring(drawing)
            kinds = [child.tag.rpartition("}")[2] for child in root]
            assert root.get("role") == "img"
            assert kinds[:2] == ["title", "desc"]
            assert root[0].text == picture.title
            assert "style" not in drawing
            assert not names & set(re.findall(r"\w+", drawing))
            ids = [one.get("id") for one in root.iter() if one.get("id")]
            assert all(one.startswith(picture.name) for one in ids)
            assert len(ids) == len(set(ids))


def test_a_file_is_dark_where_its_viewer_is_and_paper_knows_no_variables(app: Flask) -> None:
    event, _people = evening_builders.evening(40)
    ring = met.draw(evening_of(event, now=clock.now()))

    assert "prefers-color-scheme:dark" in svg.as_file(ring.wide)
    ElementTree.fromstring(svg.as_file(ring.wide))
    assert "var(" in ring.wide
    assert "var(" not in svg.plain(ring.wide)
    assert all(mark.fill in ring.wide for n, mark in MARKS.items() if f"mark-{n}" in ring.wide)


def test_headlines_are_numbers_that_pictures_show(app: Flask) -> None:
    event, _people = evening_builders.evening(120)
    read = evening_of(event, now=clock.now())

    came, half, asks, connected = headlines(read)

    steps = dict(funnel.draw(read).table.rows)
    assert int(came.number) == steps["Came"]
    assert int(connected.number) == steps["Both said yes"]
    assert half.number in distinct.draw(read).title
    assert asks.number in topics.draw(read).note


def test_a_table_within_the_share_of_the_room_is_full(app: Flask) -> None:
    held = evening_with([0] * 12 + [1] * 12, size=6, mixed=True)
    apart = evening_with([0] * 12 + [1] * 12, size=6, mixed=False)

    assert {one.share for one in tables.sat_at(held)} == {100}
    assert {one.share for one in tables.sat_at(apart)} == {50}
    assert tables.draw(apart).title == "0 of 4 tables held the mix that the room allowed"


def test_no_table_of_fewer_than_five_is_drawn(app: Flask) -> None:
    held = evening_with([0, 1] * 7, size=5, mixed=True)

    assert len(tables.sat_at(held)) == 2
    assert "1 table of fewer than five" in tables.draw(held).note


def evening_with(roles: list[int], *, size: int, mixed: bool) -> Evening:
    order = range(len(roles))
    if mixed:
        order = [
            n
            for pair in zip(order[: len(roles) // 2], order[len(roles) // 2 :], strict=True)
            for n in pair
        ]
    seated = {at: tuple(order[i : i + size]) for at, i in enumerate(range(0, len(roles), size))}
    return Evening(
        starts_at=evening_builders.make.NOON,
        ends_at=evening_builders.make.NOON,
        published_at=None,
        zone="Europe/Berlin",
        capacity=None,
        roles=ROLES,
        guests=tuple(Guest(key=n, role=role, came=True) for n, role in enumerate(roles)),
        tables=(seated,),
        pairs=(frozenset(p for people in seated.values() for p in combinations(people, 2)),),
    )


def shown(evening: Evening) -> list[Picture]:
    return [one for one in gallery.pictures_of(evening) if isinstance(one, Picture)]
