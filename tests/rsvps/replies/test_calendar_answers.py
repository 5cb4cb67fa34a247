"""What a guest presses in their own calendar: yes, no, maybe, and what becomes of it."""

import pytest
import reply_builders as replies
from announcing import later
from reply_builders import fresh, guest, minutes, press
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.mail import deliver, outbox
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.rsvps import actions, still_coming
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import jobs


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


@pytest.mark.parametrize("taken_back", [False, True])
def test_whoever_has_not_heard_of_it_yet_gets_a_farewell(event, turned, taken_back):
    first = guest(event)
    press(first, "DECLINED")
    if taken_back:
        outbox.withdraw(f"rsvp:{first.id}")
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


@pytest.mark.parametrize("then", ["ACCEPTED", "TENTATIVE"])
def test_no_and_then_not_keeps_the_place_and_takes_the_letter_back(event, turned, then):
    first = guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=1)

    press(first, then)

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


@pytest.mark.parametrize("change", [{"place_name": "Drill Hall"}, {"hours": 24}])
def test_a_change_of_the_event_makes_no_yes_of_a_maybe(event, turned, change):
    first = guest(event)
    deliver.deliver_due()
    press(first, "TENTATIVE")

    later(event, **{"hours": 0} | change)

    update = db.session.scalars(db.select(Message).where(Message.kind == "update")).one()
    assert b"PARTSTAT=TENTATIVE" in (update.calendar or b"").replace(b"\r\n ", b"")
    assert still_coming.unsure(fresh(first))


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


def test_a_yes_to_what_is_full_and_has_no_line_any_more_gets_no_place(event, turned):
    first, _second = guest(event), guest(event)
    press(first, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()
    guest(event)
    event.waitlist_closes = -60 * 24 * 4
    db.session.commit()

    turned.turn(minutes=1)
    press(first, "ACCEPTED")

    assert (fresh(first).state, actions.count(event, "going")) == ("cancelled", 2)
    assert replies.letters(first)[-1] == "calendar-yes"
