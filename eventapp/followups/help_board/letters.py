"""The letters of the board: what somebody might help with, and that somebody can."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eventapp import clock, languages, tokens
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.wording.actions import style
from eventapp.followups.help_board import my_ask, shown
from eventapp.followups.help_board.models import BoardAsk, HelpOffer
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp

# So many asks, or people who can help, stand in one letter; the page has all.
MOST = 5


def tell_owner(offer: HelpOffer, *, now: datetime) -> None:
    """Tell whose ask it is that somebody new can help."""
    ask, rsvp = offer.ask, offer.ask.rsvp
    if not preferences.wants(rsvp.person, "help-offer"):
        return
    stop = preferences.address(rsvp.person, "help-offer", now=now)
    with languages.spoken(*rsvp.languages):
        outbox.post(
            "help-offer",
            # Offers go with their ask: the next one may have the number of one that was told of.
            key=f"help-offer:{tokens.new_nonce()}",
            about=f"ask:{ask.id}",
            to=rsvp.person.email or "",
            to_name=rsvp.name,
            sender_name=sender(rsvp.event),
            context=owner_context(ask, unsubscribe=stop),
            now=now,
        )


def owner_context(ask: BoardAsk, *, unsubscribe: str | None) -> dict[str, Any]:
    """What the letter to the owner of an ask is told: who can help, as they agreed to be named."""
    rsvp = ask.rsvp
    return {
        "guest": rsvp,
        "event": rsvp.event,
        "style": style(rsvp.event),
        "ask": ask.text,
        "helpers": [
            {
                "first_name": one.rsvp.first_name,
                "role": one.rsvp.role.name if one.rsvp.role else "",
                "offer": one.rsvp.offer.text if one.rsvp.offer else "",
                "line": one.note,
            }
            for one in my_ask.waiting(ask)[:MOST]
        ],
        "link": outbox.personal_address(
            "help_board.mine", nonce_of(rsvp.link), of=rsvp.event.community.slug
        ),
        "unsubscribe_url": unsubscribe,
    }


def owner_still_asks(message: Message) -> bool:
    """Whether somebody waits for an answer still; the letter names whoever does at this moment."""
    now, number = clock.now(), int(message.about.rpartition(":")[2])
    ask = db.session.get(BoardAsk, number)
    if ask is None or not shown.is_open(ask, now=now) or not my_ask.waiting(ask):
        return False
    with languages.spoken(*ask.rsvp.languages):
        outbox.rewrite(message, owner_context(ask, unsubscribe=message.unsubscribe))
    return True


def digest(rsvps: Sequence[Rsvp], *, now: datetime) -> None:
    """Write to people who might help with what is new on the board; what it is, is read when it leaves."""
    stops = preferences.addresses([rsvp.person_id for rsvp in rsvps], "help-asks", now=now)
    outbox.post_all([_digest(rsvp, stop=stops[rsvp.person_id], now=now) for rsvp in rsvps])


@languages.theirs
def _digest(rsvp: Rsvp, *, stop: str, now: datetime) -> Message:
    return outbox.written(
        "help-asks",
        key=f"help-asks:{now.date()}:{rsvp.id}",
        about=digest_about(rsvp.event.community_id, rsvp.person_id),
        to=rsvp.person.email or "",
        to_name=rsvp.name,
        sender_name=sender(rsvp.event),
        context=digest_context(rsvp, [], unsubscribe=stop),
        now=now,
    )


def digest_about(community_id: int, person_id: int) -> str:
    """By what the letters to somebody about one board are found; not among those that organizers see."""
    return f"help:{community_id}:{person_id}"


def digest_context(
    rsvp: Rsvp, asks: Sequence[shown.Seen], *, unsubscribe: str | None
) -> dict[str, Any]:
    """What the letter to somebody who might help is told: lines, topics and kinds, and no name."""
    return {
        "guest": rsvp,
        "event": rsvp.event,
        "style": style(rsvp.event),
        "community": rsvp.event.community.name,
        "asks": asks[:MOST],
        "more": max(0, len(asks) - MOST),
        "link": outbox.personal_address(
            "help_board.show", nonce_of(rsvp.link), of=rsvp.event.community.slug
        ),
        "unsubscribe_url": unsubscribe,
    }


def might_still_help(message: Message) -> bool:
    """Whether there is an ask for them still; the letter is written anew with those of this moment."""
    rsvp = db.session.get(Rsvp, int(message.key.rpartition(":")[2]))
    if rsvp is None or rsvp.person.email is None:
        return False
    person: Person = rsvp.person
    asks = [
        one
        for one in shown.board(person, rsvp.event.community_id, now=clock.now())
        if not one.passed_on
    ]
    if asks:
        with languages.spoken(*rsvp.languages):
            said = digest_context(rsvp, asks, unsubscribe=message.unsubscribe)
            outbox.rewrite(message, said)
    return bool(asks)
