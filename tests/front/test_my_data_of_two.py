"""What somebody takes out about themselves tells of no yes that another one took back."""

import json

import followup_builders
import help_builders
import make
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups import actions
from eventapp.followups.help_board import actions as board


def taken(client: Visitor) -> dict:
    found: dict = json.loads(client.get("/me/data.json").text)
    return found


def test_a_yes_taken_back_before_the_letters_left_is_told_to_nobody(
    app: Flask, client: Visitor
) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    followup_builders.tick(ana, ben)
    make.sign_in(client, ana.person)
    alone = taken(client)
    followup_builders.tick(ben, ana)
    assert followup_builders.batch(event) == 1
    both = taken(client)

    followup_builders.tick(ben)
    db.session.commit()

    after = taken(client)
    assert len(both["connections"]) == 1
    assert (after["connections"], after["letters"]) == (alone["connections"], alone["letters"])


def test_help_that_was_offered_and_taken_back_is_told_to_nobody(
    app: Flask, client: Visitor
) -> None:
    ana = help_builders.asker(email="ana@example.org")
    kofi, ask = help_builders.helper(ana), help_builders.put(ana)
    make.sign_in(client, ana.person)
    before = taken(client)["letters"]
    help_builders.can_help(kofi, ask)
    offered = taken(client)["letters"]

    board.withdraw(kofi.person, ask.code, now=clock.now())
    db.session.commit()

    assert len(offered) == len(before) + 1
    assert taken(client)["letters"] == before
    assert actions.connections_of(ana.person) == []
