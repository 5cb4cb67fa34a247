"""Signatures, times and addresses, as values."""

import ipaddress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from eventapp.webhooks import backoff, signing
from eventapp.webhooks.addresses import NoTarget, public, target

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)


@given(body=st.text(), nonce=st.text(min_size=1, max_size=30, alphabet="abcdefgh-_0123"))
def test_the_library_of_the_specification_takes_every_signature(body: str, nonce: str) -> None:
    secret = signing.secret("a key", nonce)
    headers = signing.headers("msg_1", body.encode(), secrets=[secret], at=datetime.now(UTC))

    Webhook(signing.shown(secret)).verify(body.encode(), headers, json_parse=False)

    with pytest.raises(WebhookVerificationError):
        Webhook(signing.shown(secret)).verify(body.encode() + b" ", headers, json_parse=False)


def test_both_secrets_are_good_while_one_is_being_changed() -> None:
    new, old, other = (signing.secret("a key", nonce) for nonce in ("new", "old", "other"))
    headers = signing.headers("msg_1", b"{}", secrets=[new, old], at=datetime.now(UTC))

    for one in (new, old):
        assert Webhook(signing.shown(one)).verify(b"{}", headers) == {}
    with pytest.raises(WebhookVerificationError):
        Webhook(signing.shown(other)).verify(b"{}", headers)


def test_the_specification_s_own_example_has_our_signature() -> None:
    secret = b"\x30\x82\x01\x0a" * 8
    headers = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        secrets=[secret],
        at=datetime.fromtimestamp(1614265330, UTC),
    )

    said = Webhook(secret).sign(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        datetime.fromtimestamp(1614265330, UTC),
        '{"test": 2432232314}',
    )
    assert headers["webhook-signature"] == said
    assert headers["webhook-timestamp"] == "1614265330"


@given(tries=st.integers(1, len(backoff.WAITS)), chance=st.floats(0, 1, allow_nan=False))
def test_chance_adds_a_fifth_of_a_wait_at_most(tries: int, chance: float) -> None:
    at = backoff.next_try(tries, now=NOON, chance=chance)

    assert at is not None
    wait = backoff.WAITS[tries - 1]
    assert wait <= at - NOON <= wait * 1.2
    assert list(backoff.WAITS) == sorted(backoff.WAITS)


@given(chances=st.lists(st.floats(0, 1, allow_nan=False), min_size=9, max_size=9))
def test_the_tries_end_after_three_days_and_before_four(chances: list[float]) -> None:
    now = NOON
    for tries, chance in enumerate(chances, 1):
        at = backoff.next_try(tries, now=now, chance=chance)
        assert at is not None
        assert at > now
        now = at

    assert backoff.next_try(10, now=now, chance=0) is None
    assert backoff.failed_for_days(NOON, now=now)
    assert now - NOON < timedelta(days=4)


PRIVATE = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.3.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "192.0.2.1",
    "198.18.0.1",
    "240.0.0.1",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12::1",
    "ff02::1",
    "fec0::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2001:db8::1",
    "2001:0:1::1",
    "::127.0.0.1",
    "100::1",
    "5f00::1",
    "nonsense",
]
PUBLIC = ["93.184.215.14", "1.1.1.1", "2606:4700:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


@pytest.mark.parametrize("number", PRIVATE)
def test_no_private_address_counts_as_public_however_it_is_wrapped(number: str) -> None:
    assert not public(number)


@pytest.mark.parametrize("number", PUBLIC)
def test_addresses_of_the_internet_are_public(number: str) -> None:
    assert public(number)


@given(number=st.ip_addresses(v=4))
def test_what_isn_t_public_stays_so_within_ipv6(number: ipaddress.IPv4Address) -> None:
    wrapped = (f"::ffff:{number}", str(ipaddress.ip_address(int(number) + (0x64FF9B << 96))))

    assert all(public(one) == public(str(number)) for one in wrapped)


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.org/", "https"),
        ("ftp://example.org/", "https"),
        ("javascript:alert(1)", "form"),
        ("https://", "form"),
        ("https://user:word@example.org/", "password"),
        ("https://@example.org/", "password"),
        ("https://example.org:99999/", "form"),
        ("https://exa mple.org/", "form"),
        ("https://example.org/\r\nHost: a", "form"),
        ("https://example.org\\@127.0.0.1/", "form"),
        ("https://example.org/ü", "form"),
        ("https://example.org/" + "a" * 500, "form"),
        ("https://[::1/", "form"),
    ],
)
def test_what_is_no_address_to_send_to_is_refused(address: str, why: str) -> None:
    with pytest.raises(NoTarget, match=why):
        target(address, ())


@given(address=st.text(max_size=60) | st.text(max_size=40).map("https://".__add__))
def test_whatever_is_typed_is_an_address_or_refused_in_words(address: str) -> None:
    try:
        found = target(address, ())
    except NoTarget as no:
        said = str(no)
    else:
        said = "form" if found.tls and found.host.isascii() else "neither"
    assert said in {"form", "https", "password"}


def test_a_named_host_may_do_without_https_on_its_port_alone() -> None:
    named = {"127.0.0.1:9000", "hooks.internal"}

    assert target("http://127.0.0.1:9000/a?b=c", named).path == "/a?b=c"
    assert target("http://hooks.internal/", named).trusted
    assert not target("https://127.0.0.1/", named).trusted
    with pytest.raises(NoTarget, match="https"):
        target("http://127.0.0.1:9001/", named)


def test_a_name_with_other_letters_is_asked_for_as_networks_know_it() -> None:
    assert target("https://bücher.example/", ()).host == "xn--bcher-kva.example"
