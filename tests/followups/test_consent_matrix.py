"""The consent matrix: every course of two guests, beside every place that could tell one of the other."""

import pytest
from consent_courses import Course, courses
from consent_leaks import leaks_of
from flask import Flask
from flooding import Clock
from visitor import Visitor


@pytest.mark.parametrize("mine", courses(), ids=str)
def test_nobody_learns_more_or_less_of_another_than_both_said_yes_to(
    mine: Course, app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    told_on = leaks_of(mine, courses(), client, moved_clock)

    assert not told_on, "\n".join(told_on)


def test_whatever_each_of_two_shares_is_what_the_other_gets(
    app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    told_on = leaks_of(Course(), [Course()] * 49, client, moved_clock, all_shares=True)

    assert not told_on, "\n".join(told_on)
