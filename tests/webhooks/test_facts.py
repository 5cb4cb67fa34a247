"""Every fact is told in its own transaction, by numbers and names of events; nobody's own words."""

import json

import make
import public_forms
import pytest
import series_builders
from flask import Flask
from program_builders import join
from seating_builders import plan
from visitor import Visitor
from webhook_builders import SOMEWHERE, endpoint, kinds, payloads

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import SeriesDate
from eventapp.programs import actions as programs
from eventapp.programs import waitlist
from eventapp.programs.states import actions as states
from eventapp.rsvps import actions, rescheduling
from eventapp.seating import actions as seating
from eventapp.webhooks import kinds as known


@pytest.fixture
def host(app: Flask) -> Community:
    """A community of which somebody hears everything."""
    made = make.community()
    endpoint(made, SOMEWHERE, app)
    return made


def test_an_event_is_published_called_off_and_on_again(app: Flask, host: Community) -> None:
    event, now = make.draft(community=host), clock.now()

    waitlist.publish(event, now=now)
    waitlist.publish(event, now=now)
    rescheduling.cancel_event(event, now=now)
    rescheduling.reopen_event(event, now=now)

    assert kinds() == ["event.published", "event.called_off", "event.reopened"]
    assert payloads()[0] == {
        "type": "event.published",
        "timestamp": f"{now:%Y-%m-%dT%H:%M:%SZ}",
        "data": {
            "event": {
                "id": event.id,
                "slug": event.slug,
                "title": event.title,
                "starts_at": f"{event.starts_at:%Y-%m-%dT%H:%M:%SZ}",
                "ends_at": f"{event.ends_at:%Y-%m-%dT%H:%M:%SZ}",
                "zone": "Europe/Berlin",
                "state": "published",
                "url": f"{app.config['BASE_URL']}/{host.slug}/events/{event.slug}",
            }
        },
    }
    assert payloads()[1]["data"]["event"]["state"] == "cancelled"


def test_a_change_is_told_once_it_is_published(host: Community) -> None:
    draft, event = make.draft(community=host), make.event(community=host)
    for one in (draft, event):
        before = rescheduling.snapshot(one)
        one.title = "Another title"
        rescheduling.reschedule(one, before, now=clock.now())

    (told,) = payloads()
    assert (told["type"], told["data"]["event"]["id"]) == ("event.changed", event.id)
    assert told["data"]["event"]["title"] == "Another title"


def test_whichever_way_an_event_is_published_it_is_told_once(
    client: Visitor, host: Community
) -> None:
    plain, first, second = (make.draft(community=host) for _event in range(3))
    series = series_builders.series(first)
    series.dates.append(SeriesDate(event=second))
    db.session.commit()
    make.sign_in(client, make.member(host))
    desk = f"/desk/{host.slug}"

    for _press in range(2):
        client.post(f"{desk}/events/{plain.slug}/publication")
        client.post(f"{desk}/series/{series.slug}/publication")

    published = [one["data"]["event"]["id"] for one in payloads()]
    assert kinds() == ["event.published"] * 3
    assert sorted(published) == sorted([plain.id, first.id, second.id])


def test_a_program_and_its_people_are_told(host: Community) -> None:
    program, now = make.program(community=host, sessions=2, published_at=None), clock.now()
    for session in program.sessions:
        session.event.published_at = None
    states.publish(program, now=now)
    one = join(program)
    programs.leave(one, now=now)
    states.call_off(program, now=now)
    states.bring_back(program, now=now)

    told = [kind for kind in kinds() if kind.split(".")[0] in {"program", "enrolment"}]
    assert told == [
        "program.published",
        "enrolment.made",
        "enrolment.left",
        "program.called_off",
        "program.reopened",
    ]
    assert kinds().count("event.published") == kinds().count("rsvp.going") == 2
    made = next(one for one in payloads() if one["type"] == "enrolment.made")
    assert made["data"]["enrolment"] == {"id": one.id, "state": "enrolled"}
    assert made["data"]["program"]["title"] == program.title


def test_published_tables_are_told(host: Community) -> None:
    event = make.event(community=host)
    for _guest in range(6):
        make.rsvp(event)
    draft = plan(event)

    seating.publish(draft, now=clock.now())

    assert kinds()[-1] == "plan.published"
    assert payloads()[-1]["data"]["plan"]["version"] == draft.version


def test_nobody_s_name_address_or_words_are_told(host: Community) -> None:
    event = make.event(community=host)
    rsvp = make.rsvp(
        event,
        first_name="Zebulon",
        email="zebulon@example.org",
        ask="how to leave my job",
        food="no nuts",
        letter="invite",
    )
    actions.cancel(rsvp, now=clock.now())

    said = json.dumps(payloads())
    for secret in ("Zebulon", "zebulon", "leave my job", "nuts", rsvp.link.nonce):
        assert secret not in said


def test_only_who_wants_to_hear_of_a_kind_does(app: Flask) -> None:
    host = make.community()
    endpoint(host, SOMEWHERE, app, kinds=("rsvp.cancelled",))
    rsvp = make.rsvp(make.event(community=host))

    actions.cancel(rsvp, now=clock.now())
    make.rsvp()

    assert kinds() == ["rsvp.cancelled"]


def test_what_is_rolled_back_was_never_told(host: Community) -> None:
    event = make.event(community=host)
    db.session.commit()

    make.rsvp(event)
    db.session.rollback()

    assert kinds() == []


def test_a_guest_s_form_is_told_with_the_answer(host: Community, client: Visitor) -> None:
    event = make.event(community=host)

    public_forms.answer(client, event, "zoe@example.org")

    assert kinds() == ["rsvp.going"]


def test_every_kind_that_is_told_can_be_chosen() -> None:
    from eventapp.rsvps import webhook_data

    assert {*webhook_data.KINDS.values(), "rsvp.promoted", "rsvp.changed"} <= known.KINDS.keys()


def test_no_endpoint_costs_no_query(app: Flask) -> None:
    event: Event = make.event()
    db.session.commit()

    make.rsvp(event)

    assert kinds() == []
