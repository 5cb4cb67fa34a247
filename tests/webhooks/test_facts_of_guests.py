"""What becomes of answers is told in its own transaction, whoever changes them."""

import make
import pytest
from flask import Flask
from webhook_builders import SOMEWHERE, endpoint, kinds, payloads

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.door import actions as door
from eventapp.rsvps import actions, approvals, own_page
from eventapp.rsvps.answers import Answers


@pytest.fixture
def host(app: Flask) -> Community:
    """A community of which somebody hears everything."""
    made = make.community()
    endpoint(made, SOMEWHERE, app)
    return made


def test_an_answer_is_told_from_the_first_to_the_last(host: Community) -> None:
    event, now = make.event(community=host, capacity=1), clock.now()
    going, waiting = make.rsvp(event), make.rsvp(event)

    actions.cancel(going, now=now)
    actions.cancel(going, now=now)
    actions.cancel(waiting, now=now)

    assert kinds() == [
        "rsvp.going",
        "rsvp.waitlisted",
        "rsvp.cancelled",
        "rsvp.promoted",
        "rsvp.cancelled",
    ]
    told = [one["data"]["rsvp"] for one in payloads()]
    assert told[3] == {"id": waiting.id, "state": "going", "role": waiting.role.name}
    assert told[2]["state"] == "cancelled"


def test_who_has_to_ask_is_told_of_and_declined(host: Community) -> None:
    event = make.event(community=host, needs_approval=True)
    owner, asks, other = make.member(host), make.rsvp(event), make.rsvp(event)

    approvals.decline(asks, by=owner, now=clock.now())
    approvals.approve(other, by=owner, now=clock.now())

    assert kinds() == ["rsvp.pending", "rsvp.pending", "rsvp.declined", "rsvp.promoted"]


def test_who_gave_a_place_back_and_comes_after_all_is_told_of_once(host: Community) -> None:
    rsvp = make.rsvp(make.event(community=host))
    actions.cancel(rsvp, now=clock.now())

    make.rsvp(rsvp.event, person=rsvp.person)

    assert kinds() == ["rsvp.going", "rsvp.cancelled", "rsvp.going"]


def test_another_role_is_told_once_and_as_it_is_from_now_on(host: Community) -> None:
    rsvp = make.rsvp(make.event(community=host))
    role = next(one for one in host.roles if one.id != rsvp.role_id)
    said = Answers.of(rsvp)
    own_page.change_answers(rsvp, said, now=clock.now())

    own_page.change_answers(
        rsvp, Answers(**{**vars(said), "role_id": role.id, "offer": "new"}), now=clock.now()
    )

    assert kinds() == ["rsvp.going", "rsvp.changed"]
    assert payloads()[1]["data"]["rsvp"] == {"id": rsvp.id, "state": "going", "role": role.name}


def test_the_door_tells_who_is_in_and_who_isn_t_after_all(host: Community) -> None:
    event, now = make.event(community=host), clock.now()
    rsvp, owner = make.rsvp(event), make.member(host)

    door.arrive(rsvp, by=owner, now=now)
    door.arrive(rsvp, by=owner, now=now)
    door.undo(event, rsvp.id, by=owner, now=now)
    door.undo(event, rsvp.id, by=owner, now=now)

    assert kinds() == ["rsvp.going", "arrival.checked_in", "arrival.undone"]
    assert [one["data"].get("arrival") for one in payloads()] == [
        None,
        {"checked_in_at": f"{now:%Y-%m-%dT%H:%M:%SZ}"},
        {"checked_in_at": None},
    ]
