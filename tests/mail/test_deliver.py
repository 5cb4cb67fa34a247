"""From the outbox to a mail server and back into the outbox."""

import sqlite3
import threading
from datetime import timedelta
from types import SimpleNamespace

import make
import pytest

from eventapp import clock, tokens
from eventapp.db import db
from eventapp.mail import deliver, leases, outbox
from eventapp.mail import smtp as conversations
from eventapp.mail.models import Message


def messages() -> list[Message]:
    db.session.expire_all()
    return list(db.session.scalars(db.select(Message).order_by(Message.id)))


def queue(number: int = 1) -> list[Message]:
    event = make.event()
    for _ in range(number):
        make.rsvp(event, letter="invite")
    db.session.commit()
    return messages()


@pytest.mark.services
def test_a_letter_reaches_the_mail_server_once(app, smtp):
    app.config["SMTP_URL"] = smtp.url
    [message] = queue()

    assert deliver.deliver_due() == 1
    assert deliver.deliver_due() == 0

    [letter] = smtp.letters
    assert letter["To"].endswith(f"<{message.to}>")
    assert letter["Message-ID"] == message.message_id
    assert letter["Auto-Submitted"] == "auto-generated"
    parts = [part.get_content_type() for part in letter.walk()]
    assert parts == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert messages()[0].state == "sent"


@pytest.mark.services
def test_the_personal_link_is_put_in_only_when_the_letter_leaves(app, smtp, client):
    app.config["SMTP_URL"] = smtp.url
    [message] = queue()
    assert tokens.PLACEHOLDER.search(message.text)

    deliver.deliver_due()

    text = smtp.letters[0].get_body(("plain",)).get_content()
    link = next(word for word in text.split() if "/r/" in word)
    assert not tokens.PLACEHOLDER.search(text)
    assert client.get(link.removeprefix("http://localhost")).status_code == 200


@pytest.mark.services
@pytest.mark.parametrize(("code", "state"), [(550, "failed"), (451, "queued"), (421, "queued")])
def test_a_final_no_fails_at_once_and_a_passing_one_is_tried_again(app, smtp, code, state):
    app.config["SMTP_URL"] = smtp.url
    first, second = queue(2)
    first.to = "ann@elsewhere.example"
    db.session.commit()
    smtp.answers[first.to] = f"{code} not now"

    deliver.deliver_due()

    first, second = messages()
    assert first.state == state
    assert str(code) in first.trouble
    assert second.state == "sent"
    if state == "queued":
        assert first.due_at > clock.now() + timedelta(seconds=30)


def test_a_server_that_does_not_answer_is_asked_once_and_letters_wait(app):
    app.config["SMTP_URL"] = "smtp://127.0.0.1:1"
    queue(3)

    deliver.deliver_due()

    assert [message.tries for message in messages()] == [0, 0, 0]
    assert {message.state for message in messages()} == {"queued"}


@pytest.mark.services
def test_a_plain_mail_server_costs_no_look_at_whom_the_system_trusts(app, smtp, monkeypatch):
    app.config["SMTP_URL"] = smtp.url
    monkeypatch.setattr(conversations, "_trusted", None)
    queue()

    assert deliver.deliver_due() == 1


@pytest.mark.services
def test_one_conversation_serves_whatever_is_due(app, smtp, monkeypatch):
    app.config["SMTP_URL"] = smtp.url
    monkeypatch.setattr(deliver, "BATCH", 2)
    opened, connect = [], conversations.connect

    def counted(*given):
        opened.append(given)
        return connect(*given)

    monkeypatch.setattr(conversations, "connect", counted)
    queue(5)

    assert deliver.deliver_due() == 5
    assert len(opened) == 1


def test_others_may_write_while_the_mail_server_takes_its_time(app, monkeypatch):
    queue(3)
    file = db.engine.url.database

    def slow(letter) -> None:
        with sqlite3.connect(file, timeout=0) as other:
            other.execute("BEGIN IMMEDIATE")

    monkeypatch.setattr(deliver, "to_mailbox", slow)
    monkeypatch.setattr(deliver, "FRESH", 0)

    assert deliver.deliver_due() == 3


def test_a_letter_withdrawn_while_the_one_before_it_leaves_stays(app, monkeypatch):
    first, second = queue(2)
    left = []

    def leaves(letter) -> None:
        left.append(letter.to)
        outbox.withdraw(second.about)
        db.session.commit()

    monkeypatch.setattr(deliver, "to_mailbox", leaves)
    monkeypatch.setattr(deliver, "FRESH", 0)
    deliver.deliver_due()

    assert left == [first.to]
    assert [message.state for message in messages()] == ["sent", "withdrawn"]


def test_a_letter_to_somebody_who_is_erased_meanwhile_stays(app, monkeypatch):
    _first, second = queue(2)
    left = []

    def leaves(letter) -> None:
        left.append(letter.to)
        db.session.execute(db.delete(Message).filter_by(id=second.id))
        db.session.commit()

    monkeypatch.setattr(deliver, "to_mailbox", leaves)
    monkeypatch.setattr(deliver, "FRESH", 0)

    assert deliver.deliver_due() == len(left) == 1


def test_a_slow_mail_server_keeps_nothing_of_more_hurry_waiting_for_long(app, monkeypatch):
    queue(3)
    clock_, leased, take = SimpleNamespace(now=0), [], leases.take
    monkeypatch.setattr(deliver.time, "monotonic", lambda: clock_.now)

    def slow(letter) -> None:
        clock_.now += deliver.AT_MOST

    def counted(*given):
        found = take(*given)
        leased.append(len(found))
        return found

    monkeypatch.setattr(deliver, "to_mailbox", slow)
    monkeypatch.setattr(leases, "take", counted)

    assert deliver.deliver_due() == 3
    assert leased == [3, 2, 1]


def test_told_to_end_it_finishes_the_letter_under_way_and_lets_the_others_go(app, monkeypatch):
    queue(3)
    monkeypatch.setattr(deliver, "ending", ending := threading.Event())
    monkeypatch.setattr(deliver, "to_mailbox", lambda letter: ending.set())

    assert deliver.deliver_due() == 1
    assert [(message.state, message.leased_until) for message in messages()] == [
        ("sent", None),
        ("queued", None),
        ("queued", None),
    ]


def test_no_more_letters_leave_than_were_asked_for(app):
    queue(5)

    assert deliver.deliver_due(limit=2) == 2
    assert sorted(message.state for message in messages()) == ["queued"] * 3 + ["sent"] * 2


def test_letters_that_leave_at_once_are_marked_together(app, queries, monkeypatch):
    # However long twenty take on a busy machine.
    monkeypatch.setattr(deliver, "MARKED_EACH", 60)
    queue(20)

    queries.clear()
    deliver.deliver_due()

    assert len([statement for statement in queries if "UPDATE message" in statement]) == 2


def test_a_letter_held_by_a_crashed_worker_is_sent_after_its_lease(app):
    [message] = queue()
    message.leased_until = clock.now() + timedelta(minutes=1)
    db.session.commit()
    held = deliver.deliver_due()
    message.leased_until = clock.now() - timedelta(seconds=1)
    db.session.commit()

    assert (held, deliver.deliver_due()) == (0, 1)


def test_without_a_mail_server_letters_land_in_the_local_mailbox(app):
    queue(2)

    deliver.deliver_due()

    assert len(list((app.config["DATA_DIR"] / "mailbox").glob("*.eml"))) == 2


def test_a_check_that_says_no_withdraws_the_letter(app):
    queue()
    app.extensions["mail_checks"]["invite"] = lambda message: False

    deliver.deliver_due()

    assert messages()[0].state == "withdrawn"


def test_a_check_is_asked_for_no_letter_that_was_withdrawn(app, monkeypatch):
    queue(2)
    asked = []

    def check(message: Message) -> bool:
        asked.append(message.id)
        outbox.withdraw(messages()[1].about)
        return True

    app.extensions["mail_checks"]["invite"] = check
    monkeypatch.setattr(deliver, "FRESH", 60)
    deliver.deliver_due()

    assert len(asked) == 1
    assert [message.state for message in messages()] == ["sent", "withdrawn"]


def test_one_letter_that_cannot_be_written_does_not_stop_the_others(app):
    first, _ = queue(2)
    first.to = "two@example.org,three@example.org"
    db.session.commit()

    deliver.deliver_due()

    assert [message.state for message in messages()] == ["failed", "sent"]
