"""For whom the receiving server vouches."""

import pytest
from incoming_mails import mail

from eventapp.mail.incoming.parsing import read

SERVER = "mx.tables.example"


def proven(*headers: str, sender: str = "aiko@mail.example", server: str | None = SERVER) -> bool:
    return read(mail("Yes\n", *headers, f"From: {sender}"), trusted_server=server).proven


def results(said: str, *, server: str = SERVER) -> str:
    return f"Authentication-Results: {server}; {said}"


@pytest.mark.parametrize(
    "said",
    [
        "dkim=pass header.d=mail.example",
        "dkim=pass header.i=@mail.example header.s=2026 header.b=abc",
        "dkim=pass header.i=aiko@mail.example",
        'dkim=pass (2048-bit key; unprotected) header.d="mail.example"',
        "spf=fail smtp.mailfrom=x.example;\r\n\tdkim=pass header.d=mail.example",
        "dkim=fail header.d=mail.example; dkim=pass header.d=mail.example",
        "dkim=pass header.d=lists.mail.example",
        "DKIM=PASS header.d=MAIL.example",
        "arc=pass header.d=mail.example",
    ],
)
def test_a_signature_of_the_sender_s_domain_proves_it(said: str) -> None:
    assert proven(results(said))
    assert proven(results(said, server=f"{SERVER.upper()} 1"))


def test_a_sender_below_the_domain_that_signed_is_proven() -> None:
    assert proven(results("dkim=pass header.d=mail.example"), sender="aiko@office.mail.example")


@pytest.mark.parametrize(
    "said",
    [
        "none",
        "dkim=fail header.d=mail.example",
        "dkim=none",
        "dkim=pass",
        "dkim=pass header.d=other.example",
        "dkim=pass header.d=evilmail.example",
        "dkim=pass header.d=example",
        "dkim=pass header.d=other.example header.i=@mail.example",
        "dkim=pass header.d=other.example header.s=header.d=mail.example",
        "dkim=pass header.d=other.example header.s=x.header.d=mail.example",
        "dkim=pass header.i=header.d=mail.example@other.example",
        "dkim=pass header.d=other.example header.d=mail.example",
        "dkim=pass header.d=mail.example header.d=other.example",
        "spf=pass smtp.mailfrom=mail.example",
        "dmarc=pass header.from=mail.example",
        "arc=pass header.d=forwarder.example",
        "dkim=fail (dkim=pass header.d=mail.example)",
        "dkim=fail (because; dkim=pass header.d=mail.example;)",
        "dkim=fail (never closed; dkim=pass header.d=mail.example",
        'dkim=fail reason="x; dkim=pass header.d=mail.example"',
    ],
)
def test_anything_else_proves_nothing(said: str) -> None:
    assert not proven(results(said))


def test_only_the_trusted_server_is_believed() -> None:
    said = results("dkim=pass header.d=mail.example", server="mx.evil.example")

    assert not proven(said)
    assert not proven(results("dkim=pass header.d=mail.example"), server=None)
    assert not proven(results("dkim=pass header.d=mail.example"), server="")


def test_what_stood_below_before_it_was_received_is_not_believed() -> None:
    ours = results("dkim=fail header.d=mail.example")
    forged = results("dkim=pass header.d=mail.example")

    assert not proven(ours, "Received: from evil.example by mx.tables.example", forged)


def test_several_results_of_the_server_count_together() -> None:
    assert proven(results("dmarc=pass"), results("dkim=pass header.d=mail.example"))


def test_nobody_is_not_proven() -> None:
    assert not proven(results("dkim=pass header.d=mail.example"), sender="nobody")
