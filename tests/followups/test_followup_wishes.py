"""Ticks: shown to nobody unless both ticked, and then two letters and one connection."""

from datetime import timedelta

import followup_builders
import make
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.models import Wish
from eventapp.followups.recap import recap
from eventapp.followups.sending import actions as sending
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message


def everything_mailed() -> str:
    messages = db.session.scalars(db.select(Message))
    return "".join(m.subject + m.text + m.html for m in messages if m.kind != "card")


def test_one_tick_writes_no_letter_and_makes_no_connection(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    before = db.session.scalar(db.select(db.func.count(Message.id)))

    followup_builders.tick(ana, ben, line="Your talk was grand")

    assert len(followup_builders.wishes()) == 1
    assert followup_builders.connections() == []
    assert db.session.scalar(db.select(db.func.count(Message.id))) == before
    assert actions.connections_of(ana.person) == actions.connections_of(ben.person) == []


def test_one_tick_changes_nothing_on_the_page_of_the_other(app: Flask, client: Visitor) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    path = followup_builders.path_of(ben)
    before = without_token(client.get(path).text)

    followup_builders.tick(ana, ben, line="Your talk was grand")

    assert without_token(client.get(path).text) == before


def test_one_tick_changes_no_number_at_the_desk(app: Flask) -> None:
    event, people = followup_builders.drafted(*"ABCDEF")
    for rsvp in people:
        followup_builders.tick(rsvp)
    before = recap(event)

    for rsvp in people[1:]:
        followup_builders.tick(rsvp, people[0], line="Your talk was grand")

    assert recap(event) == before


def test_two_ticks_make_one_connection_and_two_letters(app: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")

    followup_builders.tick(ana, ben, line="Your talk was grand")
    followup_builders.tick(ben, ana, line="Send me the plots")

    (connection,) = followup_builders.connections()
    assert (connection.low_id, connection.high_id) == (ana.person_id, ben.person_id)
    assert connection.event_id == event.id
    to_ana, to_ben = sorted(followup_builders.letters("introduction"), key=lambda letter: letter.to)
    assert (to_ana.to, to_ben.to) == ("ana@example.org", "ben@example.org")
    assert "ben@example.org" in to_ana.text
    assert "Send me the plots" in to_ana.text
    assert b"EMAIL;TYPE=INTERNET:ben@example.org" in to_ana.card
    assert "Your talk was grand" in to_ben.text
    assert b"FN:Ana" in to_ben.card


def test_ticking_twice_is_once(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")

    for _ in range(2):
        followup_builders.tick(ana, ben)
        followup_builders.tick(ben, ana)

    assert len(followup_builders.wishes()) == 2
    assert len(followup_builders.connections()) == 1
    assert len(followup_builders.letters("introduction")) == 2


def test_who_ticks_several_is_introduced_to_those_who_ticked_back(app: Flask) -> None:
    _event, (ana, ben, cem, dot) = followup_builders.drafted("Ana", "Ben", "Cem", "Dot")
    followup_builders.tick(ben, ana)
    followup_builders.tick(cem, ana, dot)

    followup_builders.tick(ana, ben, cem, dot)

    assert {known.first_name for known in actions.connections_of(ana.person)} == {"Ben", "Cem"}
    assert actions.connections_of(dot.person) == []


def test_a_tick_taken_back_before_the_other_ticks_is_as_if_it_never_was(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ana)

    followup_builders.tick(ben, ana)

    assert followup_builders.connections() == []
    assert followup_builders.letters("introduction") == []


def test_consent_taken_back_before_the_other_ticks_makes_no_connection(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    ana.keep_in_touch_at = None

    followup_builders.tick(ben, ana)

    assert followup_builders.connections() == []
    assert [wish.rsvp_id for wish in followup_builders.wishes()] == [ana.id]


def test_consent_taken_back_after_both_ticked_stops_both_letters(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    ana.keep_in_touch_at = None
    db.session.commit()

    deliver_due()

    assert [letter.state for letter in followup_builders.letters("introduction")] == [
        "withdrawn"
    ] * 2
    assert len(followup_builders.connections()) == 1
    assert actions.connections_of(ben.person) == []


def test_a_tick_taken_back_after_both_ticked_stops_letters_that_have_not_left(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)

    followup_builders.tick(ana)
    db.session.commit()
    deliver_due()

    assert [letter.state for letter in followup_builders.letters("introduction")] == [
        "withdrawn"
    ] * 2
    assert len(followup_builders.connections()) == 1
    assert actions.connections_of(ben.person) == actions.connections_of(ana.person) == []


def test_a_tick_set_again_writes_the_stopped_letters_again(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    followup_builders.tick(ana)

    followup_builders.tick(ana, ben, line="I meant it")
    db.session.commit()
    deliver_due()

    assert [letter.state for letter in followup_builders.letters("introduction")] == ["sent"] * 2
    assert len(followup_builders.connections()) == 1
    assert any("I meant it" in letter.text for letter in followup_builders.letters("introduction"))


def test_letters_that_have_left_are_not_written_again(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    db.session.commit()
    deliver_due()

    followup_builders.tick(ana)
    followup_builders.tick(ana, ben)

    assert [letter.state for letter in followup_builders.letters("introduction")] == ["sent"] * 2
    assert [known.email for known in actions.connections_of(ana.person)] == ["ben@example.org"]


def test_two_who_know_each_other_from_before_are_not_introduced_again(app: Flask) -> None:
    _first, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    followup_builders.tick(ben, ana)
    second = make.past_event()
    again = [make.rsvp(second, person=r.person, first_name=r.first_name) for r in (ana, ben)]
    followup_builders.seat(second, [again])
    followup_builders.arrive(*again)
    sending.draft(second, now=clock.now())

    followup_builders.tick(again[0], again[1])
    followup_builders.tick(again[1], again[0])

    assert len(followup_builders.connections()) == 1
    assert len(followup_builders.letters("introduction")) == 2


def test_only_people_on_the_card_can_be_ticked(app: Flask) -> None:
    event = make.past_event()
    ana, ben, cem = people = followup_builders.guests(event, "Ana", "Ben", "Cem")
    followup_builders.seat(event, [[ana, ben], [cem]])
    followup_builders.arrive(*people)
    sending.draft(event, now=clock.now())

    followup_builders.tick(ana, ben, cem, ana)

    assert [wish.other_id for wish in followup_builders.wishes()] == [ben.id]


def test_the_introduction_tells_nothing_of_anybody_else(app: Flask) -> None:
    _event, (ana, ben, cem) = followup_builders.drafted("Ana", "Ben", "Cem")
    followup_builders.tick(cem, ana, line="From Cem alone")
    followup_builders.tick(ana, ben)

    followup_builders.tick(ben, ana)

    mailed = everything_mailed()
    assert "Cem" not in mailed
    assert "cem@example.org" not in mailed


def test_leaving_the_cards_stops_letters_and_takes_one_off_every_card(app: Flask) -> None:
    _event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)

    actions.leave_cards(ana.person, now=clock.now())

    db.session.expire_all()
    assert ana.keep_in_touch_at is None
    assert followup_builders.wishes() == []
    assert [letter.state for letter in followup_builders.letters("card")] == ["withdrawn", "queued"]
    assert actions.companions(ben) == []


def test_the_newest_connection_comes_first_and_only_ones_own(app: Flask) -> None:
    _event, (ana, ben, cem, dot) = followup_builders.drafted("Ana", "Ben", "Cem", "Dot")
    pairs = [(ana, ben), (cem, dot), (ana, cem)]
    for hours, (one, other) in enumerate(pairs):
        for here, there in ((one, other), (other, one)):
            make.saved(Wish(rsvp=here, other=there, wished_at=clock.now()))
        actions.connect(one, now=clock.now() + timedelta(hours=hours))

    mine = actions.connections_of(ana.person)

    assert [known.email for known in mine] == ["cem@example.org", "ben@example.org"]
    assert mine[0].card.endswith(".vcf")


def without_token(page: str) -> list[str]:
    """A page without what differs each time it is made."""
    return [line for line in page.splitlines() if "csrf_token" not in line]
