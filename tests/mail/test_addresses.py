"""What somebody typed becomes one plain address, or is refused with a sentence."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.mail import compose


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  aiko@mail.example ", "aiko@mail.example"),
        ("Aiko.Tanaka+meet@MAIL.example", "Aiko.Tanaka+meet@mail.example"),
        ("aiko＠mail.example", "aiko@mail.example"),
        ("ａｉｋｏ@mail.example", "aiko@mail.example"),
        ("jo@münchen.example", "jo@xn--mnchen-3ya.example"),
    ],
)
def test_an_address_is_folded_to_what_will_be_written_to(typed: str, meant: str) -> None:
    assert compose.address(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "aiko",
        "aiko@",
        "aiko@mail.example,evil@mail.example",
        "aiko@mail.example，evil@mail.example",
        "victim@mail.example＠evil.example",
        "aiko@mail.example;evil@mail.example",
        "aiko@mail.example\r\nBcc: evil@mail.example",
        "aiko@mail.example\x00",
        "ai ko@mail.example",
        "Aiko <aiko@mail.example>",
        '"a b"@mail.example',
        "äiko@mail.example",
        "aiko@[127.0.0.1]",
        "aiko@localhost",
        "a" * 65 + "@mail.example",
        "\ud800@mail.example",
    ],
)
def test_what_is_not_one_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(ValueError, match=r"^[A-Z].*\.$"):
        compose.address(typed)


@given(st.one_of(st.emails(), st.text(max_size=40), st.text("a@.＠，, \r\nＡß", max_size=12)))
def test_an_accepted_address_is_plain_and_stays_itself(typed: str) -> None:
    try:
        found = compose.address(typed)
    except ValueError:
        return

    assert found.isascii()
    assert found.count("@") == 1
    assert not any(unicodedata.category(c) == "Cc" or c in " ,;<>" for c in found)
    assert compose.address(found) == found
