"""The card: whom somebody met, and one small step for each."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.followups.cards import Companion, Sitting, compose
from eventapp.followups.consent import mutual

TOPICS = ("Hiring", "Data & SQL", "Speaking & talks", "Budgets")
ME = Companion(1, "Aiko", ask="my first SQL job", ask_kind="advice")


def other(key=2, name="Kofi", **given_fields):
    return Companion(key, name, **given_fields)


def step_for(companion, me=ME):
    card = compose(me, [Sitting(1, 4, [companion])], topics=TOPICS)
    return card.people[0].step


def test_the_people_of_each_round_are_listed_under_their_table():
    card = compose(ME, [Sitting(2, 5, [other(3)]), Sitting(1, 4, [ME, other(2)])])

    assert [(one.round, one.table) for one in card.rounds] == [(1, 4), (2, 5)]
    assert [met.companion.key for met in card.people] == [2, 3]


def test_somebody_met_twice_is_listed_in_the_first_round():
    card = compose(ME, [Sitting(1, 4, [other(2)]), Sitting(2, 5, [other(2), other(3)])])

    assert [[met.companion.key for met in one.people] for one in card.rounds] == [[2], [3]]


def test_a_round_that_brought_nobody_new_is_left_out():
    card = compose(ME, [Sitting(1, 4, [other(2)]), Sitting(2, 5, [other(2)])])

    assert len(card.rounds) == 1


def test_without_consent_people_are_counted_once_and_not_shown():
    hidden = other(2, None, ask="a secret", offer="another")
    card = compose(ME, [Sitting(1, 4, [hidden, other(3)]), Sitting(2, 5, [hidden, other(4)])])

    assert [one.unnamed for one in card.rounds] == [1, 0]
    assert card.unnamed == 1
    assert "secret" not in repr(card)


def test_an_offer_that_meets_my_ask_comes_first():
    companion = other(offer="an hour of SQL", offer_kind="skill", ask="SQL", ask_kind="skill")

    assert step_for(companion).kind == "their_offer_meets_my_ask"


def test_an_ask_that_my_offer_meets_is_mine_to_help_with():
    me = Companion(1, "Aiko", offer="rehearsing a talk", offer_kind="skill")

    step = step_for(other(ask="public speaking", ask_kind="advice"), me)

    assert (step.kind, step.data["my_offer_kind"]) == ("i_can_help", "skill")


def test_lines_without_a_topic_meet_by_their_words():
    me = Companion(1, "Aiko", ask="keeping beehives on a roof", ask_kind="advice")

    step = step_for(other(offer="a beehive to look after", offer_kind="skill"), me)

    assert step.kind == "their_offer_meets_my_ask"


def test_two_who_asked_about_the_same_topic_swap():
    step = step_for(other(ask="data in archives", ask_kind="advice"))

    assert (step.kind, step.data["topic"]) == ("shared_topic", "Data & SQL")


def test_where_nothing_fits_both_sides_words_come_before_those_of_one() -> None:
    me = Companion(1, "Aiko", ask="my first SQL job", offer="a walk by the sea")
    companion = other(ask="keeping bees", offer="a tour of the tram depot")

    assert step_for(companion, me).kind == "both_offered"
    assert step_for(other(ask="keeping bees"), me).kind == "both_asked"


def test_the_same_kind_of_help_comes_first_when_nothing_else_decides() -> None:
    me = Companion(1, "Aiko", offer="a walk by the sea", offer_kind="skill")

    companion = other(ask="keeping bees", ask_kind="skill")

    assert step_for(companion, me).kind == "pass_on_ask"


def test_giving_and_asking_take_turns() -> None:
    people = [other(key, offer=f"a tour, number {key}", ask="keeping bees") for key in range(2, 6)]

    card = compose(Companion(1, "Aiko"), [Sitting(1, 4, people)], topics=TOPICS)

    assert [(met.step.kind, met.step.turn) for met in card.people] == [
        ("ask_about_offer", 0),
        ("pass_on_ask", 0),
        ("ask_about_offer", 1),
        ("pass_on_ask", 1),
    ]


def test_who_wrote_nothing_is_greeted() -> None:
    assert step_for(other()).kind == "say_hello"


def test_a_suggestion_that_was_left_out_is_gone_and_a_plain_one_quotes_nothing() -> None:
    people = [other(key, offer="an hour of SQL", ask="hiring") for key in (2, 3, 4)]

    card = compose(ME, [Sitting(1, 4, people)], changed={2: "none", 3: "hello"})

    assert [met.step and met.step.kind for met in card.people] == [
        None,
        "say_hello",
        "their_offer_meets_my_ask",
    ]
    assert dict(card.people[1].step.data) == {"name": "Kofi"}


def test_only_wishes_that_both_have_make_a_pair():
    assert mutual({(1, 2), (2, 1), (3, 1), (5, 4), (4, 5)}) == {(1, 2), (4, 5)}


@given(st.sets(st.tuples(st.integers(1, 9), st.integers(1, 9))))
def test_a_pair_is_both_wishes_and_nothing_else(wishes):
    pairs = mutual(wishes)

    assert all(low < high and {(low, high), (high, low)} <= wishes for low, high in pairs)
    assert len(pairs) == sum((b, a) in wishes for a, b in wishes if a < b)


COMPANIONS = st.builds(
    Companion,
    key=st.integers(1, 12),
    first_name=st.none() | st.just("Kofi"),
    ask=st.sampled_from(["", "hiring", "SQL"]),
    offer=st.sampled_from(["", "hiring", "a talk"]),
)


@given(st.lists(st.lists(COMPANIONS, max_size=5), max_size=4))
def test_everyone_met_is_on_the_card_exactly_once(tables):
    sittings = [Sitting(number, 1, people) for number, people in enumerate(tables, 1)]

    card = compose(ME, sittings, topics=TOPICS)

    everyone = {companion.key for people in tables for companion in people} - {ME.key}
    assert len(card.people) + card.unnamed == len(everyone)
    assert compose(ME, sittings, topics=TOPICS) == card
