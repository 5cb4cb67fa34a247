"""The letter with the way to a certificate."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from eventapp.events.appointment import sender
from eventapp.events.wording.actions import face
from eventapp.mail import outbox
from eventapp.mail.wording import Guest, Style
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.programs.models import Enrolment

if TYPE_CHECKING:
    from eventapp.certificates.actions import Part


@dataclass(frozen=True)
class Named:
    """A program as the letter tells of it."""

    title: str


def give(earned: "Sequence[tuple[Enrolment, Part]]", *, now: datetime) -> None:
    """Write to some of those who have one; who has no address finds it on their page."""
    reached = [(one, part, to) for one, part in earned if (to := one.person.letterbox)]
    # Two people at one address: its own switch is what stops letters to it.
    owners = {one.id: one.person.shares_id or one.person_id for one, *_rest in reached}
    stops = preferences.addresses(owners.values(), "certificate", now=now)
    outbox.post_all(
        [
            outbox.written(
                "certificate",
                key=f"certificate:{enrolment.id}",
                about=f"enrolment:{enrolment.id}",
                to=to,
                to_name=enrolment.name,
                sender_name=sender(enrolment.program.sessions[-1].event),
                context={
                    "guest": Guest(enrolment.first_name, enrolment.name, going=True),
                    "program": Named(enrolment.program.title),
                    "community": enrolment.program.community.name,
                    "style": Style(face(enrolment.program.community)),
                    "there": part.there,
                    "of": part.sessions,
                    "link": outbox.personal_address("programs.mine", nonce_of(enrolment.link)),
                    "unsubscribe_url": stops[owners[enrolment.id]],
                },
                now=now,
            )
            for enrolment, part, to in reached
        ]
    )
