"""A list of people becomes RSVPs: many at once, within the capacity, each person once."""

import base64
import binascii
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import TypeVar

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.dialects import postgresql, sqlite

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import compose
from eventapp.people.actions import new_link, person_of
from eventapp.people.models import Person
from eventapp.rsvps import actions, intake, letters, places
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.sheets import BYTES

One = TypeVar("One")

# A page's hidden field may hold this much (letters of base64).
PAGE_HOLDS = 1_900_000
AT_ONCE = 500


@dataclass(frozen=True)
class Brought:
    """What became of a list: places given, places in the queue, those who had answered before."""

    going: int
    waiting: int
    known: int
    letters: int

    @property
    def said(self) -> str:
        """The same in sentences."""
        parts = (
            (
                self.going,
                ngettext("One person has a place.", "%(num)s people have a place.", self.going),
            ),
            (self.waiting, ngettext("One waits in line.", "%(num)s wait in line.", self.waiting)),
            (
                self.known,
                ngettext("One had answered before.", "%(num)s had answered before.", self.known),
            ),
            (
                self.letters,
                ngettext(
                    "One mail is on its way.", "%(num)s mails are on their way.", self.letters
                ),
            ),
        )
        return " ".join(sentence for number, sentence in parts if number)


def sorted_out(sheet: intake.Sheet, mapping: Mapping[str, int], event: Event) -> intake.Intake:
    """The rows of a list as the event takes them: its roles, and addresses that mail can go to."""
    return intake.entries(
        sheet,
        mapping,
        roles=[role.name for role in event.roles],
        check=partial(compose.address, _=_),
        _=_,
    )


def add(
    event: Event, email: str, answers: actions.Answers, *, letter: str | None, now: datetime
) -> Rsvp:
    """Put one person on the list, as an organizer; with a letter only if the event is to come.

    Refused for an event that was called off, and for somebody who is on the list.
    """
    actions.lock(event)
    if event.cancelled_at:
        raise Refused(_("This event is called off. Nobody can be added."))
    person = person_of(email, first_name=answers.first_name, last_name=answers.last_name, now=now)
    held = actions.find(event, person)
    if held and held.state not in {"cancelled", "declined"}:
        raise Refused(_("This address is on the list already, as %(name)s.", name=held.name))
    if not actions.takes(event, now=now):
        raise Refused(
            _(
                "The waitlist has closed. Give its people the free places first, or raise the "
                "places on the Plan page."
            )
        )
    if event.state != "published" or event.over(now):
        letter = None
    return actions.admit(event, person, answers, source="desk", now=now, letter=letter)


def bring_in(event: Event, entries: Sequence[intake.Entry], *, now: datetime) -> Brought:
    """Give each person a place while there are any, then one in the queue; nobody is written to.

    Who answered this event before, also with a no, keeps that answer. Refused for an event that
    was called off.
    """
    return _brought(event, entries, now=now)[1]


def invite_all(event: Event, entries: Sequence[intake.Entry], *, now: datetime) -> Brought:
    """The same, and each new guest gets the letter that says so."""
    if event.state != "published" or event.over(now):
        raise Refused(_("Mails go out only for a published event that is still to come."))
    added, brought = _brought(event, entries, now=now)
    served = event.serves_waitlist(now)
    written = [(rsvp, position) for rsvp, position in added if rsvp.going or served]
    for rsvp, position in written:
        write_to(rsvp, position=position, now=now)
    return Brought(brought.going, brought.waiting, brought.known, letters=len(written))


def write_to(rsvp: Rsvp, *, position: int, now: datetime) -> None:
    """The first letter of someone who didn't answer by themselves: a place, or the queue."""
    if rsvp.going:
        letters.invite(rsvp, kind="invite", now=now)
    else:
        key = f"waitlist:{rsvp.id}:{int(now.timestamp())}"
        letters.post("waitlist", rsvp, key=key, now=now, position=position)


def _brought(
    event: Event, entries: Sequence[intake.Entry], *, now: datetime
) -> tuple[list[tuple[Rsvp, int]], Brought]:
    if event.cancelled_at:
        raise Refused(_("This event is called off. Nobody can be added."))
    actions.lock(event)
    people = _people(entries, now=now)
    answered = set(db.session.scalars(db.select(Rsvp.person_id).where(Rsvp.event_id == event.id)))
    going, waiting = actions.count(event, "going"), actions.count(event, "waitlisted")
    turn = db.session.scalar(db.select(db.func.max(Rsvp.turn)).filter_by(event_id=event.id)) or 0
    roles = {role.name: role.id for role in event.roles}
    added: list[tuple[Rsvp, int]] = []
    before = going, waiting
    with db.session.no_autoflush:
        for entry in entries:
            person = people[entry.email]
            if person.id in answered:
                continue
            answered.add(person.id)
            turn += 1
            state = places.answer(going, event.capacity, waiting)
            going, waiting = going + (state == "going"), waiting + (state == "waitlisted")
            rsvp = _rsvp(event, person, entry, roles.get(entry.role), now=now)
            rsvp.state, rsvp.turn = state, turn
            added.append((rsvp, waiting if state == "waitlisted" else 0))
        db.session.add_all(rsvp for rsvp, _position in added)
    db.session.flush()
    known = len(entries) - len(added)
    return added, Brought(going - before[0], waiting - before[1], known, letters=0)


def _people(entries: Sequence[intake.Entry], *, now: datetime) -> dict[str, Person]:
    """The persons of a list by address, made where nobody has the address yet."""
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    found: dict[str, Person] = {}
    for part in chunks(entries):
        wanted = [
            {
                "email": entry.email,
                "first_name": entry.first_name,
                "last_name": entry.last_name,
                "pronouns": entry.pronouns,
                "created_at": now,
            }
            for entry in part
        ]
        db.session.execute(
            insert(Person).values(wanted).on_conflict_do_nothing(index_elements=["email"])
        )
        addresses = [entry.email for entry in part]
        for person in db.session.scalars(db.select(Person).where(Person.email.in_(addresses))):
            found[person.email or ""] = person
    return found


def _rsvp(
    event: Event, person: Person, entry: intake.Entry, role_id: int | None, *, now: datetime
) -> Rsvp:
    rsvp = Rsvp(event=event, person=person, source="import", created_at=now)
    rsvp.link = new_link("rsvp", person, now=now)
    said = actions.Answers(
        first_name=entry.first_name,
        last_name=entry.last_name,
        pronouns=entry.pronouns,
        role_id=role_id,
        stage=entry.stage,
        industry=entry.industry,
        organization=entry.organization,
        ask=entry.ask,
        offer=entry.offer,
    )
    # Nobody consented to anything on somebody else's form: both consents stay a no.
    actions.write(rsvp, said, now=now)
    return rsvp


def chunks(things: Sequence[One], size: int = AT_ONCE) -> Iterator[Sequence[One]]:
    """The things in parts of at most `size`."""
    return (things[at : at + size] for at in range(0, len(things), size))


def packed(data: bytes) -> str:
    """A file as text that a page can carry to its next step; Refused when it is too long for that."""
    text = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode()
    if len(text) > PAGE_HOLDS:
        raise Refused(
            _(
                "This list is too long for the page. Split it, or ask whoever runs this site to import it."
            )
        )
    return text


def unpacked(text: str) -> bytes:
    """The file that `packed` put into a page; BadFile when it was damaged on the way."""
    try:
        squeezed = zlib.decompressobj()
        data = squeezed.decompress(base64.urlsafe_b64decode(text), BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise intake.BadFile(_("The list got lost on the way. Choose the file again.")) from None
    return data
