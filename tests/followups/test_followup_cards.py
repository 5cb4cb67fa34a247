"""The card after an event: who gets one, whom it names, and when it goes out."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.followups import actions
from eventapp.followups.models import Card
from eventapp.followups.sending import actions as sending
from eventapp.mail.deliver import deliver_due


def cards() -> int:
    return db.session.scalar(db.select(db.func.count(Card.id))) or 0


def test_everyone_who_was_there_gets_one_card_and_one_letter(app: Flask) -> None:
    event, _people = followup_builders.evening("Ana", "Ben", "Cem")

    written = sending.draft(event, now=clock.now())

    assert written == 3
    assert cards() == 3
    assert {letter.to for letter in followup_builders.letters("card")} == {
        "ana@example.org",
        "ben@example.org",
        "cem@example.org",
    }


def test_a_card_says_whom_one_sat_with_what_they_asked_and_offered_and_a_small_step(
    app: Flask,
) -> None:
    event = make.past_event()
    ana, ben = followup_builders.guests(
        event, "Ana", "Ben", ask="a way into SQL", offer="a mock interview"
    )
    followup_builders.seat(event, [[ana, ben]])
    followup_builders.arrive(ana, ben)

    sending.draft(event, now=clock.now())

    to_ana = next(
        letter for letter in followup_builders.letters("card") if letter.to == "ana@example.org"
    )
    assert "Round 1, table 1" in to_ana.text
    assert "* Ben" in to_ana.text
    assert "a way into SQL" in to_ana.text
    assert "a mock interview" in to_ana.text
    assert "A small step:" in to_ana.text
    assert "* Ana" not in to_ana.text


def test_writing_the_cards_twice_is_once(app: Flask) -> None:
    event, _people = followup_builders.drafted("Ana", "Ben")

    again = sending.draft(event, now=clock.now())

    assert again == 0
    assert cards() == len(followup_builders.letters("card")) == 2


def test_who_was_not_checked_in_gets_no_card_and_is_on_nobodys(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = people = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [people])
    followup_builders.arrive(ana, ben)

    sending.draft(event, now=clock.now())

    assert [letter.to for letter in followup_builders.letters("card")] == [
        "ana@example.org",
        "ben@example.org",
    ]
    assert all(
        "Cem" not in letter.text + letter.html for letter in followup_builders.letters("card")
    )
    assert actions.companions(ana) == [ben]
    assert cem.id not in {card.rsvp_id for card in db.session.scalars(db.select(Card))}


def test_without_consent_there_is_no_card_and_one_is_counted_but_not_named(app: Flask) -> None:
    event = make.past_event()
    ana, ben = followup_builders.guests(event, "Ana", "Ben")
    (cem,) = followup_builders.guests(event, "Cem", keep_in_touch=False, ask="Cem's own question")
    followup_builders.seat(event, [[ana, ben, cem]])
    followup_builders.arrive(ana, ben, cem)

    written = sending.draft(event, now=clock.now())

    assert written == 2
    for letter in followup_builders.letters("card"):
        assert letter.to != "cem@example.org"
        assert not says(letter.text + letter.html, "Cem")
        assert "One more person sat here" in letter.text
        assert letter.subject.startswith("You met 2 people")


def test_a_walk_in_without_an_address_gets_no_letter_and_is_not_to_be_ticked(app: Flask) -> None:
    event = make.past_event()
    ana, ben = followup_builders.guests(event, "Ana", "Ben")
    walk_in = make.rsvp(event, person=make.person(email=None), first_name="Wim")
    followup_builders.seat(event, [[ana, ben, walk_in]])
    followup_builders.arrive(ana, ben, walk_in)

    sending.draft(event, now=clock.now())

    assert len(followup_builders.letters("card")) == 2
    assert actions.companions(ana) == [ben]


def test_people_of_the_other_tables_are_not_on_the_card(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem, dot = people = followup_builders.guests(event, "Ana", "Ben", "Cem", "Dot")
    followup_builders.seat(event, [[ana, ben], [cem, dot]], [[ana, cem], [ben, dot]])
    followup_builders.arrive(*people)

    sending.draft(event, now=clock.now())

    assert actions.companions(ana) == [ben, cem]
    assert actions.companions(dot) == [cem, ben]


def test_the_cards_follow_the_newest_published_plan_and_no_draft(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = people = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [[ana, ben], [cem]])
    followup_builders.seat(event, [[ana, cem], [ben]])
    followup_builders.seat(event, [[cem, ben], [ana]]).published_at = None
    followup_builders.arrive(*people)

    sending.draft(event, now=clock.now())

    assert actions.companions(ana) == [cem]
    assert ledger.met(ana.person_id) == {cem.person_id}


def test_the_ledger_learns_of_everyone_who_came_also_without_consent(app: Flask) -> None:
    event = make.past_event()
    (ana,) = followup_builders.guests(event, "Ana")
    ben, cem = followup_builders.guests(event, "Ben", "Cem", keep_in_touch=False)
    followup_builders.seat(event, [[ana, ben, cem]])
    followup_builders.arrive(ana, ben)

    sending.draft(event, now=clock.now())

    assert ledger.met(ana.person_id) == {ben.person_id}


def test_whoever_sat_with_nobody_gets_no_letter(app: Flask) -> None:
    event = make.past_event()
    (ana,) = followup_builders.guests(event, "Ana")
    followup_builders.arrive(ana)

    written = sending.draft(event, now=clock.now())

    assert written == 0
    assert event.followed_up_at is not None


@pytest.mark.parametrize(
    "given",
    [
        {"starts_at": make.NOON, "ends_at": clock.now() + timedelta(hours=1)},
        {"published_at": None},
        {"cancelled_at": make.NOON},
    ],
    ids=["not over", "never published", "called off"],
)
def test_an_event_that_did_not_take_place_has_no_cards(app: Flask, given: dict) -> None:
    given.pop("starts_at", None)
    event, _people = followup_builders.evening("Ana", "Ben", **given)

    with pytest.raises(Refused):
        sending.draft(event, now=clock.now())

    assert cards() == 0


def test_cards_that_would_be_closed_are_refused(app: Flask) -> None:
    event, _people = followup_builders.evening("Ana", "Ben")

    with pytest.raises(Refused, match="ten days"):
        sending.draft(event, now=event.ends_at + timedelta(days=10))

    assert cards() == 0


def test_consent_taken_back_before_delivery_withdraws_the_letter(app: Flask) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    ana.keep_in_touch_at = None
    db.session.commit()

    sent = deliver_due()

    states = {letter.to: letter.state for letter in followup_builders.letters("card")}
    assert sent == 1
    assert states == {"ana@example.org": "withdrawn", "ben@example.org": "sent"}


def test_a_letter_that_waits_forgets_whoever_took_their_consent_back(app: Flask) -> None:
    _event, (ana, ben, _cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    assert "Ana" in followup_builders.letters("card")[1].text
    ana.keep_in_touch_at = None
    db.session.commit()

    deliver_due()

    to_ben = next(
        letter for letter in followup_builders.letters("card") if letter.to == ben.person.email
    )
    assert to_ben.state == "sent"
    assert not says(to_ben.text + to_ben.html, "Ana")
    assert "Cem" in to_ben.text
    assert "One more person sat here" in to_ben.text


def test_giving_the_place_back_afterwards_takes_one_off_the_cards(app: Flask) -> None:
    event, (ana, ben, cem) = followup_builders.evening("Ana", "Ben", "Cem")
    cem.state = "cancelled"

    sending.draft(event, now=clock.now())

    assert actions.companions(ana) == [ben]
    assert len(followup_builders.letters("card")) == 2


def test_the_letter_carries_no_secret_and_leaves_with_links_that_open(app: Flask) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    db.session.commit()
    (path,) = {followup_builders.path_of(ana)}
    letter = followup_builders.letters("card")[0]
    assert path not in letter.text + letter.html

    deliver_due()

    mailbox = app.config["DATA_DIR"] / "mailbox"
    bodies = [file.read_bytes() for file in mailbox.glob("*.eml")]
    assert len(bodies) == 2
    assert all(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click" in body for body in bodies)
