"""The organizer's list of who comes: searched, counted, added to, taken off, written out."""

import csv
import io

import make
import pytest
from conftest import visitor

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp


def people(event, rest: str = "") -> str:
    return f"/desk/{event.community.slug}/events/{event.slug}/people{rest}"


def letters(kind: str) -> list[Message]:
    return list(db.session.scalars(db.select(Message).filter_by(kind=kind)))


def test_the_list_counts_states_and_says_who_is_next_in_line(organizer, host):
    event = make.event(community=host, capacity=2)
    for name in ("Ada", "Bo", "Cleo", "Dana"):
        make.rsvp(event, first_name=name)

    page = organizer.get(people(event)).text

    assert "4 people" in page
    assert 'Going <span class="count">2' in page
    assert 'Waitlist <span class="count">2' in page
    assert page.index("Waitlist, number 1") < page.index("Dana") < page.index("Waitlist, number 2")


def test_a_search_needs_no_accents(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, first_name="Zoë", organization="Škoda")
    make.rsvp(event, first_name="Mateo", ask="a first job")

    assert "Mateo" not in organizer.get(people(event, "?q=zoe")).text
    assert "Zoë" in organizer.get(people(event, "?q=skoda")).text
    assert "Mateo" in organizer.get(people(event, "?q=FIRST+JOB")).text
    assert "Nobody fits" in organizer.get(people(event, "?q=nobody-of-this-name")).text


def test_a_role_and_who_came_before_narrow_the_list(organizer, host):
    again = make.person()
    make.rsvp(make.past_event(community=host), person=again)
    event = make.event(community=host)
    make.rsvp(event, person=again, first_name="Again", role_id=event.roles[0].id)
    make.rsvp(event, first_name="Fresh", role_id=event.roles[1].id)

    before = organizer.get(people(event, "?before=again")).text
    role = organizer.get(people(event, f"?role={event.roles[1].id}")).text

    assert "Again" in before
    assert "1 event<" in before
    assert "Fresh" not in before
    assert "Fresh" in role
    assert ">Again<" not in role


@pytest.mark.parametrize(
    "query", ["?role=x&page=y&state=z&sort=w", "?page=99999", "?q=%00", "?role=²"]
)
def test_a_query_that_makes_no_sense_still_shows_the_list(organizer, host, query):
    event = make.event(community=host)
    make.rsvp(event)

    assert organizer.get(people(event, query)).status_code == 200


def test_a_long_list_comes_in_pages_with_few_queries(organizer, host, queries):
    event = make.event(community=host, capacity=200)
    for _ in range(60):
        make.rsvp(event)
    db.session.commit()
    queries.clear()

    first = organizer.get(people(event)).text
    asked = len(queries)
    rest = organizer.get(people(event, "?page=2")).text
    whole = organizer.get(people(event, "?all=1")).text

    assert (first.count('class="nm-in"'), rest.count('class="nm-in"')) == (50, 10)
    assert whole.count('class="nm-in"') == 60
    assert asked <= 13


def test_someone_is_added_with_an_invite(organizer, host):
    event = make.event(community=host)

    said = organizer.submit(
        people(event, "/new"),
        to="/new",
        first_name="Noor",
        email="Noor@Example.org",
        role=str(event.roles[0].id),
    )
    rsvp = db.session.scalars(db.select(Rsvp)).one()

    assert said.status_code == 303
    assert (rsvp.state, rsvp.source, rsvp.show_name_at) == ("going", "desk", None)
    assert [letter.to for letter in letters("invite")] == [rsvp.person.email]


def test_someone_is_added_quietly_and_written_to_later(organizer, host):
    event = make.event(community=host)
    organizer.submit(
        people(event, "/new"),
        to="/new",
        first_name="Noor",
        email="noor@example.org",
        role=str(event.roles[0].id),
        invite=None,
    )
    page = organizer.get(people(event)).text
    assert letters("invite") == []

    for _ in range(2):
        organizer.post(f"/desk/{host.slug}/events/{event.slug}/invitations")

    assert "never written to" in page
    assert len(letters("invite")) == 1


def test_nobody_is_on_the_list_twice(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, email="noor@example.org", first_name="Noor")

    said = organizer.submit(
        people(event, "/new"),
        to="/new",
        first_name="noor",
        email="noor@example.org",
        role=str(event.roles[0].id),
    )

    assert said.status_code == 422
    assert "Noor is on the list already" in said.text
    assert 'value="noor"' in said.text


def test_another_name_at_an_address_is_another_guest_and_the_page_says_so(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, email="haas@example.org", first_name="Lena")

    organizer.submit(
        people(event, "/new"),
        to="/new",
        first_name="Milan",
        email="haas@example.org",
        role=str(event.roles[0].id),
    )

    milan = db.session.scalars(db.select(Rsvp).filter_by(first_name="Milan")).one()
    assert (milan.going, milan.person.email) == (True, None)
    assert "They share haas@example.org and get no mail of their own." in (
        organizer.get(people(event)).text
    )


def test_taking_someone_off_lets_the_next_one_in(organizer, host):
    event = make.event(community=host, capacity=1)
    first, second = make.rsvp(event), make.rsvp(event)

    asked = organizer.get(people(event, f"/{first.id}/cancellation"))
    organizer.post(people(event, f"/{first.id}/cancellation"))
    for rsvp in (first, second):
        db.session.refresh(rsvp)

    assert asked.status_code == 200
    assert (first.state, second.state) == ("cancelled", "going")
    assert (len(letters("goodbye")), len(letters("promoted"))) == (1, 1)


def test_nobody_of_another_event_can_be_taken_off(organizer, host):
    event, other = make.event(community=host), make.rsvp()

    assert organizer.post(people(event, f"/{other.id}/cancellation")).status_code == 404


def test_free_places_are_given_out_when_somebody_says_so(organizer, host):
    event = make.event(community=host, capacity=1)
    make.rsvp(event)
    waiting = make.rsvp(event)
    event.capacity = 2

    page = organizer.get(people(event)).text
    organizer.post(f"/desk/{host.slug}/events/{event.slug}/promotions")
    db.session.refresh(waiting)

    assert "One place is free while people wait." in page
    assert waiting.going


def test_everybody_leaves_as_a_file_that_no_spreadsheet_computes(organizer, host):
    event = make.event(community=host)
    make.rsvp(event, first_name="=1+1", organization="@SUM(A1)", ask="")

    answer = organizer.get(people(event, ".csv"))
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))

    assert answer.mimetype == "text/csv"
    assert rows[0]["First name"] == "'=1+1"
    assert rows[0]["Organization"] == "'@SUM(A1)"
    assert rows[0]["Status"] == "Going"


@pytest.mark.parametrize("right", ["door", None])
def test_only_organizers_see_who_comes(app, host, right):
    event, someone = make.event(community=host), visitor(app)
    make.sign_in(someone, make.member(host, right) if right else make.person())

    assert someone.get(people(event)).status_code == 404
    assert someone.get(people(event, ".csv")).status_code == 404
    assert someone.post(people(event, "/import")).status_code == 404


def test_a_stranger_is_asked_to_sign_in(client, host):
    event = make.event(community=host)

    said = client.get(people(event))

    assert said.status_code == 303
    assert "/sign-in?next=" in said.location
