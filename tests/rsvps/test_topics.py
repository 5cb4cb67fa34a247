"""The words of a line: topics that it names, and those that say what it is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.topics import keywords, kind_in, topics_in


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("My first SQL query", "sql"),
        ("reviewing CVs", "CV"),
        ("one career, many turns", "Careers"),
        ("MACHINE LEARNING in production", "Machine learning"),
        ("une carrière à Paris", "Carriere"),
        ("a talk of ten minutes", "Speaking & talks"),
        ("writing C++ well", "C++"),
        ("data stories from libraries", "Library"),
        ("機械学習を仕事で使う", "機械学習"),
        ("Карьерный рост", "карьерный рост"),
    ],
)
def test_a_topic_is_found_as_whole_words(line, name):
    assert topics_in(line, [name]) == {name}


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("a mysqldump gone wrong", "SQL"),
        ("learning about a machine", "Machine learning"),
        ("database", "Data"),
        ("C# for beginners", "C"),
        ("", "Data"),
        ("anything", "&"),
    ],
)
def test_a_topic_inside_another_word_is_none(line, name):
    assert topics_in(line, [name]) == frozenset()


def test_keywords_are_what_is_left_without_common_words():
    assert keywords("I could help someone with how beehives work") == {"beehive"}
    assert keywords("Wer kennt sich mit Bienenstöcken aus?") >= {"bienenstocken"}
    assert keywords("an introduction to someone") == frozenset()


def test_an_ask_and_an_offer_without_a_topic_still_meet():
    assert keywords("keeping beehives on a roof") & keywords("a beehive to look after")


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("an introduction in healthcare", "introduction"),
        ("a sounding board for one hard decision", "advice"),
        ("feedback on a talk", "advice"),
        ("volunteering at the next event", "volunteering"),
        ("an hour of SQL help", "skill"),
        ("pair debugging", "skill"),
        ("something else", "advice"),
    ],
)
def test_the_kind_of_help_is_told_by_its_words(line, kind):
    assert kind_in(line) == kind


@given(st.text(), st.lists(st.text()))
def test_topics_are_always_some_of_the_names_given(line, names):
    assert topics_in(line, names) <= set(names)


@given(st.text(st.characters(categories=["L", "N", "Z"])))
def test_keywords_do_not_depend_on_case(line):
    assert keywords(line) == keywords(line.casefold())
