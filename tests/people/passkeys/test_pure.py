"""What is asked and believed, without a browser: challenges, codes, the site's own name."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.people.passkeys import challenges, recovery_codes, relying_party
from eventapp.people.passkeys.relying_party import Site, Untrue

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def new(purpose: str = "sign-in:b:", now: datetime = NOON) -> bytes:
    return challenges.new("key", purpose=purpose, now=now, nonce=b"n" * 16)


def test_a_challenge_holds_for_its_purpose_and_for_ten_minutes() -> None:
    for purpose, after, good in [
        ("sign-in:b:", 0, True),
        ("sign-in:b:", 599, True),
        ("sign-in:b:", 600, False),
        ("sign-in:c:", 0, False),
        ("add:b:", 0, False),
    ]:
        now = NOON + timedelta(seconds=after)
        assert challenges.holds(new(), "key", purpose=purpose, now=now) == good
    assert not challenges.holds(new(), "another key", purpose="sign-in:b:", now=NOON)


@given(st.integers(0, 55), st.integers(1, 255))
def test_a_changed_challenge_holds_no_more(place: int, change: int) -> None:
    changed = bytearray(new())
    changed[place] ^= change

    assert not challenges.holds(bytes(changed), "key", purpose="sign-in:b:", now=NOON)


@given(st.binary(max_size=80))
def test_what_was_never_asked_holds_nothing(made_up: bytes) -> None:
    assert not challenges.holds(made_up, "key", purpose="sign-in:b:", now=NOON)


@pytest.mark.parametrize(
    ("base", "origin", "can"),
    [
        ("https://events.example.org", "https://events.example.org", True),
        ("https://Events.example.org:443", "https://events.example.org", True),
        ("https://events.example.org:8443", "https://events.example.org:8443", True),
        ("http://localhost:8000", "http://localhost:8000", True),
        ("http://events.example.org", "http://events.example.org", False),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000", False),
        ("https://192.168.1.20", "https://192.168.1.20", False),
        ("https://[::1]:8000", "https://[::1]:8000", False),
    ],
)
def test_passkeys_need_a_name_and_https_or_this_machine(base: str, origin: str, can: bool) -> None:
    site = Site(base=base, name="Tableful")

    assert site.can_have_passkeys == can
    if can:
        assert site.origin == origin


@pytest.mark.parametrize(
    ("before", "now", "copied"),
    [(0, 0, False), (0, 1, False), (5, 6, False), (5, 5, True), (5, 4, True), (5, 0, True)],
)
def test_a_counter_that_does_not_rise_tells_of_a_copy(before: int, now: int, copied: bool) -> None:
    assert relying_party.copied(before, now) == copied


@given(st.text() | st.dictionaries(st.text(), st.text()).map(str))
def test_bytes_from_anywhere_are_untrue_and_nothing_else(answer: str) -> None:
    for read in (relying_party.challenge_in, relying_party.key_in):
        with pytest.raises(Untrue):
            read(answer)


def test_a_code_is_read_however_it_was_typed() -> None:
    code = recovery_codes.new(lambda letters: letters[3])[0]

    assert code == "ddddd-ddddd"
    wanted = recovery_codes.digest(code, "salt")
    for typed in ("DDDDD ddddd", " ddddd–ddddd ", "dddddddddd"):
        assert recovery_codes.digest(typed, "salt") == wanted
    assert recovery_codes.digest(code, "another") != wanted
    assert recovery_codes.digest(code + "d", "salt") != wanted
