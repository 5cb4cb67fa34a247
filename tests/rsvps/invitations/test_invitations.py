"""Inviting by letter, and what an invitation opens."""

from datetime import timedelta

import make
import pytest
import worker
from flask import Flask
from invitation_builders import SAID, invite, mails, page, yes

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Gone, Refused
from eventapp.events.models import Event
from eventapp.mail import deliver
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps.invitations import actions, jobs, letters
from eventapp.rsvps.invitations.models import Invitation, InvitationUse
from eventapp.rsvps.invitations.pasted import Invitee
from eventapp.rsvps.models import Rsvp


@pytest.fixture
def event(each_database: Flask) -> Event:
    return make.event(visibility="invited", capacity=5)


def test_a_letter_carries_a_link_that_the_database_cannot_open(event, client):
    (found,) = invite(event, 1)

    (letter,) = mails()

    token = letters.token_of(found)
    assert token not in letter.text + letter.html + found.nonce + found.digest
    assert f"/i/~{found.nonce}~" in letter.text
    assert client.get(page(found)).status_code == 200
    assert client.get(f"/i/{found.nonce}").status_code == 404


def test_a_yes_by_an_invitation_is_a_place_and_uses_it_up(event, client):
    (found,) = invite(event, 1)

    first = yes(client, found)
    second = client.get(page(found))

    assert first.status_code == 303
    assert "This invitation has been answered" in second.text
    assert db.session.scalars(db.select(Rsvp.state)).all() == ["going"]
    assert actions.used(found) == 1


def test_an_invitation_that_was_answered_takes_nobody_else(event, client):
    (found,) = invite(event, 1)
    shown = client.get(page(found)).text
    yes(client, found)

    late = client.post(
        f"{page(found)}/rsvps",
        data={**SAID, "email": "bo@example.org", "role": event.roles[0].id, "once": "2"},
    )

    assert "I can’t come" in shown
    assert late.status_code == 409
    assert db.session.scalar(db.select(db.func.count(Rsvp.id))) == 1
    assert mails("invite")[0].to == "ann@example.org"


def test_the_same_form_sent_twice_is_one_answer(event, client):
    (found,) = invite(event, 1)
    data = {**SAID, "role": event.roles[0].id, "once": "the same"}

    answers = [client.post(f"{page(found)}/rsvps", data=data) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert db.session.scalar(db.select(db.func.count(InvitationUse.rsvp_id))) == 1


def test_whoever_gave_the_place_back_may_say_yes_again(event, client):
    (found,) = invite(event, 1)
    yes(client, found)
    rsvps.cancel(db.session.scalars(db.select(Rsvp)).one(), now=clock.now())

    again = yes(client, found)

    assert again.status_code == 303
    assert db.session.scalars(db.select(Rsvp)).one().state == "going"


def test_a_no_is_one_tap_and_a_yes_later_is_as_good(event, client):
    (found,) = invite(event, 1)

    looked = client.get(page(found))
    declined_by_looking = found.declined_at
    client.submit(page(found), to="/refusal")
    said_no = found.declined_at
    yes(client, found)

    assert "One tap is enough" in looked.text
    assert declined_by_looking is None
    assert said_no is not None
    assert found.declined_at is None
    assert mails()[0].state == "withdrawn"


def test_one_taken_back_opens_nothing_and_its_letter_stays(event, client):
    (found,) = invite(event, 1)

    actions.take_back(found, now=clock.now())

    assert mails()[0].state == "withdrawn"
    assert client.get(page(found)).status_code == 410
    assert client.post(f"{page(found)}/rsvps", data=SAID).status_code == 410


def test_one_taken_back_while_its_form_is_open_is_a_no(event):
    (found,) = invite(event, 1)
    rsvp = make.rsvp(event)
    actions.take_back(found, now=clock.now())

    with pytest.raises(Gone):
        actions.take(found, rsvp.link)


def test_inviting_the_same_people_again_writes_to_nobody_twice(event):
    invite(event, 3)

    done = actions.invite(
        event, [Invitee("p1@example.org"), Invitee("x@example.org")], now=clock.now()
    )

    assert (done.new, done.known) == (1, 1)
    assert len(mails()) == 4


def test_letters_of_many_are_written_by_the_worker_part_by_part(each_database, event, monkeypatch):
    monkeypatch.setattr(actions, "PART", 4)
    monkeypatch.setattr(jobs, "PAUSE", 0)
    found = invite(event, 10)
    before = len(mails())

    worker.work_off(each_database)
    jobs.write_letters()
    jobs.write_letters()

    assert before == 0
    assert [letter.to for letter in mails()] == [one.email for one in found]
    assert {one.letters for one in found} == {1}


def test_the_worker_that_was_killed_goes_on_where_it_was(each_database, event, monkeypatch):
    monkeypatch.setattr(actions, "PART", 4)
    invite(event, 10)
    db.session.commit()
    actions.write_part(event, now=clock.now())
    db.session.commit()
    actions.write_part(event, now=clock.now())
    db.session.rollback()

    jobs.write_letters()

    assert len({letter.to for letter in mails()}) == len(mails()) == 10


def test_a_letter_that_became_untrue_stays(event, client):
    answered, refused, open_one = invite(event, 3)
    other = make.event()
    called_off = make.invitation(other)
    actions.write([called_off], now=clock.now())
    rsvp = make.rsvp(event)
    actions.take(answered, rsvp.link)
    refused.declined_at = other.cancelled_at = clock.now()
    db.session.commit()

    deliver.deliver_due()

    assert [m.to for m in mails() if m.state == "sent"] == [open_one.email]


def test_sending_again_waits_a_day_and_ends_after_three(event):
    event.ends_at += timedelta(days=10)
    event.starts_at += timedelta(days=10)
    (found,) = invite(event, 1)
    now = clock.now()

    with pytest.raises(Refused, match="within a day"):
        actions.again(found, now=now)
    for day in (1, 2):
        actions.again(found, now=now + timedelta(days=day))
    with pytest.raises(Refused, match="three letters"):
        actions.again(found, now=now + timedelta(days=2, hours=25))

    assert len(mails()) == 3


def test_nobody_is_invited_to_what_takes_no_answers(event):
    event.cancelled_at = clock.now()

    with pytest.raises(Refused):
        invite(event, 1)
    with pytest.raises(Refused):
        actions.share(event, most=None, now=clock.now())


def test_an_event_invites_only_so_many(event, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)

    with pytest.raises(Refused, match="at most 2"):
        invite(event, 3)


def test_who_was_invited_is_forgotten_a_month_after_the_event(event):
    invite(event, 1)
    gone = make.event()
    invite(gone, 2)
    gone.starts_at = clock.now() - timedelta(days=900)
    gone.ends_at = clock.now() - timedelta(days=31)
    db.session.commit()
    assert len(mails()) == 3

    jobs.forget()

    assert [one.event_id for one in db.session.scalars(db.select(Invitation))] == [event.id]
    assert len(mails()) == 1, "their letters had the address, too"


def test_erasing_an_address_that_never_answered_takes_its_invitation_and_letter(event):
    invite(event, 2)

    forgotten = actions.forget("p0@example.org")

    assert forgotten == 1
    assert [letter.to for letter in mails()] == ["p1@example.org"]
