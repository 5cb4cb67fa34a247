"""Who was at past events, from a list: events, check-ins and who met whom, and not a letter."""

from datetime import timedelta

import make
import pytest
from past_lists import PLAIN, TABLES, bring, count, met, upload
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.door import who_met
from eventapp.door.models import Arrival
from eventapp.encounters import ledger
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.front.past_attendance import reading
from eventapp.front.retention import actions as retention
from eventapp.insights.years import jobs as years
from eventapp.insights.years.models import EventFigures
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


def test_looking_brings_nothing_in(organizer, host):
    page = upload(organizer, host, TABLES).text

    assert "2 past events in this list" in page
    assert "4 people, 5 check-ins, 2 meetings of two people." in " ".join(page.split())
    assert (count(Event), count(Rsvp)) == (0, 0)


def test_who_sat_together_has_met_and_nobody_else(organizer, host):
    assert bring(organizer, host, TABLES).status_code == 303

    assert met() == {("Ada", "Bo"), ("Ada", "Cleo")}
    assert (count(Event), count(Rsvp), count(Arrival)) == (2, 5, 5)
    assert {one.source for one in db.session.scalars(db.select(Rsvp))} == {"import"}
    assert {one.role.name for one in db.session.scalars(db.select(Rsvp)) if one.role} <= {
        role.name for role in host.roles
    }


def test_the_same_list_twice_is_once(each_database, client):
    host, organizer = make.community(), client
    make.sign_in(client, make.member(host))

    def all_rows() -> list[int]:
        return [count(table) for table in (Event, Person, Rsvp, Arrival, Encounter)]

    bring(organizer, host, TABLES)
    first = all_rows()

    again = upload(organizer, host, TABLES)
    bring(organizer, host, TABLES)

    assert all_rows() == first
    assert again.text.count("Here already") == 2


def test_the_next_tables_know_who_has_met(organizer, host):
    bring(organizer, host, TABLES)

    ids = {one.first_name: one.id for one in db.session.scalars(db.select(Person))}

    assert ledger.counts(ids.values()) == {
        tuple(sorted((ids["Ada"], ids["Bo"]))): 1,
        tuple(sorted((ids["Ada"], ids["Cleo"]))): 1,
    }


def test_without_tables_nobody_has_met_unless_small_events_count_as_one(organizer, host):
    page = upload(organizer, host, PLAIN).text
    bring(organizer, host, PLAIN)
    before = met()

    bring(organizer, host, PLAIN, small="1")

    assert "No table is named." in page
    assert before == set()
    assert met() == {("Ada", "Bo"), ("Ada", "Cleo"), ("Bo", "Cleo")}


def test_nobody_is_mailed_gets_a_card_or_has_agreed_to_anything(organizer, host):
    bring(organizer, host, TABLES)

    assert count(Message) == 0
    for one in db.session.scalars(db.select(Rsvp)):
        assert (one.show_name_at, one.keep_in_touch_at) == (None, None)


def test_what_came_in_stays_met_when_somebody_is_corrected_at_the_event(organizer, host):
    bring(organizer, host, TABLES)
    before = met()
    spring = db.session.scalar(db.select(Event).filter_by(title="Spring"))
    ledger.changed(spring.id, now=clock.now())

    for number in who_met.due(clock.now()):
        who_met.write(db.session.get_one(Event, number), now=clock.now())

    assert met() == before


def test_a_later_evening_that_was_counted_is_counted_again_with_who_was_here_before(
    organizer, host
):
    then = clock.now() - timedelta(days=60)
    hours = {"starts_at": then, "ends_at": then + timedelta(hours=2)}
    later = make.past_event(community=host, title="Later", **hours)
    for email in ("ada@example.org", "bo@example.org"):
        make.saved(Arrival(rsvp=make.rsvp(later, email=email), arrived_at=then))
    db.session.commit()
    years.count_events()
    first = db.session.get_one(EventFigures, later.id).counted["nth"]

    bring(organizer, host, TABLES)
    while years.count_events():
        pass
    db.session.expire_all()

    assert first[:2] == [2, 0]
    assert db.session.get_one(EventFigures, later.id).counted["nth"][0] == 0


def test_what_was_said_years_ago_is_no_news_of_this_week(organizer, host):
    bring(organizer, host, TABLES)

    assert "said yes" not in organizer.get(f"/desk/{host.slug}").text


def test_a_bad_row_is_named_by_its_line_and_nothing_comes_in(organizer, host):
    data = TABLES + b"Spring,yesterday,Eve,eve@example.org,,,\nSpring,2024-05-09,Flo,flo@,,,\n"

    answer = bring(organizer, host, data)

    assert answer.status_code == 422
    assert "Some rows can’t be used." in answer.text
    for line in ("9", "10"):
        assert f'<span class="vh">Line </span>{line}</th>' in answer.text
    assert count(Event) == 0


def test_the_others_come_in_when_somebody_says_so(organizer, host):
    data = TABLES + b"Spring,yesterday,Eve,eve@example.org,,,\n"

    answer = bring(organizer, host, data, without="1")

    assert answer.status_code == 303
    assert count(Rsvp) == 5


def test_whose_contact_data_goes_at_once_is_said_and_goes(organizer, host):
    host.contacts_looked_to = clock.now() - timedelta(days=30)
    host.contacts_looked_at = clock.now()

    page = upload(organizer, host, TABLES).text
    bring(organizer, host, TABLES)
    retention.note_part(host, now=clock.now())

    assert "4 of these people were last here more than 12 months ago." in page
    assert len(retention.next_to_go(clock.now() + timedelta(days=2), 10)) == 4


def test_a_column_can_be_corrected(organizer, host):
    shown = upload(organizer, host, TABLES)
    (form,) = [form for form in forms(shown.text) if "list" in form.values]

    page = organizer.post(
        f"/desk/{host.slug}/import/attendance", data=form.values | {"map-table": ""}
    ).text

    assert "0 meetings of two people." in " ".join(page.split())


@pytest.mark.usefixtures("app")
def test_a_person_who_is_known_here_is_the_same_person(organizer, host):
    known = make.person(email="ada@example.org", first_name="Ada")

    bring(organizer, host, TABLES)

    assert count(Person) == 1 + 1 + 3
    assert db.session.scalars(db.select(Rsvp).filter_by(person_id=known.id)).all()


def test_two_at_one_address_on_one_evening_are_two_people(organizer, host):
    data = b"""Event,Date,Name,Email
Tea,2024-05-09,Ann Lee,lee@example.org
Tea,2024-05-09,Bob Lee,lee@example.org
Cake,2024-06-09,Ann Lee,lee@example.org
"""

    bring(organizer, host, data)
    bring(organizer, host, data)

    ann, bob = db.session.scalars(
        db.select(Person).where(Person.last_name == "Lee").order_by(Person.first_name)
    )
    assert (ann.email, bob.email, bob.shares_id) == ("lee@example.org", None, ann.id)
    assert count(Rsvp) == 3


def test_whether_somebody_is_known_elsewhere_isn_t_told(organizer, host):
    make.rsvp(make.event(community=make.community()), email="bo@example.org")
    db.session.commit()

    brought = bring(organizer, host, PLAIN)

    assert "3 new people" in organizer.get(brought.location).text


def test_a_hall_is_nobody_s_table_when_the_others_come_in_without_it(organizer, host):
    rows = "".join(f"Fair,2024-05-09,P{n},p{n}@example.org,,Hall,1\n" for n in range(30))
    said = f"Event,Date,Name,Email,Role,Table,Round\n{rows}".encode() + TABLES.partition(b"\n")[2]

    brought = bring(organizer, host, said, without="yes")

    assert brought.status_code == 303
    assert met() == {("Ada", "Bo"), ("Ada", "Cleo")}
    assert count(Arrival) == 35


def test_more_meetings_than_are_written_in_a_moment_are_refused(organizer, host, monkeypatch):
    monkeypatch.setattr(reading, "MOST_MEETINGS", 1)

    said = upload(organizer, host, TABLES)

    assert said.status_code == 422
    assert "more than 1 pairs of people met" in said.text
    assert count(Event) == 0
