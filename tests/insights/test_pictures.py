"""Every picture of an evening: true, readable, and telling on nobody."""

import re
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import evening_builders
import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.insights import gallery, hiding, svg
from eventapp.insights.evening import Evening, Guest, Role
from eventapp.insights.headlines import headlines
from eventapp.insights.picture import Picture
from eventapp.insights.pictures import chance, distinct, funnel, met, tables, topics
from eventapp.insights.reading import evening_of
from eventapp.insights.reports import sentence
from eventapp.insights.topics import Topic, Topics
from eventapp.role_marks import MARKS

ROLES = tuple(Role(f"Role {n}", n) for n in range(1, 6))


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


def test_how_few_a_single_one_met_is_told_by_no_number() -> None:
    groups = (range(7), range(7, 14), range(14, 22))
    apart = {(0, 1)}
    pairs = {pair for people in groups for pair in combinations(people, 2)} - apart
    read = replace(evening_with([1] * 22, size=7, mixed=False), pairs=(frozenset(pairs),))

    drawn, said = distinct.draw(read), headlines(read)[1]

    assert isinstance(drawn, Picture)
    assert drawn.table.rows == (("≤ 6", 14), ("7", 8))
    assert drawn.title == "On average everybody met 6 other people"
    assert (said.number, said.said) == ("6", "other people met on average")
    assert sentence.achieved([funnel.draw(read), drawn], again=None) == [
        "22 people came together at small tables and met 6 others on average."
    ]


def test_three_roles_that_are_drawn_as_one_are_named_in_a_row() -> None:
    few = evening_with([0, 0, 1, 1, 2, 2, 3, 3, 3, 3, 3], size=6, mixed=False)

    assert [group.name for group in few.groups] == ["Role 1, Role 2 or Role 3", "Role 4"]


def test_the_longest_name_of_roles_stands_whole_beside_its_row() -> None:
    names = ("Career changer", "Student", "Leader", "Educator", "Newcomer")
    roles = tuple(Role(name, n) for n, name in enumerate(names, start=1))
    some = evening_with([0, 0, 1, 2, 3, 4, 4, 4, 4, 4], size=5, mixed=False)

    drawn = chance.draw(replace(some, roles=roles))

    assert isinstance(drawn, Picture)
    assert "…" not in drawn.wide


def test_a_legend_says_only_what_is_drawn() -> None:
    def legend(*drawn: Topic) -> str:
        return topics._drawn(Topics(drawn, None, None), 520, "asks", "", "")

    untold = legend(Topic("SQL", 6, None, None))
    assert "not told apart" in untold
    assert "still open" not in untold
    assert "met an offer" not in untold
    assert "not told apart" not in legend(Topic("SQL", 12, 5, 6))


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
        starts_at=make.NOON,
        ends_at=make.NOON,
        published_at=None,
        zone="Europe/Berlin",
        roles=ROLES,
        guests=tuple(Guest(key=n, role=role, came=True) for n, role in enumerate(roles)),
        tables=(seated,),
        pairs=(frozenset(p for people in seated.values() for p in combinations(people, 2)),),
    )


def shown(evening: Evening) -> list[Picture]:
    return [one for one in gallery.pictures_of(evening) if isinstance(one, Picture)]
