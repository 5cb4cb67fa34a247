"""What only some events have stands in the list of people and in its file, and how many are too many."""

from datetime import timedelta

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps import actions, revisions
from eventapp.rsvps.attendees import columns, listing
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.people_export import people

OWN = {"joins": "Joins", "agreed": "Agreed to the code of conduct", "brought": "Brought by"}
NOW = clock.now()


def said(event: Event, rsvp: Rsvp) -> dict[str, str]:
    """What the line of a guest says in those columns."""
    row = listing.one(rsvp, now=NOW)
    return {one.heading: one.value(row) for one in columns.columns(event) if one.key in OWN}


def written(event: Event, rsvp: Rsvp) -> dict[str, object]:
    """What the file says in them."""
    export = people(event)
    row = next(one for one in export.rows if one.id == rsvp.id)
    own = set(OWN.values())
    return {one.heading: one.value(row) for one in export.columns if one.heading in own}


def test_an_event_without_any_of_it_has_none_of_the_columns(app: Flask) -> None:
    event = make.event()
    rsvp = make.rsvp(event)

    assert said(event, rsvp) == written(event, rsvp) == {}


@pytest.mark.parametrize(
    ("asks", "heading"),
    [
        ({"hybrid": True}, "Joins"),
        ({"conduct": "Be kind."}, "Agreed to the code of conduct"),
        ({"most_guests": 2}, "Brought by"),
    ],
)
def test_each_stands_only_where_the_event_has_it(app: Flask, asks, heading: str) -> None:
    event = make.event(**asks)
    rsvp = make.rsvp(event)

    assert list(said(event, rsvp)) == list(written(event, rsvp)) == [heading]


def test_they_say_how_one_joins_since_when_one_agreed_and_who_brought_one(app: Flask) -> None:
    event = make.event(hybrid=True, conduct="Be kind.", most_guests=2)
    host = make.rsvp(event, first_name="Noor", last_name="Haddad", joins="online", agreed=True)
    guest = make.rsvp(event, joins="place")
    guest.brought_by = host
    db.session.flush()
    day = clock.short_day(host.agreed_at, event.zone)

    assert list(said(event, host).values()) == ["Online", day, ""]
    assert list(said(event, guest).values()) == ["At the place", "", "Noor Haddad"]
    assert list(written(event, guest).values()) == ["At the place", "", "Noor Haddad"]
    assert list(written(event, host).values()) == [
        "Online", clock.wall(host.agreed_at, event.zone), "",
    ]  # fmt: skip


def test_who_brought_each_is_read_with_the_list(app: Flask, queries) -> None:
    event = make.event(most_guests=5)
    for _ in range(3):
        make.rsvp(event, organization="Tally").brought_by = make.rsvp(event)
    db.session.flush()
    db.session.expire_all()
    rows = listing.part(event, Search(text="tally"), now=NOW).rows
    value = next(one.value for one in columns.columns(event) if one.key == "brought")
    queries.clear()

    names = [value(row) for row in rows]

    assert sum(map(bool, names)) == 3
    assert len(queries) == 0


def crowd(**given) -> Event:
    """Three in the room, two online, and one to whom a place is offered."""
    event = make.event(capacity=9, hybrid=True, **given)
    for joins in ("place", "place", "place", "online", "online"):
        make.rsvp(event, joins=joins)
    event.capacity = 3
    offered = make.rsvp(event, joins="place")
    offered.offered_until = NOW + timedelta(hours=5)
    db.session.flush()
    return event


@pytest.mark.parametrize(("places", "told"), [(1, "3 over"), (3, "One over"), (4, "")])
def test_the_page_says_how_many_more_there_are_than_places(
    organizer, host, places: int, told: str
) -> None:
    event = crowd(community=host)
    event.capacity = places
    db.session.flush()

    text = organizer.get(f"/desk/{host.slug}/events/{event.slug}/people").text

    assert told in text
    assert (" over: more people" in text) == bool(told)


def test_before_places_are_taken_away_it_counts_the_same(app: Flask) -> None:
    event = crowd()
    event.capacity = 9
    db.session.flush()
    values = {"capacity": 2, "ends_at": event.ends_at, "starts_at": event.starts_at}

    found = revisions.review(event, values, list(event.roles), now=NOW)

    assert actions.count(event, "going") == 5
    assert found.over == 2
