"""Words in braces: known or not, filled once, called otherwise in another language."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail.placeholders import NAMES, filled, paragraphs, renamed, unknown

VALUES = {name: f"<{name}>" for name in NAMES}


@pytest.mark.parametrize("typed", ["{first name}", "{First  Name}", "{ first name }"])
def test_a_placeholder_is_known_however_it_is_spaced_and_capitalized(typed: str) -> None:
    assert unknown(typed) == ""
    assert filled(f"Hello {typed}!", VALUES) == "Hello <first name>!"


@pytest.mark.parametrize("typed", ["{name}", "{}", "{event.place}", "{{event}}{x}"])
def test_a_placeholder_that_stands_for_nothing_is_found(typed: str) -> None:
    assert unknown(typed) in typed
    assert unknown(typed) != ""


def test_a_brace_alone_is_text() -> None:
    text = "a } b { c"

    assert unknown(text) == ""
    assert filled(text, VALUES) == text


def test_what_is_put_in_is_never_looked_through_again() -> None:
    values = {"first name": "{place}", "event": "{first name}", "place": "here"}

    assert filled("{first name} {event} {place}", values) == "{place} {first name} here"


@given(st.text(max_size=80), st.sampled_from(NAMES), st.text(max_size=80))
def test_nothing_but_placeholders_is_changed(before: str, name: str, after: str) -> None:
    whole = f"{before.replace('{', '(')}{{{name}}}{after.replace('}', ')')}"

    assert filled(whole, VALUES) == whole.replace(f"{{{name}}}", f"<{name}>")


@given(st.text(alphabet="ab {}\n" + "first name", max_size=60))
def test_names_of_another_language_and_back_are_the_same_text(text: str) -> None:
    there = {"first name": "prénom", "event": "soirée"}
    back = {said: name for name, said in there.items()}
    tidy = renamed(text, {name: name for name in there})

    assert renamed(renamed(tidy, there), back) == tidy


def test_paragraphs_are_what_stands_between_empty_lines() -> None:
    assert paragraphs("a\nb\n\n\n c \n") == (("a", "b"), ("c",))
