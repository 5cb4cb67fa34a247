"""New people of a list: without an address, with somebody else's, and in line."""

import make

from eventapp import clock
from eventapp.db import db
from eventapp.mail.models import Message
from eventapp.rsvps.importing import actions as imports
from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.models import Rsvp


def rsvps() -> list[Rsvp]:
    return list(db.session.scalars(db.select(Rsvp).order_by(Rsvp.turn)))


def listed(*entries: parsing.Entry) -> parsing.Intake:
    return parsing.Intake(list(entries), [], [], [], [], [])


def test_whoever_has_no_address_comes_in_and_is_not_written_to(app):
    event = make.event()
    nameless = listed(
        parsing.Entry(2, "Ada", "Berg", ""), parsing.Entry(3, "Bo", "", "bo@example.org")
    )

    brought = imports.invite_all(event, nameless, now=clock.now())
    again = imports.bring_in(event, nameless, now=clock.now())

    assert (brought.going, brought.letters) == (2, 1)
    assert (again.going, again.known) == (0, 2)
    assert [r.person.email for r in rsvps()] == [None, "bo@example.org"]


def test_two_who_share_an_address_both_come_and_the_second_has_one_letter_that_says_so(
    each_database,
):
    event = make.event()
    couple = listed(
        parsing.Entry(2, "Lena", "Haas", "haas@example.org"),
        parsing.Entry(3, "Milan", "Haas", "haas@example.org"),
    )

    brought = imports.invite_all(event, couple, now=clock.now())
    again = imports.bring_in(event, couple, now=clock.now())

    lena, milan = rsvps()
    kinds = [(letter.kind, letter.to) for letter in db.session.scalars(db.select(Message))]
    assert (lena.going, milan.going, brought.letters, brought.sharing) == (True, True, 2, 1)
    assert kinds == [("invite", "haas@example.org"), ("shared", "haas@example.org")]
    assert milan.person.email is None
    assert milan.person.shares is lena.person
    assert (again.going, again.known) == (0, 2)


def test_whoever_waits_in_the_list_waits_here_behind_those_who_come(app):
    event = make.event(capacity=2)
    queue = listed(
        parsing.Entry(2, "Ada", "", "ada@example.org", reading="waiting"),
        parsing.Entry(3, "Bo", "", "bo@example.org"),
        parsing.Entry(4, "Cleo", "", "cleo@example.org", reading="waiting"),
        parsing.Entry(5, "Dana", "", "dana@example.org"),
    )

    imports.bring_in(event, queue, decisions=Decisions(waiting="line"), now=clock.now())

    assert [(r.first_name, r.state) for r in rsvps()] == [
        ("Bo", "going"),
        ("Dana", "going"),
        ("Ada", "waitlisted"),
        ("Cleo", "waitlisted"),
    ]


def test_whoever_waits_in_the_list_is_left_out_until_somebody_says_so(app):
    waiting = listed(parsing.Entry(2, "Ada", "", "ada@example.org", reading="waiting"))

    imports.bring_in(make.event(), waiting, now=clock.now())

    assert rsvps() == []
