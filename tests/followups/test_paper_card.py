"""The card on paper: everybody met is on it, whole and in order, and nothing leaves the page."""

import itertools
from collections.abc import Iterator

import followup_builders
import make
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from visitor import Visitor

from eventapp import clock, drawing, text_fitting
from eventapp.db import db
from eventapp.drawing import POINT, Part, Text
from eventapp.followups.sending.paper_card import (
    HEIGHT,
    MARGIN,
    WIDTH,
    PaperCard,
    Person,
    Table,
    pages,
)
from eventapp.followups.sending.paper_words import paper_card
from eventapp.followups.tablemates import company_around
from eventapp.typefaces import text as typeface

NAMES = (
    "Amara",
    "نور",
    "美咲",
    "Maximiliane-Theodora Wolkenstein-Trostburg-Hohenlohe",
    "Jo",
    "W" * 80,
)
LINES = (
    "",
    "how schools teach statistics today",
    "أين أجد أول عمل في البيانات",
    "データの最初の仕事の探し方" * 6,
    "Donaudampfschifffahrtsgesellschaft" * 6,
    "a long and winding question " * 7,
)
PEOPLE = st.builds(
    Person,
    mark=st.integers(1, 8),
    name=st.sampled_from(NAMES),
    role=st.sampled_from(("", "Leader, analytics in health", "Leader, " + "maps " * 40)),
    lines=st.sampled_from(LINES).map(lambda said: (("Asked:", said),) if said else ()),
    step=st.sampled_from(LINES).map(lambda said: said[:140]),
)
TABLES = st.builds(
    Table,
    heading=st.just("Round 1, table 2"),
    people=st.lists(PEOPLE, max_size=6).map(tuple),
    unnamed=st.sampled_from(("", "3 more people sat here and prefer not to be on cards.")),
)


def card(*tables: Table) -> PaperCard:
    return PaperCard(
        "Łucja, you met 15 people", "Coffee & Careers, Thursday, 26 November 2026", tables,
        "A small step:", "Your own notes", "Page %(number)s of %(of)s", "Careers in Data",
    )  # fmt: skip


def placed(
    parts: tuple[Part, ...], x: float = 0, y: float = 0
) -> Iterator[tuple[float, float, Text]]:
    """Every text with where it begins on its page."""
    for part in parts:
        if isinstance(part, drawing.Group):
            yield from placed(part.parts, x + part.x, y + part.y)
        elif isinstance(part, Text):
            yield x + part.x, y + part.y, part


@settings(max_examples=20)
@given(st.lists(TABLES, max_size=2))
def test_everybody_is_on_it_once_in_order_and_nothing_leaves_the_page(tables: list[Table]) -> None:
    found = pages(card(*tables))

    said = "".join("".join(t.said for _x, _y, t in placed(page.parts)) for page in found)
    said = "".join(said.split())
    at = 0
    for person in (person for table in tables for person in table.people):
        wrote = (person.name, person.role, *(line for _word, line in person.lines), person.step)
        for whole in ("".join(line.split()) for line in wrote):
            found_at = said.find(whole, at)
            assert found_at >= at
            at = found_at + len(whole)
    for page in found:
        assert (page.width, page.height) == (WIDTH, HEIGHT)
        for x, y, text in placed(page.parts):
            wide = text_fitting.width(text.said, typeface(700)) * text.points * POINT
            left = x - (wide if text.anchor == "right" else 0)
            assert left >= MARGIN - 0.5
            assert left + wide <= WIDTH - MARGIN + 3
            assert MARGIN / 2 <= y <= HEIGHT - MARGIN / 2


@settings(max_examples=20)
@given(st.lists(TABLES, max_size=2))
def test_no_line_stands_on_another(tables: list[Table]) -> None:
    for page in pages(card(*tables)):
        lines = sorted(
            (y, text.points) for _x, y, text in placed(page.parts) if text.anchor == "left"
        )
        for (upper, _points), (lower, points) in itertools.pairwise(lines):
            assert lower - upper > points * POINT * 0.85


def test_it_says_what_the_letter_says_and_no_secret(app: Flask) -> None:
    event = make.past_event()
    ana, ben = followup_builders.guests(event, "Ana", "Ben", ask="a way into SQL")
    (cem,) = followup_builders.guests(event, "Cem", keep_in_touch=False, ask="a secret")
    followup_builders.seat(event, [[ana, ben, cem]])
    followup_builders.arrive(ana, ben, cem)
    followup_builders.sending.draft(event, now=clock.now())

    sittings = company_around(ana).card(ana)
    drawn = pages(paper_card(followup_builders.card_of(ana), sittings))

    said = " ".join(text.said for page in drawn for _x, _y, text in placed(page.parts))
    assert "Ana, you met 2 people" in said
    assert "Ben" in said
    assert "a way into SQL" in said
    assert "One more person sat here" in said
    assert "Cem" not in said
    assert "secret" not in said
    assert "http" not in said
    assert followup_builders.path_of(ana).rpartition("/")[2] not in said


def test_only_the_card_s_own_link_opens_it(app: Flask, client: Visitor) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ana)

    paper = client.get(f"{path}/card.pdf")

    assert (paper.status_code, paper.mimetype) == (200, "application/pdf")
    assert paper.data.startswith(b"%PDF")
    assert "no-store" in paper.headers["Cache-Control"]
    assert f"{path}/card.pdf" in client.get(path).text
    assert client.get("/c/nobodys/card.pdf").status_code == 404
    ana.keep_in_touch_at = None
    db.session.commit()
    assert client.get(f"{path}/card.pdf").status_code == 404


def test_who_sat_with_people_that_are_not_shown_gets_a_page_for_notes(app: Flask) -> None:
    event = make.past_event()
    (ana,) = followup_builders.guests(event, "Ana")
    others = followup_builders.guests(event, "Ben", "Cem", keep_in_touch=False)
    followup_builders.seat(event, [[ana, *others]])
    followup_builders.arrive(ana, *others)
    followup_builders.sending.draft(event, now=clock.now())

    (page,) = pages(paper_card(followup_builders.card_of(ana), company_around(ana).card(ana)))

    said = [text.said for _x, _y, text in placed(page.parts)]
    assert "Your own notes" in said
    assert any("2 more people sat here" in line for line in said)
