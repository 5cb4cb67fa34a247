"""Who may answer for whom: by the token of a letter, or from the own address as a mail server vouches."""

from datetime import timedelta

import make
import pytest
import reply_builders as replies
from flask import Flask
from flooding import Clock
from reply_builders import fresh, guest, minutes, press, said, take_in

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import erasing
from eventapp.mail.incoming.contents import NewTime, Words
from eventapp.mail.models import Message
from eventapp.rsvps.attendees import actions as people
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import jobs


@pytest.fixture
def event(reads: Flask, turned: Clock) -> Event:
    host = make.community()
    make.member(host)
    return make.event(capacity=3, community=host)


def test_a_forged_answer_for_somebody_else_changes_nothing_and_they_are_asked(event, turned):
    victim, attacker = guest(event), guest(event)
    no = said(victim, "DECLINED")

    take_in(no, sender=victim.person.email)
    turned.turn(minutes=5)
    take_in(no, sender=attacker.person.email, proven=True)
    turned.turn(minutes=5)
    take_in(no, sender="", proven=False)

    for one in (victim, attacker):
        assert (fresh(one).state, one.leaves_at, replies.history(one)) == ("going", None, [])
    # However often within the hour.
    assert replies.letters(victim) == ["invite", "answer-check"]
    assert replies.letters(attacker) == ["invite"]


def test_they_are_asked_again_an_hour_later(event, turned):
    victim = guest(event)
    take_in(said(victim, "DECLINED"), sender=victim.person.email)
    turned.turn(minutes=61)

    take_in(said(victim, "DECLINED"), sender=victim.person.email)

    assert replies.letters(victim).count("answer-check") == 2


def test_nobody_can_have_them_asked_all_day(event, turned):
    victim = guest(event)

    for _time in range(8):
        take_in(said(victim, "DECLINED"), sender=victim.person.email)
        turned.turn(minutes=61)

    assert replies.letters(victim).count("answer-check") == 3


def test_nobody_is_asked_about_what_changes_nothing(event):
    victim = guest(event)

    take_in(said(victim, "ACCEPTED"), sender=victim.person.email)

    assert replies.letters(victim) == ["invite"]


def test_an_own_address_that_is_vouched_for_answers_like_a_token(event):
    rsvp = guest(event)

    take_in(said(rsvp, "DECLINED"), sender=rsvp.person.email, proven=True)

    assert fresh(rsvp).leaves_at is not None


def test_a_token_answers_for_its_own_guest_alone(event):
    mine, other = guest(event), guest(event)

    take_in(said(other, "DECLINED"), to=replies.of(mine), sender=mine.person.email, proven=True)

    assert (fresh(other).leaves_at, fresh(mine).leaves_at is None) == (None, False)


def test_a_token_that_was_altered_is_none(event):
    mine = guest(event)
    address = replies.of(mine)
    wrong = address.replace(f"a{mine.id}-", f"a{mine.id + 1}-")

    take_in(said(mine, "DECLINED"), to=wrong)

    assert fresh(mine).leaves_at is None


def test_a_token_of_another_event_is_held(event):
    mine = guest(event)
    elsewhere = make.event()

    became = take_in(said(mine, "DECLINED", uid=elsewhere.uid), to=replies.of(mine))

    assert became == "held"
    assert fresh(mine).leaves_at is None
    assert [mail.event_id for mail in replies.held()] == [event.id]


def test_whoever_is_on_no_list_is_held_for_the_organizers(event):
    answer = said(guest(event), "ACCEPTED", guest_email="crasher@example.org")

    assert take_in(answer, sender="crasher@example.org", proven=True) == "held"

    assert [mail.event_id for mail in replies.held()] == [event.id]
    assert db.session.query(Rsvp).count() == 1


def test_an_event_that_nobody_knows_is_held(event):
    assert take_in(said(guest(event), "ACCEPTED", uid="?@elsewhere")) == "held"
    assert [mail.event_id for mail in replies.held()] == [None]


def proposal(rsvp: Rsvp, **given) -> NewTime:
    starts = rsvp.event.starts_at + timedelta(days=1)
    fields = {"uid": rsvp.event.uid, "guest_email": rsvp.person.email, "comment": "A day later?"}
    return NewTime(**fields | {"starts_at": starts, "ends_at": starts + minutes(60)} | given)


def test_another_time_is_a_note_for_the_organizers_and_the_answer_stays(event):
    rsvp = guest(event)

    take_in(proposal(rsvp), to=replies.of(rsvp))
    take_in(proposal(rsvp), to=replies.of(rsvp))

    [letter] = db.session.scalars(db.select(Message).where(Message.kind == "new-time")).all()
    assert (letter.reply_to, fresh(rsvp).state) == (rsvp.person.email, "going")
    assert "A day later?" in letter.text
    [(what, proposed, why)] = replies.history(rsvp)
    assert (what, why) == ("new_time", "A day later?")
    assert proposed


def test_another_time_is_passed_on_also_in_a_mail_with_the_number_of_one_that_is_gone(
    event, turned
):
    rsvp = guest(event)
    first = replies.Mail(7, replies.of(rsvp), b"x", turned.now)
    turned.turn(days=181)
    second = replies.Mail(7, replies.of(rsvp), b"x", turned.now)
    event.starts_at, event.ends_at = turned.now + minutes(60), turned.now + minutes(90)

    for comment, mail in (("A day later?", first), ("Two days later?", second)):
        take_in(proposal(rsvp, comment=comment), again=mail)

    told = db.session.scalars(db.select(Message.text).where(Message.kind == "new-time")).all()
    assert ["Two days later?" in text for text in told] == [False, True]


def test_the_organizer_sees_all_that_a_calendar_said_beside_the_person(event, turned, client):
    rsvp = guest(event)
    make.sign_in(client, make.member(event.community))
    press(rsvp, "TENTATIVE", guests=2, comment="Depends on my train")
    take_in(proposal(rsvp), to=replies.of(rsvp))

    people = f"/desk/{event.community.slug}/events/{event.slug}/people"
    page = client.get(f"{people}/{rsvp.id}").text

    assert "their calendar said maybe" in client.get(people).text
    said = ["Their calendar said maybe", "how many more they bring</b>: 2", "Depends on my train"]
    assert [words for words in [*said, "A day later?"] if words not in page] == []


def test_a_flood_of_other_times_is_held(event, turned):
    rsvp = guest(event)

    became = [
        take_in(proposal(rsvp, comment=f"No {n}"), to=replies.of(rsvp), at=turned.now)
        for n in range(7)
    ]

    assert became == ["done"] * 5 + ["held"] * 2
    told = db.select(db.func.count(Message.id)).where(Message.kind == "new-time")
    assert db.session.scalar(told) == 5


def test_whoever_got_it_at_a_wrong_address_answers_for_nobody(event, turned):
    rsvp = guest(event, email="wrnog@example.org")
    no, address = said(rsvp, "DECLINED"), replies.of(rsvp)
    by = make.member(event.community, email=None)
    people.correct_address(rsvp, "right@example.org", by=by, now=turned.now)
    db.session.commit()

    assert take_in(no, to=address, sender="wrnog@example.org") == "held"
    assert take_in(proposal(rsvp, guest_email="wrnog@example.org"), to=address) == "held"
    assert (fresh(rsvp).leaves_at, replies.history(rsvp)[1:]) == (None, [])
    take_in(Words(text="Not me"), to=address, sender="wrnog@example.org")
    letter = db.session.scalars(db.select(Message).where(Message.kind == "guest-mail")).first()
    assert "can’t tell whether this is really from them" in letter.text
    replies.press(rsvp, "DECLINED")
    assert fresh(rsvp).leaves_at is not None


@pytest.mark.parametrize("starts_at", [None, make.NOON.replace(year=9999, month=12, day=31)])
def test_a_time_that_can_t_be_told_is_passed_on_without_it(event, starts_at):
    rsvp = guest(event)

    assert take_in(proposal(rsvp, starts_at=starts_at, ends_at=None), to=replies.of(rsvp)) == "done"


def test_another_time_from_anybody_is_held(event):
    rsvp = guest(event)

    assert take_in(proposal(rsvp), sender=rsvp.person.email) == "held"
    assert replies.history(rsvp) == []


def test_of_two_people_who_are_one_the_answer_that_stands_is_answered(event, turned):
    kept, other = guest(event), guest(event)
    before = {"kept": said(kept, "ACCEPTED"), "other": said(other, "DECLINED")}
    by = make.member(event.community)
    merging.merge(
        kept.person,
        other.person,
        standing={kept.id},
        community_id=event.community_id,
        by=by,
        now=turned.now,
    )
    db.session.commit()
    turned.turn(minutes=1)

    # The entry of the record that gave its place back: it was taken out of that calendar.
    take_in(said(other, "ACCEPTED", sequence=before["other"].sequence), to=replies.of(other))
    assert (fresh(other).state, fresh(kept).state) == ("cancelled", "going")
    take_in(said(kept, "DECLINED"), to=replies.of(kept))
    assert fresh(kept).leaves_at is not None


def test_the_token_of_whoever_was_erased_answers_for_nobody(event, turned):
    gone, other = guest(event), guest(event)
    no, address = said(gone, "DECLINED"), replies.of(gone)
    erasing.erase(gone.person, now=turned.now)
    db.session.commit()

    assert take_in(no, to=address) == "dropped"
    assert replies.held() == []
    assert fresh(other).leaves_at is None


def test_whoever_is_brought_answers_for_themselves_alone(event, turned):
    host, brought = guest(event), guest(event)
    brought.brought_by = host
    db.session.commit()

    replies.press(brought, "DECLINED")
    turned.turn(minutes=11)
    jobs.give_back_due()

    assert (fresh(brought).state, fresh(host).state) == ("cancelled", "going")
