"""Mail that came in is kept once, and worked off once; what can't be read stops nobody, and is held."""

import threading
from datetime import timedelta

import pytest
from conftest import running
from flooding import Clock
from hypothesis import given
from hypothesis import strategies as st
from incoming_mail import Organizer, kept, mail
from sqlalchemy.orm import Session
from structlog.testing import capture_logs
from worker import sweep, work_off

from eventapp import clock
from eventapp.db import db
from eventapp.mail.incoming import actions, inbox, jobs
from eventapp.mail.incoming.models import Received
from eventapp.rsvps.replies import held


def states() -> list[str]:
    return [one.state for one in kept()]


def test_a_mail_that_comes_again_is_kept_once(each_database):
    raw = mail()

    for _ in range(3):
        inbox.keep(raw, "a@example.org", "b@example.org")

    assert [one.recipient for one in kept()] == ["a@example.org", "b@example.org"]


heads = st.sampled_from(
    ["X-IMAPbase: 17959 2", "X-UID: 4", "Status: RO", "X-Status: A", "X-Keywords: one"]
)


@given(st.lists(heads), st.sampled_from([b"\r\n", b"\n"]), st.binary(max_size=40))
def test_what_a_server_writes_into_a_mail_itself_makes_no_other_of_it(lines, end, body):
    head = [b"From: ada@example.org", b"Subject: Status: fine"]
    plain = end.join([*head, b"", body])
    written = end.join([head[0], *(line.encode() for line in lines), head[1], b"", body])

    assert actions.fingerprint(written, None) == actions.fingerprint(plain, None)
    assert actions.fingerprint(plain, "a@example.org") != actions.fingerprint(plain, None)
    assert actions.fingerprint(plain + b".", None) != actions.fingerprint(plain, None)


def test_each_is_worked_off_once_in_the_order_it_came(
    each_database, organizer_hears: Organizer, moved_clock: Clock
):
    organizer_hears.says = {"Buy now": "dropped", "What?": "held"}
    for words in ("Yes.", "Buy now", "What?"):
        inbox.keep(mail(words), None)
        moved_clock.turn(seconds=1)

    for _ in range(2):
        jobs.work_off()
        sweep(each_database)

    assert organizer_hears.heard == ["Yes.", "Buy now", "What?"]
    assert states() == ["done", "dropped", "held"]


def test_one_that_nobody_can_read_stops_nobody_and_is_held_after_a_few_tries(
    each_database, organizer_hears: Organizer, moved_clock: Clock, monkeypatch
):
    held_back = []
    monkeypatch.setattr(
        jobs.time, "sleep", lambda _: held_back.append(db.session().in_transaction())
    )
    organizer_hears.says = {"Boo": ValueError("boo")}
    inbox.keep(mail("Boo"), None)
    inbox.keep(mail("Yes."), None)

    jobs.work_off()
    assert states() == ["waiting", "done"]
    assert kept()[0].reason is None

    for _ in range(4):
        moved_clock.turn(hours=1)
        jobs.work_off()

    # Nobody waits for what it had begun to write.
    assert not any(held_back)
    assert organizer_hears.heard == ["Boo", "Yes.", "Boo", "Boo"]
    assert states() == ["held", "done"]
    assert ["could not be read" in one.why for one in held.everywhere()] == [True]


def test_one_that_takes_the_worker_down_does_not_do_so_for_ever(
    each_database, organizer_hears: Organizer, moved_clock: Clock
):
    inbox.keep(mail("Boo"), None)

    for _ in range(actions.TRIES):
        # Taken, and never heard of again.
        assert actions.take_next(clock.now()) is not None
        db.session.commit()
        assert actions.take_next(clock.now()) is None
        db.session.commit()
        moved_clock.turn(hours=1)
    jobs.work_off()

    assert organizer_hears.heard == []
    assert states() == ["held"]
    assert len(held.everywhere()) == 1


def test_a_worker_that_took_too_long_applies_nothing(
    each_database, organizer_hears: Organizer, moved_clock: Clock, monkeypatch
):
    inbox.keep(mail("Yes."), None)
    read = jobs.read

    def slow(raw, **given):
        moved_clock.turn(hours=1)
        monkeypatch.setattr(jobs, "read", read)
        jobs._next()
        return read(raw, **given)

    monkeypatch.setattr(jobs, "read", slow)
    jobs._next()

    assert organizer_hears.heard == ["Yes."]
    assert states() == ["done"]


@pytest.mark.services
def test_two_workers_take_different_ones(filled_postgres_url, tmp_path):
    with running(filled_postgres_url, tmp_path):
        inbox.keep(mail("one"), None)
        inbox.keep(mail("two"), None)
        first, second = kept()
        with Session(db.engine) as other:
            other.execute(db.select(Received).filter_by(id=first.id).with_for_update())
            db.session.execute(db.text("SET LOCAL lock_timeout = '2s'"))

            taken = actions.take_next(clock.now())

        assert taken is not None
        assert taken.id == second.id


def test_what_was_said_is_forgotten_at_once_and_never_read_again(
    each_database, organizer_hears: Organizer
):
    raw = mail("Yes.")
    inbox.keep(raw, None)
    jobs.work_off()
    inbox.keep(raw, None)
    jobs.work_off()

    assert [(one.state, one.raw) for one in kept()] == [("done", None)]
    assert organizer_hears.heard == ["Yes."]


def test_of_a_mail_that_is_too_large_an_organizer_hears(each_database, organizer_hears: Organizer):
    actions.store_head(mail("An album of pictures"), now=clock.now())
    db.session.commit()
    jobs.work_off()

    [mine] = held.everywhere()
    assert "too large" in mine.why
    assert organizer_hears.heard == []
    assert states() == ["held"]


def test_a_mail_that_came_wakes_the_worker(app, organizer_hears: Organizer):
    inbox.keep(mail("Yes."), None)

    work_off(app)

    assert states() == ["done"]


def test_what_a_crash_left_is_found_each_minute(app, organizer_hears: Organizer):
    actions.store(mail("Yes."), recipient=None, now=clock.now())

    sweep(app)
    work_off(app)

    assert states() == ["done"]


def test_nothing_larger_than_is_read_is_kept(app, monkeypatch):
    monkeypatch.setattr(actions, "LARGEST", 1000)

    with pytest.raises(actions.TooLarge):
        inbox.keep(mail("x" * 1000), None)

    assert kept() == []


def test_letters_leave_while_mail_floods_in(app, organizer_hears: Organizer, monkeypatch):
    pauses, begun = [], threading.Event()
    monkeypatch.setattr(jobs.time, "sleep", pauses.append)
    for number in range(20):
        actions.store(mail(f"{number}"), recipient=None, now=clock.now())
    db.session.commit()

    # A second thread of the worker that is asked for the same leaves at once, for its other tasks.
    with jobs._one:
        thread = threading.Thread(target=lambda: (in_app(app), begun.set()))
        thread.start()
        assert begun.wait(5)
    assert organizer_hears.heard == []

    jobs.work_off()
    # And between two mails others write.
    assert pauses == [jobs.PAUSE] * 20


def in_app(app) -> None:
    with app.app_context():
        jobs.work_off()


def test_nothing_that_was_typed_stands_in_the_log(app, organizer_hears: Organizer):
    organizer_hears.says = {"Boo": ValueError("fault")}
    inbox.keep(mail("Boo", From="Zoë <zoe@example.net>"), "rsvp+a1-x@example.org")

    with capture_logs() as logged:
        jobs.work_off()

    said = str(logged)
    assert "'id': 1" in said
    assert "zoe" not in said
    assert "a1-x" not in said


def test_the_wait_grows_with_each_try(app):
    inbox.keep(mail(), None)
    begun = clock.now()

    taken = actions.take_next(begun)

    assert taken is not None
    assert taken.due_at == begun + actions.WAIT
    assert timedelta(minutes=1) <= actions.WAIT
