"""What asks and offers are about, also where they share no word."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks import topics as benchmark
from eventapp.rsvps.subject_words import NO_SUBJECT, PHRASES
from eventapp.rsvps.subjects import about, named
from eventapp.rsvps.topics import singular, words

ASKS = """returning after a break; incident response; security careers; remote teams; writing a board
    paper; machine learning in production; salary negotiation; public speaking; working with
    vendors; data engineering; moving into management; certifications; procurement; observability;
    IT budgets; mainframe to cloud; hiring my first engineer; changing industry; running a
    retrospective; product management; open source; accessibility; mentoring juniors; cloud
    migration; networking as an introvert"""
TABLE = dict(line.split(": ", 1) for line in PHRASES.splitlines() if ": " in line)
ROWS = [(name, phrase) for name, row in TABLE.items() for phrase in row.split(", ")]


@pytest.mark.parametrize(
    ("ask", "offer", "subject"),
    [
        ("how to ask for a raise", "I've coached people for pay talks", "Salary & negotiation"),
        ("someone to look over my CV", "résumé review", "CVs"),
        ("Vorstellungsgespräch üben", "mock interviews", "Interviews"),
        (
            "kubernetes keeps killing my pods",
            "war stories about containers",
            "Kubernetes & containers",
        ),
        ("Wiedereinstieg nach der Elternzeit", "I restarted my career", "Returning after a break"),
        ("my queries are slow", "SQL for beginners", "SQL & databases"),
    ],
)
def test_an_ask_meets_an_offer_that_shares_no_word(ask, offer, subject):
    assert about(ask, []) & about(offer, []) == {subject}


@pytest.mark.parametrize(
    ("ask", "offer"),
    [
        ("joining a charity board", "board games every Friday"),
        ("getting a work visa for Germany", "walks with my German shepherd"),
        ("finding a flat", "flat white and other coffee"),
        ("stage fright before my first talk", "small talk with strangers"),
        ("becoming a product manager", "coffee with new managers"),
        ("how do I tell my boss", "learning to be the boss"),
    ],
)
def test_a_shared_word_that_means_something_else_brings_nobody_together(ask, offer):
    assert not about(ask, []) & about(offer, [])


def test_words_that_the_table_does_not_know_are_compared_beside_its_subjects():
    assert about("a heat pump, is it worth it?", []) & about("heat pump and solar", [])
    assert about("zither", []) == {"zither"}


def test_a_topic_of_the_community_gives_its_name_to_its_subject():
    assert named("my queries are slow", ["SQL"]) == {"SQL"}
    assert named("my queries are slow", ["Data/SQL"]) == {"Data/SQL"}
    assert named("my queries are slow", ["Design"]) == {"SQL & databases"}


def test_a_topic_that_the_table_does_not_know_is_found_beside_its_subjects():
    assert named("a CV for zither players", ["Zither"]) == {"Zither", "CVs"}


def test_a_topic_that_only_holds_a_phrase_does_not_take_its_subject_over():
    assert named("my queries are slow", ["SQL for cats"]) == {"SQL & databases"}


@pytest.mark.parametrize("ask", [" ".join(ask.split()) for ask in ASKS.split(";")])
def test_the_table_knows_what_people_ask(ask):
    assert named(ask, [])


@pytest.mark.parametrize("line", ["", " ", "…", "a or the", "?!", "\u200d"])
def test_an_empty_line_is_about_nothing(line):
    assert about(line, ["SQL", "&", ""]) == frozenset()


@given(st.text(), st.lists(st.text()))
def test_any_text_is_about_something_and_always_the_same(line, topics):
    found = about(line, topics)

    assert found == about(line, list(reversed(topics)))
    assert named(line, topics) <= found
    assert found <= {*topics, *TABLE, *map(singular, words(line))}
    assert NO_SUBJECT not in found or NO_SUBJECT in topics


@given(st.lists(st.sampled_from([phrase.replace("*", "") for _name, phrase in ROWS]), max_size=6))
def test_the_order_of_two_lines_does_not_matter(phrases):
    here, there = " ".join(phrases[::2]), " ".join(phrases[1::2])

    assert about(here, []) & about(there, []) == about(there, []) & about(here, [])
    assert about(here, []) == about(here.upper(), [])


def test_every_phrase_of_the_table_is_found():
    whole = {row: row[1].replace("*", "") for row in ROWS}

    assert [phrase for phrase in whole.values() if phrase != " ".join(words(phrase))] == []
    assert [
        row for row in ROWS if row[0] != NO_SUBJECT and row[0] not in named(whole[row], [])
    ] == []
    assert [row for row in ROWS if row[0] == NO_SUBJECT and named(whole[row], [])] == []


def test_a_phrase_that_may_end_in_any_way_has_three_letters_to_be_looked_up_by():
    assert [row for row in ROWS for part in row[1].split() if part[:3].endswith("*")] == []


def test_the_table_says_nothing_twice():
    assert [row for row, times in Counter(ROWS).items() if times > 1] == []
    assert len(TABLE) == sum(": " in line for line in PHRASES.splitlines())


def test_most_true_pairs_of_the_invented_lines_are_found_and_few_false_ones():
    found = Counter()
    for half in ("tune-1", "tune-2", "tune-3", "held-1", "held-2"):
        for ask, offer in benchmark.pairs(benchmark.read(), half):
            true = bool(ask.marks & offer.marks)
            found[true, bool(about(ask.text, []) & about(offer.text, []))] += 1

    assert found[True, True] >= 160
    assert found[True, False] <= 50
    assert found[False, True] <= 45
