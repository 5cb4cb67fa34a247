"""The page after a form tells nobody whom the owner of the typed address has met."""

import html
import re
from datetime import timedelta
from itertools import combinations

import make
import seating_builders
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.people.actions import page_token_of, token_of
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions


def why(client: Visitor, token: str) -> list[str]:
    """What 'Why here?' says on a guest's page."""
    page = html.unescape(client.get(f"/r/{token}").text)
    card = re.search(r'id="why".*?</ul>', page, re.DOTALL)
    return re.findall(r"<li>(.*?)</li>", card[0]) if card else []


def all_met(guests: list[Rsvp]) -> None:
    """Everybody has met everybody at an earlier event of the community."""
    event = guests[0].event
    start = event.starts_at - timedelta(days=30)
    earlier = make.event(
        community=event.community, starts_at=start, ends_at=start + timedelta(hours=2)
    )
    for pair in combinations(sorted(guest.person_id for guest in guests), 2):
        low, high = pair
        make.saved(
            Encounter(
                event_id=earlier.id, low_id=low, high_id=high, round=1, table=1, met_at=make.NOON
            )
        )


def test_why_here_on_the_page_of_a_form_counts_nobody_met_before(client: Visitor) -> None:
    event, guests = seating_builders.room(12, tables=3, seats=4)
    actions.publish(seating_builders.plan(event), now=clock.now())
    for guest in guests:
        # As many reasons as there may be, so that one that is left out makes room for another.
        guest.organization = "Acme" if guest is guests[0] else guest.organization
        guest.ask.text = guest.offer.text = "SQL"
    letter = token_of(guests[0].link)
    pages = [page_token_of(guest.link) for guest in guests]
    db.session.commit()
    strange = [why(client, page) for page in pages]
    assert any("new to you" in reason for reason in why(client, letter))

    all_met(guests)
    db.session.commit()

    assert all(strange)
    assert [why(client, page) for page in pages] == strange
    told = "".join(reason for reasons in (*strange, why(client, letter)) for reason in reasons)
    assert "new to you" not in told
