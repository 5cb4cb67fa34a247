"""The event page as everybody sees it, kept in this process while nothing on it changes.

What a page shows is its key: the rows of the event, its community and its roles, read anew for every
visitor in two queries, and in a third its program for a session. So an edit shows at once in every
process, and nobody needs to tell anybody.
How many come changes most: that is written apart, like all that belongs to one visitor. Whoever is
signed in, or is told something, gets a page written for them.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from typing import Any

from flask import current_app, session
from flask_babel import get_locale
from sqlalchemy import CompoundSelect, Select

from eventapp import kept, languages, packing
from eventapp.communities.models import Community, Role
from eventapp.db import db
from eventapp.events import quotas
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role, event_stage
from eventapp.events.series import belonging as series_of
from eventapp.packing import Piece
from eventapp.rsvps import program_waitlists
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.role_counts import Tally

MOST = 200
EVENT, COMMUNITY, ROLE, RSVP = (of.__table__ for of in (Event, Community, Role, Rsvp))
_PAGE = (
    db.select(EVENT, COMMUNITY)
    .join(COMMUNITY, EVENT.c.community_id == COMMUNITY.c.id)
    .where(COMMUNITY.c.slug == db.bindparam("community"), EVENT.c.slug == db.bindparam("slug"))
    .where(COMMUNITY.c.closed_at.is_(None))
)
_ROLE = (ROLE.c.id, ROLE.c.name, ROLE.c.mark, ROLE.c.position)
_OFFERED = db.literal("offered")
_ROLES = (
    db.select(
        _OFFERED.label("state"), *_ROLE, db.case((quotas.LIMITED, 1), else_=0).label("number")
    )
    .join(event_role, event_role.c.role_id == ROLE.c.id)
    .where(event_role.c.event_id == db.bindparam("event")),
    db.select(RSVP.c.state, *_ROLE, db.func.count())
    .select_from(RSVP)
    .outerjoin(ROLE, RSVP.c.role_id == ROLE.c.id)
    .where(RSVP.c.event_id == db.bindparam("event"), RSVP.c.state.in_(GUEST_STATES))
    .group_by(RSVP.c.state, *_ROLE),
    db.select(
        db.literal("stages"), *(db.cast(db.null(), column.type) for column in _ROLE), 1
    ).where(event_stage.c.event_id == db.bindparam("event")),
)


@cache
def _roles(drop_in: Select[tuple[int | None]]) -> CompoundSelect[tuple[Any, ...]]:
    nothing = (db.cast(db.null(), column.type) for column in _ROLE)
    limit = drop_in.subquery()
    limited = db.select(db.literal("drop_in"), *nothing, limit.c[0])
    found: CompoundSelect[tuple[Any, ...]] = db.union_all(*_ROLES, limited)
    return found


@dataclass(frozen=True)
class Content:
    """What the page of an event shows now: `key` is all that is written once for everybody.

    Who gets a place may be `ruled` by more than their number; such a page is written for each visitor.
    """

    event_id: int
    ruled: bool
    key: tuple[Any, ...]
    tally: Tally

    @property
    def place(self) -> tuple[int, str]:
        """Under which it is kept: those who read another language don't take it from each other."""
        return self.event_id, self.key[-1]


@dataclass(frozen=True)
class KeptPage:
    """A page, cut where something stood that isn't kept, and how long it is true by itself.

    Without a key it is a page for one visitor alone.
    """

    key: tuple[Any, ...] | None
    true_until: datetime | None
    parts: tuple[Piece, ...]
    names: tuple[str, ...]
    # How many come, in words, for the last tally that was seen.
    tally: Tally | None = None
    how_many: Mapping[str, Piece] = field(default_factory=dict)

    def filled(self, values: Mapping[str, str]) -> list[Piece]:
        """The pieces of the page, with values where it was cut."""
        cuts = {name: packing.unpacked(value) for name, value in values.items()}
        cuts.update(self.how_many)
        out = [self.parts[0]]
        for name, part in zip(self.names, self.parts[1:], strict=True):
            out += (cuts[name], part)
        return out


def for_everybody() -> bool:
    """Whether this visitor sees what everybody sees."""
    return "sign_in" not in session and "_flashes" not in session


def content(community: str, slug: str, *, now: datetime) -> Content | None:
    """What the page of an event shows, if it is published; None when there is no such event."""
    given = current_app.extensions
    asked = _PAGE.add_columns(series_of.IN_SERIES, given["in_program"])
    row = db.session.execute(asked, {"community": community, "slug": slug}).first()
    if row is None:
        return None
    event = dict(zip(EVENT.c.keys(), row, strict=False))
    host = dict(zip(COMMUNITY.c.keys(), row[len(EVENT.c) :], strict=False))
    languages.held_in(event["language"] or host["language"])
    rows = db.session.execute(_roles(program_waitlists.drop_in()), {"event": event["id"]}).all()
    offered = sorted(tuple(role) for role in rows if role.state == "offered")
    answers = [one for one in rows if one.state in GUEST_STATES]
    counts = sorted(map(tuple, answers), key=str)
    tally = Tally.of(event["capacity"], answers)
    stages = any(one.state in {"stages", "drop_in"} for one in rows)
    ruled = stages or any(role[-1] for role in offered)
    ruled = ruled or event["hybrid"] or event["waitlist_mode"] == "offer"
    # Once it is over, the page draws a table of those who came.
    drawn = counts if event["ends_at"] <= now else None
    shown = (tally.full, tally.left == 0, drawn)
    # A session shows its program, and its number there; a date of a series shows that.
    program = given["program_of"](event["id"]) if row[-1] else None
    series = series_of.of(event["id"]) if row[-2] else None
    key = (tuple(row), offered, shown, program, series, str(get_locale()))
    return Content(event["id"], ruled, key, tally)


def page_of(found: Content, *, now: datetime) -> KeptPage | None:
    """The page that was kept of just this content, unless time alone has changed it."""
    page: KeptPage | None = kept.of("event_pages").get(found.place)
    if page is None or page.key != found.key:
        return None
    return page if page.true_until is None or now < page.true_until else None


def cut(
    html: str,
    event: Event,
    values: Mapping[str, str],
    *,
    key: tuple[Any, ...] | None,
    now: datetime,
) -> KeptPage:
    """A page of an event, written with `values`, cut where each of them stands."""
    names = {value: name for name, value in values.items()}
    pieces = re.split("(" + "|".join(map(re.escape, names)) + ")", html)
    changes = (
        event.rsvps_open_at or now,
        event.rsvps_close_at,
        event.waitlist_closes_at,
        event.closes_at(now),
    )
    return KeptPage(
        key=key,
        true_until=min((moment for moment in changes if moment > now), default=None),
        parts=tuple(map(packing.packed, pieces[::2])),
        names=tuple(names[value] for value in pieces[1::2]),
    )


def counted(page: KeptPage, tally: Tally, write: Callable[[Tally], Mapping[str, str]]) -> KeptPage:
    """The page with how many come in words, written anew only where that has changed."""
    if page.tally == tally:
        return page
    how_many = {name: packing.packed(text) for name, text in write(tally).items()}
    return replace(page, tally=tally, how_many=how_many)


def keep(page: KeptPage, found: Content) -> None:
    """Keep a page for the next visitors."""
    kept.keep("event_pages", found.place, page, most=MOST)
