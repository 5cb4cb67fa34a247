"""A community that was closed: after its week nothing of it is left, and nothing of others is touched."""

from datetime import timedelta

import api_builders
import contact_builders
import make
import program_builders
import pytest
import series_builders
import team_builders
import webhook_builders
from flask import Flask, current_app
from flooding import Clock

from eventapp import clock
from eventapp.communities.activity.models import Activity
from eventapp.communities.forgotten.models import Forgotten
from eventapp.communities.models import Community
from eventapp.db import Base, db
from eventapp.front.closing import actions, removal
from eventapp.mail import local_mailbox
from eventapp.mail.deliver import deliver_due
from eventapp.people.models import Person
from eventapp.programs import actions as programs
from eventapp.retention import jobs
from eventapp.retention.rules import BY_KIND
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp

# What the site itself keeps: that something went, and what its worker does.
OF_SITE = {"forgotten", "heartbeat", "receiving_domain"}


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {
        of.name: db.session.scalar(db.select(db.func.count()).select_from(of)) or 0
        for of in Base.metadata.sorted_tables
        if of.name not in OF_SITE
    }


@pytest.fixture
def friend(each_database: Flask) -> Rsvp:
    """Somebody who goes to an evening of another community."""
    event = make.event(community=make.community(name="Others"), title="Elsewhere")
    found = make.rsvp(event, email="friend@example.org", letter="invite")
    db.session.commit()
    deliver_due(100)
    return found


def filled(friend: Rsvp) -> Community:
    """A community with a row of every kind, whose every word tells of it."""
    host = make.community(name="Quuxley Table", slug="quuxley")
    staff = make.member(host, first_name="Quuxley")
    event, people = contact_builders.everybody(host)
    contact_builders.fill_with_words(people[:2])
    make.rsvp(event, person=friend.person, first_name="Zebedee", letter="invite")
    series = series_builders.kept(event)
    assert series
    team_builders.invitation(host, contact_builders.EMAIL, by=staff)
    api_builders.token(host, by=staff)
    endpoint = webhook_builders.endpoint(host, "https://example.org/hook", current_app)
    assert endpoint.id
    make.archive(host)
    make.saved(Activity(community=host, person=staff, what="events_desk.publish", at=clock.now()))
    program = make.program(community=host, sessions=1)
    again = make.program(community=host, sessions=1)
    again.first_id, again.requires_id = program.id, program.id
    program_builders.interest(again, "quuxley@example.org", confirmed=True)
    email = friend.person.email or ""
    said = make.answers(program.sessions[0].event, first_name="Zebedee")
    programs.enrol(program, email, said, now=clock.now())
    for session in (*program.sessions, *again.sessions):
        session.event.starts_at, session.event.ends_at = event.starts_at, event.ends_at
    letters.invite(people[0], kind="invite", now=clock.now())
    db.session.commit()
    deliver_due(200)
    return host


def close(host: Community) -> None:
    actions.close(host, by="Quuxley", now=clock.now())
    db.session.commit()
    deliver_due(200)


def let_go() -> int:
    return jobs.let_go(BY_KIND["closed-communities"])


def test_nothing_is_left_of_a_closed_community_and_others_keep_theirs(
    friend: Rsvp, moved_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "PAUSE", 0)
    before, kept = counts(), local_mailbox.names()
    host = filled(friend)
    close(host)
    assert len(contact_builders.telling_places()) > 40
    assert let_go() == 0

    moved_clock.now += actions.GRACE + timedelta(minutes=1)
    went = let_go()
    db.session.expire_all()

    assert went == 1
    assert not (left := contact_builders.telling_places()), ", ".join(left)
    assert counts() == before
    assert local_mailbox.names() == kept
    noted = db.session.scalars(db.select(Forgotten).filter_by(kind="closed-communities")).one()
    assert (noted.community_id, noted.number) == (None, 1)
    assert let_go() == 0


def test_it_goes_in_parts_and_goes_on_where_it_was_broken_off(
    friend: Rsvp, moved_clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(removal, "PART", 2)
    before = counts()
    close(filled(friend))
    moved_clock.now += actions.GRACE + timedelta(minutes=1)

    for _ in range(3):
        assert removal.let_go() == 1
        db.session.commit()
    assert counts()["rsvp"] > before["rsvp"]
    db.session.rollback()
    while removal.let_go():
        db.session.commit()

    assert counts() == before


def test_one_that_was_opened_again_stays_as_it_was(friend: Rsvp, moved_clock: Clock) -> None:
    host = filled(friend)
    before = counts()
    actions.close(host, by="Olu", now=clock.now())
    moved_clock.now += actions.GRACE - timedelta(minutes=1)
    actions.reopen(host, now=clock.now())
    db.session.commit()
    moved_clock.now += timedelta(days=1)

    assert let_go() == 0

    # The owner was told.
    assert counts() == before | {"message": before["message"] + 1}


def test_an_owner_who_is_signed_in_may_found_another(
    friend: Rsvp, client, moved_clock: Clock
) -> None:
    host = make.community(name="Quuxley Table")
    owner = make.member(host, email="olu@example.org")
    make.sign_in(client, owner, days=9)
    close(host)
    moved_clock.now += actions.GRACE + timedelta(minutes=1)

    let_go()

    assert db.session.get(Person, owner.id)
    assert client.get("/desk").status_code == 200
    assert "Quuxley" not in client.get("/me").text
