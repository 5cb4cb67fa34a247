from hypothesis import given
from hypothesis import strategies as st

from eventapp.door import codes

IDS = st.integers(1, 10**14)
NONCES = st.text("abcXYZ019-_", min_size=22, max_size=22)


@given(IDS, NONCES)
def test_a_code_names_its_guest_and_fits_nobody_else(rsvp_id: int, nonce: str) -> None:
    code = codes.code("secret", rsvp_id, nonce)

    assert codes.named(code) == rsvp_id
    assert codes.fits(code, "secret", rsvp_id, nonce)
    assert not codes.fits(code, "secret", rsvp_id + 1, nonce)
    assert not codes.fits(code, "another secret", rsvp_id, nonce)
    assert not codes.fits(code, "secret", rsvp_id, nonce[:-1] + "~")


@given(st.text())
def test_whatever_is_scanned_is_a_code_or_not_and_never_an_error(text: str) -> None:
    named = codes.named(codes.scanned(text))

    assert named is None or named > 0
    assert not codes.fits(text, "secret", 1, "a" * 22)


def test_a_scanner_may_read_the_whole_address_or_the_code_alone() -> None:
    code = codes.code("secret", 42, "n" * 22)

    assert codes.scanned(f"https://events.example.org/badge/{code}") == code
    assert codes.scanned(f" {code}\n") == code
    assert codes.named(codes.scanned("https://elsewhere.example/badge/../42")) is None
