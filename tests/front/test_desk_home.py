"""The organizer's home: one headline, what to do by when, what is coming, who is new."""

from datetime import timedelta

import make
import pytest
from conftest import running, sqlite_copy, visitor

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.seating.models import Plan


@pytest.fixture
def host(app):
    return make.community(name="Leith Table")


def soon(host, people: int = 12, **given):
    start = clock.now() + timedelta(days=2)
    event = make.event(
        community=host, starts_at=start, ends_at=start + timedelta(hours=2), capacity=12, **given
    )
    for _ in range(people):
        make.rsvp(event)
    return event


def test_a_new_desk_says_how_to_begin(organizer, host):
    page = organizer.get(f"/desk/{host.slug}").text

    assert "I have a list and a date" in page
    assert "Plan your first event" in page


def test_the_headline_is_the_task_that_matters_most(organizer, host):
    event = soon(host)

    page = organizer.get(f"/desk/{host.slug}").text

    assert "Ines" in page
    assert "<h1>Seat 12 people for" in page
    assert f"{event.title} is full." in page
    assert f"/events/{event.slug}/tables" in page


def test_tables_that_are_out_need_no_more_seating(organizer, host):
    event = soon(host)
    make.saved(
        Plan(event=event, version=1, rounds=3, seed=1, figures={}, bounds={},
             created_at=make.NOON, published_at=make.NOON)
    )  # fmt: skip

    page = organizer.get(f"/desk/{host.slug}").text

    assert "Seat 12 people" not in page
    assert "Tables are out" in page
    assert "Print 12 badges" in page


def test_mails_that_came_back_come_first(organizer, host):
    event = soon(host)
    rsvp = make.rsvp(event, letter="invite")
    message = db.session.scalars(db.select(Message).filter_by(about=f"rsvp:{rsvp.id}")).one()
    message.state = "failed"

    page = organizer.get(f"/desk/{host.slug}").text

    assert "<h1>Fix one mail that came back</h1>" in page


def test_drafts_and_evenings_that_are_over_are_on_the_list(organizer, host):
    make.draft(community=host, title="Climate jobs breakfast")
    make.past_event(community=host, title="Autumn tables")

    page = organizer.get(f"/desk/{host.slug}").text

    assert "Finish “Climate jobs breakfast”" in page
    assert "See who met whom" in page


def test_the_desk_asks_the_database_little_however_much_there_is(organizer, host, queries):
    for _ in range(6):
        soon(host, people=4)
    db.session.commit()
    queries.clear()

    assert organizer.get(f"/desk/{host.slug}").status_code == 200

    assert len(queries) <= 12


def test_an_organizer_of_one_community_goes_straight_to_its_desk(organizer, host):
    assert organizer.get("/desk").location == f"/desk/{host.slug}"


def test_an_organizer_of_several_chooses(app, organizer, host):
    member = db.session.scalars(db.select(Membership)).one()
    other = make.community(name="Data Tables")
    make.saved(
        Membership(community=other, person=member.person, right="door", created_at=make.NOON)
    )

    page = organizer.get("/desk").text

    assert "Leith Table" in page
    assert "Data Tables" in page


def test_whoever_has_no_desk_is_told_how_to_get_one(app, client):
    make.sign_in(client, make.person())

    page = client.get("/desk").text

    assert "You have no desk yet" in page
    assert '<form class="card' not in page
    assert client.post("/desk/communities", data={"name": "Mine"}).status_code == 404


def test_anybody_founds_a_community_where_the_settings_allow_it(tmp_path, empty_sqlite):
    url = sqlite_copy(empty_sqlite, tmp_path)
    with running(url, tmp_path, OPEN_FOUNDING=True) as app:
        founder = visitor(app)
        make.sign_in(founder, make.person())

        said = founder.submit("/desk", to="/desk/communities", name="Desk", zone="Asia/Kolkata")
        made = db.session.scalars(db.select(Community)).one()

        assert said.location == f"/desk/{made.slug}"
        assert (made.name, made.zone, len(made.roles)) == ("Desk", "Asia/Kolkata", 7)
        assert made.slug != "desk"
        assert founder.get(said.location).status_code == 200


def test_door_staff_find_their_door_and_nothing_else(app, host):
    event, someone = soon(host, people=1), visitor(app)
    make.sign_in(someone, make.member(host, "door"))

    page = someone.get(f"/desk/{host.slug}").text

    assert "Which door?" in page
    assert f"/events/{event.slug}/door" in page
    assert "New event" not in page
    assert someone.get(f"/desk/{host.slug}/events").status_code == 404


def test_every_event_is_on_one_page_whatever_became_of_it(organizer, host):
    make.draft(community=host)
    make.past_event(community=host)
    make.event(community=host, cancelled_at=make.NOON)

    page = organizer.get(f"/desk/{host.slug}/events").text

    assert "3 events" in page
    assert all(word in page for word in ("Draft", "Over", "Called off"))
