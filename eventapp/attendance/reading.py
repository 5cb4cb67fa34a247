"""The attendance of a whole program, read in a handful of queries however many people it has."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.attendance import grid, record
from eventapp.attendance.grid import KINDS, Cell, Grid, Line, Meeting, Said
from eventapp.attendance.models import Attendance
from eventapp.db import db
from eventapp.door import presence
from eventapp.people.names import full_name
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold

_KIND = {"enrolled": "enrolled", "waitlisted": "waiting", "cancelled": "left"}


@dataclass(frozen=True)
class Answer:
    """How somebody's answer to one session stands now."""

    going: bool
    here: bool


def read(program: Program, *, now: datetime) -> Grid:
    """Everybody enrolled, and whoever else has a place or a mark at one of its sessions."""
    meetings = [
        _meeting(number, session, now=now)
        for number, session in enumerate(record.standing(program), start=1)
    ]
    corrected = record.corrected(program)
    states, said = record.read(program, now=now, corrections=corrected), _said(corrected)
    names, answers = _answers(program)
    kinds = {}
    for person, state, told in db.session.execute(
        db.select(Enrolment.person_id, Enrolment.state, Enrolment.answers).where(
            Enrolment.program_id == program.id
        )
    ):
        kinds[person] = _KIND[state]
        names[person] = full_name(told["first_name"], told.get("last_name", ""))
    lines = []
    for person, name in names.items():
        cells = tuple(
            _cell(one, states.get(person, {}), answers[person], said[person]) for one in meetings
        )
        kind = kinds.get(person, "drop-in")
        if kind == "enrolled" or any(cell.mark != "none" for cell in cells):
            lines.append(Line(person, name, kind, cells))
    lines.sort(key=lambda line: (KINDS.index(line.kind), fold(line.name), line.person))
    return Grid(meetings, lines)


def _meeting(number: int, session: Session, *, now: datetime) -> Meeting:
    event = session.event
    return Meeting(
        session.id,
        number,
        event.title,
        event.slug,
        event.starts_at,
        event.ends_at,
        event.zone,
        event.starts_at <= now,
        event.over(now),
        session.compulsory,
    )


def _cell(
    meeting: Meeting,
    states: Mapping[int, str],
    answers: Mapping[int, Answer],
    said: Mapping[int, Said],
) -> Cell:
    answer, correction = answers.get(meeting.id, Answer(False, False)), said.get(meeting.id)
    found = grid.mark(
        state=states.get(meeting.id),
        going=answer.going,
        here=answer.here,
        over=meeting.over,
        said=correction.state if correction else None,
    )
    return Cell(found, meeting.over, correction)


def _answers(program: Program) -> tuple[dict[int, str], defaultdict[int, dict[int, Answer]]]:
    """What people are called who answered a session, and how their answers stand, by session."""
    names: dict[int, str] = {}
    answers: defaultdict[int, dict[int, Answer]] = defaultdict(dict)
    for person, session, state, first, last, here in db.session.execute(
        db.select(
            Rsvp.person_id,
            Session.id,
            Rsvp.state,
            Rsvp.first_name,
            Rsvp.last_name,
            presence.checked_in(),
        )
        .join(Session, Session.event_id == Rsvp.event_id)
        .where(Session.program_id == program.id)
        .order_by(Rsvp.id)
    ):
        names[person] = full_name(first, last)
        answers[person][session] = Answer(state == "going", here)
    return names, answers


def _said(corrected: Sequence[Attendance]) -> defaultdict[int, dict[int, Said]]:
    """What was said by hand, by person and session."""
    found: defaultdict[int, dict[int, Said]] = defaultdict(dict)
    for one in corrected:
        said = Said(one.state, one.reason, one.by.name if one.by else "", one.said_at)
        found[one.person_id][one.session_id] = said
    return found
