"""A community is written out: its rows, and the same for people to read."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import Executable

from eventapp import clock
from eventapp.archive import json_shapes, tables
from eventapp.archive.package import FORMAT, HEAD, VERSION, Writer
from eventapp.attendance import exports
from eventapp.attendance import reading as attendance
from eventapp.communities.models import Community, Role
from eventapp.db import db
from eventapp.door.models import Arrival
from eventapp.encounters.models import Encounter
from eventapp.events import feeds
from eventapp.events.models import Event
from eventapp.mail import outbox, pictures
from eventapp.people.models import Person
from eventapp.programs.models import Program
from eventapp.rsvps import csv_file
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.questions.event_questions import said
from eventapp.rsvps.questions.models import Question

AT_ONCE = 1_000


def steady() -> None:
    """Read from now on as it stands at one moment, on PostgreSQL as SQLite does."""
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def data(out: Writer, community: Community, *, now: datetime) -> None:
    """Every row of a community that an archive has, table by table."""
    wanted = [
        ("community", tables.table("community").c.id == community.id),
        ("person", tables.people(community.id)),
        *((name, tables.belongs(name, community.id)) for name in tables.CARRIED),
    ]
    rows = {}
    for name, mine in wanted:
        kept = tables.table(name)
        asked = db.select(*tables.columns(name)).where(mine).order_by(*kept.primary_key)
        rows[name] = out.rows(name, _told(name, asked))
    head = {
        "format": FORMAT,
        "version": VERSION,
        "name": community.name,
        "made_at": now.isoformat(),
        "site": current_app.config["BASE_URL"],
        "rows": rows,
    }
    out.add(HEAD, _json(head))


def _told(name: str, asked: Executable) -> Iterator[Mapping[str, Any]]:
    for row in _rows(asked):
        told = dict(row._mapping)
        if name == "enrolment":
            told["answers"] = json_shapes.enrolled(told["answers"])
        yield told


def _rows(asked: Executable) -> Iterator[Any]:
    """Rows as they come, some at a time, without records."""
    found = db.session.connection().execute(asked, execution_options={"yield_per": AT_ONCE})
    yield from found


def _json(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False, indent=1).encode()


def lists(out: Writer, community: Community, *, now: datetime) -> None:
    """Events, people, their answers, encounters and attendance as tables for spreadsheets."""
    events = db.select(Event).filter_by(community_id=community.id).order_by(Event.starts_at)
    out.add("lists/events.csv", csv_file.write(*_events(db.session.scalars(events).all())))
    out.add("lists/people.csv", csv_file.write(*_people(community)))
    out.add("lists/encounters.csv", csv_file.write(*_encounters(community)))
    out.add("lists/answers.csv", csv_file.write(*_answers(community)))
    programs = db.select(Program).filter_by(community_id=community.id).order_by(Program.id)
    for program in db.session.scalars(programs).all():
        grid = attendance.read(program, now=now)
        out.add(f"lists/attendance/{program.slug}.csv", exports.attendance(grid).csv())


_Lines = tuple[Sequence[str], Iterator[Sequence[object]]]


def _events(events: Sequence[Event]) -> _Lines:
    heads = (_("Event"), _("Begins"), _("Ends"), _("Time zone"), _("Place"), _("Places"))
    lines = (
        (one.title, one.local_start, one.local_end, one.zone, one.place_name, one.capacity)
        for one in events
    )
    return heads, lines


def _people(community: Community) -> _Lines:
    heads = (
        _("Event"), _("Day"), _("First name"), _("Last name"), _("Email"), _("State"), _("Role"),
        _("Organization"), _("Ask"), _("Offer"), _("Arrived"),
    )  # fmt: skip
    asked = (
        db.select(
            Event.title, Event.zone, Event.starts_at, Rsvp.first_name, Rsvp.last_name, Person.email,
            Rsvp.state, Role.name, Rsvp.organization, Ask.text, Offer.text, Arrival.arrived_at,
        )
        .select_from(Rsvp)
        .join(Event, Event.id == Rsvp.event_id)
        .join(Person, Person.id == Rsvp.person_id)
        .outerjoin(Role, Role.id == Rsvp.role_id)
        .outerjoin(Ask, Ask.rsvp_id == Rsvp.id)
        .outerjoin(Offer, Offer.rsvp_id == Rsvp.id)
        .outerjoin(Arrival, Arrival.rsvp_id == Rsvp.id)
        .where(Event.community_id == community.id)
        .order_by(Event.starts_at, Event.id, Rsvp.id)
    )  # fmt: skip
    return heads, map(_local, _rows(asked))


def _encounters(community: Community) -> _Lines:
    low, high = db.aliased(Rsvp), db.aliased(Rsvp)
    asked = (
        db.select(
            Event.title, Event.zone, Encounter.met_at, Encounter.round, Encounter.table,
            low.first_name, low.last_name, high.first_name, high.last_name,
        )
        .select_from(Encounter)
        .join(Event, Event.id == Encounter.event_id)
        .outerjoin(low, (low.event_id == Event.id) & (low.person_id == Encounter.low_id))
        .outerjoin(high, (high.event_id == Event.id) & (high.person_id == Encounter.high_id))
        .where(Event.community_id == community.id)
        .order_by(Event.starts_at, Event.id, Encounter.round, Encounter.table, Encounter.id)
    )  # fmt: skip
    heads = (
        _("Event"), _("Day"), _("Round"), _("Table"), _("First name"), _("Last name"),
        _("First name"), _("Last name"),
    )  # fmt: skip
    return heads, map(_local, _rows(asked))


def _answers(community: Community) -> _Lines:
    """What was said to questions of its own that an event asked, an answer a line."""
    heads = (
        _("Event"), _("Day"), _("First name"), _("Last name"), _("Email"), _("Question"),
        _("Answer"),
    )  # fmt: skip
    mine = db.select(Question).join(Event).where(Event.community_id == community.id)
    questions = db.session.scalars(
        mine.order_by(Question.event_id, Question.position, Question.id)
    ).all()
    of = {event: list(some) for event, some in groupby(questions, attrgetter("event_id"))}
    asked = (
        db.select(
            Event.title, Event.zone, Event.starts_at, Rsvp.first_name, Rsvp.last_name,
            Person.email, Rsvp.event_id, Rsvp.question_answers,
        )
        .select_from(Rsvp)
        .join(Event, Event.id == Rsvp.event_id)
        .join(Person, Person.id == Rsvp.person_id)
        .where(Rsvp.event_id.in_(of))
        .order_by(Event.starts_at, Event.id, Rsvp.id)
    )  # fmt: skip
    lines = (
        (*_local(who), question.label, answer)
        for *who, event, answers in _rows(asked)
        for question in of[event]
        if (answer := said(question, answers or {}))
    )
    return heads, lines


def _local(row: Sequence[Any]) -> list[object]:
    """What an event's title and zone stand before, with every moment as its clocks show it."""
    title, zone, *others = row
    local = (clock.wall(one, zone) if isinstance(one, datetime) else one for one in others)
    return [title, *local]


def calendar(out: Writer, community: Community) -> None:
    """What is published, as a calendar."""
    shown = db.select(Event).where(
        Event.community_id == community.id, Event.published_at.is_not(None)
    )
    source = outbox.address_of("front.community", community=community.slug)
    events = db.session.scalars(shown.order_by(Event.starts_at))
    out.add("calendar.ics", feeds.calendar(events, name=community.name, source_url=source))


def faces(out: Writer, community: Community) -> None:
    """Its logo and its header picture."""
    for name, digest in (
        ("pictures/logo.png", community.logo),
        ("pictures/header.webp", community.header_picture),
    ):
        content = pictures.content(digest) if digest else None
        if content:
            out.add(name, content)


def readme(out: Writer, community: Community) -> None:
    """What is inside, in plain words."""
    text = _(
        """%(community)s, taken out with everything that is its own.

lists/        events, people, answers, attendance and who met whom, for any spreadsheet
calendar.ics  the published events, for any calendar
pictures/     the logo and the picture at the head of its pages
papers/       the tables of the latest evenings, and certificates, as PDF
data/         all of it for another site like this one: a file a table, a row a line
community.json  what this file is, and how many rows it has

To bring it in elsewhere: sign in there, "Bring in a community", and choose this file. Or an
operator of that site does so: eventapp communities import FILE --owner ADDRESS

Not inside: who helps, links and anything secret, letters, and what guests say to one another
alone (whom they want to meet again, whom they don't want to sit with, how they liked it). Guests
consent to each site by themselves, so nobody's consent is inside either.

This file holds names and addresses of people. Keep it as you would keep such a list, and delete
it when it has served: who asks to be forgotten is forgotten on the site, but not in this file.
""",
        community=community.name,
    )
    out.add("README.txt", text.encode())
