"""Every consent check alone: without it, the matrix finds that somebody learns what they shouldn't."""

from dataclasses import dataclass, field

import followup_builders
import pytest
from checks_taken_away import take_away
from consent_courses import (
    AFTER,
    ALL,
    ASKED,
    BEFORE,
    BETWEEN,
    CHOSEN,
    LETTERS,
    OLD,
    PLACE,
    TICK,
    UNSENT,
    YES,
    Course,
)  # fmt: skip
from consent_leaks import leaks_of
from consent_tables import evening, tick
from flask import Flask
from flooding import Clock
from visitor import Visitor

from eventapp import clock
from eventapp.followups import actions
from eventapp.followups.sending import actions as sending

TICKS, AGREES, SAYS_NO = Course(), Course(ticks=False), Course(agrees=False, ticks=False)
UNREACHED = Course(ticks=False, address=False)


def back(what: str, when: str, *, again: bool = False, ticks: bool = True) -> Course:
    return Course(ends=what, when=when, again=again, ticks=ticks)


@dataclass(frozen=True)
class Check:
    """A check where it stands, what is left without it, and two of whom one then learns too much."""

    where: str
    check: str
    instead: str
    mine: Course
    theirs: Course = field(default_factory=Course)

    def __str__(self) -> str:
        return f"{self.where} without {' '.join(self.check.split())}"


CHECKS = [
    # Who may be named at all.
    Check("followups.consent:agrees", "rsvp.going and ", "", TICKS, back(PLACE, AFTER)),
    Check("followups.consent:agrees", "rsvp.keep_in_touch_at is not None and ", "", TICKS, back(YES, AFTER)),
    Check("followups.consent:agreeing", 'Rsvp.state == "going", ', "", TICKS, back(PLACE, AFTER)),
    Check("followups.consent:agreeing", "Rsvp.keep_in_touch_at.is_not(None), ", "", TICKS, back(YES, AFTER)),
    Check("followups.consent:agrees", " and rsvp.person.email is not None", "", TICKS, UNREACHED),
    Check("followups.consent:agreeing", ", Person.email.is_not(None)", "", TICKS, UNREACHED),
    Check("followups.consent:mutual", " and (other, one) in wished", "", TICKS, AGREES),
    # On cards, and on the page behind a badge.
    Check("followups.tablemates:_companion", "agrees(rsvp)", "True", TICKS, back(YES, UNSENT, ticks=False)),
    Check("followups.views:_my_card", " or not agrees(found.rsvp)", "", back(YES, AFTER)),
    Check("followups.actions:greeted", " if agrees(other)", "", TICKS, back(YES, AFTER)),
    Check("followups.hellos.actions:may_greet", "agrees(one) and ", "", TICKS, back(YES, AFTER)),
    Check("followups.delivery_checks:card_still_agreed", " or not agrees(card.rsvp)", "", back(YES, UNSENT, ticks=False)),
    # Ticks, and introductions that wait.
    Check("followups.actions:wish", "db.session.delete(old)", "pass", TICKS, back(TICK, BEFORE)),
    Check("followups.actions:wish", "stop_waiting(rsvp, kept.keys() - chosen.keys(), now=now)", "pass", TICKS, back(TICK, BETWEEN)),
    Check("followups.actions:_stop", "if connection.id in waiting:", "if True:", TICKS, back(TICK, AFTER)),
    Check("followups.actions:stop", "connection.stopped_at = connection.stopped_at or now", "pass", TICKS, back(TICK, BETWEEN)),
    Check("followups.actions:stop", "db.session.execute(db.delete(SharedContact).where(shared))", "pass", TICKS, back(TICK, BETWEEN)),
    Check("followups.actions:in_touch", " if one.stopped_at is None", "", TICKS, back(LETTERS, BETWEEN, again=True)),
    Check("followups.actions:leave_cards", ".values(keep_in_touch_at=None, changed_at=now)", ".values(changed_at=now)", TICKS, back(LETTERS, AFTER)),
    Check("followups.actions:leave_cards", "db.session.execute(db.delete(Wish).where(Wish.rsvp_id.in_(mine)))", "pass", TICKS, back(LETTERS, BEFORE, again=True)),
    Check("followups.actions:leave_cards", "_stop(db.session.scalars(db.select(Connection).where(_of(person.id))).all(), now=now)", "pass", TICKS, back(LETTERS, BETWEEN, again=True)),
    Check("followups.introductions.actions:_stands", "agrees(wish.rsvp) and ", "", TICKS, back(YES, BEFORE)),
    Check("followups.delivery_checks:introduction_still_agreed", " and all(agrees(rsvp) for rsvp in both)", "", TICKS, back(YES, BETWEEN)),
    Check("followups.delivery_checks:introduction_still_agreed", "actions.stop(connection, now=clock.now())", "pass", TICKS, back(YES, BETWEEN)),
    # Whom somebody is in touch with, and has met.
    Check("followups.actions:connections_of", " if agrees(rsvp)", "", TICKS, back(YES, AFTER)),
    Check("followups.actions:connections_of", "Connection.id.in_(mine)", "_of(person.id)", back(YES, AFTER)),
    Check("front.people_met.evenings:_evenings", "row.agrees and ", "", TICKS, back(YES, AFTER)),
    Check("followups.meetings.pairs:pair", " or not all(map(agrees, both.values()))", "", TICKS, back(YES, AFTER)),
    Check("followups.meetings.letters:still_agreed", "and pair(meeting.connection) is not None", "", TICKS, back(YES, CHOSEN)),
    Check("followups.nudges.letters:still_asked", " and introduction_still_agreed(message)", "", TICKS, back(YES, ASKED)),
    Check("followups.meetings.actions:call_off", "named=pair(connection) is not None", "named=True", TICKS, back(YES, AFTER)),
    # What is held, and what goes with somebody.
    Check("front.my_data:_connections", "Connection.stopped_at.is_(None),", "", TICKS, back(TICK, BETWEEN)),
    Check("front.my_data:_letters", 'db.or_(Message.state != "withdrawn", Message.kind.not_in(BY_ANOTHER)),', "", TICKS, back(TICK, BETWEEN)),
    Check("front.my_data:_letters", "if row.kind in NAMES_ANOTHER", "if False", TICKS, TICKS),
    Check("front.erasing:_forget_elsewhere", "_forget_half_hours(connections)", "pass", TICKS, back(ALL, AFTER)),
    Check("front.retention.forgetting:_forget_letters", "forgetting.forget_readers(db.and_(Message.to == address, mine))", "pass", back(ALL, AFTER), back(OLD, AFTER)),
]  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=str)
def test_without_one_check_the_matrix_finds_what_somebody_learns(
    check: Check,
    app: Flask,
    client: Visitor,
    moved_clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_away(monkeypatch, check.where, check.check, check.instead)

    assert leaks_of(check.mine, [check.theirs], client, moved_clock)


def told_after_choosing_less(app: Flask) -> set[str]:
    """Somebody takes a tick back before its letter leaves, and ticks again with nothing but a number."""
    at = evening(TICKS, [TICKS])
    (two,) = at.twos
    sending.draft(at.event, now=clock.now())
    at.send()
    tick(at)
    followup_builders.batch(at.event)
    assert at.one.rsvp
    assert two.other.rsvp
    card = followup_builders.card_of(at.one.rsvp)
    actions.wish(card, {}, now=clock.now())
    less = at.one.chosen((False, True, False))
    actions.wish(card, {two.other.rsvp_id: less}, now=clock.now())
    followup_builders.batch(at.event)
    at.send()
    letters = [text for kind, text in at.letters_to(two.other) if kind == "introduction"]
    assert len(letters) == 1
    return at.one.named_in(letters[0]) & {"mail", "phone", "web"}


def test_a_tick_taken_back_and_given_again_shares_what_was_chosen_last(app: Flask) -> None:
    assert told_after_choosing_less(app) == {"phone"}


def test_without_stopping_the_letter_that_waits_it_tells_what_was_chosen_first(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter = 'outbox.withdraw(f"connection:{connection.id}")'
    take_away(monkeypatch, "followups.actions:stop", letter, "pass")

    assert told_after_choosing_less(app) > {"phone"}
