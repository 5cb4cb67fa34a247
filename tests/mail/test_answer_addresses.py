"""Addresses of our own: an answer is known by its token, and by nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail import answer_addresses as ours

SECRET = "a secret that nobody can guess, of course"
FORMS = ("rsvp+TOKEN@example.org", "TOKEN@answers.example.org")
numbers = st.integers(1, 10**10)


@given(st.sampled_from(FORMS), st.sampled_from("ab"), numbers)
def test_an_address_stands_for_one_thing_alone(form: str, kind: str, number: int) -> None:
    address = ours.address(form, kind, number, SECRET)

    assert ours.number_in(address, kind, SECRET) == number
    assert ours.number_in(address, "ab".replace(kind, ""), SECRET) is None
    assert ours.number_in(address, kind, "another secret, as long and as good") is None


@given(st.sampled_from(FORMS), numbers)
def test_it_is_short_and_the_same_in_any_case(form: str, number: int) -> None:
    address = ours.address(form, ours.RSVP, number, SECRET)

    assert address.rpartition("@")[0] == address.rpartition("@")[0].lower()
    assert len(address.rpartition("@")[0]) <= 64
    assert ours.number_in(address.upper(), ours.RSVP, SECRET) == number


@given(numbers, numbers)
def test_the_token_of_one_is_no_token_of_another(one: int, other: int) -> None:
    address = ours.address(FORMS[0], ours.RSVP, one, SECRET)
    moved = address.replace(f"a{one}-", f"a{other}-")

    assert ours.number_in(moved, ours.RSVP, SECRET) == (one if one == other else None)


@given(st.text())
def test_other_addresses_stand_for_nothing(text: str) -> None:
    assert ours.number_in(text, ours.RSVP, SECRET) is None


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ("rsvp@example.org", "write TOKEN once"),
        ("rsvp+TOKEN", "write TOKEN once"),
        ("TOKEN+TOKEN@example.org", "write TOKEN once"),
        ("rsvp@TOKEN.example.org", "write TOKEN once"),
        ("rs vp+TOKEN@example.org", "one plain address"),
        ("r" * 36 + "TOKEN@example.org", "shorter"),
    ],
)
def test_a_setting_that_cannot_work_is_refused_with_what_to_do(setting: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        ours.form(setting)


@pytest.mark.parametrize("setting", [*FORMS, "r" * 35 + "TOKEN@example.org"])
def test_a_setting_that_works_is_kept(setting: str) -> None:
    assert ours.form(setting) == setting
