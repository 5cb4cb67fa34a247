"""The one letter in which everybody of a program hears what changed in several of its sessions.

Calendars hear of each session by a short letter of its own (`rsvps/announced_letters`): a mail that holds
more than one event moves only the first of them in some programs.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import ngettext
from sqlalchemy import Select

from eventapp import languages
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest
from eventapp.people.actions import nonce_of
from eventapp.people.models import Person
from eventapp.programs import letter_context
from eventapp.programs.announcing import actions as announcing
from eventapp.programs.announcing import enrolled
from eventapp.programs.announcing.models import ProgramAnnouncement
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps import event_changes
from eventapp.rsvps.letter_context import spoken, when
from eventapp.rsvps.models import GUEST_STATES, Rsvp

# How each session that changed was, by its event's number.
Before = Mapping[int, event_changes.Snapshot]


def readers(program: Program, events: Sequence[int]) -> int:
    """How many of a program have a place in one of some sessions, or wait for one."""
    found = _of(enrolled.of(program.id), events)
    return db.session.scalar(
        found.with_only_columns(db.func.count(Enrolment.id), maintain_column_froms=True)
    ) or 0  # fmt: skip


def waiting(events: Sequence[int]) -> dict[int, int]:
    """How many of the program wait in each of some sessions: no calendar of theirs has an entry."""
    rows = db.session.execute(
        db.select(Rsvp.event_id, db.func.count(Rsvp.id))
        .join(Rsvp.person)
        .where(
            Rsvp.event_id.in_(events),
            Rsvp.source == "program",
            Rsvp.state == "waitlisted",
            Person.email.is_not(None),
        )
        .group_by(Rsvp.event_id)
    )
    return {event: number for event, number in rows}  # noqa: C416


def tell(program: Program, before: Before, *, now: datetime) -> int:
    """Have everybody of a program told what changed in its sessions; how many."""
    people = readers(program, list(before))
    if people:
        kept = {str(number): snapshot.kept() for number, snapshot in before.items()}
        announcing.announce(
            program,
            "program-moved",
            said={"before": kept},
            people=people,
            until=enrolled.last(program),
            now=now,
        )
    return people


def _of(asked: Select[tuple[int]], events: Sequence[int]) -> Select[tuple[int]]:
    held = db.exists().where(
        Rsvp.person_id == Enrolment.person_id,
        Rsvp.event_id.in_(events),
        Rsvp.state.in_(GUEST_STATES),
    )
    return asked.where(held)


def _left(found: ProgramAnnouncement) -> Select[tuple[int]]:
    return _of(enrolled.left(found), [int(number) for number in found.said["before"]])


def written(found: ProgramAnnouncement, numbers: Sequence[int], now: datetime) -> list[Message]:
    """The letters to some of them; who hears nothing new has none."""
    program, people = found.program, enrolled.read(numbers)
    coming = [one.event for one in program.sessions if one.event.open_at_door(now)]
    held = _held(people, coming)
    older = _unheard(found)
    letters = []
    for one in people:
        mine = [(event, held[one.person_id][event.id]) for event in coming
                if event.id in held[one.person_id]]  # fmt: skip
        with languages.spoken(*one.languages):
            told = _told(mine, _as_they_know_it(found, one, older))
            if told:
                said = letter_context.of(program, ()) | told
                letters.append(_letter(one, found, said, mine[0][0], now=now))
    return letters


LETTERS = announcing.Letters(_left, written)


@languages.theirs
def _letter(
    to: Enrolment,
    found: ProgramAnnouncement,
    context: dict[str, Any],
    first: Event,
    *,
    now: datetime,
) -> Message:
    return outbox.written(
        found.kind,
        key=f"{found.kind}:{to.id}:a{found.id}",
        about=f"enrolment:{to.id}",
        to=to.person.email or "",
        to_name=to.name,
        sender_name=sender(first),
        context={
            **context,
            "guest": Guest(to.first_name, to.name, going=to.state == "enrolled"),
            "waitlisted": to.state == "waitlisted",
            "link": outbox.personal_address(
                "programs.mine", nonce_of(to.link), of=found.program.community.slug
            ),
        },
        now=now,
    )


def _held(people: Sequence[Enrolment], events: Sequence[Event]) -> dict[int, dict[int, str]]:
    """How each of them stands in the sessions that they have, by person and event."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = db.session.execute(
        db.select(Rsvp.person_id, Rsvp.event_id, Rsvp.state).where(
            Rsvp.person_id.in_([one.person_id for one in people]),
            Rsvp.event_id.in_([event.id for event in events]),
            Rsvp.state.in_(GUEST_STATES),
        )
    )
    for person, event, state in rows:
        found[person][event] = state
    return found


def _unheard(found: ProgramAnnouncement) -> Sequence[ProgramAnnouncement]:
    """Older changes, the newest first: some of them may have been replaced before everybody heard."""
    return db.session.scalars(
        db.select(ProgramAnnouncement)
        .filter_by(program_id=found.program_id, kind=found.kind)
        .where(ProgramAnnouncement.id < found.id)
        .order_by(ProgramAnnouncement.id.desc())
    ).all()


def _as_they_know_it(
    found: ProgramAnnouncement, one: Enrolment, older: Sequence[ProgramAnnouncement]
) -> Before:
    """How the sessions were before the first change that somebody wasn't told of."""
    kept = dict(found.said["before"])
    for unheard in older:
        if unheard.state != "replaced" or unheard.cursor >= one.id or one.turn > unheard.until:
            break
        kept |= unheard.said["before"]
    return {int(number): event_changes.Snapshot.read(said) for number, said in kept.items()}


def _told(mine: Sequence[tuple[Event, str]], before: Before) -> dict[str, Any]:
    """All sessions of one person, and what changed in them; nothing where nothing did."""
    dates, alike, moves = [], defaultdict(list), 0
    for number, (event, state) in enumerate(mine, start=1):
        was = ""
        if event.id in before:
            was, rows = _changes(event, state, before[event.id])
            moves += bool(was)
            for row in rows:
                alike[row].append(str(number))
        dates.append((event.title, when(event), was))
    if not moves and not alike:
        return {}
    said = [
        (label, was, now_is if len(numbers) == len(mine) else _of_some(now_is, numbers))
        for (label, was, now_is), numbers in alike.items()
    ]
    entries = any(state == "going" for event, state in mine if event.id in before)
    return {"dates": dates, "moves": moves, "changes": said, "entries": entries}


def _of_some(now_is: str, numbers: Sequence[str]) -> str:
    """What is new in some of the sessions, by their numbers in the letter."""
    return ngettext(
        "%(what)s (session %(numbers)s)",
        "%(what)s (sessions %(numbers)s)",
        len(numbers),
        what=now_is,
        numbers=", ".join(numbers),
    )


def _changes(
    event: Event, state: str, before: event_changes.Snapshot
) -> tuple[str, list[tuple[str, str, str]]]:
    """When a session was before, if that changed; and what else did, as somebody who stands so may know."""
    found = event_changes.changes(before, event_changes.Snapshot.of(event))
    if state != "going":
        found = event_changes.for_everybody(found)
    times = [one for one in found if one.field in {"starts_at", "ends_at", "zone"}]
    rows = spoken([one for one in found if one not in times], before, event)
    return (spoken(times, before, event)[0][1] if times else ""), rows
