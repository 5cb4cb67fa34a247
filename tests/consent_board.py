"""An ask on the board and somebody who can help: what each learns of the other while either takes something back."""

from collections.abc import Iterator
from contextlib import suppress

import help_builders
from consent_tables import everything_in, take_back
from flooding import Clock
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions, digests
from eventapp.followups.help_board.models import HelpOffer
from eventapp.followups.models import Connection
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

NOTE = "a line of who can help"
# How one of them stands: what they took back; whether they gave it again; or without an address.
STAYS, YES, AGAIN, PLACE, UNREACHED = "stays", "yes", "yes and again", "place", "no address"
ENDS = (STAYS, YES, AGAIN, PLACE, UNREACHED)


def board_leaks(asker: str, helper: str, client: Visitor, moved: Clock) -> list[str]:
    """What isn't as promised, in words: one can help and said so, another one may hear of the ask."""
    ana = help_builders.asker(email="ana@example.org")
    kofi = help_builders.helper(ana, email="kofi@example.org")
    noor = help_builders.helper(ana, first_name="Noor", email="noor@example.org")
    ask = help_builders.put(ana)
    help_builders.can_help(kofi, ask, NOTE)
    digests.write_part([noor.id], now=clock.now())
    db.session.commit()
    board, mine = help_builders.address(noor, "help"), help_builders.address(ana, "ask")
    moved.turn(minutes=1)
    _end(ana, asker)
    for rsvp in (kofi, noor):
        _end(rsvp, helper)
    db.session.commit()
    deliver_due()
    seen = asker == STAYS and helper in {STAYS, AGAIN}
    named = asker in {STAYS, AGAIN} and helper == STAYS
    found = {
        "the board": (client.get(board).text, help_builders.ASK, seen),
        "the letter about it": (_letters("noor@example.org", "help-asks"), help_builders.ASK, seen),
        "the page of the ask": (client.get(mine).text, NOTE, named),
        # Of an ask that nobody sees any more no letter tells.
        "the letter to its owner": (_letters("ana@example.org", "help-offer"), NOTE, named and asker == STAYS),
    }  # fmt: skip
    case = f"(asks: {asker}, helps: {helper})"
    wrong = [
        f"{place}: {'no ' * may}{word!r} {case}"
        for place, (text, word, may) in found.items()
        if (word in text) != may
    ]
    to_others = found["the board"][0] + found["the letter about it"][0]
    wrong += [f"{name} {case}" for name in ("Ana", "Okafor") if name in to_others]
    return [*wrong, *(f"{one} {case}" for one in _introduced(ana, named=named))]


def _end(rsvp: Rsvp, how: str) -> None:
    if how == UNREACHED:
        rsvp.person.email = None
    elif how != STAYS:
        take_back(rsvp, PLACE if how == PLACE else YES)
    if how == AGAIN:
        rsvp.keep_in_touch_at = clock.now()


def _letters(to: str, kind: str) -> str:
    sent = db.select(Message).where(Message.to == to, Message.kind == kind, Message.state == "sent")
    return "\n".join(everything_in(one) for one in db.session.scalars(sent))


def _introduced(ana: Rsvp, *, named: bool) -> Iterator[str]:
    """A yes of the owner's introduces both, where both still agree."""
    for number in db.session.scalars(db.select(HelpOffer.id)).all():
        with suppress(Refused):
            actions.answer(ana, number, yes=Chosen(), now=clock.now())
    made = db.session.scalars(db.select(Connection.id)).all()
    if bool(made) != named:
        yield "an introduction"
