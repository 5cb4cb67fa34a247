"""A past evening whose asks nobody answered, and people of the community who offered the topic."""

import make
from followup_builders import arrive, seat

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.followups.consent import Chosen
from eventapp.followups.help_board import actions
from eventapp.followups.help_board.models import BoardAsk
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
