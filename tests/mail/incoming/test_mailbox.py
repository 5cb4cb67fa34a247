"""A mailbox is read by one worker: each mail once, also when servers fall over, and nothing is passed over."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from imap_servers import Dovecot, Imap4d
from incoming_mail import fresh, kept, mail
from services import wait_until
from structlog.testing import capture_logs

from eventapp import clock
from eventapp.db import db
from eventapp.mail.incoming import actions, inbox, inbox_address, mailboxes
from eventapp.mail.incoming.models import Mailbox

pytestmark = pytest.mark.services


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes seconds takes hundredths."""
    monkeypatch.setattr(inbox, "EACH", 0.2)
    monkeypatch.setattr(inbox, "FIRST_WAIT", 0.02)


@contextmanager
def reading(app: Flask, url: str) -> Iterator[inbox.Reader]:
    """A worker reads the mailbox meanwhile."""
    db.session.commit()
    reader = inbox.Reader(app, inbox_address.place(url))
    thread = threading.Thread(target=reader.run)
    thread.start()
    try:
        yield reader
    finally:
        reader.stop()
        thread.join(10)
        assert not thread.is_alive()


def come(number: int) -> None:
    wait_until(lambda: len(kept()) >= number, what=f"{number} mails", seconds=10)


def known() -> Mailbox:
    [box] = fresh(Mailbox) or [Mailbox(last_uid=-1)]
    return box


def read_to_its_end(after: int) -> None:
    def is_read() -> bool:
        return bool(known().read_at) and known().last_uid >= after and not known().trouble

    wait_until(is_read, what="the end of the mailbox", seconds=10)


def test_what_is_there_and_what_comes_is_kept_as_it_is(app, dovecot: Dovecot, monkeypatch):
    monkeypatch.setattr(inbox, "EACH", 60)
    earlier, later = mail("Yes, we come.\r\n.\r\nÄ"), mail("No.")
    dovecot.deliver(earlier)

    with reading(app, dovecot.plain_url):
        come(1)
        read_to_its_end(1)
        # It calls: nobody waits for a minute.
        dovecot.deliver(later)
        come(2)

    assert [one.raw for one in kept()] == [earlier, later]
    assert {one.state for one in kept()} == {"waiting"}


def test_what_comes_just_before_it_waits_is_heard(app, dovecot: Dovecot, monkeypatch):
    monkeypatch.setattr(inbox, "EACH", 60)
    look = inbox.look

    def slow(*given: Any, **named: Any) -> None:
        look(*given, **named)
        if len(kept()) < 3:
            dovecot.deliver(mail())

    monkeypatch.setattr(inbox, "look", slow)
    with reading(app, dovecot.plain_url):
        come(3)


def test_where_the_server_does_not_call_it_is_asked(app, silent_dovecot: Dovecot):
    with reading(app, silent_dovecot.plain_url):
        read_to_its_end(0)
        silent_dovecot.deliver(mail())
        come(1)


def test_what_somebody_has_looked_at_is_read_and_what_was_read_shows_as_seen(app, dovecot):
    dovecot.deliver(mail("one"), mail("two"))
    person = dovecot.mailbox()
    person.store("1", "+FLAGS", r"(\Seen)")

    with reading(app, dovecot.plain_url):
        come(2)
        read_to_its_end(2)

    dovecot.deliver(mail("three"))
    person.select()
    person.store("3", "+FLAGS", r"(\Seen)")
    with reading(app, dovecot.plain_url):
        come(3)
        read_to_its_end(3)
    assert person.search(None, "SEEN")[1] == [b"1 2 3"]
    person.logout()


@pytest.mark.parametrize("way", ["url", "starttls_url"])
def test_a_server_that_nobody_vouches_for_is_told_no_password(app, dovecot, way, monkeypatch):
    with reading(app, getattr(dovecot, way)):
        wait_until(lambda: bool(known_trouble()), what="trouble", seconds=10)
        assert "certificate" in known_trouble()

    monkeypatch.setenv("SSL_CERT_FILE", str(dovecot.certificate))
    with reading(app, getattr(dovecot, way)):
        read_to_its_end(0)


def known_trouble() -> str:
    return known().trouble or ""


def test_a_wrong_password_is_named_and_stands_nowhere(app, dovecot, caplog):
    caplog.set_level(logging.DEBUG)
    url = dovecot.plain_url.replace("%23", "and-wrong")

    with capture_logs() as logged, reading(app, url):
        wait_until(lambda: bool(known_trouble()), what="trouble", seconds=10)

    assert "password of EVENTAPP_INBOX" in known_trouble()
    said = str(logged) + known().name + repr(inbox_address.place(url))
    said += "".join(
        record.getMessage() for record in caplog.records if record.levelno > logging.DEBUG
    )
    assert "does not accept the user" in said
    assert "and-wrong" not in said


def test_a_server_that_falls_over_is_read_on_when_it_is_back(app, dovecot):
    with reading(app, dovecot.plain_url):
        dovecot.deliver(mail("before"))
        come(1)

        dovecot.kill()
        wait_until(lambda: bool(known_trouble()), what="trouble", seconds=10)
        dovecot.begin()
        dovecot.deliver(mail("after"))
        come(2)
        read_to_its_end(2)

    assert [one.raw.split()[-1] for one in kept()] == [b"before", b"after"]


def test_a_mailbox_that_is_numbered_anew_is_read_anew_and_nothing_twice(app, dovecot):
    dovecot.deliver(mail("one"), mail("two"))
    with reading(app, dovecot.plain_url):
        come(2)
        read_to_its_end(2)
    db.session.execute(db.update(Mailbox).values(uid_validity=7, last_uid=4000))

    with reading(app, dovecot.plain_url):
        wait_until(lambda: known().uid_validity != 7, what="another look", seconds=10)
        dovecot.deliver(mail("three"))
        come(3)

    assert [one.raw.split()[-1] for one in kept()] == [b"one", b"two", b"three"]
    assert known().last_uid < 4000


def test_what_lay_in_the_mailbox_long_before_is_left_alone(app, dovecot):
    person = dovecot.mailbox()
    person.append("INBOX", "", '"01-Nov-2025 12:00:00 +0000"', mail("old"))
    person.logout()

    with reading(app, dovecot.plain_url):
        read_to_its_end(1)
        dovecot.deliver(mail("new"))
        come(1)
        dovecot.deliver(mail("newer"))
        come(2)

    assert [one.raw.split()[-1] for one in kept()] == [b"new", b"newer"]


def test_a_mail_that_is_too_large_stays_and_somebody_hears_of_it(app, dovecot, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 2000)
    dovecot.deliver(mail("x" * 3000, Subject="Photos"), mail("small"))

    with reading(app, dovecot.plain_url):
        come(2)

    large, small = kept()
    assert (large.state, small.state) == ("waiting", "waiting")
    assert b"Subject: Photos" in large.raw
    assert b"xxx" not in large.raw
    assert "too large" in large.reason


def test_only_one_of_two_workers_reads(each_database, dovecot):
    name, now = inbox_address.place(dovecot.plain_url).name, clock.now()

    held = [mailboxes.hold(name, holder=one, now=now) for one in ("first", "second", "first")]

    assert held == [True, False, True]
    assert mailboxes.hold(name, holder="second", now=now + 2 * mailboxes.LEASE)
    assert not mailboxes.note(name, holder="first", last_uid=9)
    mailboxes.let_go(name, holder="second")
    assert mailboxes.hold(name, holder="first", now=now)


def test_another_worker_takes_over_when_one_ends(app, dovecot):
    with reading(app, dovecot.plain_url) as first:
        read_to_its_end(0)
        with reading(app, dovecot.plain_url):
            first.stop()
            dovecot.deliver(mail())
            come(1)
            wait_until(lambda: known().holder != first.holder, what="another", seconds=10)


def test_a_mailbox_of_one_file_is_read_too(app, imap4d: Imap4d):
    imap4d.deliver(mail("one"))
    with reading(app, imap4d.plain_url):
        come(1)
        read_to_its_end(1)
        # It writes the whole file anew with its flags: what comes at that moment was once never shown.
        imap4d.deliver_and_restart(mail("two"))
        come(2)
        imap4d.deliver_and_restart(mail("three"))
        come(3)

    assert [one.raw.split()[-1] for one in kept()] == [b"one", b"two", b"three"]
