"""What a guest presses in their own calendar: yes, no, maybe; the newest word counts, once."""

from datetime import timedelta

import make
import pytest
import reply_builders as replies
from flask import Flask
from flooding import Clock
from reply_builders import minutes, press
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.people.actions import token_of
from eventapp.rsvps import actions, giving_back, still_coming
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import jobs


@pytest.fixture
def event(reads: Flask, turned: Clock) -> Event:
    return make.event(capacity=2)


def guest(of: Event, **given) -> Rsvp:
    made = make.rsvp(of, letter="invite", **given)
    db.session.commit()
    return made


def fresh(rsvp: Rsvp) -> Rsvp:
    db.session.refresh(rsvp)
    return rsvp


def test_a_no_is_told_at_once_and_frees_the_place_after_ten_minutes(event, turned):
    first, _second, waiting = guest(event), guest(event), guest(event)

    became = press(first, "DECLINED")
    deliver.deliver_due()

    assert (became, fresh(first).state, replies.letters(first)[-1]) == (
        "done",
        "going",
        "calendar-no",
    )
    turned.turn(minutes=9)
    assert jobs.give_back_due() == 0
    assert (fresh(first).state, fresh(waiting).state) == ("going", "waitlisted")
    turned.turn(minutes=2)
    assert (jobs.give_back_due(), jobs.give_back_due()) == (1, 0)
    assert (fresh(first).state, fresh(waiting).state) == ("cancelled", "going")
    # They know already: no farewell, and the entry keeps its buttons.
    assert replies.letters(first) == ["invite", "calendar-no"]
    assert replies.letters(waiting)[-1] == "promoted"


def test_whoever_has_not_heard_of_it_yet_gets_a_farewell(event, turned):
    first = guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=11)

    jobs.give_back_due()

    assert replies.letters(first) == ["goodbye"]


def test_a_no_is_undone_on_the_page_that_its_letter_names(event, turned, client: Visitor):
    first, _second, waiting = guest(event), guest(event), guest(event)
    press(first, "DECLINED")
    path = f"/r/{token_of(first.link)}"

    page = client.get(path)
    assert "Your calendar said no" in page.text
    client.submit(path, to="/keeping")
    turned.turn(minutes=11)

    assert jobs.give_back_due() == 0
    assert (fresh(first).state, fresh(waiting).state) == ("going", "waitlisted")
    # The entry that was tidied away comes anew, newer than the one that was answered.
    assert replies.letters(first)[-1] == "invite"
    assert first.sequence == 1
    assert "Your calendar said no" not in client.get(path).text


def test_once_the_place_went_on_it_is_not_kept_any_more(event, turned, client: Visitor):
    first, _second, waiting = guest(event), guest(event), guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()

    path = f"/r/{token_of(first.link)}"
    headers = {"X-CSRFToken": client.csrf_token()}
    answer = client.post(f"{path}/keeping", headers=headers)

    assert answer.status_code == 409
    assert "went to somebody else" in answer.text
    assert (fresh(first).state, fresh(waiting).state) == ("cancelled", "going")


def test_the_same_no_twice_is_once(event, turned):
    first = guest(event)
    press(first, "DECLINED")
    leaves_at = fresh(first).leaves_at
    turned.turn(minutes=3)

    press(first, "DECLINED", stamp=turned.now.replace(microsecond=0) - minutes(3))

    assert fresh(first).leaves_at == leaves_at
    assert replies.letters(first).count("calendar-no") == 1
    assert len(replies.history(first)) == 1


def test_no_then_yes_keeps_the_place_and_takes_the_letter_back(event, turned):
    first = guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=1)

    press(first, "ACCEPTED")

    assert fresh(first).leaves_at is None
    assert replies.letters(first) == ["invite"]


def test_who_waits_and_says_no_leaves_the_line_and_may_undo_it(event, turned, client: Visitor):
    _first, _second, waiting, behind = guest(event), guest(event), guest(event), guest(event)

    press(waiting, "DECLINED")

    assert fresh(waiting).state == "cancelled"
    assert replies.letters(waiting)[-1] == "calendar-no"
    client.submit(f"/r/{token_of(waiting.link)}", to="/restoration")
    assert fresh(waiting).state == "waitlisted"
    assert (actions.position(waiting), actions.position(behind)) == (1, 2)


def test_yes_is_the_answer_to_still_coming(event, turned):
    first = guest(event)
    first.asked_at = clock.now()
    turned.turn(minutes=1)

    press(first, "ACCEPTED")

    assert not still_coming.unsure(fresh(first))
    assert first.coming_at == turned.now


def test_a_yes_to_the_invite_is_no_answer_to_a_question_that_comes_later(event, turned):
    first = guest(event)

    press(first, "ACCEPTED")

    assert fresh(first).coming_at is None
    assert replies.history(first) == [("calendar", "accepted", "")]


def test_maybe_is_marked_and_seated_like_those_who_said_nothing(event, turned, client: Visitor):
    first = guest(event)

    press(first, "TENTATIVE", comment="Depends on my train")

    assert still_coming.unsure(fresh(first))
    assert db.session.scalars(db.select(Rsvp.id).where(still_coming.UNSURE)).all() == [first.id]
    assert replies.history(first) == [("calendar", "tentative", "Depends on my train")]
    assert "Your calendar said maybe" in client.get(f"/r/{token_of(first.link)}").text
    client.submit(f"/r/{token_of(first.link)}", to="/confirmation")
    assert not still_coming.unsure(fresh(first))


def test_whoever_waits_and_says_yes_goes_on_waiting_and_hears_of_it_once(event, turned):
    _first, _second, waiting = guest(event), guest(event), guest(event)

    for _time in range(2):
        turned.turn(minutes=1)
        press(waiting, "ACCEPTED")
        press(waiting, "TENTATIVE", at=turned.now + minutes(0.5))

    assert fresh(waiting).state == "waitlisted"
    assert replies.letters(waiting) == ["waitlist", "calendar-yes"]


def test_an_offered_place_is_taken(event, turned):
    event.waitlist_mode, event.offer_hours = "offer", 4
    first, _second, waiting = guest(event), guest(event), guest(event)
    actions.cancel(first, now=clock.now())
    assert waiting.offered_until

    press(waiting, "ACCEPTED")

    assert fresh(waiting).going
    assert replies.letters(waiting)[-1] == "invite"


def test_a_yes_after_a_no_is_like_anybodys_yes(event, turned):
    first, _second, waiting = guest(event), guest(event), guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()

    turned.turn(minutes=1)
    press(first, "ACCEPTED")

    assert (fresh(first).state, fresh(waiting).state) == ("waitlisted", "going")
    assert actions.count(event, "going") == 2
    assert replies.letters(first)[-1] == "waitlist"


def test_a_yes_after_a_no_takes_a_place_that_is_free(event, turned):
    first = guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()

    turned.turn(minutes=1)
    press(first, "ACCEPTED")

    assert fresh(first).going
    assert replies.letters(first)[-1] == "invite"


def test_a_yes_that_comes_too_late_is_told_that_there_is_no_place(event, turned):
    first = guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()
    event.rsvps_close = -60 * 24 * 4
    db.session.commit()

    # It can't be undone any more either.
    turned.turn(minutes=11)
    press(first, "ACCEPTED")

    assert fresh(first).state == "cancelled"
    assert replies.letters(first)[-1] == "calendar-yes"


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
