"""The people I have met: who may be named is, everybody else is counted, and what came of it is true."""

import csv
import io
from datetime import timedelta

import make
import meeting_builders
import met_builders
import pytest
from conftest import visitor
from flask import Flask
from visitor import Visitor

from eventapp import clock
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.followups import actions as followups
from eventapp.followups import consent
from eventapp.followups.meetings import actions as meetings
from eventapp.front.people_met.evenings import history_of, not_met
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def me(app: Flask) -> Person:
    return make.person(first_name="Aiko", email="aiko@example.org")


@pytest.fixture
def mine(me: Person, client: Visitor) -> Visitor:
    """My browser, signed in."""
    make.sign_in(client, me)
    return client


def main(client: Visitor, path: str = "/me/people") -> str:
    db.session.commit()
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text.partition("<main")[2].partition("</main>")[0]


def rows(client: Visitor) -> list[dict[str, str]]:
    """My list as a file."""
    db.session.commit()
    text = client.get("/me/people.csv").data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_whom_i_met_stands_with_when_where_and_what_they_said(me: Person, mine: Visitor) -> None:
    met_builders.evening(
        me, "Kofi", "Zoë", weeks_ago=3, title="Winter supper", place_name="The Mill"
    )

    page = main(mine)

    assert "2 people you’ve met" in page
    for said in (
        "Winter supper",
        "The Mill",
        "Kofi",
        "Zoë",
        "my first job in data",
        "a look at your CV",
    ):
        assert said in page
    assert "mailto:" not in page


@pytest.mark.parametrize("how", ["consent", "place", "address", "erased", "nameless row"])
def test_who_may_not_be_named_is_counted_and_nothing_of_theirs_is_anywhere(
    me: Person, mine: Visitor, how: str
) -> None:
    _event, (ana, _kofi, zoe) = met_builders.evening(me, "Kofi", "Zoë")
    zoe.industry, zoe.ask.text, zoe.offer.text = "Beekeeping", "hives near here", "a jar of honey"
    meeting_builders.connect(ana, zoe, phone="+44 131 496 0123")
    withdraw(zoe, how)

    page, told = main(mine), rows(mine)
    cards = mine.get("/me/people.vcf").data.decode()

    assert "2 people you’ve met" in page
    assert "One more person, who prefers not to be named." in page
    assert [row["Name"] for row in told] == ["Kofi", "1 more, who isn’t named"]
    for secret in ("Zoë", "Beekeeping", "hives near here", "a jar of honey", "131 496"):
        assert secret not in page + cards + str(told)
    assert "In touch 0" in page
    assert cards == ""


def withdraw(rsvp: Rsvp, how: str) -> None:
    if how == "consent":
        rsvp.keep_in_touch_at = None
    elif how == "place":
        rsvp.state = "cancelled"
    elif how == "address":
        rsvp.person.email = None
    elif how == "erased":
        # The ledger keeps a row without a name in place of whoever was erased.
        nobody = make.person(email=None, first_name="", erased_at=make.NOON)
        for column in (Encounter.low_id, Encounter.high_id):
            db.session.execute(
                db.update(Encounter).where(column == rsvp.person_id).values({column: nobody.id})
            )
        db.session.delete(rsvp.person)
    else:
        rsvp.first_name = ""


def test_a_rule_is_the_same_for_a_row_and_in_a_query(me: Person) -> None:
    _event, guests = met_builders.evening(me, "A", "B", "C", "D")
    for rsvp, how in zip(guests[1:], ("consent", "place", "address"), strict=False):
        withdraw(rsvp, how)
    db.session.flush()

    asked = db.select(Rsvp.id).join(Rsvp.person).where(consent.agreeing())

    assert set(db.session.scalars(asked)) == {one.id for one in guests if consent.agrees(one)}


def test_what_came_of_it_is_said_and_writing_only_where_an_address_is_shared(
    me: Person, mine: Visitor
) -> None:
    _event, (ana, kofi, zoe, ravi) = met_builders.evening(me, "Kofi", "Zoë", "Ravi", weeks_ago=2)
    introduced = meeting_builders.connect(ana, kofi)
    meeting_builders.connect(ana, zoe, by_mail=False, phone="+44 131 496 0123")
    meeting_builders.said(ana, introduced, "yes")
    meeting_builders.said(kofi, introduced, "no_more")
    start = clock.now() + timedelta(days=3)
    agreed = meetings.choose(
        meeting_builders.connect(ana, ravi), ana, starts_at=start, words="", now=clock.now()
    )

    page = main(mine)

    assert "You met again" in page
    assert f"Half an hour: {clock.short_day(agreed.starts_at, ana.event.zone)}" in page
    assert page.count('class="chip good" href="mailto:') == 2
    assert kofi.person.email in page
    assert zoe.person.email not in page
    assert "+44 131 496 0123" in page
    assert "You’re in touch with 3 of them" in page


def test_the_filters_show_who_is_in_touch_and_whom_i_could_help(me: Person, mine: Visitor) -> None:
    _event, (ana, kofi, _zoe, _ravi) = met_builders.evening(me, "Kofi", "Zoë", "Ravi")
    meeting_builders.connect(ana, kofi)
    ana.offer.text = "a first job in data: how I got mine"
    for other in (kofi, _ravi):
        other.ask.text = "where to swim"

    everybody, touch, help_ = (
        main(mine, f"/me/people?show={key}") for key in ("", "touch", "help")
    )

    assert ["Kofi" in page for page in (everybody, touch, help_)] == [True, True, False]
    assert ['<b dir="auto">Zoë' in page for page in (everybody, touch, help_)] == [
        True,
        False,
        True,
    ]
    assert ["Ravi" in page for page in (everybody, touch, help_)] == [True, False, False]
    assert all("All 3</a>" in page and "In touch 1</a>" in page for page in (everybody, touch))
    assert "I could help 1</a>" in help_


def test_who_said_hello_without_a_table_is_there_once_both_said_yes(
    me: Person, mine: Visitor
) -> None:
    event, (ana, _kofi) = met_builders.evening(me, "Kofi")
    far = make.rsvp(event, first_name="Noor")

    before = main(mine)
    meeting_builders.connect(ana, far)
    after = main(mine)

    assert "Noor" not in before
    assert "Noor" in after
    assert "2 people you’ve met" in after


def test_a_reminder_names_whom_a_line_would_reach_and_stops_when_put_off(
    me: Person, mine: Visitor
) -> None:
    _event, (ana, kofi) = met_builders.evening(me, "Kofi", weeks_ago=5)
    kofi.ask.text = "my first job in data"
    ana.offer.text = "a first job in data: how I got mine"
    connection = meeting_builders.connect(ana, kofi)

    page = main(mine)
    mine.submit("/me/people", to="/reminder", number=str(connection.id))

    assert "5 weeks since you met Kofi" in page
    assert "They asked: “my first job in data”" in page
    assert "You offered: “a first job in data: how I got mine”" in page
    assert "weeks since you met" not in main(mine)


@pytest.mark.parametrize(
    "why", ["fresh", "long ago", "met again", "half hour", "no address", "stopped"]
)
def test_nobody_is_reminded_of_somebody_when_nothing_is_to_do(
    me: Person, mine: Visitor, why: str
) -> None:
    weeks = {"fresh": 1, "long ago": 60}.get(why, 5)
    _event, (ana, kofi) = met_builders.evening(me, "Kofi", weeks_ago=weeks)
    connection = meeting_builders.connect(ana, kofi, by_mail=why != "no address")
    if why == "met again":
        meeting_builders.said(ana, connection, "yes")
    elif why == "half hour":
        start = clock.now() + timedelta(days=3)
        meetings.choose(connection, kofi, starts_at=start, words="", now=clock.now())
    elif why == "stopped":
        followups.stop(connection, now=clock.now())

    assert "since you met" not in main(mine)


def test_what_isn_t_on_the_page_yet_was_there_and_is_named_by_five_at_least(
    me: Person, mine: Visitor
) -> None:
    event, (ana, kofi) = met_builders.evening(me, "Kofi")
    roles = {role.name: role for role in event.roles}
    ana.role, kofi.role, kofi.industry = roles["Student"], roles["Leader"], "Health"
    for n in range(5):
        one = make.rsvp(event, industry="Law")
        one.role = roles["Founder"]
        if n:
            make.rsvp(event, industry="Mining").role = roles["Leader"]
    make.rsvp(event, industry="Arts", role_id=roles["Educator"].id).state = "cancelled"
    db.session.flush()

    found = not_met(history_of(me))

    assert found == (["Founder"], ["Law"])
    assert "anyone from Founder, Law" in main(mine)


def test_each_sees_their_own_and_nobody_who_isn_t_signed_in_sees_any(
    app: Flask, me: Person, mine: Visitor
) -> None:
    met_builders.evening(me, "Kofi")
    stranger = visitor(app)
    make.sign_in(stranger, make.person())

    assert "Nobody yet" in main(stranger)
    for path in ("/me/people", "/me/people.csv", "/me/people.vcf"):
        assert visitor(app).get(path).status_code == 303
        assert mine.get(path).headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("events", [3, 200])
def test_the_page_asks_as_little_with_two_hundred_evenings_as_with_three(
    me: Person, mine: Visitor, queries: list[str], events: int
) -> None:
    met_builders.many(me, events=events, people=3)
    last = db.session.scalars(db.select(Rsvp).where(Rsvp.person_id == me.id).limit(3)).all()
    for own in last:
        others = db.select(Rsvp).where(Rsvp.event_id == own.event_id, Rsvp.id != own.id).limit(2)
        for other in db.session.scalars(others).all():
            meeting_builders.connect(own, other)
    db.session.commit()
    queries.clear()

    page = main(mine)

    assert f"{3 * events} people you’ve met" in page
    assert len(queries) <= 13, "\n".join(queries)
    assert page.count("<details") == min(events, 10)
    assert ("latest 6 evenings" in page) == (events > 6)


def test_evenings_are_in_pages_and_a_page_that_isn_t_there_is_the_nearest(
    me: Person, mine: Visitor
) -> None:
    met_builders.many(me, events=12, people=1)

    first, second, far = (main(mine, f"/me/people?page={n}") for n in ("1", "2", "99"))

    assert ("Evening 10<" in first, "Evening 11<" in first) == (True, False)
    assert second.count("<details") == 2
    assert far.count("<details") == 2
