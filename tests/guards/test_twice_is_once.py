"""People double-click, browsers retry, scanners overlap: the same thing at once happens once."""

from collections import Counter
from datetime import timedelta

import followup_builders
import make
from concurrent_requests import at_once, rush, statuses
from conftest import visitor
from flask import Flask

from eventapp import clock
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.events.models import Event
from eventapp.followups.sending import jobs as sending_jobs
from eventapp.mail.models import Message
from eventapp.people.actions import sign_in_link, token_of
from eventapp.people.models import SignIn
from eventapp.programs.models import Enrolment
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.together.changes import stamp
from eventapp.seating import actions as seating
from eventapp.seating import engine, problems
from eventapp.seating.board.snapshot import read
from eventapp.seating.models import Plan, Search

TIMES = 12


def letters() -> Counter[str]:
    return Counter(db.session.scalars(db.select(Message.kind)))


def desk(event: Event, ending: str) -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/{ending}"


def form(event: Event, **given: object) -> dict[str, object]:
    """What the page of an event sends when somebody says yes."""
    fields = {"first_name": "Ana", "email": "ana@example.org", "role": event.roles[0].id}
    return (
        fields
        | {"once": "form-1", "stage": "", "ask_kind": "advice", "offer_kind": "advice"}
        | given
    )


def test_the_same_answer_twelve_times_at_once_is_one_place_and_one_mail(
    each_database: Flask,
) -> None:
    event = make.event(capacity=1)
    path = f"/{event.community.slug}/events/{event.slug}/rsvps"

    answers = at_once(each_database, path, form(event), times=TIMES)

    assert statuses(answers) == {303: TIMES}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    (rsvp,) = db.session.scalars(db.select(Rsvp)).all()
    assert rsvp.state == "going"
    assert letters() == {"invite": 1}
    assert visitor(each_database).get(answers[0].headers["Location"]).status_code == 200


def test_twelve_forms_with_one_address_are_one_place_and_show_nobody_else_s_page(
    each_database: Flask,
) -> None:
    event = make.event()
    path = f"/{event.community.slug}/events/{event.slug}/rsvps"

    answers = [
        at_once(each_database, path, form(event, once=f"form-{n}"), times=4) for n in (1, 2, 3)
    ]

    assert len(db.session.scalars(db.select(Rsvp)).all()) == 1
    assert {answer.headers["Location"].startswith("/r/") for answer in answers[0]} == {True}
    # Each form has a page of its own, and none of them is the first one's.
    assert [len({answer.headers["Location"] for answer in group}) for group in answers] == [1, 1, 1]
    assert len({answer.headers["Location"] for group in answers for answer in group}) == 3
    # The link goes to the address again, but not for every click.
    assert letters() == {"invite": 1, "again": 1}


def test_the_same_enrolment_at_once_is_one_place_and_one_mail(each_database: Flask) -> None:
    program = make.program(sessions=2)
    path = f"/{program.community.slug}/programs/{program.slug}/enrolments"
    data = form(program.sessions[0].event, role=program.community.roles[0].id)

    answers = at_once(each_database, path, data, times=TIMES)

    assert statuses(answers) == {303: TIMES}
    assert len({answer.headers["Location"] for answer in answers}) == 1
    assert len(db.session.scalars(db.select(Enrolment)).all()) == 1
    assert len(db.session.scalars(db.select(Rsvp)).all()) == 2
    assert letters() == {"invite": 2, "enrolled": 1}


def test_a_place_given_back_twice_goes_to_one_other(each_database: Flask) -> None:
    event = make.event(capacity=1)
    rsvp, *_waiting = make.rsvp(event, letter="invite"), make.rsvp(event), make.rsvp(event)
    path = f"/r/{token_of(rsvp.link)}/cancellation"

    answers = at_once(each_database, path, {})

    assert statuses(answers) == {303: 6}
    states = Counter(db.session.scalars(db.select(Rsvp.state)))
    assert states == {"cancelled": 1, "going": 1, "waitlisted": 1}
    assert letters() == {"invite": 1, "goodbye": 1, "promoted": 1}


def test_publishing_twice_publishes_once(each_database: Flask) -> None:
    event = make.draft()
    owner = make.member(event.community)

    answers = at_once(each_database, desk(event, "publication"), {}, who=owner)

    assert statuses(answers) == {303: 6}
    published = db.session.scalars(db.select(Event.published_at)).one()
    assert clock.now() - published < timedelta(minutes=1)


def test_calling_off_twice_tells_everybody_once(each_database: Flask) -> None:
    event = make.event(capacity=2)
    owner = make.member(event.community)
    for _ in range(3):
        make.rsvp(event, letter="invite")

    answers = at_once(each_database, desk(event, "cancellation"), {}, who=owner)

    assert statuses(answers) == {303: 6}
    assert letters()["cancelled"] == 3
    assert db.session.scalars(db.select(Event.sequence)).one() == 1


def test_checking_in_twice_is_one_arrival(each_database: Flask) -> None:
    event = make.event()
    door = make.member(event.community, "door")
    rsvp = make.rsvp(event)

    answers = at_once(each_database, desk(event, "door/arrivals"), {"rsvp": rsvp.id}, who=door)

    assert statuses(answers) == {303: 6}
    assert len(db.session.scalars(db.select(Arrival)).all()) == 1
    again = sum("again=1" in answer.headers["Location"] for answer in answers)
    assert again == 5


def test_the_same_walk_in_twice_is_one_guest(each_database: Flask) -> None:
    event = make.event()
    door = make.member(event.community, "door")
    data = form(event, email="")

    answers = at_once(each_database, desk(event, "door/walk-ins"), data, who=door)

    assert statuses(answers) == {303: 6}
    assert len(db.session.scalars(db.select(Rsvp)).all()) == 1
    assert len(db.session.scalars(db.select(Arrival)).all()) == 1


def test_cards_sent_twice_go_out_once(each_database: Flask) -> None:
    event, _people = followup_builders.evening("Ana", "Ben", "Cem")
    owner = make.member(event.community)

    answers = at_once(each_database, desk(event, "cards/sending"), {}, who=owner)
    sending_jobs.draft_due()
    sending_jobs.draft_due()

    assert statuses(answers) == {303: 6}
    assert letters() == {"card": 3}


def test_ticks_sent_twice_introduce_two_people_once(each_database: Flask) -> None:
    event, (ana, ben) = followup_builders.drafted("Ana", "Ben")
    paths = {followup_builders.path_of(ana): ben.id, followup_builders.path_of(ben): ana.id}

    for path, other in paths.items():
        assert statuses(at_once(each_database, f"{path}/wishes", {"keep": other})) == {303: 6}
    assert [followup_builders.batch(event) for _again in range(2)] == [1, 0]

    assert len(followup_builders.connections()) == 1
    assert letters() == {"card": 2, "introduction": 2}


def test_tables_published_twice_write_to_everybody_once(each_database: Flask) -> None:
    event = make.event(tables=2, seats=4)
    owner = make.member(event.community)
    for _ in range(8):
        make.rsvp(event)
    asked = problems.problem_of_event(event)
    plan = seating.save_solution(
        event, asked, engine.solve(asked, seconds=0.05, seed=1), seed=1, now=clock.now()
    )
    db.session.flush()
    laid = read(event)
    assert laid

    answers = at_once(
        each_database,
        desk(event, f"plans/{plan.version}/publication"),
        {"seen": laid.stamp},
        who=owner,
    )

    assert statuses(answers) == {303: 6}
    assert letters() == {"route": 8}
    assert len(db.session.scalars(db.select(Plan)).all()) == 1


def test_a_longer_search_begun_twice_is_one_search(each_database: Flask) -> None:
    event, program = make.event(tables=2, seats=4), make.program(sessions=1)
    for _ in range(8):
        make.rsvp(event)
    data = {"kind": "mix", "seconds": 10, "seen": "none"}
    series = f"/desk/{program.community.slug}/programs/{program.slug}/searches"

    for path, host in ((desk(event, "searches"), event), (series, program)):
        answers = at_once(each_database, path, data, who=make.member(host.community))
        assert statuses(answers) == {303: 6}

    assert Counter(db.session.scalars(db.select(Search.kind))) == {"mix": 1, "series": 1}


def test_a_place_freed_for_one_is_offered_once(each_database: Flask) -> None:
    event = make.event(capacity=1)
    owner = make.member(event.community)
    for _ in range(3):
        make.rsvp(event)
    event.capacity = 2

    answers = at_once(each_database, desk(event, "promotions"), {}, who=owner)

    assert statuses(answers) == {303: 6}
    assert letters() == {"promoted": 1}
    assert Counter(db.session.scalars(db.select(Rsvp.state))) == {"going": 2, "waitlisted": 1}


def test_invites_are_written_once_however_often_they_are_asked_for(each_database: Flask) -> None:
    event = make.event()
    owner = make.member(event.community)
    for _ in range(3):
        make.rsvp(event)

    answers = at_once(each_database, desk(event, "invitations"), {}, who=owner)

    assert statuses(answers)[303] == 1
    assert set(statuses(answers)) <= {303, 409}
    assert letters() == {"invite": 3}


def test_a_series_is_made_and_called_off_once(each_database: Flask) -> None:
    host = make.community()
    owner, page = make.member(host), f"/desk/{host.slug}/series"
    form = {
        "title": "Lab", "starts_on": "2031-03-04", "starts_at": "18:00", "ends_at": "20:00",
        "zone": "Europe/Berlin", "repeats": "week", "every": "1", "dates": "3", "tables": "4",
        "seats": "4", "rounds": "2", "minutes": "20", "once": "A" * 22,
        "shown": ",".join(f"203103{day}1700-203103{day}1900" for day in ("04", "11", "18")),
    }  # fmt: skip

    made = at_once(each_database, f"{page}/new", form, who=owner)
    events = db.session.scalars(db.select(Event).order_by(Event.starts_at)).all()
    for event in events:
        event.published_at = event.created_at
        make.rsvp(event)
    off = {"number": events[0].id, "scope": "all", "seen": stamp(events)}
    answers = at_once(each_database, f"{page}/lab/cancellation", off, who=owner)

    assert (statuses(made), len(events)) == ({303: 6}, 3)
    assert statuses(answers) == {303: 6}
    assert letters() == {"cancelled": 3}


def test_a_sign_in_link_signs_one_browser_in(each_database: Flask) -> None:
    link = sign_in_link(make.person(), now=clock.now())
    db.session.flush()

    answers = at_once(each_database, f"/sign-in/{token_of(link)}", {})

    assert statuses(answers) == {303: 1, 410: 5}
    assert len(db.session.scalars(db.select(SignIn)).all()) == 1


def test_two_owners_who_remove_each_other_leave_one(each_database: Flask) -> None:
    host = make.community()
    owners = [make.member(host), make.member(host)]
    members = db.select(Membership.id).where(Membership.right == "owner").order_by(Membership.id)
    mine, theirs = (
        f"/desk/{host.slug}/team/{number}/removal" for number in db.session.scalars(members)
    )

    answers = rush(each_database, [(theirs, {}, owners[0]), (mine, {}, owners[1])])

    assert statuses(answers)[303] == 1
    assert len(db.session.scalars(members).all()) == 1
