"""Who says that they can help, what the owner of the ask answers, and what nobody is told."""

import make
import pytest
from flask import Flask, current_app
from followup_builders import letters
from help_builders import address, asker, can_help, helper, put
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Gone, Refused
from eventapp.followups.actions import connections_of, leave_cards
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions, jobs, my_ask
from eventapp.followups.help_board.models import BoardAsk, HelpOffer
from eventapp.front.my_data import held_on


def test_an_offer_that_has_the_number_of_one_that_is_gone_is_told_of_and_offered_again_it_is_not(
    each_database: Flask,
) -> None:
    first = asker()
    can_help(helper(first), put(first))
    db.session.execute(db.update(BoardAsk).values(ends_at=clock.now()))
    jobs.forget_asks()
    second = asker(email="second@example.org")
    kofi, ask = helper(second), put(second)

    can_help(kofi, ask)
    actions.withdraw(kofi.person, ask.code, now=clock.now())
    can_help(kofi, ask)

    assert [letter.to for letter in letters("help-offer")][1:] == ["second@example.org"]


def test_a_no_looks_to_the_helper_like_no_answer(app: Flask, client: Visitor) -> None:
    ana = asker()
    kofi, ama = helper(ana), helper(ana, first_name="Ama")
    ask = put(ana)
    can_help(kofi, ask)
    can_help(ama, ask)
    offered = db.session.scalars(db.select(HelpOffer).order_by(HelpOffer.id)).all()
    actions.answer(ana, offered[0].id, yes=None, now=clock.now())

    pages = [client.get(address(one, "help")).text for one in (kofi, ama)]
    held = held_on(kofi.person)["answers"][0]["can_help"][0]
    actions.withdraw(kofi.person, ask.code, now=clock.now())
    can_help(kofi, ask)

    assert all("Passed on" in page for page in pages)
    assert len(set(map(len, pages))) == 1
    assert not {"answer", "answered_at"} & held.keys()
    assert [one.rsvp_id for one in my_ask.of(ana, now=clock.now()).waiting] == [ama.id]
    assert len(letters("help-offer")) == 2
    assert letters("introduction") == []


def test_an_offer_taken_back_or_without_consent_waits_for_no_answer(app: Flask) -> None:
    ana = asker()
    kofi, ama = helper(ana), helper(ana, first_name="Ama")
    ask = put(ana)
    can_help(kofi, ask)
    can_help(ama, ask)
    numbers = db.session.scalars(db.select(HelpOffer.id).order_by(HelpOffer.id)).all()

    actions.withdraw(kofi.person, ask.code, now=clock.now())
    leave_cards(ama.person, now=clock.now())

    for number in numbers:
        with pytest.raises(Gone):
            actions.answer(ana, number, yes=Chosen(), now=clock.now())
    assert letters("introduction") == []


def test_a_letter_that_waited_stays_when_nothing_is_to_be_said_any_more(app: Flask) -> None:
    ana = asker()
    kofi = helper(ana)
    ask = put(ana)
    can_help(kofi, ask)
    (told,) = letters("help-offer")
    check = current_app.extensions["mail_checks"]["help-offer"]
    before = check(told)

    actions.withdraw(kofi.person, ask.code, now=clock.now())

    assert (before, check(told)) == (True, False)


def test_somebody_offers_to_help_a_few_times_a_day(app: Flask) -> None:
    first = asker()
    kofi = helper(first)
    asks = [put(first), *(put(asker(first.event.community)) for _n in range(5))]

    for ask in asks[:5]:
        can_help(kofi, ask)

    with pytest.raises(Refused):
        can_help(kofi, asks[5])


def test_a_yes_to_somebody_of_another_event_names_both_until_one_takes_it_back(app: Flask) -> None:
    ana = asker()
    kofi = helper(ana)
    can_help(kofi, put(ana))
    number = db.session.scalars(db.select(HelpOffer.id)).one()
    actions.answer(ana, number, yes=Chosen(), now=clock.now())
    to_ana, _to_kofi = letters("introduction")
    check = current_app.extensions["mail_checks"]["introduction"]
    before = check(to_ana), [one.first_name for one in connections_of(ana.person)]

    kofi.keep_in_touch_at = None
    db.session.flush()

    assert before == (True, ["Kofi"])
    assert "asked about" in to_ana.text
    assert not check(to_ana)
    assert connections_of(ana.person) == []


def test_my_board_gathers_every_community(app: Flask, client: Visitor) -> None:
    ana, cem = asker(), asker(first_name="Cem")
    kofi = helper(ana)
    helper(cem, person=kofi.person)
    put(ana, "negotiating pay")
    put(cem, "asking for a raise, salary talks")
    make.sign_in(client, kofi.person)

    page = client.get("/me/help").text

    assert "negotiating pay" in page
    assert "asking for a raise" in page


def test_asks_whose_weeks_are_over_are_wiped(app: Flask) -> None:
    put(asker()).ends_at = clock.now()
    kept = put(asker())
    db.session.commit()

    assert jobs.forget_asks() == 1
    assert db.session.scalars(db.select(BoardAsk.id)).all() == [kept.id]


def test_a_link_opens_the_board_of_its_own_community_alone(app: Flask) -> None:
    ana, elsewhere = asker(), asker()
    kofi = helper(ana)
    helper(elsewhere, person=kofi.person)
    ask, here = put(elsewhere), {ana.event.community_id}

    with pytest.raises(Gone):
        actions.offer(kofi.person, ask.code, communities=here, chosen=Chosen(), now=clock.now())


def test_no_way_to_the_board_takes_a_line_that_tells_who_asks(app: Flask) -> None:
    with pytest.raises(Refused):
        put(asker(), "write to ana@example.org")
