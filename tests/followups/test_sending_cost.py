"""What cards cost: as many questions to the database for many guests as for few, and letters of any size."""

import followup_builders
import make
from flask import Flask

from eventapp import clock
from eventapp.db import db
from eventapp.followups.delivery_checks import card_still_agreed
from eventapp.followups.sending import actions
from eventapp.mail.compose import mime
from eventapp.mail.leaving import letter as leaving


def test_a_part_of_the_cards_asks_as_much_for_many_guests_as_for_few(
    app: Flask, queries: list[str]
) -> None:
    def asked(number: int) -> int:
        event = make.past_event(capacity=None)
        people = followup_builders.guests(event, *(f"G{event.id}x{n}" for n in range(number)))
        followup_builders.seat(event, [people[:6], people[6:]])
        followup_builders.arrive(*people)
        db.session.commit()
        db.session.expire_all()
        evening = actions.begin(event, now=clock.now())
        queries.clear()
        actions.write_part(event, evening, now=clock.now(), most=3)
        return sum(one.startswith("SELECT") for one in queries)

    assert asked(4) == asked(12)


def test_a_letter_that_leaves_asks_as_much_for_many_guests_as_for_few(
    app: Flask, queries: list[str]
) -> None:
    def asked(number: int) -> int:
        event = make.past_event(capacity=None)
        people = followup_builders.guests(event, *(f"G{event.id}x{n}" for n in range(number)))
        followup_builders.seat(event, [people[:6], people[6:]])
        followup_builders.arrive(*people)
        actions.draft(event, now=clock.now())
        letter = next(
            one for one in followup_builders.letters("card") if one.to == people[0].person.email
        )
        db.session.commit()
        db.session.expire_all()
        queries.clear()
        assert card_still_agreed(letter)
        return len(queries)

    assert asked(4) == asked(12)


def test_a_card_about_twenty_people_is_shorter_than_what_mail_programs_cut(app: Flask) -> None:
    event = make.past_event(capacity=None)
    words = "what people at the town hall would want to read about it, and why? " * 3
    people = followup_builders.guests(
        event, *(f"Guest{n}" for n in range(21)), ask=words[:200], offer=words[7:200]
    )
    followup_builders.seat(event, [people])
    followup_builders.arrive(*people)

    actions.draft(event, now=clock.now())

    card = followup_builders.letters("card")[0]
    assert card.subject.startswith("You met 20 people")
    assert len(card.html.encode()) < 60 * 1024
    assert len(mime(leaving(card))) < 102 * 1024
