"""What an evening leads to asks the database as often for many people and events as for few."""

import avoiding_builders
import followup_builders
import help_builders
import make
import meeting_builders
import met_builders
import pytest
from conftest import running, sqlite_copy, visitor
from crowd_builders import Evening
from sqlalchemy import Engine
from sqlalchemy import event as events
from visitor import Visitor

from eventapp.db import db
from eventapp.door import actions as door
from eventapp.events.models import Event
from eventapp.followups import actions as followups
from eventapp.followups.models import Connection, Nudge
from eventapp.insights import jobs as insights
from eventapp.insights.years import jobs as years
from eventapp.people.actions import token_of
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.unmet_asks import actions as unmet_asks

FEW, MANY, MOST = 12, 48, 18
Asked = dict[int, dict[str, list[str]]]


@pytest.fixture(scope="module")
def asked(empty_sqlite, tmp_path_factory) -> Asked:
    """The queries of every page and job, by how many people there are."""
    folder, found = tmp_path_factory.mktemp("afterwards"), {}
    with running(sqlite_copy(empty_sqlite, folder), folder) as app:
        site = Evening()
        client = visitor(app)
        make.saved(
            make.Membership(
                community=site.host, person=site.mine.person, right="owner", created_at=make.NOON
            )
        )
        make.sign_in(client, site.mine.person)
        for people in (FEW, MANY):
            pages = afterwards(site, people)
            found[people] = {name: queries_of(client, path) for name, path in pages.items()}
    return found


def queries_of(client: Visitor, path: str) -> list[str]:
    """What a page asks for the second time."""
    client.get(path)
    seen: list[str] = []

    def note(_connection, _cursor, statement: str, *_rest) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA")):
            seen.append(statement)

    events.listen(Engine, "before_cursor_execute", note)
    try:
        answer = client.get(path)
    finally:
        events.remove(Engine, "before_cursor_execute", note)
    assert answer.status_code == 200, f"{path}: {answer.status}"
    return seen


def afterwards(site: Evening, people: int) -> dict[str, str]:
    """All that an evening of so many people leads to; the pages about it."""
    site.fill(people)
    card = site.card()
    mine, host = site.was, site.host
    others = [one for one in guests_of(site.past) if one.going and one.id != mine.id]
    for one in (mine, *others):
        one.ask.text, one.offer.text = help_builders.ASK, help_builders.OFFER
    db.session.flush()
    ask, known = help_builders.put(mine), followups.in_touch(mine, [o.person_id for o in others])
    for other in others:
        help_builders.put(other)
    for other in [one for one in others if one.person_id not in known][: people // 12]:
        help_builders.can_help(other, ask)
    connected = next(one for one in followup_builders.connections() if one.event_id == site.past.id)
    nudged = nudge_of(mine, connected)
    for n in range(people // 6):
        _event, known = met_builders.evening(mine.person, "Ana", "Ben", weeks_ago=n + 1, of=host)
        followup_builders.arrive(*known)
        meeting_builders.connect(*known[:2])
        make.rsvp(make.event(community=host), person=mine.person)
    review = make.past_event(community=host, capacity=None)
    here = [make.rsvp(review) for _ in range(people)]
    followup_builders.seat(review, [here[n : n + 6] for n in range(0, people, 6)])
    followup_builders.arrive(*here)
    for one in guests_of(site.event):
        avoiding_builders.typed(one, f"Somebody of {people}, {one.id}")
    for name in ("Somebody", "Nobody"):
        avoiding_builders.typed(mine, f"{name} of {people}")
    db.session.commit()
    for _minute in range(people):
        insights.make_pictures()
        years.count_events()
    return pages(site, {"review": review, "card": card, "met": others[-1], "nudge": nudged})


def nudge_of(rsvp: Rsvp, connection: Connection) -> Nudge:
    """Asked once, whether the two met again."""
    same = {"rsvp_id": rsvp.id, "connection_id": connection.id}
    asked_before = db.session.scalar(db.select(Nudge).filter_by(**same))
    return asked_before or meeting_builders.said(rsvp, connection, "")


def guests_of(event: Event) -> list[Rsvp]:
    return list(db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id).order_by(Rsvp.id)))


def pages(site: Evening, one: dict) -> dict[str, str]:
    desk, mine = f"/desk/{site.host.slug}", f"/r/{token_of(site.was.link)}"
    event, past, review = (
        f"{desk}/events/{found.slug}" for found in (site.event, site.past, one["review"])
    )
    topic = unmet_asks.said(site.event).asked[0].topic
    return {
        "card": one["card"],
        "card on paper": f"{one['card']}/card.pdf",
        "hello": f"/B/{door.code_of(one['met'])}/hello",
        "my ask": f"{mine}/ask",
        "board": f"{mine}/help",
        "my boards": "/me/help",
        "half-hour": f"{mine}/half-hours/{one['nudge'].connection_id}",
        "met again": f"{mine}/meetings/{one['nudge'].connection_id}",
        "not with": f"{mine}/not-with",
        "not with, of mine": "/me/not-with",
        "people I met": "/me/people",
        "people I met, as a list": "/me/people.csv",
        "people I met, as cards": "/me/people.vcf",
        "in confidence": f"{desk}/in-confidence",
        "contacts": f"{desk}/contacts",
        "who sat where": f"{past}/who-sat",
        "cards": f"{past}/cards",
        "how far cards are": f"{past}/cards/progress",
        "cards to review": f"{review}/cards/review",
        "lines to review": f"{review}/cards/lines",
        "asks without an offer": f"{event}/asks",
        "letter to who may help": f"{event}/asks/invitations?topic={topic}",
        "look back": f"{past}/lookback",
        "look back, as a file": f"{past}/lookback.zip",
        "report": f"{past}/lookback/report.pdf",
        "year": f"{desk}/lookback",
    }


def test_no_page_asks_more_often_the_more_people_and_events_there_are(asked: Asked) -> None:
    few = {page: len(queries) for page, queries in asked[FEW].items()}
    many = {page: len(queries) for page, queries in asked[MANY].items()}

    assert {page: (few[page], many[page]) for page in few if many[page] > few[page]} == {}


def test_no_page_asks_many_times(asked: Asked) -> None:
    counts = {page: len(queries) for page, queries in asked[MANY].items()}

    assert {page: count for page, count in counts.items() if count > MOST} == {}


def test_no_page_asks_the_same_again_and_again(asked: Asked) -> None:
    repeated = {
        page: max(map(queries.count, queries), default=0) for page, queries in asked[MANY].items()
    }

    assert {page: times for page, times in repeated.items() if times > 2} == {}
