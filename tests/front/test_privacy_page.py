"""What the privacy page says of what guests share with each other."""

import re

import pytest
from visitor import Visitor


@pytest.fixture
def said(client: Visitor) -> str:
    page = client.get("/privacy").get_data(as_text=True)
    return re.sub(r"<[^>]+>|\s+", " ", page)


@pytest.mark.parametrize(
    "words",
    [
        "whom you ticked and your line to them, until ten days after the event",
        "a phone number and a link for your next card",
        "shown to another guest only when you both said yes",
        "Whom you don’t want to sit with is shown to nobody but the organizers",
        "name nobody, and show no number that stands for fewer than five people",
    ],
)
def test_it_says_what_becomes_of_what_is_told_in_confidence(said: str, words: str) -> None:
    assert words in said


def test_it_says_what_is_kept_of_those_who_help(said: str) -> None:
    assert "what you change at its desk is kept for a year under your name" in said
