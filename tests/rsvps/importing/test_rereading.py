"""An edited list is read again: what changes, what guests keep, who is the same person."""

import make
import pytest
from conftest import visitor
from import_page import read, send, states, upload
from words import says

from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.people.actions import token_of
from eventapp.people.models import Link, Person
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp

FIRST = """Name,Email,Company,Role,Ask
Maren Okkels,maren@example.org,Harbour,Newcomer,
Pekka Ylonen,peka@example.org,Kotka,Student,
"""
SECOND = """Name,Email,Company,Role,Ask
Maren Okkels,maren@example.org,Lighthouse,Leader,how to hire
Pekka Ylönen,pekka@example.org,Kotka,Student,
"""


@pytest.fixture
def first(organizer, event):
    """The list as it came in first, and each of the two was written to."""
    send(organizer, event, upload(organizer, event, FIRST.encode()), go="bring", mail="1")


def rsvp(name: str) -> Rsvp:
    return db.session.scalars(db.select(Rsvp).filter_by(first_name=name)).one()


def reread(organizer, event, **chosen):
    shown = upload(organizer, event, SECOND.encode())
    return shown, send(organizer, event, shown, go="bring", **chosen)


def test_each_change_is_shown_as_it_was_and_becomes(organizer, event, first):
    page = read(upload(organizer, event, SECOND.encode()))

    part = page[page.index('id="changes-h"') :].partition("</section>")[0]
    for was, becomes in (("Harbour", "Lighthouse"), ("Newcomer", "Leader")):
        assert f"{was}</s>" in part
        assert f"<b>{becomes}</b>" in part
    assert "<b>how to hire</b>" in part


def test_what_only_a_list_said_is_taken_over(organizer, event, first):
    reread(organizer, event)

    maren = rsvp("Maren")
    assert (maren.organization, maren.role.name, maren.ask.text) == (
        "Lighthouse",
        "Leader",
        "how to hire",
    )


def test_a_change_that_is_not_wanted_is_left(organizer, event, first):
    reread(organizer, event, leave="2")

    assert rsvp("Maren").organization == "Harbour"


def test_what_a_guest_changed_stays_and_each_dropped_change_is_named(app, organizer, event, first):
    maren = rsvp("Maren")
    token = token_of(maren.link)
    visitor(app).submit(f"/r/{token}/answers", organization="My own words")

    shown, _said = reread(organizer, event)

    assert rsvp("Maren").organization == "My own words"
    page = read(shown)
    part = page[page.index('id="kept-h"') :].partition("</section>")[0]
    assert "<b>My own words</b> stays; the list has “Lighthouse”" in part
    assert "“how to hire”" in part


def test_whoever_answered_by_themselves_is_not_rewritten_by_a_list(app, organizer, event):
    make.rsvp(event, email="maren@example.org", first_name="Maren", last_name="Okkels", ask="mine")

    reread(organizer, event)

    assert rsvp("Maren").ask.text == "mine"


def test_a_consent_stays_when_a_list_is_read_again(app, organizer, event, first):
    maren = rsvp("Maren")
    maren.keep_in_touch_at = make.NOON

    reread(organizer, event)

    assert (rsvp("Maren").organization, rsvp("Maren").keep_in_touch_at) == ("Lighthouse", make.NOON)


def test_a_mended_address_is_offered_and_makes_no_second_guest(organizer, event, first):
    shown, _said = reread(organizer, event)

    assert "Pekka Ylonen is on the list with peka@example.org" in read(shown)
    assert [name for name, _state in states()] == ["Maren", "Pekka"]


def test_a_mended_address_is_taken_over_with_one_click(app, organizer, event, first):
    old = rsvp("Pekka")
    number, turn, token, link = old.id, old.turn, token_of(old.link), old.link_id

    reread(organizer, event, **{"who-3": "same"})

    pekka = rsvp("Pekka")
    assert (pekka.id, pekka.turn, pekka.state) == (number, turn, "going")
    assert (pekka.person.email, pekka.last_name) == ("pekka@example.org", "Ylönen")
    assert db.session.get(Link, link).revoked_at is not None
    assert visitor(app).get(f"/r/{token}").status_code == 404
    assert visitor(app).get(f"/r/{token_of(pekka.link)}").status_code == 200


def test_mails_go_to_the_mended_address_and_the_waiting_one_is_stopped(organizer, event, first):
    reread(organizer, event, **{"who-3": "same"})

    found = db.session.scalars(
        db.select(Message).where(Message.to.like("pek%")).order_by(Message.id)
    )
    assert [(letter.to, letter.kind, letter.state) for letter in found] == [
        ("peka@example.org", "invite", "withdrawn"),
        ("pekka@example.org", "invite", "queued"),
    ]


def test_whoever_was_never_written_to_is_not_written_to_for_a_mended_address(organizer, event):
    send(organizer, event, upload(organizer, event, FIRST.encode()), go="bring")

    reread(organizer, event, **{"who-3": "same"})

    assert rsvp("Pekka").person.email == "pekka@example.org"
    assert db.session.scalars(db.select(Message)).all() == []


def test_nobody_s_record_is_taken_over_with_a_mended_address(organizer, host, event, first):
    other = make.event(community=host)
    known = make.person(email="pekka@example.org", first_name="Pekka", last_name="the Elder")
    elder, typo = make.rsvp(other, person=known).id, rsvp("Pekka").person_id
    db.session.commit()

    shown, _said = reread(organizer, event, **{"who-3": "same"})

    assert "The new address has been to your events before" in read(shown)
    assert db.session.get(Person, known.id).last_name == "the Elder"
    assert db.session.get(Person, typo).email == "peka@example.org"
    assert db.session.get(Rsvp, elder).person_id == known.id
    moved = db.session.scalars(db.select(Rsvp).filter_by(event_id=event.id, person_id=known.id))
    assert [rsvp.last_name for rsvp in moved] == ["Ylönen"]


def test_whether_an_address_is_known_elsewhere_is_not_told(organizer, event, first):
    make.rsvp(make.event(), email="pekka@example.org", first_name="Zed")

    shown = upload(organizer, event, SECOND.encode())

    assert "has been to your events before" not in read(shown)
    assert not says(shown.text, "Zed")


def test_two_people_of_one_name_both_come_when_somebody_says_so(organizer, event, first):
    reread(organizer, event, **{"who-3": "other"})

    assert [name for name, _state in states()] == ["Maren", "Pekka", "Pekka"]


def test_all_are_decided_with_one_word(organizer, event, first):
    both = "Name,Email\nMaren Okkels,m@example.org\nPekka Ylönen,p@example.org\n"

    shown = upload(organizer, event, both.encode())
    send(organizer, event, shown, go="bring", rest="same")

    emails = db.session.scalars(db.select(Person.email).join(Rsvp).order_by(Rsvp.turn)).all()
    assert emails == ["m@example.org", "p@example.org"]


def test_whoever_the_list_calls_cancelled_keeps_the_place_until_taken_off(organizer, event, first):
    gone = b"Name,Email,Status\nMaren Okkels,maren@example.org,Cancelled\n"

    shown = upload(organizer, event, gone)
    kept = states()
    send(organizer, event, shown, go="bring", off=str(rsvp("Maren").id))

    assert "Take off Maren Okkels" in read(shown)
    assert kept[0] == ("Maren", "going")
    assert states()[0] == ("Maren", "cancelled")


def test_nobody_who_answered_is_taken_off_by_a_list(organizer, event):
    make.rsvp(event, email="maren@example.org", first_name="Maren", last_name="Okkels")
    gone = b"Name,Email,Status\nMaren Okkels,maren@example.org,Cancelled\n"

    shown = upload(organizer, event, gone)
    send(organizer, event, shown, go="bring", off=str(rsvp("Maren").id))

    assert "They answered here themselves" in read(shown)
    assert states() == [("Maren", "going")]


def test_a_row_of_another_event_is_never_taken_off(organizer, host, event, first):
    elsewhere = make.rsvp(make.event(community=host), first_name="Zed").id
    gone = b"Name,Email,Status\nMaren Okkels,maren@example.org,Cancelled\n"

    send(organizer, event, upload(organizer, event, gone), go="bring", off=str(elsewhere))

    assert db.session.get(Rsvp, elsewhere).state == "going"


@pytest.mark.parametrize(
    ("source", "open_to_lists"),
    [("desk", True), ("import", True), ("web", False), ("door", False), ("program", False)],
)
def test_a_list_may_change_what_a_list_or_the_desk_said(app, event, source, open_to_lists):
    someone, said = make.person(), make.answers(event)

    rsvp = actions.admit(event, someone, said, source=source, now=make.NOON, letter=None)

    assert (rsvp.answered_at is None) == open_to_lists
