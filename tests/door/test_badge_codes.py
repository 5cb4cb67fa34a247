import numpy as np
import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st

from eventapp import tokens
from eventapp.badges import qr
from eventapp.door import badge_codes

IDS = st.integers(1, 10**14)
NONCES = st.text("abcXYZ019-_", min_size=22, max_size=22)
# What was printed before, and must go on opening.
EARLIER = "https://events.example.org/badge/42-" + tokens.derive("secret", "badge:42:nonce")[:22]


def fits(code: str, secret: str, rsvp_id: int, nonce: str) -> bool:
    said = badge_codes.read(code)
    return said is not None and said.rsvp_id == rsvp_id and badge_codes.fits(said, secret, nonce)


@given(IDS, NONCES, st.integers(0, 2000))
def test_a_code_names_its_guest_and_plan_and_fits_nobody_else(
    rsvp_id: int, nonce: str, plan: int
) -> None:
    code = badge_codes.code("secret", rsvp_id, nonce, plan=plan)

    said = badge_codes.read(code)
    assert said
    assert (said.rsvp_id, said.plan) == (rsvp_id, plan if plan < badge_codes.UNTOLD else None)
    assert badge_codes.fits(said, "secret", nonce)
    assert not badge_codes.fits(said, "another secret", nonce)
    assert not badge_codes.fits(said, "secret", nonce[:-1] + "~")
    other = badge_codes.code("secret", rsvp_id + 1, nonce)
    assert other[-badge_codes.TOKEN :] != said.token


@given(st.text() | st.text(badge_codes.LETTERS + "01-/ſı", min_size=20, max_size=34))
def test_whatever_is_scanned_is_a_code_or_not_and_never_an_error(text: str) -> None:
    said = badge_codes.read(badge_codes.scanned(text))

    assert said is None or said.rsvp_id > 0
    assert said is None or not badge_codes.fits(said, "secret", "a" * 22)


@pytest.mark.parametrize("plan", [0, 7])
def test_a_scanner_may_read_the_whole_address_or_the_code_alone(plan: int) -> None:
    code = badge_codes.code("secret", 42, "n" * 22, plan=plan)

    assert badge_codes.scanned(f"HTTPS://EVENTS.EXAMPLE.ORG/B/{code}") == code
    assert badge_codes.scanned(f"https://events.example.org/B/{code}/") == code
    assert badge_codes.scanned(f" {code}\n") == code
    assert badge_codes.read(badge_codes.scanned("https://elsewhere.example/B/../42")) is None


def test_a_scanner_that_makes_small_letters_of_an_address_reads_the_same_code() -> None:
    address = f"https://events.example.org/b/{badge_codes.code('secret', 42, 'nonce')}".lower()

    assert fits(badge_codes.scanned(address), "secret", 42, "nonce")


def test_the_code_of_a_badge_that_was_printed_before_goes_on_fitting() -> None:
    said = badge_codes.read(badge_codes.scanned(EARLIER))

    assert said
    assert (said.rsvp_id, said.plan) == (42, None)
    assert badge_codes.fits(said, "secret", "nonce")
    assert not badge_codes.fits(said, "secret", "another")


def test_no_letter_of_a_code_can_be_changed_but_those_of_the_plan() -> None:
    code = badge_codes.code("secret", 7, "nonce", plan=3)

    for place in range(len(code)):
        for letter in "AB7":
            changed = code[:place] + letter + code[place + 1 :]
            plan_alone = place in {1, 2}
            assert fits(changed, "secret", 7, "nonce") == (changed == code or plan_alone)


def modules(address: str) -> int:
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return len(np.array(code.to_image(scale=1, add_quiet_zones=False)))


@pytest.mark.parametrize(
    ("base", "rsvp_id", "side"),
    [
        ("https://events.example.org", 999_999, 29),
        (f"https://{'h' * 20}.org", 2**20 - 1, 29),
        (f"https://{'h' * 21}.org", 2**20 - 1, 33),
        (f"https://{'h' * 22}.org", 2**10 - 1, 29),
        ("http://192.168.178.123:8000", 999_999, 29),
    ],
)
def test_the_address_of_a_badge_has_29_modules_where_the_host_lets_it(
    base: str, rsvp_id: int, side: int
) -> None:
    code = badge_codes.code("secret", rsvp_id, "n" * 22, plan=31)

    address = badge_codes.in_capitals(f"{base}/B/{code}")

    assert modules(address) == side
    # What we print and show has as many.
    assert qr.shape(address).side == side


def test_only_scheme_and_host_of_an_address_are_put_in_capitals() -> None:
    assert badge_codes.in_capitals("http://a.example:8000/b/C") == "HTTP://A.EXAMPLE:8000/b/C"
    # A host name with other letters would become another one: straße, STRASSE.
    assert badge_codes.in_capitals("https://straße.example/B/C") == "HTTPS://straße.example/B/C"
