"""A past evening whose asks nobody answered, and people of the community who offered the topic."""

import make
from followup_builders import arrive, seat

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions
from eventapp.followups.help_board.models import BoardAsk, HelpOffer
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp

ASK = "how to negotiate a salary"
OFFER = "practice for salary talks"


def asker(of: Community | None = None, **given: object) -> Rsvp:
    """Somebody who came yesterday, asked about salaries, and heard nothing."""
    event = make.past_event(community=of or make.community())
    said = {"first_name": "Ana", "last_name": "Okafor", "ask": ASK, "offer": "baking bread"}
    rsvp = make.rsvp(event, **said | given)
    other = make.rsvp(event, first_name="Ben", ask="", offer="watering plants")
    seat(event, [[rsvp, other]])
    arrive(rsvp, other)
    return rsvp


def helper(of: Rsvp, **given: object) -> Rsvp:
    """Somebody who offered it at another event of the same community."""
    event = make.past_event(community=of.event.community)
    said = {"first_name": "Kofi", "ask": "", "offer": OFFER}
    rsvp = make.rsvp(event, **said | given)
    arrive(rsvp)
    return rsvp


def put(rsvp: Rsvp, text: str = ASK) -> BoardAsk:
    return actions.put(rsvp, text=text, kind="advice", now=clock.now())


def can_help(rsvp: Rsvp, ask: BoardAsk, note: str = "", **shared: object) -> None:
    actions.offer(
        rsvp.person,
        ask.code,
        communities={ask.community_id},
        chosen=Chosen(note=note, **shared),
        now=clock.now(),
    )


def address(rsvp: Rsvp, page: str) -> str:
    return f"/r/{token_of(rsvp.link)}/{page}"


def on_the_board(rsvp: Rsvp, *, topic: str) -> tuple[str, int]:
    """The last other guest of an event asks about a topic that this one offers, and the other way round.

    The code of the other's ask, which this one sees, and the number of the other's 'I can help'.
    """
    guests = db.select(Rsvp).where(Rsvp.event_id == rsvp.event_id, Rsvp.id != rsvp.id)
    other = list(db.session.scalars(guests.order_by(Rsvp.id)))[-1]
    for one in (rsvp, other):
        one.ask.text = one.offer.text = topic
    db.session.flush()
    mine, theirs = put(rsvp, topic), put(other, topic)
    can_help(other, mine, topic)
    return theirs.code, db.session.scalars(db.select(HelpOffer.id)).one()
