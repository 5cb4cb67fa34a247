"""The letter with the way to a certificate."""

from collections.abc import Sequence
from datetime import datetime

from eventapp import languages
from eventapp.certificates import wording
from eventapp.certificates.models import Certificate
from eventapp.events.appointment import sender
from eventapp.events.wording.actions import face
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest, Style
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.programs.models import Enrolment
from eventapp.progress.letters.readers import Named


def give(certificates: Sequence[Certificate], *, now: datetime) -> None:
    """Write to some of those who have one, each time it is issued; who has no address finds it on
    their page."""
    people = {one.id: one.enrolment.person for one in certificates}
    reached = [(one, to) for one in certificates if (to := people[one.id].letterbox)]
    # Two people at one address: its own switch is what stops letters to it.
    owners = {one.id: people[one.id].shares_id or people[one.id].id for one, _to in reached}
    stops = preferences.addresses(owners.values(), "certificate", now=now)
    outbox.post_all(
        [
            _letter(one.enrolment, one, to, stop=stops[owners[one.id]], now=now)
            for one, to in reached
        ]
    )


@languages.theirs
def _letter(reader: Enrolment, one: Certificate, to: str, *, stop: str, now: datetime) -> Message:
    return outbox.written(
        "certificate",
        key=_key(one),
        about=f"enrolment:{reader.id}",
        to=to,
        to_name=reader.name,
        sender_name=sender(reader.program.sessions[-1].event),
        context={
            "guest": Guest(reader.first_name, reader.name, going=True),
            "program": Named(one.program),
            "community": one.community,
            "style": Style(face(reader.program.community)),
            "there": one.there,
            "of": one.sessions,
            "renamed": one.name if one.issue > 1 else "",
            "check": wording.check_address(one),
            "link": outbox.personal_address(
                "programs.mine", nonce_of(reader.link), of=reader.program.community.slug
            ),
            "unsubscribe_url": stop,
        },
        now=now,
    )


def _key(one: Certificate) -> str:
    first = f"certificate:{one.enrolment_id}"
    return first if one.issue == 1 else f"{first}:{one.issue}"
