"""A number and a link as people type them: tidied up, or refused."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.followups.contact_details import dialled, phone_number, web_address


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("example.com/me", "https://example.com/me"),
        (" http://example.com ", "http://example.com"),
        ("//example.com", "https://example.com"),
        ("https://例え.jp/ü?x=1#y", "https://xn--r8jz45g.jp/%C3%BC?x=1#y"),
        ("example.com:8080/x", "https://example.com:8080/x"),
    ],
)
def test_a_link_is_kept_as_an_address_to_follow(typed: str, kept: str) -> None:
    assert web_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "javascript:alert(1)", "JaVaScript://example.com/%0aalert(1)", "data:text/html,x",
        "mailto:a@example.com", "ftp://example.com", "https://me@example.com", "https://localhost",
        "https://[::1]/", "https://10.0.0.1/", "https://example.com:x/", "https://example.com\\@b.c",
        "https://example.com/ x", 'https://example.com/"x', "https://", "", "https://e.co/" + "x" * 200,
    ],
)  # fmt: skip
def test_what_isn_t_a_page_of_somebody_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        web_address(typed)


@given(st.text(max_size=60) | st.from_regex(r"[a-z]{1,12}:(//)?[ -~]{1,30}", fullmatch=True))
def test_whatever_is_typed_a_link_is_http_to_a_named_host_or_nothing(typed: str) -> None:
    try:
        kept = web_address(typed)
    except ValueError:
        return

    parts = urlsplit(kept)
    assert parts.scheme in {"http", "https"}
    assert "." in (parts.hostname or "")
    assert parts.username is None
    assert kept.isascii()
    assert kept.isprintable()
    assert not set(kept) & set(' "<>\\')
    assert web_address(kept) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" +44  131 496 0123 ", "+44 131 496 0123"),
        ("(0131) 496-0123 ext. 7", "(0131) 496-0123 ext. 7"),
        ("01.23.45.67.89", "01.23.45.67.89"),
    ],
)
def test_a_number_is_kept_as_it_was_typed(typed: str, kept: str) -> None:
    assert phone_number(typed) == kept


@pytest.mark.parametrize(
    ("number", "dials"),
    [("+44 131 496 0123", "+441314960123"), ("(0131) 496-0123 ext. 7", "01314960123"), ("", "")],
)
def test_a_telephone_dials_the_digits(number: str, dials: str) -> None:
    assert dialled(number) == dials


@pytest.mark.parametrize("typed", ["", "call me", "0131", "1" * 30, "+44 131\n<b>", "٠١٢٣٤٥٦"])
def test_what_nobody_can_dial_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        phone_number(typed)
