"""A page about a few people reads a few rows, however much has happened: no table is read through."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import make
import meeting_builders
import met_builders
import pytest
import seating_builders
import series_builders
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy import event as events
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups import jobs as followups
from eventapp.front.retention import jobs as contacts
from eventapp.mail import leases
from eventapp.people.actions import token_of
from eventapp.rsvps import jobs
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.personal_feed import actions as personal_feeds
from eventapp.seating import actions

# What grows with the years.
LARGE = [
    "rsvp",
    "encounter",
    "event",
    "message",
    "link",
    "person",
    "seat",
    "arrival",
    "ask",
    "offer",
    "connection",
]
# This index holds only who told of needs that aren't forgotten yet.
SMALL_INDEX = "ix_rsvp_needs"
PAGES = (
    "guest's page", "tables", "door's tables", "people", "people, searched", "one of them",
    "who is here twice", "desk", "events", "feed", "my feed", "program feed", "new events", "programs", "me",
    "forgetting needs", "letters that are due", "reminding", "daily digest", "how was it", "met again",
    "contacts to note", "contacts to let go", "what will go", "people I met",
    "home", "home, over", "home, searched", "community", "series", "series calendar",
)  # fmt: skip

# What the worker asks each minute.
JOBS = {
    "forgetting needs": jobs.forget_needs,
    "reminding": jobs.remind,
    "daily digest": jobs.tell_what_is_new,
    "how was it": followups.ask_how_it_was,
    "met again": followups.nudge,
    "contacts to note": contacts.note_contacts,
    "contacts to let go": contacts.let_contacts_go,
}


@pytest.fixture
def evening(each_database: Flask) -> tuple[Event, list[Rsvp]]:
    """Published tables, without any statistics of how large what is."""
    start = clock.now() + timedelta(minutes=5)
    room = seating_builders.room(8, starts_at=start, ends_at=start + timedelta(hours=3))
    actions.publish(seating_builders.plan(room[0], steps=0), now=clock.now())
    make.program(community=room[0].community, slug="six")
    make.personal_feed(room[1][0].person)
    series_builders.series(room[0])
    # Somebody who came eleven months ago, and is to go within ninety days.
    then = clock.now() - timedelta(days=340)
    make.rsvp(
        make.past_event(
            community=room[0].community, starts_at=then, ends_at=then + timedelta(hours=2)
        )
    )
    return room


@pytest.mark.parametrize("page", PAGES)
def test_no_large_table_is_read_through(
    page: str, evening: tuple[Event, list[Rsvp]], client: Visitor
) -> None:
    plans = plans_of(page, client, *evening)

    assert plans
    assert {query: found for query, plan in plans.items() if (found := read_through(plan))} == {}


@pytest.mark.parametrize("page", ["guest's page", "tables", "door's tables"])
def test_who_has_met_whom_is_looked_up_by_the_people_at_hand(
    page: str, evening: tuple[Event, list[Rsvp]], client: Visitor
) -> None:
    plans = plans_of(page, client, *evening)

    met = [plan for query, plan in plans.items() if "FROM encounter" in query]
    assert len(met) == 1
    assert "ix_encounter_pair" in met[0]


def test_older_letters_about_the_same_are_looked_up_by_what_they_are_about(
    evening: tuple[Event, list[Rsvp]], client: Visitor
) -> None:
    plans = plans_of("letters that are due", client, *evening)

    (leasing,) = (plan for query, plan in plans.items() if "UPDATE message" in query)
    # Those that wait, and the first that left.
    assert leasing.count("ix_message_about") == 2


@pytest.mark.parametrize("page", ["events", "feed"])
def test_a_community_s_events_are_found_by_when_they_are(
    page: str, evening: tuple[Event, list[Rsvp]], client: Visitor
) -> None:
    plans = plans_of(page, client, *evening)

    assert re.search("ix_event_community_(starts|ends)_at", "\n".join(plans.values()))


def test_what_is_over_is_read_in_the_order_of_an_index(
    evening: tuple[Event, list[Rsvp]], client: Visitor
) -> None:
    make.past_event(community=evening[0].community)

    plans = plans_of("events", client, *evening)

    (latest,) = (plan for query, plan in plans.items() if "ends_at DESC" in query)
    assert "ix_event_community_ends_at" in latest
    assert not re.search(r"TEMP B-TREE|-> +Sort ", latest)


def asked(page: str, client: Visitor, event: Event, guest: Rsvp) -> Callable[[], object]:
    """How to ask for a page, or to have a job done."""
    if page in JOBS:
        return JOBS[page]
    if page == "letters that are due":
        return lambda: leases.take(clock.now(), 50)
    desk, host = seating_builders.desk(event), event.community.slug
    feed = personal_feeds.feed_of(guest.person)
    assert feed
    if page == "people I met":
        guests = db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id)).all()
        met_builders.sit(event, list(guests))
        meeting_builders.connect(guest, guests[-1])
        make.sign_in(client, guest.person)
    path = {
        "guest's page": f"/r/{token_of(guest.link)}",
        "tables": f"{desk}/tables",
        "door's tables": f"{desk}/door/tables",
        "people": f"{desk}/people",
        "people, searched": f"{desk}/people?q=guest&before=first&here=no&tag=press&sort=role",
        "one of them": f"{desk}/people/{guest.id}",
        "who is here twice": f"{desk}/people/duplicates",
        "desk": f"/desk/{host}",
        "events": f"/desk/{host}/events",
        "feed": f"/{host}/calendar.ics",
        "my feed": f"/calendar/{personal_feeds.token_of(feed)}.ics",
        "program feed": f"/{host}/programs/six.ics",
        "new events": f"/{host}/events.atom",
        "programs": f"/desk/{host}/programs",
        "me": "/me",
        "what will go": f"/desk/{host}/contacts",
        "people I met": "/me/people",
        "home": "/",
        "home, over": "/?when=past",
        "home, searched": "/?q=evening",
        "community": f"/{host}",
        "series": f"/{host}/series/{series_builders.SLUG}",
        "series calendar": f"/{host}/series/{series_builders.SLUG}.ics",
    }[page]

    def get() -> None:
        assert client.get(path).status_code == 200

    return get


def plans_of(page: str, client: Visitor, event: Event, guests: list[Rsvp]) -> dict[str, str]:
    """Every query that a page or a job asks the second time, with how the database goes about it."""
    seating_builders.organizer(client, event.community)
    do = asked(page, client, event, guests[0])
    do()
    seen: list[tuple[str, Any]] = []

    def note(_connection: object, _cursor: object, statement: str, given: Any, *_: object) -> None:
        if statement.startswith(("SELECT", "UPDATE", "DELETE", "WITH")):
            seen.append((statement, given))

    events.listen(Engine, "before_cursor_execute", note)
    try:
        do()
    finally:
        events.remove(Engine, "before_cursor_execute", note)
    db.session.rollback()
    with db.engine.connect() as connection:
        explain = "EXPLAIN QUERY PLAN "
        if connection.dialect.name == "postgresql":
            # Tables as small as these are read through even where an index is at hand.
            connection.exec_driver_sql("SET enable_seqscan = off; SET enable_sort = off")
            explain = "EXPLAIN "
        return {
            query: "\n".join(
                str(row[-1]) for row in connection.exec_driver_sql(explain + query, given)
            )
            for query, given in seen
        }


def read_through(plan: str) -> list[str]:
    """The large tables that a plan reads from one end to the other."""
    found = re.findall(r"(?:SCAN|Seq Scan on) \"?(\w+)\"?(?!.*" + SMALL_INDEX + ")", plan)
    return [table for table in found if re.sub(r"_\d+$", "", table) in LARGE]
