"""Guests of a guest: each counts, waits and sits; who brings them chooses for all."""

import make
import pytest
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.mail.models import Message
from eventapp.rsvps import actions, offers, waiting_words
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.parties.actions import Party, bring, guests_of
from eventapp.rsvps.standing import wait_of
from eventapp.seating import problems

TWO = (("Kofi", "Mensah"), ("", ""))


def brings(host: Rsvp, *names: tuple[str, str], **given: bool) -> list[Rsvp]:
    return bring(host, Party(names or TWO, **given), now=clock.now())


def states(*rsvps: Rsvp) -> list[str]:
    return [rsvp.state for rsvp in rsvps]


def test_whoever_is_brought_counts_and_has_a_name_or_is_called_after_who_brings_them(
    app: Flask,
) -> None:
    host = make.rsvp(make.event(capacity=3, most_guests=2), first_name="Aiko")

    brought = brings(host)

    assert states(*brought) == ["going", "going"]
    assert [guest.name for guest in brought] == ["Kofi Mensah", "Guest of Aiko"]
    assert make.rsvp(host.event).state == "waitlisted"


def test_nobody_brings_more_than_the_event_allows(app: Flask) -> None:
    host = make.rsvp(make.event(most_guests=2))
    brings(host, ("Kofi", ""))

    with pytest.raises(Refused):
        brings(host)
    with pytest.raises(Refused):
        brings(make.rsvp(make.event()), ("Kofi", ""))


def test_who_was_brought_brings_nobody(app: Flask) -> None:
    kofi, _other = brings(make.rsvp(make.event(most_guests=2)))

    with pytest.raises(Refused):
        brings(kofi, ("Ana", ""))


def test_who_waits_together_gets_places_together(app: Flask) -> None:
    event = make.event(capacity=3, most_guests=2)
    first, second, third = (make.rsvp(event) for _ in range(3))
    host = make.rsvp(event)
    party = [host, *brings(host)]

    actions.cancel(first, now=clock.now())
    one_free = states(*party)
    actions.cancel(second, now=clock.now())
    two_free = states(*party)
    actions.cancel(third, now=clock.now())

    assert one_free == two_free == ["waitlisted"] * 3
    assert states(*party) == ["going"] * 3


def test_others_pass_a_party_that_waits_for_all_its_places(app: Flask) -> None:
    event = make.event(capacity=2, most_guests=1)
    first, _second = make.rsvp(event), make.rsvp(event)
    host = make.rsvp(event)
    brings(host, ("Kofi", ""))
    single = make.rsvp(event)

    actions.cancel(first, now=clock.now())

    assert states(host, single) == ["waitlisted", "going"]


def test_who_may_be_split_comes_as_places_free(app: Flask) -> None:
    event = make.event(capacity=1, most_guests=2)
    first = make.rsvp(event)
    host = make.rsvp(event)
    party = [host, *brings(host, waits_together=False)]

    actions.cancel(first, now=clock.now())

    assert states(*party) == ["going", "waitlisted", "waitlisted"]


def test_the_letters_about_a_party_go_to_who_brings_it_once(app: Flask) -> None:
    event = make.event(capacity=1, most_guests=2)
    first = make.rsvp(event)
    host = make.rsvp(event)
    brings(host, waits_together=False)
    event.capacity = 5

    actions.cancel(first, now=clock.now())
    actions.promote(event, now=clock.now())

    told = db.session.scalars(db.select(Message).where(Message.to == host.person.email)).all()
    assert [letter.kind for letter in told] == ["promoted"]


def test_an_offer_is_taken_for_all_who_wait_together(app: Flask) -> None:
    event = make.event(capacity=2, most_guests=1, waitlist_mode="offer")
    first, second = make.rsvp(event), make.rsvp(event)
    host = make.rsvp(event)
    (kofi,) = brings(host, ("Kofi", ""))
    actions.cancel(first, now=clock.now())
    actions.cancel(second, now=clock.now())

    offers.take(host, now=clock.now())

    assert states(host, kofi) == ["going", "going"]


def test_a_party_sits_apart_unless_it_says_otherwise(app: Flask) -> None:
    event = make.event(most_guests=2)
    for _ in range(9):
        make.rsvp(event)
    apart, together = make.rsvp(event), make.rsvp(event)
    one = {str(rsvp.id) for rsvp in (apart, *brings(apart, ("Kofi", "")))}
    two = {str(rsvp.id) for rsvp in (together, *brings(together, ("Ana", ""), sits_together=True))}

    asked = problems.problem_of_event(event)

    assert [set(group) for group in asked.apart] == [one]
    assert [set(group) for group in asked.together] == [two]


def test_who_gives_their_place_back_is_no_guest_any_more(app: Flask) -> None:
    host = make.rsvp(make.event(most_guests=2))
    kofi, other = brings(host)

    actions.cancel(kofi, now=clock.now())

    assert guests_of(host) == [other]
    assert host.going


def test_a_party_that_waits_is_told_that_there_are_too_few_places_for_all(app: Flask) -> None:
    event = make.event(capacity=3, most_guests=2)
    first, _second, _third = (make.rsvp(event) for _ in range(3))
    host = make.rsvp(event)
    brings(host)
    actions.cancel(first, now=clock.now())

    wait = wait_of(host, now=clock.now())

    assert (wait.number, wait.obstacle.why) == (1, "few")
    assert "until there are enough for all of you" in waiting_words.why(wait, host)
