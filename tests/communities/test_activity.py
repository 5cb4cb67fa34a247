"""The log of who did what: shown, searched, taken along, and gone after a year."""

import csv
import io
from datetime import timedelta

import door_builders
import make
import series_builders
import team_builders
from conftest import visitor
from flask import Flask
from visitor import Visitor
from words import says

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import access
from eventapp.front.erasing import erase
from eventapp.people.models import Person
from eventapp.retention.jobs import let_go
from eventapp.retention.rules import BY_KIND


def done(host: Community, who: Person | None, what: str, **given: object) -> Activity:
    fields = {"community_id": host.id, "person": who, "what": what, "at": clock.now()}
    return make.saved(Activity(**fields | given))


def kept() -> list[str]:
    return list(db.session.scalars(db.select(Activity.what).order_by(Activity.id)))


def test_a_change_is_noted_with_who_did_it_and_what_it_was_about(
    owner: Visitor, host: Community, me: Person
) -> None:
    draft = make.draft(community=host, title="Breakfast")
    db.session.commit()

    owner.post(f"/desk/{host.slug}/events/{draft.slug}/publication")

    page = owner.get(f"/desk/{host.slug}/activity").text
    assert kept() == ["events_desk.publish"]
    for said in ("Olu", "Published an event", "Breakfast"):
        assert said in page


def test_what_is_refused_and_what_is_only_looked_at_leaves_no_note(
    owner: Visitor, host: Community
) -> None:
    owner.get(f"/desk/{host.slug}/settings")

    said = owner.submit(f"/desk/{host.slug}/settings", to="/settings", name="")

    assert said.status_code == 422
    assert kept() == []


def test_a_device_at_the_door_is_called_what_it_was_lent_as(
    app: Flask, owner: Visitor, host: Community, me: Person
) -> None:
    event = make.event(community=host, starts_at=clock.now())
    guest = make.rsvp(event)
    door_builders.lend(event, "door", by=me, key="key", name="Tablet")
    device = visitor(app)
    with device.session_transaction() as session:
        session[access.KEY] = "key"

    device.post(f"/desk/{host.slug}/events/{event.slug}/door/arrivals", data={"rsvp": guest.id})

    page = owner.get(f"/desk/{host.slug}/activity").text
    assert "Tablet" in page
    assert "Checked somebody in" in page
    assert guest.first_name not in page.replace("Guest list", "")


def test_it_is_searched_by_person_and_by_what_was_done(
    owner: Visitor, host: Community, me: Person
) -> None:
    ida = team_builders.member(host, make.person(first_name="Ida"), "organizer").person
    done(host, me, "events_desk.publish", about="one")
    done(host, ida, "events_desk.publish", about="two")
    done(host, ida, "events_desk.cancel", about="three")
    db.session.commit()

    def shown(query: str) -> list[str]:
        page = owner.get(f"/desk/{host.slug}/activity?{query}").text
        return [word for word in ("one", "two", "three") if f">{word}<" in page]

    assert shown("") == ["one", "two", "three"]
    assert shown(f"who={ida.id}") == ["two", "three"]
    assert shown(f"who={ida.id}&what=events_desk.publish") == ["two"]
    assert shown("who=99999999999999999&what=%00") == ["one", "two", "three"]


def test_a_long_log_comes_in_pages_the_newest_first(
    owner: Visitor, host: Community, me: Person
) -> None:
    for number in range(60):
        done(host, me, "events_desk.publish", about=f"event-{number}")
    db.session.commit()

    first = owner.get(f"/desk/{host.slug}/activity").text
    second = owner.get(f"/desk/{host.slug}/activity?page=2").text

    assert first.index("event-59") < first.index("event-10<")
    assert "event-9<" not in first
    assert "event-9<" in second


def test_it_is_taken_along_as_a_file(owner: Visitor, host: Community, me: Person) -> None:
    done(host, me, "events_desk.publish", about="=cmd()", number=3)
    db.session.commit()

    answer = owner.get(f"/desk/{host.slug}/activity.csv")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[0] == ["When", "Who", "What", "About", "Number"]
    assert rows[1][1:] == ["Olu", "Published an event", "'=cmd()", "3"]
    assert "attachment" in answer.headers["Content-Disposition"]


def test_another_community_s_log_stays_there(owner: Visitor, host: Community) -> None:
    done(make.community(), make.person(), "events_desk.publish", about="elsewhere")
    db.session.commit()

    assert "elsewhere" not in owner.get(f"/desk/{host.slug}/activity").text


def test_after_a_year_it_is_gone(host: Community, me: Person) -> None:
    done(host, me, "events_desk.publish", at=clock.now() - timedelta(days=364))
    done(host, me, "events_desk.cancel", at=clock.now() - timedelta(days=366))
    db.session.commit()

    assert let_go(BY_KIND["activity"]) == 1
    assert kept() == ["events_desk.publish"]


def test_who_is_erased_is_named_in_it_no_more(owner: Visitor, host: Community) -> None:
    ida = team_builders.member(host, make.person(first_name="Ida"), "organizer").person
    done(host, ida, "events_desk.publish")
    db.session.commit()

    erase(ida, now=clock.now())
    db.session.commit()

    page = owner.get(f"/desk/{host.slug}/activity").text
    assert "Somebody who is gone" in page
    assert not says(page, "Ida")


def test_it_says_of_whom_it_was_in_the_team_until_they_are_erased(
    owner: Visitor, host: Community
) -> None:
    ida = team_builders.member(host, make.person(first_name="Ida"), "door")
    page, person = f"/desk/{host.slug}/team/{ida.id}", ida.person

    owner.submit(page, to=page, right="owner")
    owner.post(f"{page}/removal")
    said = owner.get(f"/desk/{host.slug}/activity").text
    erase(person, now=clock.now())
    db.session.commit()

    assert "Changed what a member may do" in said
    assert "Ida, Owner" in said
    assert said.count("Ida") == 2
    assert not says(owner.get(f"/desk/{host.slug}/activity").text, "Ida")
    assert set(db.session.scalars(db.select(Activity.number))) == {None}


def test_it_says_what_somebody_is_asked_to_do_and_no_address(
    owner: Visitor, host: Community
) -> None:
    page = f"/desk/{host.slug}/team"

    owner.submit(page, to="/invitations", first_name="Ida", email="ida@example.org", right="door")

    said = owner.get(f"/desk/{host.slug}/activity").text
    assert "Asked somebody to help" in said
    assert '"muted">Door<' in said
    assert "ida@" not in owner.get(f"/desk/{host.slug}/activity").text


def test_what_is_done_to_a_series_names_it(owner: Visitor, host: Community) -> None:
    series = series_builders.series(make.event(community=host), slug="tables", title="Thursdays")
    page = f"/desk/{host.slug}/series/{series.slug}"

    owner.submit(page, to="/description", title="Every Thursday")

    said = owner.get(f"/desk/{host.slug}/activity").text
    assert "Described a series" in said
    assert f'<a href="{page}" dir="auto">Every Thursday</a>' in said


def test_a_list_of_people_that_is_taken_out_is_noted_with_its_event(
    owner: Visitor, host: Community
) -> None:
    event = make.event(community=host, title="Breakfast")
    make.rsvp(event)
    db.session.commit()
    desk = f"/desk/{host.slug}/events/{event.slug}"

    for file in ("people.csv", "people.xlsx", "arrivals.csv"):
        assert owner.get(f"{desk}/{file}").status_code == 200
    owner.get(f"{desk}/people")
    owner.get(f"{desk}/seats.csv")

    assert kept() == ["exports.people", "exports.people", "exports.arrivals"]
    page = owner.get(f"/desk/{host.slug}/activity").text
    for said in ("Olu", "Took the guest list out as a file", "Breakfast"):
        assert said in page
