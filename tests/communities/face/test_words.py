"""Wherever a table is named, it is called what its community calls it."""

import re
from datetime import timedelta

import make
import seating_builders
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.badges.guest_badges import words as badge_words
from eventapp.communities.face import host_page, words
from eventapp.mail import wording
from eventapp.mail.wording import Face
from eventapp.paths import ROOT, TEMPLATES
from eventapp.people.actions import token_of
from eventapp.rsvps import letter_context as letters
from eventapp.seating import actions as seating

OWN = Face("Data Kitchen", table_word="Circle", tables_word="Circles")
NAMED = re.compile(r"\b[Tt]ables? %\(\w+\)s")
HOME = ROOT / "eventapp/communities/face/words.py"
# What the engine says at the command line knows of no community.
FILES = [
    path
    for top, kinds in ((ROOT / "eventapp", ("py",)), (TEMPLATES, ("html", "txt", "js")))
    for kind in kinds
    for path in top.rglob(f"*.{kind}")
    if path != HOME
]


def test_no_place_names_a_table_but_by_the_words_of_its_community() -> None:
    found = {f"{path.name}: {said}" for path in FILES for said in NAMED.findall(path.read_text())}

    # How many there are names none of them.
    assert found == set()


def test_a_word_of_ones_own_is_put_as_it_was_typed(app: Flask) -> None:
    assert words.table(4) == "Table 4"
    assert words.at_table(4) == "table 4"
    assert words.tables("3, 4") == "Tables 3, 4"
    assert words.table(4, OWN) == words.at_table(4, OWN) == "Circle 4"
    assert words.tables("3, 4", OWN) == "Circles 3, 4"
    assert words.tables("3, 4", Face("", table_word="Circle")) == "Circle 3, 4"
    assert words.at_tables("3 and 4") == "tables 3 and 4"
    assert words.at_tables("3 and 4", OWN) == "Circles 3 and 4"
    assert (words.word(OWN), words.sign(4, OWN), words.sign(4)) == ("Circle", "C4", "T4")


def test_pages_prints_and_letters_name_tables_so(client: Visitor) -> None:
    event, guests = seating_builders.room(6, tables=2, seats=4)
    host = event.community
    host.table_word, host.tables_word = "Circle", "Circles"
    seating.publish(seating_builders.plan(event), now=clock.now())
    event.starts_at = clock.now() - timedelta(minutes=1)
    seating_builders.organizer(client, host)

    desk = f"/desk/{host.slug}/events/{event.slug}"
    own = f"/r/{token_of(guests[0].link)}"
    for path in (own, f"{desk}/tables", f"{desk}/door?q=Name"):
        shown = client.get(path).text
        assert re.search(r"Circle (<b>)?\d", shown), path
        assert not re.search(r"\b[Tt]able \d", shown), path
    assert badge_words(event).table == "C{table}"


def test_a_letter_names_tables_as_its_own_community_does_whatever_page_wrote_it(app: Flask) -> None:
    other = make.community()
    other.table_word = "Island"
    host_page.about(other)
    route = ((1, 4, "18:30"),)

    said = wording.words("route", letter_context(route, OWN))
    usual = wording.words("route", letter_context(route, Face("Another")))

    assert "Circle 4" in said.text
    assert "Circle 4" in said.html
    assert "table 4" in usual.text
    assert "Island" not in said.text + usual.text + usual.html


def letter_context(route: tuple[tuple[int, int, str], ...], face: Face) -> dict[str, object]:
    rsvp = make.rsvp()
    return letters.of(rsvp) | {"route": route, "style": wording.Style(face), "new": False}
