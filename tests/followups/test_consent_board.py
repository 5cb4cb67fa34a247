"""The consent matrix of the help board: each check is needed, and nothing leaks with all of them."""

import pytest
from checks_taken_away import take_away
from consent_board import AGAIN, ENDS, STAYS, UNREACHED, YES, board_leaks
from flask import Flask
from flooding import Clock
from visitor import Visitor

BOARD = "followups.help_board"
CHECKS = [
    (f"{BOARD}.matching:agreed_since", "Rsvp.keep_in_touch_at <= moment,", "", YES, STAYS),
    (f"{BOARD}.matching:agreed_since", "<= moment", "!= None", AGAIN, STAYS),
    (f"{BOARD}.matching:agreed_since", "Person.email.is_not(None),", "", UNREACHED, STAYS),
    (f"{BOARD}.matching:open_asks", "*agreed_since(BoardAsk.put_at),", "", YES, STAYS),
    (f"{BOARD}.matching:helpers", "Rsvp.keep_in_touch_at.is_not(None),", "", STAYS, YES),
    (f"{BOARD}.my_ask:waiting", "*matching.agreed_since(HelpOffer.offered_at),", "", STAYS, YES),
    (f"{BOARD}.my_ask:of", " and agreed", "", YES, STAYS),
    (f"{BOARD}.letters:owner_still_asks", "not shown.is_open(ask, now=now) or ", "", YES, STAYS),
    (f"{BOARD}.actions:answer", "if yes and not agrees(rsvp):", "if False:", YES, STAYS),
]


@pytest.mark.parametrize("asker", ENDS)
@pytest.mark.parametrize("helper", ENDS)
def test_the_board_tells_each_just_what_both_still_agree_to(
    asker: str, helper: str, app: Flask, client: Visitor, moved_clock: Clock
) -> None:
    assert not board_leaks(asker, helper, client, moved_clock)


@pytest.mark.parametrize(
    ("where", "check", "instead", "asker", "helper"), CHECKS, ids=lambda one: str(one)
)
def test_without_one_check_the_board_tells_too_much(
    where: str,
    check: str,
    instead: str,
    asker: str,
    helper: str,
    app: Flask,
    client: Visitor,
    moved_clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    take_away(monkeypatch, where, check, instead)

    assert board_leaks(asker, helper, client, moved_clock)
