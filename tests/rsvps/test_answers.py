"""What a guest said for one event is kept whole, and read back as it was said."""

from dataclasses import fields

import make
from flask import Flask

from eventapp.rsvps.answers import Answers, write


def test_what_a_guest_said_is_read_back_whole(app: Flask) -> None:
    rsvp = make.rsvp(make.event())
    said = Answers(
        role_id=rsvp.event.roles[1].id,
        ask_kind="skill",
        offer_kind="volunteering",
        stage="mid",
        show_name=True,
        keep_in_touch=True,
        agreed=True,
        joins="online",
        language="de",
        questions={"1": "Berlin", "2": ["a", "b"], "3": 2.5},
        **{
            name: f"what I said of {name}"
            for name in (
                "first_name", "last_name", "pronouns", "industry", "organization", "ask", "offer",
                "access_needs", "food",
            )
        },
    )  # fmt: skip

    write(rsvp, said, now=make.NOON)

    assert Answers.of(rsvp) == said
    assert all(getattr(said, field.name) for field in fields(Answers))


def test_a_guest_without_a_role_wears_the_ring(app: Flask) -> None:
    event = make.event()
    newcomer, leader = make.rsvp(event, role_id=None), make.rsvp(event, role_id=event.roles[1].id)

    marks = newcomer.mark, leader.mark

    assert marks == (8, event.roles[1].mark)
