"""A community with something in every table of an archive, and what its rows say but for numbers."""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import make

from eventapp import clock, demo
from eventapp.archive import actions, tables
from eventapp.archive.json_shapes import enrolled
from eventapp.archive.package import Writer
from eventapp.communities import logo
from eventapp.communities.face.actions import set_header_picture
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events import rounds
from eventapp.events.models import Event
from eventapp.mail import pictures
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan

# What is set anew where a community comes in, so that nobody is written to because of it.
SETTLED = {
    "event": {"published_at", "reminded_at", "feedback_asked_at", "digested_at"},
    "program": {"published_at", "certified_at", "halfway_at"},
    "session": {"materials_at", "missed_at"},
    "imported_event": {"past_at"},
}


def rich() -> Community:
    """The demo, and a row of whatever it has none of."""
    now = clock.now()
    host = demo.load(now=now)
    host.colour, host.table_word, host.contact_months = "#0B6B4B", "Circle", 18
    shown = logo.read(make.png())
    host.logo = pictures.keep(shown.content, now=now)
    host.logo_width, host.logo_height = shown.width, shown.height
    set_header_picture(host, make.png(900, 300), none=False, now=now)
    db.session.flush()
    past = _first(Event, Event.ends_at < now, community_id=host.id)
    plan = _first(Plan, Plan.published_at.is_not(None), event_id=past.id)
    one, two = db.session.scalars(db.select(Rsvp).filter_by(event_id=past.id).limit(2)).all()
    enrolment = _first(Enrolment, Enrolment.state == "enrolled")
    past.run = rounds.as_json(rounds.Run(rounds.Timetable(past.starts_at, 3, 20), (), 1))
    _of_community(host, one, now)
    _of_event(past, one, two, plan, now)
    make.certificate(enrolment)
    asked = make.question(past)
    one.question_answers = {str(asked.id): ["Leith", "Fife"]}
    two.brought_by_id, two.keep_in_touch_at = one.id, now
    # Two who have no address of their own: one shares another's, one is known as nobody any more.
    second = make.person(email=None, shares_id=one.person_id, first_name="Second")
    make.rsvp(past, email="later@example.org").person_id = second.id
    erased = make.person(email=None, first_name="", erased_at=now, fingerprint="f" * 64)
    put(
        "encounter",
        event_id=past.id,
        round=9,
        table=1,
        low_id=one.person_id,
        high_id=erased.id,
        met_at=now,
    )
    db.session.flush()
    db.session.expire_all()
    return host


def _of_community(host: Community, rsvp: Rsvp, now: Any) -> None:
    mine = {"community_id": host.id}
    put("venue", **mine, name="Hall", address="1 Street", latitude=55.97, longitude=-3.17)
    put("printer", **mine, name="Laser", paper="A4", shift_x=1.5)
    sizes = {"sheet_width": 210, "sheet_height": 297, "cols": 2, "rows": 5, "corner": 0}
    label = {"width": 85, "height": 54, "left": 15, "top": 13, "pitch_x": 90, "pitch_y": 54}
    put("own_stock", **mine, name="Mine", kind="cards", fold="", **sizes, **label)
    series = put("event_series", **mine, slug="monthly", title="Monthly", created_at=now)
    put("series_date", event_id=rsvp.event_id, series_id=series)
    put("person_tag", **mine, person_id=rsvp.person_id, word="speaker")
    put("person_note", **mine, person_id=rsvp.person_id, by_id=rsvp.person_id, text="Kind", at=now)
    said = {"source": "s" * 64, "said_start": now, "said_end": now}
    put("imported_event", event_id=rsvp.event_id, **mine, key="k" * 64, imported_at=now, **said)


def _of_event(past: Event, one: Rsvp, two: Rsvp, plan: Plan, now: Any) -> None:
    mine = {"event_id": past.id}
    put("event_stage", **mine, stage="mid", least=2)
    put("event_template", **mine, name="Usual", created_at=now)
    put("letter_words", **mine, kind="invite", subject="Come", opening="Hello", changed_at=now)
    put("aims", **mine, roles=3)
    put("badge_left_off", **mine, field="ask")
    put("rsvp_history", rsvp_id=one.id, by_id=two.person_id, what="role", why="typo", at=now)
    put("visit", rsvp_id=one.id, arrived_at=past.starts_at, left_at=past.ends_at)
    put("rule", **mine, kind="apart", rsvp_id=one.id, other_id=two.id)
    put("rule", **mine, kind="host", rsvp_id=two.id, number=1)
    put("seat_correction", **mine, round=1, kind="sat", rsvp_id=one.id, table_number=2, made_at=now)
    if not _count("event_ledger"):
        put("event_ledger", **mine, rounds=3, closed_at=now)
    if not _count("card_sending"):
        put("card_sending", **mine, mode="review", sends_at=now + timedelta(days=1))


def _count(name: str) -> int:
    return db.session.scalar(db.select(db.func.count()).select_from(tables.table(name)))


def _first(kind: Any, *where: Any, **by: Any) -> Any:
    return db.session.scalars(db.select(kind).where(*where).filter_by(**by).limit(1)).one()


def put(name: str, /, **values: Any) -> Any:
    """A row of a table; its number."""
    made = db.session.execute(db.insert(tables.table(name)).values(**values))
    return made.inserted_primary_key[0]


def taken_out(host: Community) -> bytes:
    """The archive of a community, as the worker writes it."""
    out = Writer(clock.now())
    for _done in actions.write(out, host, now=clock.now()):
        pass
    return out.finished()


def changed(sent: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """An archive whose files are changed."""
    with zipfile.ZipFile(io.BytesIO(sent)) as read:
        files = {name: read.read(name) for name in read.namelist()}
    change(files)
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return kept.getvalue()


def lying(name: str, column: str, said: object) -> Callable[[dict[str, bytes]], None]:
    """Say something else in the first row of a table."""

    def do(files: dict[str, bytes]) -> None:
        where = f"data/{name}.jsonl"
        first, *others = files[where].splitlines()
        row = json.loads(first) | {column: said}
        files[where] = b"\n".join([json.dumps(row).encode(), *others])

    return do


def told(host: Community) -> dict[str, list[dict[str, Any]]]:
    """What a community's rows say: numbers are replaced by which row it is, people by who they are."""
    label = {"person": _people(host), "community": {host.id: "host"}}
    found = {"community": tables.table("community").c.id == host.id}
    found |= {name: tables.belongs(name, host.id) for name in tables.CARRIED}
    rows = {}
    for name, mine in found.items():
        kept = tables.table(name)
        asked = db.select(*tables.columns(name)).where(mine).order_by(*kept.primary_key)
        rows[name] = [dict(row._mapping) for row in db.session.execute(asked)]
        if key := tables.own_number(name):
            label.setdefault(name, {row[key]: at for at, row in enumerate(rows[name])})
    return {name: [_told(name, row, label) for row in listed] for name, listed in rows.items()}


def _told(name: str, row: dict[str, Any], label: dict[str, dict[int, Any]]) -> dict[str, Any]:
    said = {key: one for key, one in row.items() if key not in SETTLED.get(name, ())}
    for column in tables.columns(name):
        to = tables.target(column) or (column.name == tables.own_number(name) and name)
        if to and said.get(column.name) is not None:
            said[column.name] = label[to][said[column.name]]
    if name == "rsvp":
        answers = said["question_answers"] or {}
        said["question_answers"] = {label["question"][int(n)]: one for n, one in answers.items()}
    if name == "enrolment":
        said["answers"] = enrolled(said["answers"])
        if role := said["answers"].get("role_id"):
            said["answers"]["role_id"] = label["role"][role]
        said["answers"].pop("role_id", None) if not role else None
    if name == "encounter":
        said["pair"] = sorted((said.pop("low_id"), said.pop("high_id")))
    return said


def _people(host: Community) -> dict[int, str]:
    names = {
        person: f"{first} {last}"
        for person, first, last in db.session.execute(
            db.select(Rsvp.person_id, Rsvp.first_name, Rsvp.last_name).order_by(Rsvp.id)
        )
    }
    found = db.session.scalars(db.select(Person).where(tables.people(host.id)))
    return {
        one.id: one.email or f"{one.erased_at} {one.letterbox} {names.get(one.id)}" for one in found
    }


def letters() -> int:
    """How many letters were ever written."""
    return _count("message")


def counted() -> Counter[str]:
    """How many rows each table has."""
    return Counter({name: _count(name) for name in db.metadata.tables})
