"""Whatever the mail server does, no letter is lost, and one that it minds stops no other."""

import threading
import time

import make
import pytest
from flask import Flask
from services import wait_until
from unruly_mail_server import DROP, HANG, KEEP_AND_DROP
from waiting_letters import all_due, guests, states, tries, waiting

from eventapp import clock
from eventapp.db import db
from eventapp.mail import domains
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message, ReceivingDomain


def only(address: str, verb: str, answer: str):
    """A rule: the server answers so when it comes to a letter to this address."""
    asked = [""]

    def rule(now: str, said: str) -> str | None:
        if now == "RCPT":
            asked[0] = said
        return answer if now == verb and address in asked[0] else None

    return rule


def patience_is_over() -> None:
    """Whoever waits because the server took nothing tries again."""
    db.session.execute(db.update(ReceivingDomain).values(free_at=clock.now()))
    db.session.commit()


@pytest.mark.parametrize("how", ["away", HANG, DROP, "421 busy", "554 go away"])
def test_a_server_that_takes_nothing_at_all_costs_no_letter_a_try(unruly, how):
    unruly.rule = lambda verb, said: how if verb == "CONNECT" else None
    waiting(*guests(3))
    if how == "away":
        unruly.away()

    assert deliver_due() == 0
    assert tries() == [0, 0, 0]

    unruly.rule = lambda verb, said: None
    if how == "away":
        unruly.back()
    assert deliver_due() == 0, "it is asked again at once"
    patience_is_over()

    assert deliver_due() == 3
    assert set(unruly.copies().values()) == {1}


@pytest.mark.parametrize(
    "answer", ["530 5.7.0 sign in first", "550 5.7.1 not from you", "452 full"]
)
def test_a_server_that_takes_no_letter_of_ours_is_asked_once_and_all_wait(unruly, answer):
    unruly.rule = lambda verb, said: answer if verb == "MAIL" else None
    waiting(*guests(3))

    deliver_due()

    assert tries() == [0, 0, 0]
    assert [verb for verb, _said in unruly.asked].count("MAIL") == 1


@pytest.mark.parametrize(
    ("verb", "answer", "state"),
    [
        ("RCPT", "550 5.1.1 nobody here", "failed"),
        ("RCPT", "450 4.2.1 later", "queued"),
        ("RCPT", "451 later", "queued"),
        ("RCPT", "421 too fast", "queued"),
        ("RCPT", HANG, "queued"),
        ("RCPT", DROP, "queued"),
        ("DATA", "554 5.7.1 spam", "failed"),
        ("DATA", "451 later", "queued"),
        ("DATA", HANG, "queued"),
        ("TAKEN", "550 5.7.1 spam", "failed"),
        ("TAKEN", "451 4.3.0 later", "queued"),
        ("TAKEN", DROP, "queued"),
    ],
)
def test_one_letter_that_the_server_minds_stops_no_other(unruly, verb, answer, state):
    unruly.rule = only("bad@", verb, answer)
    waiting("a@example.org", "bad@elsewhere.example", "b@example.org", "c@example.org")

    assert deliver_due() == 3
    assert states() == ["sent", state, "sent", "sent"]
    assert tries() == [1, 1, 1, 1]

    unruly.rule = lambda verb, said: None
    all_due()
    patience_is_over()
    deliver_due()

    assert states() == ["sent", "failed" if state == "failed" else "sent", "sent", "sent"]
    assert set(unruly.copies().values()) == {1}


def test_a_letter_of_which_nobody_knows_whether_it_was_taken_goes_once_more_under_its_own_id(
    unruly,
):
    [letter] = waiting("a@example.org")
    unruly.rule = lambda verb, said: KEEP_AND_DROP if verb == "TAKEN" and not unruly.taken else None

    deliver_due()
    all_due()
    deliver_due()

    assert states() == ["sent"]
    assert unruly.copies() == {letter.message_id: 2}


def test_letters_that_break_off_one_after_the_other_are_the_server_s_doing(unruly):
    unruly.rule = lambda verb, said: DROP if verb == "DATA" else None
    waiting(*guests(6))

    deliver_due()

    assert sum(tries()) == 1
    assert [verb for verb, _said in unruly.asked].count("DATA") == 2


def test_what_was_put_off_is_given_up_after_days_of_trying_and_not_of_waiting(unruly):
    unruly.rule = only("bad@", "RCPT", "451 later")
    long_ago = make.NOON.replace(year=2020)
    few, many = waiting("bad@example.org", "bad@example.net")
    few.created_at = many.created_at = long_ago
    few.tries, many.tries = 1, 20
    db.session.commit()

    deliver_due()

    assert states() == ["queued", "failed"]


def test_a_letter_that_cannot_be_looked_at_stops_no_other(unruly, each_database):
    def check(message: Message) -> bool:
        raise RuntimeError("no luck")

    each_database.extensions["mail_checks"]["shared"] = check
    waiting("a@example.org", kind="shared")
    waiting("b@example.org")

    assert deliver_due() == 1
    assert states() == ["queued", "sent"]


def test_a_server_that_takes_its_time_gets_each_letter_once_whoever_else_sends(
    unruly, each_database
):
    # Longer than a lease lasts; so is each letter.
    each_database.config["SMTP_TIMEOUT"] = 0.25
    unruly.rule = lambda verb, said: (
        threading.Event().wait(1.3) and None if verb == "TAKEN" else None
    )
    waiting(*guests(3))

    workers = [threading.Thread(target=_until_all_have_left, args=(each_database,)) for _ in "ab"]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(unruly.to()) == guests(3)


def _until_all_have_left(app: Flask) -> None:
    end = time.monotonic() + 20
    with app.app_context():
        while "queued" in states() and time.monotonic() < end:
            deliver_due()
            threading.Event().wait(0.1)


def test_pages_are_answered_and_answers_taken_while_the_mail_server_hangs(
    unruly, each_database, client
):
    unruly.rule = lambda verb, said: HANG if verb == "TAKEN" else None
    event = make.event(published_at=make.NOON)
    waiting(*guests(2))
    db.session.remove()

    def deliver() -> None:
        with each_database.app_context():
            deliver_due()

    worker = threading.Thread(target=deliver)
    worker.start()
    wait_until(lambda: ("TAKEN", "guest0@example.org") in unruly.asked, what="the letter")

    page = client.get(f"/{event.community.slug}/events/{event.slug}")
    make.rsvp(event)
    db.session.commit()

    assert worker.is_alive()
    assert page.status_code == 200
    db.session.remove()
    unruly._over.set()
    worker.join()


def test_while_one_letter_is_thought_over_the_next_ones_leave(unruly, each_database):
    unruly.rule = only("slow@", "TAKEN", HANG)
    waiting("slow@example.org")
    worker = threading.Thread(target=_deliver_once, args=(each_database,))
    worker.start()
    wait_until(lambda: ("TAKEN", "slow@example.org") in unruly.asked, what="the letter")

    waiting("a@example.org")

    assert deliver_due() == 1
    assert worker.is_alive()
    unruly._over.set()
    worker.join()


def _deliver_once(app: Flask) -> None:
    with app.app_context():
        deliver_due()


def test_a_third_who_comes_does_not_wait_and_is_not_forgotten(unruly, each_database, monkeypatch):
    from eventapp.mail import deliver

    monkeypatch.setattr(deliver, "AT_ONCE", threading.BoundedSemaphore(1))

    def asked_meanwhile(verb: str, said: str) -> None:
        if verb == "TAKEN" and said == "a@example.org":
            with each_database.app_context():
                waiting("b@example.org")
                assert deliver_due() == 0
                assert threading.current_thread() is not threading.main_thread()

    unruly.rule = asked_meanwhile
    waiting("a@example.org")

    assert deliver_due() == 2


def test_a_letter_lost_to_somebody_else_meanwhile_is_left_to_them(
    unruly, each_database, monkeypatch
):
    from eventapp.mail import leases

    waiting(*guests(2))
    monkeypatch.setattr(leases.Held, "surely", lambda held: False)
    monkeypatch.setattr(domains, "paced", lambda letters, now: (_taken_over(letters), []))

    deliver_due(limit=2)

    assert unruly.taken == []
    db.session.rollback()
    [held, free] = db.session.scalars(db.select(Message.leased_until).order_by(Message.id))
    assert (held is None, free is None) == (False, True)


def _taken_over(letters):
    longer = letters[0].leased_until.replace(year=2100)
    db.session.execute(db.update(Message).filter_by(id=letters[0].id).values(leased_until=longer))
    return letters


def test_a_letter_s_size_is_told_only_to_a_server_that_asks(unruly):
    waiting("a@example.org")
    deliver_due()
    unruly.extensions = []
    waiting("b@example.org")
    deliver_due()

    [first, second] = [said for verb, said in unruly.asked if verb == "MAIL"]
    assert f"size={len(unruly.taken[0].content)}" in first
    assert second.endswith(">")
