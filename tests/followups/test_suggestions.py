"""What a card suggests is true, whatever people wrote: it is quoted, never made up, and short."""

import re
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from eventapp.followups.cards import Companion, Sitting, compose
from eventapp.followups.suggestions import MORE, MOST, WORDINGS, Step, shortened, words
from eventapp.rsvps.subjects import about, named

KINDS = ("", "advice", "introduction", "skill", "volunteering")
TOPICS = ("Data & SQL", "Speaking & talks", "Hiring")
# Quotes and names are told from the sentence by their marks: so nobody writes any here.
LETTERS = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"), exclude_characters="“”…")
SUBJECTS = (
    "SQL",
    "my first data job",
    "rehearsing a talk",
    "hiring",
    "beehives",
    "a tour",
    "نصيحة في البيانات",
)
LONG = st.sampled_from(
    [
        "a look at your CV " * 12,
        "Donaudampfschifffahrtsgesellschaft" * 7,
        "最初の仕事の探し方" * 20,
        "כיצד למצוא עבודה ראשונה בתחום הנתונים " * 5,
        "👩‍👩‍👧‍👦" * 60,
        "e\u0301\u0323" * 80,
    ]
)
LINES = st.one_of(
    st.just(""),
    LONG,
    st.text(LETTERS, max_size=200),
    st.lists(st.sampled_from(SUBJECTS), min_size=1, max_size=3).map(" and ".join),
)
NAMES = st.text(LETTERS, min_size=1, max_size=80).map(str.strip).filter(bool)


def companions(key: int, *, named: bool = True) -> st.SearchStrategy[Companion]:
    return st.builds(
        Companion,
        key=st.just(key),
        first_name=NAMES if named else st.none(),
        ask=LINES,
        ask_kind=st.sampled_from(KINDS),
        offer=LINES,
        offer_kind=st.sampled_from(KINDS),
    )


ME, OTHER = companions(1), companions(2)
BOTH = st.tuples(ME, OTHER)


def suggested(me: Companion, *others: Companion) -> list[tuple[Step, str]]:
    card = compose(me, [Sitting(1, 1, others)], topics=TOPICS)
    return [(met.step, words(met.step)) for met in card.people if met.step]


def is_beginning(piece: str, of: str) -> bool:
    """Whether a piece is what somebody wrote, or its beginning with an ellipsis."""
    return piece == of or (piece.endswith(MORE) and of.startswith(piece[:-1]))


def bare(said: str) -> str:
    return said.replace("\u2068", "").replace("\u2069", "")


# Every claim that a sentence may make, and whose words it stands for.
CLAIMS = (
    (r"you asked about “([^”]*)”", "my ask"),
    (r"^You asked about “([^”]*)”", "my ask"),
    (r"about “[^”]*”, you about “([^”]*)”", "my ask"),
    (r"you offered “([^”]*)”", "my offer"),
    (r"^You offered “([^”]*)”", "my offer"),
    (r"offered “[^”]*”, you “([^”]*)”", "my offer"),
    (r"NAME offered “([^”]*)”", "their offer"),
    (r"^You offered “[^”]*”, NAME “([^”]*)”", "their offer"),
    (r"NAME asked about “([^”]*)”", "their ask"),
    (r"NAME about “([^”]*)”", "their ask"),
)


def claims(step: Step, said: str) -> list[tuple[str, str]]:
    """What a sentence quotes, and of whom it says so."""
    name = shortened(step.data["name"], 30)
    return [
        (found, whose)
        for pattern, whose in CLAIMS
        for found in re.findall(pattern.replace("NAME", re.escape(name)), bare(said))
    ]


@given(BOTH)
@example((Companion(1, "Aiko", ask="SQL"), Companion(2, "Kofi", offer="SQL " * 60)))
@example((Companion(1, "Aiko"), Companion(2, "Kofi", ask="\u0301" * 200)))
def test_what_is_quoted_is_what_that_person_wrote(both: tuple[Companion, Companion]) -> None:
    me, other = both
    wrote = {
        "my ask": me.ask, "my offer": me.offer, "their ask": other.ask, "their offer": other.offer
    }  # fmt: skip

    ((step, said),) = suggested(me, other)

    quoted = claims(step, said)
    assert {piece for piece, _whose in quoted} == set(re.findall("“([^”]*)”", bare(said)))
    for piece, whose in quoted:
        assert wrote[whose], f"{whose}: they wrote nothing"
        assert piece.strip(MORE)
        assert is_beginning(piece, wrote[whose]), whose


@given(BOTH)
def test_two_lines_are_said_to_fit_only_where_subjects_finds_that_they_do(
    both: tuple[Companion, Companion],
) -> None:
    me, other = both

    ((step, said),) = suggested(me, other)

    quoted = {whose for _piece, whose in claims(step, said)}
    if quoted == {"my ask", "their offer"}:
        assert about(me.ask, TOPICS) & about(other.offer, TOPICS)
    if quoted == {"my offer", "their ask"}:
        assert about(me.offer, TOPICS) & about(other.ask, TOPICS)
    if "both asked about" in said and not quoted:
        shared = named(me.ask, TOPICS) & named(other.ask, TOPICS)
        assert any(topic in said for topic in shared)


@given(BOTH)
def test_a_suggestion_is_short_and_names_who_it_is_about(both: tuple[Companion, Companion]) -> None:
    me, other = both

    ((_step, said),) = suggested(me, other)

    assert 0 < len(said) <= MOST
    assert shortened(other.first_name or "", 30) in bare(said)


@given(st.text(max_size=300), st.text(max_size=300), st.text(min_size=1, max_size=300))
@pytest.mark.parametrize("kind", WORDINGS)
def test_no_text_makes_a_suggestion_longer(kind: str, one: str, two: str, name: str) -> None:
    data = {"name": name, "ask": one, "offer": two, "my_ask": two, "my_offer": one, "topic": two}

    for turn in range(4):
        assert len(words(Step(kind, turn, data))) <= MOST


@given(BOTH, st.integers(0, 120))
def test_no_language_makes_a_suggestion_longer(
    both: tuple[Companion, Companion], more: int
) -> None:
    ((step, _said),) = suggested(*both)

    said = words(step, lambda sentence: sentence + "x" * more)

    assert len(said) <= MOST


@given(ME, companions(2, named=False), companions(3))
def test_nobody_is_mentioned_who_did_not_agree(
    me: Companion, hidden: Companion, shown: Companion
) -> None:
    card = compose(me, [Sitting(1, 1, [hidden, shown])], topics=TOPICS)

    assert [met.companion.key for met in card.people] == [3]
    assert (card.people, card.unnamed) == (
        compose(me, [Sitting(1, 1, [shown])], topics=TOPICS).people,
        1,
    )


@given(ME, st.lists(OTHER, max_size=6))
def test_the_same_evening_makes_the_same_card(me: Companion, others: list[Companion]) -> None:
    assert suggested(me, *others) == suggested(me, *others)


@pytest.mark.parametrize("kind", ["advice", "introduction", "skill", "volunteering"])
@pytest.mark.parametrize(
    ("theirs", "mine", "step"),
    [("offer", "ask", "their_offer_meets_my_ask"), ("ask", "offer", "i_can_help")],
)
def test_what_is_suggested_suits_the_kind_of_help_that_was_offered(
    kind: str, theirs: str, mine: str, step: str
) -> None:
    asked = KINDS[KINDS.index(kind) - 1]
    kind_of = {"offer": kind, "ask": asked}
    me = Companion(1, "Aiko", **{mine: "SQL", f"{mine}_kind": kind_of[mine]})
    other = Companion(2, "Kofi", **{theirs: "SQL", f"{theirs}_kind": kind_of[theirs]})

    ((found, said),) = suggested(me, other)

    assert found.kind == step
    ending = said.rpartition(": ")[2]
    assert any(wording.endswith(ending) for wording in WORDINGS[step][kind])
    assert not any(
        wording.endswith(ending)
        for other_kind, wordings in WORDINGS[step].items()
        if other_kind != kind
        for wording in wordings
    )


def test_one_card_says_the_same_in_other_words_each_time() -> None:
    for others in (
        [Companion(key, f"Kofi{key}") for key in range(2, 6)],
        [Companion(key, "Kofi", offer="beehives", offer_kind="skill") for key in range(2, 4)],
        [Companion(key, "Kofi", offer="an hour of SQL", offer_kind="skill") for key in range(2, 4)],
    ):
        me = Companion(1, "Aiko", ask="SQL")

        endings = [re.sub("Kofi\\d?|“.*”", "", said) for _step, said in suggested(me, *others)]

        assert len(set(endings)) == len(others)


@given(LINES.filter(bool), st.integers(12, 80))
def test_a_text_is_shortened_at_the_end_of_a_word_or_between_letters(text: str, most: int) -> None:
    said = shortened(text, most)

    assert len(said) <= most
    if len(text) <= most:
        assert said == text
        return
    kept = said.removesuffix(MORE)
    assert text.startswith(kept)
    rest = text[len(kept) :]
    assert unicodedata.category(rest[0])[0] != "M" or not kept
    assert not kept.endswith("\u200d")
    # A word is torn only where no shorter end of a word is near.
    at_word = rest[0].isspace() or not rest[0].isalnum()
    assert at_word or not any(c.isspace() for c in text[most // 2 + 1 : most - 1])


def test_words_that_read_leftwards_stand_apart_from_the_sentence() -> None:
    me = Companion(1, "Aiko", ask="قواعد البيانات")
    other = Companion(2, "نور", offer="قواعد البيانات للمبتدئين")

    ((_step, said),) = suggested(me, other)

    assert said.startswith("\u2068نور\u2069 offered “\u2068قواعد البيانات للمبتدئين\u2069”")


def test_a_language_without_room_for_both_says_one_side_alone() -> None:
    step = Step(
        "their_offer_meets_my_ask", 0, {"name": "Kofi", "offer": "SQL", "my_ask": "SQL jobs"}
    )
    long = {
        wording: wording + "x" * 90 for wording in WORDINGS["their_offer_meets_my_ask"]["advice"]
    }

    assert (
        words(step, lambda said: long.get(said, said))
        == "Kofi offered “SQL”: bring one small question."
    )


def test_words_are_translated_before_names_are_put_in() -> None:
    said = words(
        Step("say_hello", 0, {"name": "100 % Kofi"}),
        lambda sentence: f"⟦{sentence}⟧",
    )

    assert said == "⟦Tell 100 % Kofi one thing you remember from your table.⟧"


@given(BOTH)
def test_percent_signs_are_only_text(both: tuple[Companion, Companion]) -> None:
    me, other = both
    assume(me.ask)
    me = Companion(1, "Aiko", ask=me.ask[:10] + " %(name)s %s %", offer=me.offer)

    assert words(suggested(me, other)[0][0])
