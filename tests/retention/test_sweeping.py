"""How what goes by itself goes: in parts, each counted once, whoever else is at the same."""

from datetime import timedelta
from threading import Thread
from typing import Any

import make
import pytest
from flask import Flask
from retention_builders import BUILT, over, words_of_letters

from eventapp import clock
from eventapp.communities.forgotten.models import Forgotten
from eventapp.db import db
from eventapp.followups.help_board import jobs as help_board
from eventapp.followups.help_board.models import BoardAsk
from eventapp.front.retention import interests
from eventapp.mail import forgetting
from eventapp.mail.models import Message
from eventapp.people.actions import new_link
from eventapp.people.models import Person
from eventapp.programs.interest.models import Interest
from eventapp.retention import jobs, nobodys, sweeping
from eventapp.retention.rules import BY_KIND
from eventapp.rsvps import jobs as rsvps
from eventapp.rsvps.invitations import jobs as invitations
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import HAS_NEEDS, Repeat, Rsvp


def noted() -> dict[str, int]:
    """What the log of today says, of all communities."""
    number = db.func.sum(Forgotten.number)
    counted = db.select(Forgotten.kind, number).group_by(Forgotten.kind)
    return {kind: int(went) for kind, went in db.session.execute(counted)}


def left(kind: Any, *where: Any) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(kind).where(*where)) or 0


def typed_again(first: Rsvp) -> Repeat:
    link = new_link("rsvp", first.person, now=clock.now())
    said = {"state": "going", "turn": 9, "answers": {}, "created_at": clock.now()}
    return make.saved(Repeat(event_id=first.event_id, first_id=first.id, link_id=link.id, **said))


def elsewhere(app: Flask, work: Any) -> Thread:
    """Another worker, at the same time."""

    def works() -> None:
        with app.app_context():
            work()
            db.session.commit()
            db.session.remove()

    thread = Thread(target=works)
    thread.start()
    return thread


@pytest.mark.parametrize("kind", ["invitations", "needs", "typed-again", "asks"])
def test_what_a_job_lets_go_goes_in_parts_too_and_all_of_it(
    kind: str, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)
    for module in (invitations, rsvps, forgetting):
        monkeypatch.setattr(module, "PART", 2)
    at = clock.now() - timedelta(days=31)
    for _n in range(5):
        BUILT[kind](at)
    db.session.commit()
    of: dict[str, tuple[Any, ...]] = {
        "invitations": (Invitation,), "needs": (Rsvp, HAS_NEEDS), "typed-again": (Repeat,), "asks": (BoardAsk,),
    }  # fmt: skip
    once = {"invitations": invitations.forget, "asks": help_board.forget_asks}

    once.get(kind, rsvps.forget_needs)()
    after_one = left(*of[kind])
    jobs.let_go(BY_KIND[kind])

    assert (after_one, left(*of[kind]), noted()[kind]) == (3, 0, 3)


def test_two_rules_of_one_job_are_both_noted(app: Flask) -> None:
    typed_again(make.rsvp(over(clock.now() - timedelta(days=31)), access_needs="a ramp"))
    db.session.commit()

    jobs.sweep()

    assert {kind: noted().get(kind) for kind in ("needs", "typed-again")} == {
        "needs": 1,
        "typed-again": 1,
    }


@pytest.mark.services
@pytest.mark.parametrize("each_database", ["postgresql"], indirect=True)
def test_what_two_workers_let_go_at_once_is_noted_once(each_database: Flask) -> None:
    BUILT["activity"](clock.now() - timedelta(days=500))
    db.session.commit()
    rule, now = BY_KIND["activity"], clock.now()

    sweeping.part(rule, now=now)
    other = elsewhere(each_database, lambda: sweeping.part(rule, now=now))
    other.join(0.5)
    db.session.commit()
    other.join()

    assert noted() == {"activity": 1}


@pytest.mark.services
@pytest.mark.parametrize("each_database", ["postgresql"], indirect=True)
def test_what_one_worker_s_job_lets_go_no_other_counts(
    each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    BUILT["invitations"](clock.now() - timedelta(days=31))
    db.session.commit()
    rule = BY_KIND["invitations"]
    others: list[int] = []

    def slowly() -> int:
        if not others:
            others.append(-1)
            elsewhere(each_database, lambda: others.append(jobs.let_go(rule))).join()
        return invitations.forget()

    monkeypatch.setitem(vars(rule), "by", slowly)

    assert jobs.let_go(rule) == 1
    assert (others, noted()) == ([-1, 0], {"invitations": 1})


@pytest.mark.parametrize("kind", ["nobodys", "interests-waiting"])
def test_somebody_whom_another_worker_took_out_meanwhile_is_passed_over(
    kind: str, each_database: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = BUILT[kind](clock.now() - timedelta(days=800))
    number = getattr(row, "person_id", row.id)
    db.session.commit()
    module = nobodys if kind == "nobodys" else interests
    lock = module.lock_row_if_there

    def late(of: Any, wanted: int) -> Any:
        gone = db.delete(Person).where(Person.id == number)
        db.session.execute(gone, execution_options={"synchronize_session": False})
        return lock(of, wanted)

    monkeypatch.setattr(module, "lock_row_if_there", late)

    assert jobs.let_go(BY_KIND[kind]) == 1
    assert left(Person, Person.id == number) == left(Interest) == 0


@pytest.mark.parametrize("kind", ["pseudonyms", "door-devices"])
def test_what_much_points_at_goes_in_small_parts(kind: str, app: Flask) -> None:
    for _n in range(BY_KIND[kind].part + 2):
        BUILT[kind](clock.now() - timedelta(days=900))
    db.session.commit()

    went = sweeping.part(BY_KIND[kind], now=clock.now())

    assert went == BY_KIND[kind].part <= 20


def test_that_somebody_was_told_what_they_may_do_stays_when_links_to_sign_in_go(app: Flask) -> None:
    kinds = ["sign-in", "address-changed", "badge-owner", "keys-changed", "team-changed"]
    for kind in kinds:
        letter = words_of_letters(clock.now() - timedelta(days=31))
        letter.kind, letter.about = kind, f"person:{letter.id}"
    db.session.commit()

    jobs.let_go(BY_KIND["letters-to-sign-in"])

    assert db.session.scalars(db.select(Message.kind)).all() == ["team-changed"]
