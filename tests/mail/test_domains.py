"""Letters leave for each receiving domain at its pace; one that wants less from us slows down itself alone."""

from datetime import timedelta

import pytest
from conftest import running
from flooding import Clock
from waiting_letters import all_due, guests, states, tries, waiting

from eventapp.db import db
from eventapp.mail import domains, jobs
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import ReceivingDomain


def slow(domain: str, answer: str = "450 4.7.1 not so fast"):
    return lambda verb, said: answer if verb == "RCPT" and f"@{domain}>" in said else None


def asked_of(unruly, domain: str) -> int:
    return sum(verb == "RCPT" and f"@{domain}>" in said for verb, said in unruly.asked)


@pytest.mark.parametrize("answer", ["450 4.7.1 not so fast", "421 4.7.0 too many", "450 too many"])
def test_a_domain_that_wants_less_gets_less_and_the_others_all_of_theirs(unruly, answer):
    unruly.rule = slow("slow.example", answer)
    waiting(*guests(3, "slow.example"), *guests(3, "fine.example"))

    assert deliver_due() == 3

    assert states() == ["queued"] * 3 + ["sent"] * 3
    assert tries() == [1, 0, 0, 1, 1, 1]
    assert asked_of(unruly, "slow.example") == 1


@pytest.mark.parametrize(
    "answer",
    ["450 4.2.0 Greylisted, come again", "450 4.2.2 mailbox full", "451 4.7.1 greylisting"],
)
def test_what_is_about_one_letter_slows_down_no_domain(unruly, answer):
    unruly.rule = slow("slow.example", answer)
    waiting(*guests(3, "slow.example"))

    deliver_due()

    assert tries() == [1, 1, 1]


def test_each_refusal_in_a_row_makes_the_wait_longer_and_a_yes_ends_it(unruly, moved_clock: Clock):
    unruly.rule = slow("slow.example")
    waiting(*guests(9, "slow.example"))
    waits = []

    for _ in range(8):
        deliver_due()
        free_at = db.session.scalar(db.select(ReceivingDomain.free_at))
        waits.append((free_at - moved_clock.now) / timedelta(minutes=1))
        moved_clock.now = free_at
        all_due()
    unruly.rule = lambda verb, said: None
    sent = deliver_due()

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    assert sent == 9
    assert domains.refusing() == {}


@pytest.mark.services
def test_a_slow_domain_stays_so_when_everything_is_started_anew(
    filled_postgres_url, tmp_path, unruly_alone
):
    unruly_alone.rule = slow("slow.example")
    settings = {"SMTP_URL": unruly_alone.url}
    with running(filled_postgres_url, tmp_path, **settings):
        waiting(*guests(3, "slow.example"))
        deliver_due()

    with running(filled_postgres_url, tmp_path, **settings):
        deliver_due()

    assert asked_of(unruly_alone, "slow.example") == 1


def test_no_more_letters_a_minute_leave_for_a_domain_than_set(unruly, each_database, moved_clock):
    each_database.config["DOMAIN_PACE"] = 3
    waiting(*guests(7, "big.example"), *guests(2, "small.example"), "Guest@BIG.example")

    assert deliver_due() == 5
    assert deliver_due() == 0
    moved_clock.now += timedelta(seconds=20)
    assert deliver_due() == 1
    moved_clock.now += timedelta(minutes=5)
    assert deliver_due() == 3

    assert unruly.to().count("guest0@big.example") == 1
    assert "queued" in states()


def test_letters_that_had_to_wait_for_their_domain_are_held_by_nobody(unruly, each_database):
    each_database.config["DOMAIN_PACE"] = 1
    waiting(*guests(3, "big.example"))

    deliver_due()

    assert tries() == [1, 0, 0]
    held = db.session.scalars(db.text("SELECT leased_until FROM message WHERE state = 'queued'"))
    assert held.all() == [None, None]


def test_many_letters_to_one_domain_keep_no_other_waiting(unruly, each_database, monkeypatch):
    monkeypatch.setattr("eventapp.mail.deliver.BATCH", 5)
    each_database.config["DOMAIN_PACE"] = 2
    waiting(*guests(20, "big.example"), "a@small.example")

    deliver_due()

    assert "a@small.example" in unruly.to()


def test_a_domain_s_name_is_not_the_end_of_another_s(unruly):
    unruly.rule = slow("ample.org")
    waiting("a@ample.org", "b@example.org")
    deliver_due()
    all_due()

    waiting("c@example.org")

    assert deliver_due() == 1


@pytest.mark.parametrize("batch", [1, 50])
def test_letters_that_somebody_waits_for_leave_before_those_to_many(unruly, monkeypatch, batch):
    monkeypatch.setattr("eventapp.mail.deliver.BATCH", batch)
    waiting("a@example.org", kind="message")
    waiting("b@example.org", kind="update")
    waiting("c@example.org", kind="sign-in")
    waiting("d@example.org", kind="invite")

    deliver_due()

    assert [to[0] for to in unruly.to()] == ["c", "d", "b", "a"]


def test_domains_are_forgotten_a_day_later(unruly, each_database, moved_clock):
    each_database.config["DOMAIN_PACE"] = 3
    waiting("a@example.org")
    deliver_due()

    moved_clock.now += timedelta(hours=23)
    jobs.forget_domains()
    assert db.session.scalars(db.select(ReceivingDomain.name)).all() == ["example.org"]
    moved_clock.now += timedelta(hours=2)
    jobs.forget_domains()

    assert db.session.scalars(db.select(ReceivingDomain.name)).all() == []


def test_what_our_own_server_says_is_forgotten_only_when_it_is_over(unruly, moved_clock):
    unruly.away()
    waiting("a@example.org")
    deliver_due()
    moved_clock.now += timedelta(days=2)

    jobs.forget_domains()
    assert domains.refusing() == {domains.OUR_SERVER: 1}
    unruly.back()
    deliver_due()
    moved_clock.now += timedelta(days=2)
    jobs.forget_domains()

    assert db.session.scalars(db.select(ReceivingDomain.name)).all() == []
