"""'Not with this person' is seen by nobody, and brings nobody together who said so."""

from datetime import timedelta

import followup_builders
import make
import pytest
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.followups.models import Wish
from eventapp.people.actions import token_of
from eventapp.seating.avoiding.actions import avoid


def without_token(page: str) -> list[str]:
    return [line for line in page.splitlines() if "csrf_token" not in line]


@pytest.mark.parametrize("typed", [False, True])
@pytest.mark.parametrize("by_who_scans", [False, True])
def test_not_with_this_person_changes_nothing_that_a_badge_shows_and_nobody_is_introduced(
    app: Flask, client: Visitor, by_who_scans: bool, typed: bool
) -> None:
    start = clock.now() - timedelta(hours=1)
    event = make.event(starts_at=start, ends_at=start + timedelta(hours=3))
    ana, ben = followup_builders.guests(event, "Ana", "Ben")
    followup_builders.arrive(ana, ben)
    db.session.commit()
    client.get(f"/r/{token_of(ana.link)}")
    page = f"/B/{door.code_of(ben)}/hello"
    before = without_token(client.get(page).text)
    who, other = (ana, ben) if by_who_scans else (ben, ana)
    said = {"other": None if typed else other.person, "said": other.person.email or ""}
    avoid(who.person, event.community_id, **said, now=clock.now())
    db.session.commit()

    after = without_token(client.get(page).text)
    assert client.submit(page, to="/hello", keep=ben.id).status_code == 303
    make.saved(Wish(rsvp_id=ben.id, other_id=ana.id, wished_at=clock.now()))

    assert after == before
    assert followup_builders.batch(event) == 0
