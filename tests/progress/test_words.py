"""Progress in words, as people read it."""

import pytest
from flask import Flask

from eventapp.progress import words
from eventapp.progress.completion import Facts, Rule, standing


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        (
            Facts(there=4, held=6, people=14, roles=5, roles_of=6),
            "Met 14 people, 5 of 6 roles; 4 of 6 sessions",
        ),
        (Facts(there=1, held=1, people=1), "Met one person; 1 of one session"),
        (Facts(to_come=6, roles_of=6), "Met nobody yet; 0 of 6 sessions"),
    ],
)
def test_all_of_it_in_a_line(app: Flask, facts: Facts, said: str) -> None:
    assert words.summary(facts) == said


@pytest.mark.parametrize(
    ("rule", "facts", "said"),
    [
        (Rule(0), Facts(held=1, to_come=1), ""),
        (Rule(1), Facts(there=1, held=1, to_come=2), "You have all that the program asks for."),
        (Rule(3), Facts(there=1, held=1, to_come=4), "You may still miss 2."),
        (Rule(3), Facts(there=1, held=1, to_come=3), "You may still miss one."),
        (
            Rule(3),
            Facts(there=1, held=1, to_come=3, compulsory_to_come=3),
            "You need each of the sessions to come.",
        ),
        (Rule(1, people=3), Facts(there=1, held=1, people=2), "Too much was missed to complete the program this time."),
        (
            Rule(3),
            Facts(there=0, held=2, to_come=1),
            "Too much was missed to complete the program this time. Can it be caught up elsewhere? "
            "Ask the organizers. You are welcome at every session to come.",
        ),
    ],
)  # fmt: skip
def test_what_lies_ahead_is_said_to_the_person(
    app: Flask, rule: Rule, facts: Facts, said: str
) -> None:
    assert words.outlook(standing(rule, facts)) == said


def test_everything_that_a_rule_asks_for_can_be_missing(app: Flask) -> None:
    rule = Rule(4, people=3, roles=2, reflection=True)
    found = standing(rule, Facts(there=1, held=2, to_come=3, compulsory_to_come=1))

    assert words.lacking(found) == [
        "3 more sessions",
        "one compulsory session",
        "3 more people to meet",
        "2 more roles to meet",
        "their closing words",
    ]
    assert words.own_lacking(found)[-1] == "a few words on what you take with you"
