"""Events by the API: by the forms and actions of their pages."""

from datetime import timedelta

import api_builders
import door_builders
import make
import pytest
import series_builders
from api_builders import Program
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import actions as door
from eventapp.door.models import Arrival
from eventapp.events import quotas
from eventapp.events.copying import actions as copying
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.programs.interest import actions as interest
from eventapp.rsvps.models import Announcement, Rsvp


@pytest.fixture
def host(app: Flask) -> Community:
    return make.community()


@pytest.fixture
def ask(client: Visitor, host: Community) -> Program:
    return api_builders.program(client, host)


def test_a_draft_begins_as_on_its_page_with_what_was_said(ask: Program, host: Community) -> None:
    said = {
        "title": "Chess",
        "starts_at": "2031-03-04T17:00:00Z",
        "ends_at": "2031-03-04T20:30:00+01:00",
        "roles": [host.roles[0].id],
    }

    made = ask("POST", "/events", json=said)

    assert made.status_code == 201, made.text
    assert made.headers["Location"].endswith(f"/api/v1/events/{made.json['id']}")
    assert made.json["starts_at"] == "2031-03-04T18:00:00+01:00"
    assert (made.json["slug"], made.json["state"], made.json["tables"]) == ("chess", "draft", 6)
    assert made.json["roles"] == [host.roles[0].id]
    assert ask("GET", f"/events/{made.json['id']}").json == made.json


def test_a_template_is_no_event_there(ask: Program, host: Community) -> None:
    event = make.event(community=host)
    template = copying.keep(event, "Every month", now=clock.now()).event
    db.session.commit()

    listed = ask("GET", "/events").json

    assert [one["id"] for one in listed["items"]] == [event.id]
    assert ask("GET", f"/events/{template.id}").status_code == 404
    assert ask("POST", f"/events/{template.id}/publication").status_code == 404


def test_publishing_a_date_tells_who_follows_its_series(ask: Program, host: Community) -> None:
    draft = make.draft(community=host)
    wish = interest.ask(series_builders.series(draft), "kofi@example.org", now=clock.now())
    interest.confirm(wish, now=clock.now())
    db.session.commit()

    ask("POST", f"/events/{draft.id}/publication")

    told = db.select(Message.to).filter_by(kind="next-date")
    assert list(db.session.scalars(told)) == ["kofi@example.org"]


def test_a_change_leaves_all_that_it_doesn_t_name(ask: Program, host: Community) -> None:
    event = make.draft(
        community=host, rsvps_close=-60, most_guests=3, conduct="Be kind.", reminder_hours=None,
        fields={"food": "off"}, needs_approval=True,
    )  # fmt: skip
    quotas.keep(event, Quotas(roles={host.roles[0].id: Quota(2, 5)}, stages={}))
    db.session.commit()
    kept = {c.name: getattr(event, c.name) for c in Event.__table__.c} | {"q": quotas.of(event)}

    changed = ask("PATCH", f"/events/{event.id}", json={"capacity": None})

    assert changed.status_code == 200, changed.text
    after = {c.name: getattr(event, c.name) for c in Event.__table__.c} | {"q": quotas.of(event)}
    assert {name for name in kept if kept[name] != after[name]} == {"capacity", "revised_at"}


def test_guests_of_a_published_event_hear_of_a_change(ask: Program, host: Community) -> None:
    event = make.event(community=host, capacity=1)
    going, waiting = make.rsvp(event, letter="invite"), make.rsvp(event)
    db.session.commit()
    later = (event.starts_at + timedelta(hours=1)).isoformat()

    changed = ask("PATCH", f"/events/{event.id}", json={"starts_at": later, "capacity": 2})

    assert changed.status_code == 200, changed.text
    assert db.session.scalars(db.select(Announcement.kind)).all() == ["update"]
    assert {db.session.get(Rsvp, one.id).state for one in (going, waiting)} == {"going"}


def test_on_another_day_it_must_be_said_what_becomes_of_check_ins(
    ask: Program, host: Community
) -> None:
    event = door_builders.event(community=host)
    door.arrive(make.rsvp(event), by=make.member(host), now=clock.now())
    db.session.commit()
    moved = {
        "starts_at": (event.starts_at + timedelta(days=7))
        .replace(second=0, microsecond=0)
        .isoformat(),
        "ends_at": (event.ends_at + timedelta(days=7)).replace(second=0, microsecond=0).isoformat(),
    }

    asked = ask("PATCH", f"/events/{event.id}", json=moved)
    taken_back = ask("PATCH", f"/events/{event.id}", json=moved | {"arrivals": "back"})

    assert (asked.status_code, asked.json["errors"][0]["pointer"]) == (409, "/arrivals")
    assert taken_back.status_code == 200, taken_back.text
    assert db.session.scalars(db.select(Arrival)).all() == []


@pytest.mark.parametrize(
    ("given", "pointer"),
    [
        ({"title": ""}, "/title"),
        ({"starts_at": "2031-03-04T18:00:00"}, "/starts_at"),
        ({"starts_at": "2031-03-04T18:00:30Z"}, "/starts_at"),
        ({"starts_at": "1999-03-04T18:00:00Z"}, "/starts_at"),
        ({"ends_at": "2001-03-04T18:00:00Z"}, "/ends_at"),
        ({"zone": "Europe/Atlantis"}, "/zone"),
        ({"roles": [99_999]}, "/roles"),
        ({"online_url": "javascript:alert(1)"}, "/online_url"),
        ({"visibility": "secret"}, "/visibility"),
        ({"tables": None}, "/tables"),
        ({"capacity": True}, "/capacity"),
    ],
)  # fmt: skip
def test_what_the_form_refuses_is_pointed_at(given: dict, pointer: str, ask: Program) -> None:
    answer = ask("POST", "/events", json={"title": "Chess"} | given)

    assert answer.status_code == 422, answer.text
    assert {one["pointer"] for one in answer.json["errors"]} == {pointer}


def test_the_second_of_two_equal_hours_is_taken_as_it_was_said(ask: Program) -> None:
    said = {
        "title": "Night",
        "starts_at": "2031-10-26T02:30:00+01:00",
        "ends_at": "2031-10-26T04:00:00+01:00",
    }

    made = ask("POST", "/events", json=said)

    assert made.json["starts_at"] == said["starts_at"]


def test_calling_off_twice_tells_once_and_a_draft_is_nobody_s_business(
    ask: Program, host: Community
) -> None:
    event, draft = make.event(community=host), make.draft(community=host)
    make.rsvp(event, letter="invite")
    db.session.commit()

    answers = [ask("POST", f"/events/{event.id}/cancellation").json["state"] for _ in range(2)]

    assert answers == ["cancelled", "cancelled"]
    assert db.session.scalars(db.select(Announcement.kind)).all() == ["cancelled"]
    over = make.past_event(community=event.community)
    db.session.commit()
    for stays in (draft, over):
        assert ask("POST", f"/events/{stays.id}/cancellation").status_code == 409


def test_what_was_called_off_takes_place_after_all_and_is_told_once(
    ask: Program, host: Community
) -> None:
    event, draft = make.event(community=host), make.draft(community=host)
    make.rsvp(event, letter="invite")
    db.session.commit()
    ask("POST", f"/events/{event.id}/cancellation")

    answers = [ask("POST", f"/events/{event.id}/reopening").json for _ in range(2)]

    assert [one["state"] for one in answers] == ["published"] * 2
    assert [one["cancelled_at"] for one in answers] == [None] * 2
    kinds = db.select(Announcement.kind).order_by(Announcement.id)
    assert db.session.scalars(kinds).all() == ["cancelled", "reopened"]
    assert ask("POST", f"/events/{draft.id}/reopening").status_code == 409


def test_what_is_over_stays_called_off(ask: Program, host: Community) -> None:
    event = make.past_event(community=host, cancelled_at=clock.now())
    db.session.commit()

    assert ask("POST", f"/events/{event.id}/reopening").status_code == 409
    assert ask("GET", f"/events/{event.id}").json["state"] == "cancelled"


def test_a_draft_is_thrown_away_with_whoever_was_known_by_a_name_alone(
    ask: Program, host: Community
) -> None:
    draft, event = make.draft(community=host), make.event(community=host)
    make.rsvp(draft, person=make.saved(Person(email=None, first_name="Bo", created_at=make.NOON)))
    known = make.rsvp(draft, email="ada@example.org").person_id
    db.session.commit()
    people, number = db.select(Person.id).where(Person.first_name == "Bo"), draft.id

    gone = ask("DELETE", f"/events/{number}")
    stays = ask("DELETE", f"/events/{event.id}")

    assert (gone.status_code, gone.data) == (204, b"")
    assert ask("GET", f"/events/{number}").status_code == 404
    assert db.session.scalars(people).all() == []
    assert db.session.get(Person, known)
    assert (stays.status_code, ask("GET", f"/events/{event.id}").status_code) == (409, 200)


def test_an_event_says_of_which_program_and_series_it_is(ask: Program, host: Community) -> None:
    program = make.program(community=host)
    date = make.draft(community=host)
    series = series_builders.series(date)
    alone = make.event(community=host)
    db.session.commit()

    listed = {one["id"]: one for one in ask("GET", "/events").json["items"]}

    session = program.sessions[0].event_id
    assert (listed[session]["program"], listed[session]["series"]) == (program.id, None)
    assert listed[date.id]["program"] is None
    assert listed[date.id]["series"] == {
        "slug": series.slug,
        "title": series.title,
        "url": f"http://localhost/{host.slug}/series/{series.slug}",
    }
    assert (listed[alone.id]["program"], listed[alone.id]["series"]) == (None, None)


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("", ["Past", "Next", "Draft"]),
        ("?state=draft", ["Draft"]),
        ("?state=published", ["Past", "Next"]),
        ("?from={now}", ["Next", "Draft"]),
        ("?to={now}", ["Past"]),
        ("?q=nex", ["Next"]),
        ("?q=ubung", ["Draft"]),
        ("?q=ÜBUNG", ["Draft"]),
    ],
)  # fmt: skip
def test_events_are_found(query: str, titles: list[str], ask: Program, host: Community) -> None:
    make.past_event(community=host, title="Past")
    event = make.event(community=host, title="Next")
    make.draft(
        community=host,
        title="Draft",
        summary="Eine Übung",
        starts_at=event.starts_at,
        ends_at=event.ends_at,
    )
    make.event(title="Elsewhere")
    db.session.commit()
    now = clock.now().isoformat().replace("+00:00", "Z")

    found = ask("GET", "/events" + query.format(now=now)).json

    assert [one["title"] for one in found["items"]] == titles
    assert found["total"] == len(titles)


def test_the_link_to_join_is_for_programs_that_may_set_it(client: Visitor, host: Community) -> None:
    link = "https://meet.example.org/secret"
    event = make.event(community=host, online_url=link)
    reads = api_builders.program(client, host, "events:read")
    writes = api_builders.program(client, host, "events:read", "events:write")

    seen = [one("GET", f"/events/{event.id}").json["online_url"] for one in (reads, writes)]

    assert seen == ["", link]
