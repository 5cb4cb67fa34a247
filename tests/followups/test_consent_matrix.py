"""The consent matrix: every course of two guests, beside every place that could tell one of the other."""

import pytest
from consent_courses import AFTER, courses, introduced, pairs, seen, told
from consent_surfaces import letters_to, pages_of
from consent_tables import Guest, seated, walk
from flask import Flask
from visitor import Visitor

FIRSTS = [str(course) for course in courses()]


def leaks(guests: list[Guest], client: Visitor) -> list[str]:
    """Whatever one of two learned of the other and should not have, or should have and did not."""
    found = []
    for guest in guests:
        other = guest.other
        assert other is not None
        ways = guest.chosen
        case = f"({guest.course}) seen by ({other.course})"
        for place, text in letters_to(other):
            may = told(guest.course, other.course)
            may |= ways if "shares" in may else set()
            if erased := guest.course.gone("erased", AFTER):
                may = set()
            found += [f"{place}: {word} of {case}" for word in guest.named_in(text) - may]
            if place == "introduction" and not erased:
                missing = {"first", "last", "note", *ways} - guest.named_in(text)
                found += [f"{place}: no {word} of {case}" for word in missing]
        for place, text in pages_of(other, client):
            may = seen(guest.course, other.course)
            may |= ways if "shares" in may else set()
            found += [f"{place}: {word} of {case}" for word in guest.named_in(text) - may]
    return found


@pytest.mark.parametrize("first", FIRSTS)
def test_nobody_learns_more_of_another_than_that_one_said_yes_to(
    first: str, app: Flask, client: Visitor
) -> None:
    mine = [two for two in pairs() if str(two[0]) == first]
    event, guests = seated(mine)

    walk(event, guests)

    told_on = leaks(guests, client)
    assert not told_on, "\n".join(told_on)
    letters = sum(
        1 for guest in guests for place, _t in letters_to(guest) if place == "introduction"
    )
    gone = sum(introduced(*two) * sum(c.gone("erased", AFTER) for c in two) for two in mine)
    assert letters == sum(2 * introduced(*two) for two in mine) - gone
