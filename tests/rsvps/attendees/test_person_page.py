"""The organizer's page about one guest: facts, notes and tags of the community's own, and mending."""

from datetime import timedelta

import followup_builders
import make
import pytest

from eventapp import clock
from eventapp.db import db
from eventapp.people.actions import token_of
from eventapp.rsvps import approvals
from eventapp.rsvps.attendees.models import PersonNote, PersonTag
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.person_page import record


def page(rsvp, rest: str = "") -> str:
    event = rsvp.event
    return f"/desk/{event.community.slug}/events/{event.slug}/people/{rsvp.id}{rest}"


def test_the_page_tells_all_that_is_known_of_one_guest(organizer, host):
    event = make.event(community=host, capacity=1)
    make.rsvp(event)
    rsvp = make.rsvp(event, first_name="Noor", organization="Tally Bank", letter="invite")
    approvals.give_a_place(rsvp, by=make.person(first_name="Ines"), why="speaks", now=clock.now())

    text = organizer.get(page(rsvp)).text

    for said in ("Noor", "Tally Bank", "my first job in data", "A place against the rules"):
        assert said in text
    assert "<q>speaks</q>" in text
    assert "Ines" in text


def test_what_somebody_missed_is_told_for_a_year_and_only_where_the_door_was_used(app):
    host, guest = make.community(), make.person()
    for days, used in ((30, True), (20, False), (400, True)):
        start = clock.now() - timedelta(days=days)
        past = make.event(community=host, starts_at=start, ends_at=start + timedelta(hours=2))
        make.rsvp(past, person=guest)
        if used:
            followup_builders.arrive(make.rsvp(past))
    elsewhere = make.past_event()
    make.rsvp(elsewhere, person=guest)
    followup_builders.arrive(make.rsvp(elsewhere))
    rsvp = make.rsvp(make.event(community=host), person=guest)

    found = record.read(rsvp, now=clock.now())

    assert len(found.evenings) == 3
    assert [(clock.now() - one.event.starts_at).days for one in found.missed] == [30]


def test_notes_and_tags_are_the_community_s_own_and_no_guest_s_page_has_them(
    organizer, host, client
):
    rsvp = make.rsvp(make.event(community=host))
    other = make.rsvp(make.event(), person=rsvp.person)
    make.saved(
        PersonNote(
            community_id=other.event.community_id, person_id=rsvp.person_id, text="foreign",
            at=clock.now(),
        )
    )  # fmt: skip

    organizer.submit(page(rsvp), to="/notes", note="Needs the front table")
    organizer.submit(page(rsvp), to="/tags", word="speaker")
    text = organizer.get(page(rsvp)).text
    guest = client.get(f"/r/{token_of(rsvp.link)}").text

    assert "Needs the front table" in text
    assert "speaker" in text
    assert "foreign" not in text
    assert "front table" not in guest
    assert "speaker" not in guest


def test_a_note_and_a_tag_go_again(organizer, host):
    rsvp = make.rsvp(make.event(community=host))
    organizer.submit(page(rsvp), to="/notes", note="x")
    organizer.submit(page(rsvp), to="/tags", word="press")

    organizer.submit(page(rsvp), to="/notes/removal")
    organizer.submit(page(rsvp), to="/tags/removal")

    assert db.session.scalars(db.select(PersonNote)).all() == []
    assert db.session.scalars(db.select(PersonTag)).all() == []


def test_a_note_of_another_community_can_t_be_thrown_away(organizer, host):
    rsvp = make.rsvp(make.event(community=host))
    elsewhere = make.rsvp(person=rsvp.person)
    note = make.saved(
        PersonNote(
            community_id=elsewhere.event.community_id, person_id=rsvp.person_id, text="x",
            at=clock.now(),
        )
    )  # fmt: skip

    organizer.post(page(rsvp, "/notes/removal"), data={"note": note.id})

    assert db.session.get(PersonNote, note.id)


@pytest.mark.parametrize(
    ("form", "field", "value"),
    [("notes", "note", ""), ("tags", "word", ""), ("address", "email", "nowhere")],
)
def test_what_is_wrong_is_said_on_the_page(organizer, host, form, field, value):
    rsvp = make.rsvp(make.event(community=host))

    said = organizer.submit(page(rsvp), to=f"/{form}", **{field: value})

    assert said.status_code == 422
    assert 'class="err"' in said.text


def test_address_and_role_are_mended_on_the_page(organizer, host):
    event = make.event(community=host)
    rsvp = make.rsvp(event, email="noor@exmaple.org", role_id=event.roles[0].id)
    leader = event.roles[4]

    organizer.submit(page(rsvp), to="/address", email="Noor@Example.org")
    organizer.submit(page(rsvp), to="/role", role=str(leader.id))

    mended = db.session.get(Rsvp, rsvp.id)
    assert (mended.person.email, mended.role_id) == ("noor@example.org", leader.id)


@pytest.mark.parametrize("rest", ["", "/notes", "/tags", "/address", "/role", "/notes/removal"])
def test_a_guest_of_another_event_has_no_page_here(organizer, host, rest):
    event, other = make.event(community=host), make.rsvp()
    path = f"/desk/{host.slug}/events/{event.slug}/people/{other.id}{rest}"

    said = organizer.post(path) if rest else organizer.get(path)

    assert said.status_code == 404
