"""The log of a desk, read in pages: who, what, and what it was about."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, Select

from eventapp.communities import access
from eventapp.communities.activity.models import Activity
from eventapp.communities.activity.notes import ABOUT_MEMBERS
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.front.activity import words
from eventapp.people.models import Person
from eventapp.programs.models import Program

Kind = type[Event] | type[Program] | type[EventSeries]
# Titles by the address part, of each kind.
Titles = dict[Kind, dict[str, str]]
# What is said of a program or a series stands in the path of one, all else in an event's.
OF_PROGRAMS = set(words.PROGRAMS)
PAGES: dict[Kind, tuple[str, str]] = {
    Event: ("rsvps_desk.people", "event"),
    Program: ("programs_desk.show", "program"),
    EventSeries: ("series_desk.show", "series"),
}


@dataclass(frozen=True)
class Line:
    """One thing that was done, as the page shows it."""

    activity: Activity
    who: str
    what: str
    about: str
    url: str


def asked(community: Community, *, who: int, what: str) -> list[ColumnElement[bool]]:
    """The conditions of what an address looks for; 0 and nothing are everybody and everything."""
    wanted: list[ColumnElement[bool]] = [Activity.community_id == community.id]
    if who:
        wanted.append(Activity.person_id == who)
    if what:
        wanted.append(Activity.what == what)
    return wanted


def total(wanted: Sequence[ColumnElement[bool]]) -> int:
    """How many fit."""
    return db.session.scalar(db.select(db.func.count(Activity.id)).where(*wanted)) or 0


def newest(wanted: Sequence[ColumnElement[bool]]) -> Select[Activity]:
    """Those that fit, the newest first."""
    found: Select[Activity] = (
        db.select(Activity)
        .where(*wanted)
        .options(db.joinedload(Activity.person))
        .order_by(Activity.id.desc())
    )
    return found


def lines(community: Community, found: Sequence[Activity]) -> list[Line]:
    """What was done, with names and titles as they are now."""
    names = _names(community, also=(one.number for one in found if one.what in ABOUT_MEMBERS))
    titles = {kind: _titles(community, kind, (one.about for one in found)) for kind in PAGES}
    return [_line(community, one, names, titles) for one in found]


def people(community: Community) -> list[tuple[int, str]]:
    """Everybody who did something here, by name."""
    names = _names(community)
    ids = db.select(Activity.person_id).where(Activity.community_id == community.id).distinct()
    found = db.session.scalars(db.select(Person).where(Person.id.in_(ids)))
    return sorted(
        ((one.id, names.get(one.id, one.first_name)) for one in found), key=lambda p: p[1]
    )


def things(community: Community) -> list[tuple[str, str]]:
    """Everything that was done here, in words."""
    found = db.select(Activity.what).where(Activity.community_id == community.id).distinct()
    return sorted(((one, words.of(one)) for one in db.session.scalars(found)), key=lambda p: p[1])


def _names(community: Community, also: Iterable[int | None] = ()) -> dict[int, str]:
    names = access.names(community)
    if gone := {number for number in also if number} - names.keys():
        asked = db.select(Person).where(Person.id.in_(gone))
        names |= {one.id: one.first_name for one in db.session.scalars(asked)}
    return names


def _kind(what: str) -> Kind:
    if what in OF_PROGRAMS:
        return Program
    return EventSeries if what in words.OF_SERIES else Event


def _titles(community: Community, kind: Kind, slugs: Iterable[str]) -> dict[str, str]:
    rows = db.select(kind.slug, kind.title).where(
        kind.community_id == community.id, kind.slug.in_(set(slugs) - {""})
    )
    return {row.slug: row.title for row in db.session.execute(rows)}


def _line(
    community: Community,
    one: Activity,
    names: dict[int, str],
    titles: Titles,
) -> Line:
    who = names.get(one.person_id or 0) or (one.person.first_name if one.person else "")
    # Somebody with something is a person whose token a program asks with.
    who = f"{who} ({one.device})" if who and one.device else who or one.device
    if one.what in words.OF_RIGHTS:
        said = (names.get(one.number or 0, ""), str(words.RIGHTS.get(one.about, "")))
        return Line(one, who, words.of(one.what), ", ".join(filter(None, said)), "")
    kind = _kind(one.what)
    page, (endpoint, name) = "", PAGES[kind]
    if title := titles[kind].get(one.about, ""):
        at: dict[str, Any] = {"community": community.slug, name: one.about}
        page = url_for(endpoint, **at)
    return Line(one, who, words.of(one.what), title or one.about, page)
