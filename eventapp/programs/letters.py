"""The letters about one enrolment."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from markupsafe import Markup

from eventapp import clock, languages
from eventapp.db import db
from eventapp.events import markdown
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.events.wording.actions import face
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Style
from eventapp.people.actions import nonce_of
from eventapp.programs.models import Enrolment, Session
from eventapp.rsvps import clashes, letter_context, letters
from eventapp.rsvps.models import GUEST_STATES, Rsvp


def enrolled(enrolment: Enrolment, *, key: str, now: datetime) -> Message | None:
    """What became of an enrolment: its sessions, and the personal link. None where nobody is written to.

    One about a second person at an address may wait as long as theirs do.
    """
    person = enrolment.person
    outbox.withdraw_waiting(_about(enrolment), now=now)
    return _write(
        "enrolled",
        enrolment,
        posted=letters.post_shared if person.shares else outbox.post,
        key=key,
        now=now,
    )


def again(enrolment: Enrolment, *, now: datetime) -> None:
    """Somebody typed this name and address once more: the link of what stands. Once an hour.

    It says what an earlier one said, so it isn't posted when it would have to wait.
    """
    key = f"again-enrolled:{enrolment.id}:{now:%Y%m%d%H}"
    _write("enrolled-again", enrolment, posted=outbox.post_if_due, key=key, now=now)


def still_true(message: Message) -> bool:
    """Whether there is something to say about an enrolment when the letter leaves.

    It is written anew: sessions may have moved, been called off or given back while it waited.
    """
    enrolment = db.session.get(Enrolment, int(message.about.rpartition(":")[2]))
    if enrolment is None or enrolment.state == "cancelled":
        return False
    sessions = _sessions(enrolment, now=clock.now())
    # What may have reached somebody already is said in the same words once more.
    if sessions and not message.tries:
        with languages.spoken(*enrolment.languages):
            outbox.rewrite(message, _context(enrolment, sessions))
    return bool(sessions)


def _about(enrolment: Enrolment) -> str:
    return f"enrolment:{enrolment.id}"


def _write(
    kind: str,
    enrolment: Enrolment,
    *,
    posted: Callable[..., Message | None],
    key: str,
    now: datetime,
) -> Message | None:
    sessions = _sessions(enrolment, now=now)
    if enrolment.person.letterbox is None or not sessions:
        return None
    with languages.spoken(*enrolment.languages):
        return posted(
            kind,
            key=key,
            about=_about(enrolment),
            to=enrolment.person.letterbox,
            to_name=enrolment.name,
            sender_name=sender(sessions[0]),
            context=_context(enrolment, sessions),
            now=now,
        )


def _sessions(enrolment: Enrolment, *, now: datetime) -> list[Event]:
    """The sessions that a letter tells of: those held that aren't over, or all of these."""
    states = _states(enrolment)
    found = [s.event for s in enrolment.program.sessions if s.event.open_at_door(now)]
    held = [event for event in found if states.get(event.id) in GUEST_STATES]
    return held or found


def _context(enrolment: Enrolment, sessions: Sequence[Event]) -> dict[str, Any]:
    program, states = enrolment.program, _states(enrolment)
    also = clashes.titles_of_each(enrolment.person, [event.id for event in sessions])
    return {
        "guest": enrolment,
        "shared": enrolment.person.shares is not None,
        "program": program,
        "event": sessions[0],
        "style": Style(face(program.community)),
        "waitlisted": enrolment.state == "waitlisted",
        "community": program.community.name,
        "when": letter_context.when(sessions[0]),
        "sessions": [
            (
                event.title,
                _told(event, enrolment, states.get(event.id)),
                event.where,
                also.get(event.id, ()),
            )
            for event in sessions
        ],
        "leads": [one.name for one in program.trainers],
        "agreement": markdown.text(program.agreement) if enrolment.agreed_at else "",
        "agreement_as_html": Markup(markdown.html(program.agreement)),
        "reads": any(one.materials for one in program.sessions if one.event in sessions),
        "calendar_url": outbox.address_of(
            "programs.subscribing", community=program.community.slug, program=program.slug
        ),
        "link": outbox.personal_address(
            "programs.mine", nonce_of(enrolment.link), of=program.community.slug
        ),
        "event_url": outbox.address_of(
            "programs.show", community=program.community.slug, program=program.slug
        ),
        "route": [],
    }


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
        return letter_context.when(event) + ". " + _("It is full; you’re in line for it.")
    return letter_context.when(event)
