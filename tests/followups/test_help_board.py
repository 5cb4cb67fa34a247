"""The board: an ask is there by its owner's own press, without a name, for who offered that topic."""

from datetime import timedelta

import followup_builders
import help_builders
import make
import pytest
from flask import Flask
from followup_builders import letters
from help_builders import address, asker, can_help, helper, put
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Gone, Refused
from eventapp.followups.actions import connections_of
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions, my_ask, shown
from eventapp.followups.help_board.models import AskOutcome, BoardAsk, HelpOffer
from eventapp.followups.models import Connection
from eventapp.people.actions import page_token_of
from eventapp.rsvps.models import Rsvp
from eventapp.seating.avoiding.actions import avoid


def seen_by(rsvp) -> list[str]:
    found = shown.board(rsvp.person, rsvp.event.community_id, now=clock.now())
    return [one.text for one in found]


def test_from_an_ask_to_two_letters(each_database: Flask, client: Visitor) -> None:
    ana = asker()
    kofi = helper(ana)
    db.session.commit()

    client.submit(address(ana, "ask"), to="/ask/board", text="negotiating pay, for the first time")
    page = client.get(address(kofi, "help")).text
    (ask,) = db.session.scalars(db.select(BoardAsk))
    client.submit(
        address(kofi, "help"), to=f"/help/{ask.code}", **{f"{ask.code}-note": "I did it twice."}
    )
    (told,) = letters("help-offer")
    mine = client.get(address(ana, "ask")).text
    (offered,) = db.session.scalars(db.select(HelpOffer))
    client.submit(
        address(ana, "ask"),
        to=f"/helpers/{offered.id}/answer",
        **{f"h{offered.id}-note": "Thank you!", f"h{offered.id}-phone": "0131 496 0123"},
    )

    assert "negotiating pay, for the first time" in page
    assert not says(page, "Ana")
    assert ana.event.title not in page
    assert told.to == ana.person.email
    assert "I did it twice." in told.text
    assert "Kofi" in mine
    assert "I did it twice." in mine
    assert kofi.person.email not in told.text + mine
    to_ana, to_kofi = letters("introduction")
    assert (to_ana.to, to_kofi.to) == (ana.person.email, kofi.person.email)
    assert kofi.person.email in to_ana.text
    assert "I did it twice." in to_ana.text
    assert "0131 496 0123" in to_kofi.text
    assert "Thank you!" in to_kofi.text
    assert [one.first_name for one in connections_of(kofi.person)] == ["Ana"]
    assert [one.first_name for one in connections_of(ana.person)] == ["Kofi"]
    assert "negotiating pay" not in client.get(address(kofi, "help")).text


# Each takes away one thing without which an ask isn't shown: to anybody, or to this one.
def taken_off(ana, _kofi) -> None:
    actions.take_back(ana)


def asker_said_no(ana, _kofi) -> None:
    ana.keep_in_touch_at = None


def asker_said_no_and_yes_again(ana, _kofi) -> None:
    ana.keep_in_touch_at = clock.now() + timedelta(seconds=1)


def asker_gave_the_place_back(ana, _kofi) -> None:
    ana.state = "cancelled"


def asker_has_no_address(ana, _kofi) -> None:
    ana.person.email = None


def somebody_has_helped(ana, _kofi) -> None:
    actions.say(ana, "yes", now=clock.now())


def weeks_are_over(ana, _kofi) -> None:
    db.session.scalars(db.select(BoardAsk)).one().ends_at = clock.now()


def helper_said_no(_ana, kofi) -> None:
    kofi.keep_in_touch_at = None


def helper_gave_the_place_back(_ana, kofi) -> None:
    kofi.state = "cancelled"


def helper_has_no_address(_ana, kofi) -> None:
    kofi.person.email = None


def helper_offers_something_else(_ana, kofi) -> None:
    kofi.offer.text = "watering plants"


def helper_is_of_another_community(_ana, kofi) -> None:
    kofi.event.community = make.community()


def they_are_in_touch(ana, kofi) -> None:
    low, high = sorted((ana.person_id, kofi.person_id))
    make.saved(
        Connection(event_id=ana.event_id, low_id=low, high_id=high, connected_at=clock.now())
    )


HIDES = [
    taken_off, asker_said_no, asker_said_no_and_yes_again, asker_gave_the_place_back,
    asker_has_no_address, somebody_has_helped, weeks_are_over, helper_said_no,
    helper_gave_the_place_back, helper_has_no_address, helper_offers_something_else,
    helper_is_of_another_community, they_are_in_touch,
]  # fmt: skip


@pytest.mark.parametrize("hides", HIDES, ids=lambda one: one.__name__)
def test_an_ask_is_shown_while_everything_holds_and_no_longer(app: Flask, hides) -> None:
    ana = asker()
    kofi = helper(ana)
    ask = put(ana)
    db.session.commit()
    before = seen_by(kofi)

    hides(ana, kofi)
    db.session.flush()

    code, community = ask.code, ana.event.community_id
    assert before == [help_builders.ASK]
    assert seen_by(kofi) == []
    with pytest.raises(Gone):
        actions.offer(kofi.person, code, communities={community}, chosen=Chosen(), now=clock.now())
    assert letters("help-offer") == []


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("by_asker", [False, True])
def test_nothing_is_passed_on_against_not_with_this_person_and_no_board_shows_it(
    app: Flask, by_asker: bool, typed: bool
) -> None:
    ana = asker()
    kofi, ben = helper(ana), helper(ana, first_name="Ben")
    ask = put(ana)
    can_help(kofi, ask)
    can_help(ben, ask)
    who, other = (ana, kofi) if by_asker else (kofi, ana)
    avoid(
        who.person,
        ana.event.community_id,
        other=None if typed else other.person,
        said=(other.person.email or "").upper(),
        now=clock.now(),
    )

    waiting = my_ask.of(ana, now=clock.now()).waiting

    # The board is what it was: who names one after the other mustn't find out whose ask it is.
    assert seen_by(kofi) == seen_by(ben) == [help_builders.ASK]
    assert shown.board(kofi.person, ana.event.community_id, now=clock.now())[0].passed_on
    # Nor does a helper's full name or address go with what the owner of an ask types.
    held_back = set() if by_asker and typed else {kofi.id}
    assert {one.rsvp_id for one in waiting} == {ben.id, kofi.id} - held_back


def test_an_offer_that_is_not_passed_on_is_taken_like_any_other(app: Flask) -> None:
    ana = asker()
    kofi, ask = helper(ana), put(ana)
    avoid(ana.person, ana.event.community_id, other=kofi.person, said="Kofi", now=clock.now())

    can_help(kofi, ask)

    assert shown.board(kofi.person, ana.event.community_id, now=clock.now())[0].passed_on
    assert letters("help-offer") == []


def test_the_limit_of_a_day_does_not_tell_of_a_no(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = asker()
    kofi, ask = helper(ana), put(ana)
    can_help(kofi, ask)
    number = db.session.scalars(db.select(HelpOffer.id)).one()
    actions.answer(ana, number, yes=None, now=clock.now())
    actions.withdraw(kofi.person, ask.code, now=clock.now())
    monkeypatch.setattr(actions, "MOST_A_DAY", 1)

    with pytest.raises(Refused):
        can_help(kofi, ask)


@pytest.mark.parametrize("going", [4, 5])
def test_a_role_is_told_where_five_guests_had_it(app: Flask, going: int) -> None:
    ana = asker()
    role = ana.event.roles[0]
    db.session.execute(db.update(Rsvp).values(role_id=ana.event.roles[1].id))
    ana.role = role
    for _n in range(going - 1):
        make.rsvp(ana.event, role_id=role.id)
    put(ana)
    kofi = helper(ana)

    (one,) = shown.board(kofi.person, ana.event.community_id, now=clock.now())

    assert one.role == (role.name if going == 5 else "")


def test_nothing_is_put_on_the_board_without_the_owner_s_own_press(
    app: Flask, client: Visitor
) -> None:
    _event, (ana, _ben) = followup_builders.drafted("Ana", "Ben")
    page = followup_builders.path_of(ana)

    client.submit(page, to="/wishes", helped="not_yet")
    after = client.get(page).text

    assert db.session.scalars(db.select(AskOutcome.said)).all() == ["not_yet"]
    assert db.session.scalars(db.select(BoardAsk)).all() == []
    assert "Ask the others for me" in after
    assert address(ana, "ask") in after


def test_whoever_holds_only_the_page_after_the_form_sees_no_board(
    app: Flask, client: Visitor
) -> None:
    ana = asker()
    token = page_token_of(ana.link)

    assert client.get(f"/r/{token}").status_code == 200
    assert [client.get(f"/r/{token}/{page}").status_code for page in ("ask", "help")] == [404, 404]


def test_who_was_not_there_or_agreed_to_nothing_puts_nothing_on_the_board(app: Flask) -> None:
    ana = asker()
    absent = make.rsvp(ana.event, ask=help_builders.ASK)
    silent = make.rsvp(ana.event, ask=help_builders.ASK, keep_in_touch=False)
    followup_builders.arrive(silent)

    for rsvp in (absent, silent):
        with pytest.raises(Refused):
            put(rsvp)

    assert db.session.scalars(db.select(BoardAsk)).all() == []


@pytest.mark.parametrize(
    "text",
    ["Salaries: ana@example.org", "Salaries, call +44 131 496 0123", "Ask Ana about salaries",
     "salaries www.example.org/ana"],
)  # fmt: skip
def test_a_line_that_tells_who_asks_is_refused_with_a_sentence(
    app: Flask, client: Visitor, text: str
) -> None:
    ana = asker()

    answer = client.submit(address(ana, "ask"), to="/ask/board", text=text)

    assert answer.status_code == 422
    assert "Leave " in answer.text
    assert db.session.scalars(db.select(BoardAsk)).all() == []
