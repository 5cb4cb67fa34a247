"""Which of a guest's words counts: the newest, whichever comes first, and nothing about what is over."""

from datetime import timedelta

import followup_builders
import make
import pytest
import reply_builders as replies
from reply_builders import fresh, guest, minutes, press

from eventapp import clock
from eventapp.db import db
from eventapp.rsvps import giving_back, still_coming
from eventapp.rsvps.replies import jobs


def test_an_answer_to_an_older_entry_changes_nothing(event, turned):
    first = guest(event)
    first.sequence = 3
    db.session.commit()

    press(first, "DECLINED", sequence=2)

    assert fresh(first).leaves_at is None
    assert replies.history(first) == [("calendar_old", "declined", "")]


def test_of_two_answers_the_newest_stamp_wins_whichever_comes_first(event, turned):
    first = guest(event)
    turned.turn(minutes=5)
    press(first, "ACCEPTED")

    press(first, "DECLINED", stamp=turned.now.replace(microsecond=0) - minutes(2))

    assert fresh(first).leaves_at is None


def test_a_clock_that_is_ahead_has_not_the_last_word_for_good(event, turned):
    first = guest(event)
    press(first, "ACCEPTED", stamp=turned.now + timedelta(days=400))
    turned.turn(minutes=1)

    press(first, "DECLINED")

    assert fresh(first).leaves_at is not None


def test_what_was_said_on_the_page_since_wins(event, turned):
    first = guest(event)
    first.asked_at = clock.now()
    pressed = turned.now + minutes(1)
    turned.turn(minutes=5)
    still_coming.come(first, now=turned.now)
    db.session.commit()

    press(first, "DECLINED", stamp=pressed)

    assert fresh(first).leaves_at is None


def test_a_yes_and_then_a_no_that_were_both_read_late_are_a_no(event, turned):
    first = guest(event)
    first.asked_at = clock.now()
    pressed = turned.now.replace(microsecond=0)
    turned.turn(minutes=30)

    press(first, "ACCEPTED", stamp=pressed + minutes(1))
    turned.turn(minutes=1)
    press(first, "DECLINED", stamp=pressed + minutes(2))

    assert fresh(first).leaves_at is not None


def test_an_answer_is_newer_than_what_its_entry_followed_however_slow_a_clock_is(event, turned):
    first = guest(event)

    press(first, "DECLINED", stamp=turned.now.replace(microsecond=0) - timedelta(hours=2))

    assert fresh(first).leaves_at is not None


@pytest.mark.parametrize("ended", ["over", "called off"])
def test_an_answer_to_what_is_over_or_called_off_is_nothing(event, turned, ended):
    first = guest(event)
    if ended == "over":
        turned.turn(days=9)
    else:
        event.cancelled_at = turned.now
    db.session.commit()

    assert press(first, "DECLINED") == "done"

    assert (fresh(first).leaves_at, replies.history(first)) == (None, [])


def test_an_event_called_off_meanwhile_gives_no_place_back(event, turned):
    first = guest(event)
    press(first, "DECLINED")
    event.cancelled_at = turned.now
    db.session.commit()
    turned.turn(minutes=11)

    assert jobs.give_back_due() == 0
    assert (fresh(first).state, first.leaves_at) == ("going", None)


def test_whom_a_guest_brings_is_only_noted_and_those_they_bring_stay(event, turned):
    event.most_guests = 2
    first = guest(event)
    brought = make.rsvp(event)
    brought.brought_by = first
    db.session.commit()

    press(first, "ACCEPTED", guests=2)
    turned.turn(minutes=1)
    press(first, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()

    assert ("party_size", "2", "") in replies.history(first)
    assert (fresh(first).state, fresh(brought).state) == ("cancelled", "going")


@pytest.mark.parametrize("partstat", ["DELEGATED", "NEEDS-ACTION"])
def test_what_is_no_answer_is_only_noted(event, turned, partstat):
    first = guest(event)

    press(first, partstat)

    assert fresh(first).going
    assert replies.history(first) == [("calendar", partstat.lower(), "")]


def test_an_alias_of_the_guest_may_answer_by_the_token(event, turned):
    first = guest(event)

    press(first, "DECLINED", guest_email="alias@elsewhere.example")

    assert fresh(first).leaves_at is not None


def test_giving_back_on_the_page_meanwhile_is_not_given_back_again(event, turned):
    first, _second, waiting, behind = guest(event), guest(event), guest(event), guest(event)
    press(first, "DECLINED")
    giving_back.give_back(first, now=turned.now)
    db.session.commit()
    turned.turn(minutes=11)

    assert jobs.give_back_due() == 0
    assert (fresh(waiting).state, fresh(behind).state) == ("going", "waitlisted")


def test_who_is_here_keeps_their_place_whatever_their_calendar_says(event, turned):
    came, comes_late = guest(event), guest(event)
    followup_builders.arrive(came)
    db.session.commit()
    press(came, "DECLINED")
    press(comes_late, "DECLINED")
    followup_builders.arrive(comes_late)
    db.session.commit()
    turned.turn(minutes=11)

    assert jobs.give_back_due() == 0
    assert {fresh(rsvp).state for rsvp in (came, comes_late)} == {"going"}
    assert replies.letters(came) == ["invite"]
