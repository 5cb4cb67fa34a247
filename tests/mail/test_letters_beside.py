"""The invites of one enrolment count as one with its letter; typing an address over and over gains nothing by it."""

import make
import pytest
from conftest import visitor
from flask import Flask
from flooding import VICTIM, Clock, delivered, no, yes

from eventapp import clock
from eventapp.db import db
from eventapp.mail import letter_limits, outbox
from eventapp.mail.models import Message


def letters(kind: str, to: str = VICTIM) -> list[Message]:
    found = db.select(Message).where(Message.kind == kind, Message.to == to)
    return list(db.session.scalars(found.order_by(Message.id)))


@pytest.mark.parametrize("sessions", [6, letter_limits.BESIDE])
def test_the_invites_of_all_sessions_leave_with_the_letter_of_the_enrolment(
    each_database: Flask, sessions: int
) -> None:
    program = make.program(sessions=sessions)

    yes(visitor(each_database), program)

    assert delivered(each_database)[VICTIM] == sessions + 1


def test_whoever_enrols_after_five_letters_has_all_of_it_at_once(app: Flask) -> None:
    client = visitor(app)
    for _time in range(letter_limits.AN_ADDRESS - 1):
        yes(client, make.event())

    yes(client, make.program(sessions=6))

    assert delivered(app)[VICTIM] == 12


def test_where_the_letter_waits_for_its_turn_its_invites_wait_with_it(
    app: Flask, moved_clock: Clock
) -> None:
    client = visitor(app)
    for _time in range(letter_limits.AN_ADDRESS):
        yes(client, make.event())
    yes(client, make.program(sessions=3))

    assert delivered(app)[VICTIM] == 6
    [letter] = letters("enrolled")
    invites = [one for one in letters("invite") if one.counted_with == letter.key]
    assert [one.due_at for one in invites] == [letter.due_at] * 3
    moved_clock.turn(minutes=63)
    assert delivered(app)[VICTIM] == 10


def test_a_second_enrolment_of_the_day_is_counted_letter_by_letter(
    app: Flask, moved_clock: Clock
) -> None:
    client = visitor(app)
    yes(client, make.program(sessions=6))

    yes(client, make.program(sessions=6))

    assert delivered(app)[VICTIM] == 7 + 5
    moved_clock.turn(hours=23)
    delivered(app)
    yes(client, make.program(sessions=8))
    assert delivered(app)[VICTIM] == 7 + 7 + 6
    moved_clock.turn(hours=25)
    delivered(app)
    yes(client, make.program(sessions=8))
    assert delivered(app)[VICTIM] == 7 + 7 + 9 + 9


def test_an_hour_of_joining_and_leaving_brings_six_letters_and_the_invites_of_one(
    each_database: Flask, moved_clock: Clock
) -> None:
    client = visitor(each_database)
    programs = [make.program(sessions=6) for _ in range(3)]

    for _time in range(3):
        for program in programs:
            page = yes(client, program)
            delivered(each_database)
            moved_clock.turn(seconds=20)
            no(client, page)

    assert delivered(each_database)[VICTIM] == letter_limits.AN_ADDRESS + 6


def test_more_sessions_than_a_program_mostly_has_are_counted_one_by_one(app: Flask) -> None:
    program = make.program(sessions=letter_limits.BESIDE + 8)

    yes(visitor(app), program)

    assert delivered(app)[VICTIM] == letter_limits.AN_ADDRESS + letter_limits.BESIDE


def test_who_is_promoted_by_a_place_that_a_stranger_gives_back_has_all_of_it_at_once(
    app: Flask,
) -> None:
    program = make.program(sessions=8, capacity=1)
    first = yes(visitor(app), program, "first@example.org", "Rosa")
    yes(visitor(app), program)
    delivered(app)

    no(visitor(app), first)

    assert [one.state for one in letters("enrolled")] == ["sent", "queued"]
    assert delivered(app)[VICTIM] == 2 + 8


def test_what_is_written_to_somebody_else_meanwhile_is_counted_by_itself(app: Flask) -> None:
    def written(to: str, key: str) -> Message:
        return outbox.written(
            "sign-in", key=key, about="person:1", to=to, to_name="Vic", sender_name="Granton",
            context={"link": "", "minutes": 1}, now=clock.now(),
        )  # fmt: skip

    with app.test_request_context():
        letter_limits.begin("client", VICTIM)
        first = outbox.queue(written(VICTIM, "first"))
        with letter_limits.beside(first, now=clock.now()):
            theirs, others = written(VICTIM, "theirs"), written("other@example.org", "others")
        after = written(VICTIM, "after")

        assert theirs.counted_with == "first"
        assert others.counted_with is None
        assert after.counted_with is None
