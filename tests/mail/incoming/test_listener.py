"""Mail that a server brings: told yes once it is kept, and later while it can't be."""

import smtplib

import pytest
from flask import Flask
from incoming_mail import kept, mail
from listening import listening
from services import wait_until

from eventapp.mail import answer_addresses
from eventapp.mail.incoming import actions, inbox, inbox_address, listener

SENDER = "ada@example.net"


def ours(app: Flask, number: int = 1) -> str:
    return answer_addresses.address(
        "rsvp+TOKEN@example.org", answer_addresses.RSVP, number, app.config["SECRET_KEY"]
    )


def test_a_mail_over_lmtp_is_kept_for_each_recipient_and_each_is_answered(app):
    raw = mail("Yes.\r\n.\r\nÄ")
    with listening(app, "lmtp") as port, smtplib.LMTP("127.0.0.1", port, timeout=10) as server:
        server.ehlo()
        server.mail(SENDER)
        for recipient in ("a@example.org", "b@example.org"):
            server.rcpt(recipient)
        server.putcmd("data")
        server.getreply()
        server.send(raw.replace(b"\r\n.\r\n", b"\r\n..\r\n") + b".\r\n")
        answers = [server.getreply()[0] for _each in range(2)]
        assert server.noop()[0] == 250

    assert answers == [250, 250]
    assert [(one.recipient, one.raw) for one in kept()] == [
        ("a@example.org", raw),
        ("b@example.org", raw),
    ]


def test_over_smtp_only_what_is_meant_for_us_is_taken(app):
    with listening(app, "smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        for recipient in (ours(app).upper(), app.config["MAIL_FROM"]):
            server.sendmail(SENDER, [recipient], mail())
        for stranger in ("someone@example.org", ours(app).replace("a1-", "a2-")):
            with pytest.raises(smtplib.SMTPRecipientsRefused) as no:
                server.sendmail(SENDER, [stranger], mail())
            assert no.value.recipients[stranger][0] == 550

    assert [one.recipient for one in kept()] == [ours(app).upper(), app.config["MAIL_FROM"]]


def test_lines_that_are_longer_than_they_may_be_are_taken(app):
    with listening(app, "smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.sendmail(SENDER, [ours(app)], mail("x" * 30_000))

    assert len(kept()) == 1


def test_what_is_too_large_is_turned_away_and_the_next_one_taken(app, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 5000)
    with listening(app, "smtp") as port, smtplib.SMTP("127.0.0.1", port, timeout=10) as server:
        server.ehlo()
        assert server.esmtp_features["size"] == "5000"
        # Who doesn't say how large it is, is told afterwards.
        server.esmtp_features.pop("size")
        with pytest.raises(smtplib.SMTPDataError) as no:
            server.sendmail(SENDER, [ours(app)], mail("x" * 900 + "\r\n" + "x" * 9000))
        assert no.value.smtp_code == 552
        server.sendmail(SENDER, [ours(app)], mail())

    assert len(kept()) == 1


@pytest.mark.parametrize("scheme", ["lmtp", "smtp"])
def test_while_it_cannot_be_kept_the_mail_server_is_told_later(app, scheme, monkeypatch):
    def away(*given: object) -> None:
        actions.store(given[0], recipient=None, now=None)

    monkeypatch.setattr(inbox, "keep", away)
    way = smtplib.LMTP if scheme == "lmtp" else smtplib.SMTP
    with listening(app, scheme) as port, way("127.0.0.1", port) as server:
        with pytest.raises(smtplib.SMTPDataError) as no:
            server.sendmail(SENDER, [ours(app)], mail())
        assert no.value.smtp_code == 451

    assert kept() == []


def test_a_port_that_another_worker_has_is_tried_again(app, monkeypatch):
    monkeypatch.setattr(listener, "EACH", 0.05)
    with listening(app, "lmtp") as port:
        listener.begin(app, inbox_address.place(f"lmtp://127.0.0.1:{port}"))
    # The first has ended; the second is there in time.
    wait_until(lambda: greets(port), what="the second worker", seconds=10)


def greets(port: int) -> bool:
    try:
        with smtplib.LMTP("127.0.0.1", port, timeout=2) as server:
            return server.noop()[0] == 250
    except (OSError, smtplib.SMTPException):
        return False
