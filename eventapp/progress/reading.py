"""How far the people of a program are, read from what happened: the same few queries for one or all."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import inspect

from eventapp.attendance import record
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.encounters.models import Encounter
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.progress.completion import Facts, Rule, Standing, standing
from eventapp.role_marks import GUEST
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Figures:
    """One person's progress: how they stand, what each session was, and the mark of each one met.

    A session is what attendance calls it (`there`, `elsewhere`, `excused`, `absent`), or `none` where
    they had no place; the first one to come is `next`, the others are `later`.
    """

    standing: Standing
    sessions: tuple[str, ...]
    met: tuple[int, ...]
    # What each session that is over was to them, by its id.
    was: Mapping[int, str]


@dataclass(frozen=True)
class _Course:
    """What is the same for everybody: its sessions, who met whom, and who came as what."""

    rule: Rule
    held: Sequence[Session]
    to_come: Sequence[Session]
    was: Mapping[int, Mapping[int, str]]
    met: Mapping[int, set[tuple[int, int]]]
    came_as: Mapping[tuple[int, int], int]
    # Each role, with who has a place as one of it.
    places: Mapping[int, set[int]]
    marks: Mapping[int, int]


def rule_of(program: Program) -> Rule:
    """What a program asks of whoever completes it."""
    return Rule(
        program.certificate_sessions,
        program.certificate_people,
        program.certificate_roles,
        program.certificate_reflection,
    )


def figures(program: Program, *, now: datetime) -> dict[int, Figures]:
    """The progress of everybody enrolled, by the enrolment's id; as many queries for a thousand."""
    found = db.session.execute(
        db.select(Enrolment.id, Enrolment.person_id, Enrolment.reflected_at).where(
            Enrolment.program_id == program.id, Enrolment.state == "enrolled"
        )
    ).all()
    course = _course(program, now=now)
    return {
        one.id: _figures(course, one.person_id, reflected=bool(one.reflected_at)) for one in found
    }


def figures_of(enrolment: Enrolment, *, now: datetime) -> Figures:
    """The progress of one person, without what the others did."""
    person = enrolment.person_id
    course = _course(enrolment.program, now=now, person=person)
    return _figures(course, person, reflected=bool(enrolment.reflected_at))


def with_sessions(number: int) -> Program:
    """A program with its sessions, read in few queries."""
    found: Program = db.session.scalars(
        db.select(Program)
        .where(Program.id == number)
        .options(
            db.joinedload(Program.community),
            db.selectinload(Program.sessions).joinedload(Session.event),
        )
    ).one()
    return found


def _course(program: Program, *, now: datetime, person: int | None = None) -> _Course:
    if "sessions" in inspect(program).unloaded:
        program = with_sessions(program.id)
    held = record.held(program, now=now)
    to_come = [one for one in record.standing(program) if one not in held]
    came_as, places = _came_as(program)
    roles = db.select(Role.id, Role.mark).where(Role.community_id == program.community_id)
    return _Course(
        rule_of(program),
        held,
        to_come,
        record.read(program, now=now, person=person),
        _met(program, person),
        came_as,
        places,
        dict(db.session.execute(roles).all()),
    )


def _met(program: Program, person: int | None) -> dict[int, set[tuple[int, int]]]:
    """Whom each person met at the sessions, or one did, with the event of each meeting."""
    found: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    asked = (
        db.select(Encounter.event_id, Encounter.low_id, Encounter.high_id)
        .join(Session, Session.event_id == Encounter.event_id)
        .where(Session.program_id == program.id)
        .distinct()
    )
    if person is not None:
        asked = asked.where(db.or_(Encounter.low_id == person, Encounter.high_id == person))
    for event, low, high in db.session.execute(asked):
        found[low].add((event, high))
        found[high].add((event, low))
    return found


def _came_as(program: Program) -> tuple[dict[tuple[int, int], int], dict[int, set[int]]]:
    """The role that each person came as, by event and person; and who has a place as which."""
    places: defaultdict[int, set[int]] = defaultdict(set)
    found = {}
    for event, person, role, state in db.session.execute(
        db.select(Rsvp.event_id, Rsvp.person_id, Rsvp.role_id, Rsvp.state)
        .join(Session, Session.event_id == Rsvp.event_id)
        .where(Session.program_id == program.id, Rsvp.role_id.is_not(None))
    ):
        found[event, person] = role
        if state == "going":
            places[role].add(person)
    return found, places


def _figures(course: _Course, person: int, *, reflected: bool) -> Figures:
    was = course.was.get(person, {})
    counted = [session for session in course.held if was.get(session.id) in record.COUNTS]
    missed = [session for session in course.held if was.get(session.id) not in record.COUNTS]
    met = course.met.get(person, set())
    roles = {course.came_as[meeting] for meeting in met if meeting in course.came_as}
    others = {role for role, people in course.places.items() if people - {person}}
    facts = Facts(
        there=len(counted),
        held=len(course.held),
        to_come=len(course.to_come),
        compulsory_missed=sum(session.compulsory for session in missed),
        compulsory_to_come=sum(session.compulsory for session in course.to_come),
        silent=_silent([was.get(session.id, "none") for session in course.held]),
        people=len({other for _event, other in met}),
        roles=len(roles),
        roles_of=len(others | roles),
        reflected=reflected,
    )
    return Figures(standing(course.rule, facts), _sessions(course, was), _marks(course, met), was)


def _silent(was: Sequence[str]) -> int:
    """From how many of the last sessions somebody with a place stayed away without a word."""
    number = 0
    for one in reversed(was):
        if one != "absent":
            break
        number += 1
    return number


def _sessions(course: _Course, was: Mapping[int, str]) -> tuple[str, ...]:
    held = [was.get(session.id, "none") for session in course.held]
    to_come = ["next" if number == 0 else "later" for number in range(len(course.to_come))]
    return (*held, *to_come)


def _marks(course: _Course, met: set[tuple[int, int]]) -> tuple[int, ...]:
    """The mark of each person met, in order: of the role they came as, or of a guest without one."""
    of: dict[int, int] = {}
    for meeting in sorted(met):
        role = course.came_as.get(meeting)
        mark = course.marks.get(role, GUEST) if role else GUEST
        of[meeting[1]] = min(mark, of.get(meeting[1], GUEST))
    return tuple(sorted(of.values()))
