"""A question to start with: about what the table asks, the same for all who sit there."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.seating.starter_choice import Voice, opening

TOPICS = st.frozensets(st.sampled_from(["SQL", "Law", "Hiring"]), max_size=2)
VOICES = st.lists(st.builds(Voice, TOPICS, TOPICS, st.sampled_from(["", "my first job"])))
PLACES = {"table": st.integers(1, 40), "round": st.integers(1, 6)}


def test_a_topic_that_somebody_asks_and_another_offers_comes_first():
    table = [
        Voice(frozenset({"Law"}), frozenset()),
        Voice(frozenset({"SQL"}), frozenset()),
        Voice(frozenset(), frozenset({"SQL"})),
    ]

    found = opening(table, table=1, round=1)

    assert (found.kind, found.about) == ("shared", "SQL")


def test_nobody_answers_their_own_ask():
    alone = [Voice(frozenset({"SQL"}), frozenset({"SQL"}))]

    assert opening(alone, table=1, round=1).kind == "asked"


def test_without_a_topic_an_ask_speaks_for_itself():
    table = [Voice(frozenset(), frozenset(), "a garden for my street"), Voice(*[frozenset()] * 2)]

    assert opening(table, table=2, round=1).about == "a garden for my street"


def test_a_table_that_asks_nothing_gets_a_general_question():
    assert opening([], table=2, round=1).kind == "general"


@given(VOICES, st.randoms(), PLACES["table"], PLACES["round"])
def test_a_table_gets_one_question_in_whatever_order_it_sits(voices, luck, table, round):
    first = opening(voices, table=table, round=round)

    luck.shuffle(voices)

    assert opening(voices, table=table, round=round) == first


@given(VOICES, PLACES["table"], PLACES["round"])
def test_the_question_is_about_what_is_asked_there(voices, table, round):
    found = opening(voices, table=table, round=round)

    asked = {topic for voice in voices for topic in voice.asks}
    if found.kind in {"shared", "asked"}:
        assert found.about in asked
    elif found.kind == "line":
        assert not asked
        assert found.about in {voice.line for voice in voices}
