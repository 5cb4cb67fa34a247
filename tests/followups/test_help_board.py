"""The board: an ask is there by its owner's own press, without a name, for who offered that topic."""


from flask import Flask
from followup_builders import letters
from help_builders import address, asker, helper
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.followups.actions import connections_of
from eventapp.followups.help_board import shown
from eventapp.followups.help_board.models import BoardAsk, HelpOffer


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
    assert "Ana" not in page and ana.event.title not in page
    assert told.to == ana.person.email
    assert "I did it twice." in told.text and "Kofi" in mine and "I did it twice." in mine
    assert kofi.person.email not in told.text + mine
    to_ana, to_kofi = letters("introduction")
    assert (to_ana.to, to_kofi.to) == (ana.person.email, kofi.person.email)
    assert kofi.person.email in to_ana.text and "I did it twice." in to_ana.text
    assert "0131 496 0123" in to_kofi.text and "Thank you!" in to_kofi.text
    assert [one.first_name for one in connections_of(kofi.person)] == ["Ana"]
    assert [one.first_name for one in connections_of(ana.person)] == ["Kofi"]
    assert "negotiating pay" not in client.get(address(kofi, "help")).text
