"""A yes taken back: before the batch nothing happens; after it, what hasn't left doesn't leave."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.introductions import actions as introductions
from eventapp.followups.sending import actions as sending
from eventapp.mail.deliver import deliver_due
from eventapp.people import preferences
from eventapp.rsvps.models import Rsvp


def states() -> list[str]:
    return [letter.state for letter in followup_builders.letters("introduction")]


def introduced() -> tuple[Rsvp, Rsvp]:
    """Two who ticked each other, and whose letters wait."""
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.both_tick(ana, ben)
    return ana, ben


def one_has_left() -> tuple[Rsvp, Rsvp]:
    """The same when the letter to the first has left, and that to the second still waits."""
    ana, ben = introduced()
    (to_ana,) = [one for one in followup_builders.letters("introduction") if "ana" in one.to]
    to_ana.state = "sent"
    db.session.commit()
    return ana, ben


def test_who_ticks_several_is_introduced_to_those_who_ticked_back(app: Flask) -> None:
    event, (ana, ben, cem, dot) = followup_builders.drafted("Ana", "Ben", "Cem", "Dot")
    followup_builders.tick(ben, ana)
    followup_builders.tick(cem, ana, dot)
    followup_builders.tick(ana, ben, cem, dot)

    followup_builders.batch(event)

    assert {known.first_name for known in actions.connections_of(ana.person)} == {"Ben", "Cem"}
    assert actions.connections_of(dot.person) == []


@pytest.mark.parametrize("who_leaves", [0, 1])
def test_a_tick_taken_back_before_the_batch_is_as_if_it_never_was(
    app: Flask, who_leaves: int
) -> None:
    event, people = followup_builders.drafted("Ana", "Ben")
    ana, ben = people
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    followup_builders.tick(people[who_leaves])

    followup_builders.batch(event)

    assert followup_builders.connections() == []
    assert followup_builders.letters("introduction") == []


def test_a_tick_taken_back_and_made_again_is_as_one(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ana)
    followup_builders.tick(ana, ben, line="I meant it")
    followup_builders.tick(ben, ana)

    made = followup_builders.batch(event)

    assert made == 1
    assert len(followup_builders.letters("introduction")) == 2


def test_consent_taken_back_before_the_batch_makes_no_connection(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    ana.keep_in_touch_at = None

    followup_builders.batch(event)

    assert followup_builders.connections() == []


def test_who_takes_no_such_letters_is_not_introduced(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    preferences.switch_off(ana.person, "card", now=clock.now())

    followup_builders.batch(event)

    assert followup_builders.connections() == []


def test_consent_taken_back_after_the_batch_stops_both_letters(app: Flask) -> None:
    ana, ben = introduced()
    ana.keep_in_touch_at = None
    db.session.commit()

    deliver_due()

    assert states() == ["withdrawn"] * 2
    assert actions.connections_of(ben.person) == actions.connections_of(ana.person) == []


def test_a_tick_taken_back_after_the_batch_stops_letters_that_have_not_left(app: Flask) -> None:
    ana, ben = introduced()

    followup_builders.tick(ana)
    db.session.commit()
    deliver_due()

    assert states() == ["withdrawn"] * 2
    assert actions.connections_of(ben.person) == actions.connections_of(ana.person) == []


@pytest.mark.parametrize("who_leaves", [0, 1])
def test_a_tick_taken_back_when_one_letter_has_left_stops_the_other_and_hides_both(
    app: Flask, who_leaves: int
) -> None:
    people = one_has_left()

    followup_builders.tick(people[who_leaves])
    db.session.commit()
    deliver_due()

    assert sorted(states()) == ["sent", "withdrawn"]
    assert not any(actions.connections_of(rsvp.person) for rsvp in people)


def test_leaving_or_giving_the_place_back_stops_what_has_not_left(app: Flask) -> None:
    ana, ben = one_has_left()

    actions.forget_ticks_of(ben, now=clock.now())

    assert sorted(states()) == ["sent", "withdrawn"]
    assert actions.connections_of(ana.person) == []


def test_a_tick_set_again_writes_the_stopped_letters_again_with_the_next_batch(app: Flask) -> None:
    ana, ben = introduced()
    followup_builders.tick(ana)

    followup_builders.tick(ana, ben, line="I meant it")
    before = states()
    followup_builders.batch(ana.event)
    db.session.commit()
    deliver_due()

    assert before == ["withdrawn"] * 2
    assert states() == ["sent"] * 2
    assert len(followup_builders.connections()) == 1
    assert any("I meant it" in letter.text for letter in followup_builders.letters("introduction"))


def test_what_was_mutual_stands_once_both_letters_have_left(app: Flask) -> None:
    ana, ben = introduced()
    db.session.commit()
    deliver_due()

    followup_builders.tick(ana)
    after = actions.connections_of(ana.person)
    followup_builders.both_tick(ana, ben)

    assert [known.email for known in after] == ["ben@example.org"]
    assert states() == ["sent"] * 2
    assert [known.email for known in actions.connections_of(ana.person)] == ["ben@example.org"]


def once_more(*people: Rsvp) -> list[Rsvp]:
    """The same people at a second event, with their cards."""
    second = make.past_event()
    again = [make.rsvp(second, person=r.person, first_name=r.first_name) for r in people]
    followup_builders.seat(second, [again])
    followup_builders.arrive(*again)
    sending.draft(second, now=clock.now())
    return again


def test_two_who_know_each_other_from_before_are_not_introduced_again(app: Flask) -> None:
    again = once_more(*introduced())

    followup_builders.both_tick(*again)

    assert len(followup_builders.connections()) == 1
    assert len(followup_builders.letters("introduction")) == 2


def test_two_whose_introduction_was_stopped_are_introduced_at_another_event(app: Flask) -> None:
    ana, ben = introduced()
    followup_builders.tick(ana)
    again = once_more(ana, ben)

    followup_builders.both_tick(*again)

    (connection,) = followup_builders.connections()
    assert connection.event_id == again[0].event_id
    assert states().count("queued") == 2


def test_who_had_the_letter_of_what_was_stopped_has_that_of_another_evening_as_well(
    app: Flask,
) -> None:
    ana, ben = one_has_left()
    followup_builders.tick(ana)
    again = once_more(ana, ben)

    followup_builders.both_tick(*again)

    assert states() == ["queued"] * 2


def test_leaving_the_cards_stops_letters_and_takes_one_off_every_card(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)

    actions.leave_cards(ana.person, now=clock.now())

    db.session.expire_all()
    assert ana.keep_in_touch_at is None
    assert followup_builders.wishes() == []
    assert [letter.state for letter in followup_builders.letters("card")] == ["withdrawn", "queued"]
    assert actions.companions(ben) == []


def test_leaving_the_cards_stops_an_introduction_that_waits(app: Flask) -> None:
    ana, ben = one_has_left()

    actions.leave_cards(ana.person, now=clock.now())

    assert sorted(states()) == ["sent", "withdrawn"]
    assert actions.connections_of(ana.person) == actions.connections_of(ben.person) == []


def test_a_page_shows_nobody_whose_consent_is_gone_after_both_letters_left(app: Flask) -> None:
    ana, ben = introduced()
    db.session.commit()
    deliver_due()

    ben.keep_in_touch_at = None

    assert actions.connections_of(ana.person) == []


def test_a_tick_taken_back_while_a_batch_is_on_its_way_is_not_answered(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    moment = clock.now()
    listed = introductions.pairs(event.id, moment)
    followup_builders.tick(ben)

    assert introductions.introduce(event, listed, moment=moment, now=moment) == 0


def test_a_tick_made_anew_after_a_set_time_waits_for_the_next(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    moment = clock.now()
    listed = introductions.pairs(event.id, moment)
    followup_builders.tick(ben)
    followup_builders.tick(ben, ana, now=moment + timedelta(minutes=1))

    assert introductions.pairs(event.id, moment) == []
    assert introductions.introduce(event, listed, moment=moment, now=moment) == 0
