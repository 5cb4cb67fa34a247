from hypothesis import given
from hypothesis import strategies as st

from eventapp.door import badge_codes

IDS = st.integers(1, 10**14)
NONCES = st.text("abcXYZ019-_", min_size=22, max_size=22)


@given(IDS, NONCES)
def test_a_code_names_its_guest_and_fits_nobody_else(rsvp_id: int, nonce: str) -> None:
    code = badge_codes.code("secret", rsvp_id, nonce)

    assert badge_codes.named(code) == rsvp_id
    assert badge_codes.fits(code, "secret", rsvp_id, nonce)
    assert not badge_codes.fits(code, "secret", rsvp_id + 1, nonce)
    assert not badge_codes.fits(code, "another secret", rsvp_id, nonce)
    assert not badge_codes.fits(code, "secret", rsvp_id, nonce[:-1] + "~")


@given(st.text())
def test_whatever_is_scanned_is_a_code_or_not_and_never_an_error(text: str) -> None:
    named = badge_codes.named(badge_codes.scanned(text))

    assert named is None or named > 0
    assert not badge_codes.fits(text, "secret", 1, "a" * 22)


def test_a_scanner_may_read_the_whole_address_or_the_code_alone() -> None:
    code = badge_codes.code("secret", 42, "n" * 22)

    assert badge_codes.scanned(f"https://events.example.org/badge/{code}") == code
    assert badge_codes.scanned(f" {code}\n") == code
    assert badge_codes.named(badge_codes.scanned("https://elsewhere.example/badge/../42")) is None
