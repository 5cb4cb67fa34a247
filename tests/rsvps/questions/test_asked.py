"""What is asked of whom."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.questions.asked import Condition, asked, kept, moved, number_typed, words

ROLES = st.integers(1, 3)
ANSWERS = st.sampled_from(["yes", "no", "tea"])


@st.composite
def forms(draw: st.DrawFn) -> list[Condition]:
    """Questions of a form, each perhaps for a role, perhaps after any other, even itself."""
    numbers = draw(st.lists(st.integers(1, 8), unique=True, max_size=8))
    return [
        Condition(
            number,
            draw(st.none() | ROLES),
            draw(st.none() | st.sampled_from([*numbers, 99])),
            draw(ANSWERS),
        )
        for number in numbers
    ]


GIVEN = st.dictionaries(st.integers(1, 8), st.lists(ANSWERS, max_size=2))


@given(forms(), st.none() | ROLES, GIVEN)
def test_a_question_is_asked_exactly_when_role_and_answer_say_so(form, role, given) -> None:
    found = asked(form, role, given)

    for at, one in enumerate(form):
        earlier = {before.number for before in form[:at]} & found
        for_them = one.role_id in (None, role)
        follows = one.after is None or (
            one.after in earlier and one.value in given.get(one.after, [])
        )
        assert (one.number in found) == (for_them and follows)


@given(forms(), st.none() | ROLES, GIVEN)
def test_what_isnt_asked_decides_nothing(form, role, given) -> None:
    found = asked(form, role, given)
    heard = {number: said for number, said in given.items() if number in found}

    assert asked(form, role, heard) == found


@given(forms())
def test_whoever_says_nothing_is_asked_what_everybody_is(form) -> None:
    assert asked(form, None, {}) == {
        one.number for one in form if one.role_id is None and one.after is None
    }


@given(forms(), st.integers(1, 9), st.sampled_from([-1, 1]))
def test_moving_keeps_every_question_and_changes_two_at_most(form, number, by) -> None:
    order = [one.number for one in form]

    after = moved(form, number, by)

    assert sorted(after) == sorted(order)
    assert sum(a != b for a, b in zip(order, after, strict=True)) in {0, 2}


@given(forms(), st.lists(st.tuples(st.integers(1, 8), st.sampled_from([-1, 1])), max_size=20))
def test_no_question_ever_comes_before_the_one_it_hangs_on(form, steps) -> None:
    at = {one.number: place for place, one in enumerate(form)}
    form = [one for one in form if one.after is None or at.get(one.after, 99) < at[one.number]]
    for number, by in steps:
        order = moved(form, number, by)
        form = sorted(form, key=lambda one: order.index(one.number))

    at = {one.number: place for place, one in enumerate(form)}
    assert all(at[one.after] < at[one.number] for one in form if one.after in at)


@given(
    st.dictionaries(st.sampled_from("123456"), ANSWERS),
    st.dictionaries(st.sampled_from("123"), ANSWERS),
)
def test_an_answer_anew_replaces_what_is_asked_and_leaves_what_is_gone(before, after) -> None:
    now = kept(before, after, [1, 2, 3])

    assert {number: said for number, said in now.items() if number in "123"} == after
    assert {number: said for number, said in now.items() if number in "456"} == {
        number: said for number, said in before.items() if number in "456"
    }


@given(st.integers(-(10**9), 10**9))
def test_a_whole_number_is_read_as_it_is_typed(number) -> None:
    assert number_typed(str(number)) == number
    assert isinstance(number_typed(f" {number} "), int)


@pytest.mark.parametrize(
    ("typed", "number"),
    [("2.5", 2.5), ("2,5", 2.5), ("−3", -3), ("7.0", 7), (".5", 0.5), ("4.", 4)],
)
def test_a_number_is_read_as_people_type_it(typed, number) -> None:
    assert number_typed(typed) == number


@pytest.mark.parametrize(
    "typed", ["", "x", "1e9", "nan", "inf", "1.2.3", "--1", "²", "٣", "1 000", "9" * 16, ".", "-"]
)
def test_what_is_no_number_is_said_to_be_none(typed) -> None:
    with pytest.raises(ValueError):
        number_typed(typed)


@given(st.text())
def test_a_number_is_never_something_that_cant_be_kept(typed) -> None:
    try:
        number = number_typed(typed)
    except ValueError:
        return
    assert abs(number) < 10**15


def test_an_answer_is_a_list_of_words() -> None:
    assert words(None) == words("") == words([]) == []
    assert words("yes") == ["yes"]
    assert words(["a", "b"]) == ["a", "b"]
    assert words(2.5) == ["2.5"]
