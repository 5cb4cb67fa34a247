"""The letter about one enrolment."""

from collections.abc import Callable, Sequence
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.actions import nonce_of
from eventapp.programs.models import Enrolment, Session
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp


def enrolled(enrolment: Enrolment, sessions: Sequence[Event], *, key: str, now: datetime) -> None:
    """What became of an enrolment: its sessions, and the personal link.

    `sessions` are those that aren't over. One that only says again what an earlier one said isn't
    posted when it would have to wait; one about a second person at an address waits, as theirs do.
    """
    program, person = enrolment.program, enrolment.person
    states = _states(enrolment)
    held = [event for event in sessions if states.get(event.id) in {"going", "waitlisted"}]
    sessions = held or sessions
    if person.letterbox is None or not sessions:
        return
    again = key.startswith("again-")
    post: Callable[..., object] = letters.post_shared if person.shares else outbox.post
    if again:
        post = outbox.post_if_due
    post(
        "enrolled",
        key=key,
        about=f"enrolment:{enrolment.id}",
        to=person.letterbox,
        to_name=enrolment.name,
        sender_name=sender(sessions[0]),
        context={
            "guest": enrolment,
            "again": again,
            "shared": person.shares is not None,
            "program": program,
            "event": sessions[0],
            "waitlisted": enrolment.state == "waitlisted",
            "community": program.community.name,
            "when": letters.when(sessions[0]),
            "sessions": [
                (event.title, _told(event, enrolment, states.get(event.id))) for event in sessions
            ],
            "link": outbox.personal_address("programs.mine", nonce_of(enrolment.link)),
            "event_url": outbox.address_of(
                "programs.show", community=program.community.slug, program=program.slug
            ),
            "route": [],
        },
        now=now,
    )


def _states(enrolment: Enrolment) -> dict[int, str]:
    """What became of each session, by event: the letter goes to whoever answered them all."""
    rows = db.session.execute(
        db.select(Rsvp.event_id, Rsvp.state)
        .join(Session, Session.event_id == Rsvp.event_id)
        .where(Session.program_id == enrolment.program_id, Rsvp.person_id == enrolment.person_id)
    )
    return {event_id: state for event_id, state in rows}  # noqa: C416


def _told(event: Event, enrolment: Enrolment, state: str | None) -> str:
    if enrolment.state == "enrolled" and state == "waitlisted":
        return letters.when(event) + ". " + _("It is full; you’re in line for it.")
    return letters.when(event)
