"""What an organizer looks for among those who answered an event, and how the database finds it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import aliased

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps.attendees.folding import folded, holds, together
from eventapp.rsvps.attendees.models import PersonTag
from eventapp.rsvps.models import STATES, Ask, Offer, Rsvp
from eventapp.rsvps.still_coming import UNSURE

PAGE = 50
SORTS = ("name", "last", "newest", "role")
BEFORE = ("", "first", "again")
HERE = ("", "yes", "no")
# Who hasn't said what they were asked, and who was never written to.
SILENT = ("", "coming", "invite")


class CheckedIn(Protocol):
    """Whether the guest of an answer is checked in, for a query about answers or an alias of them."""

    def __call__(self, of: type[Rsvp] = ...) -> ColumnElement[bool]: ...


def init(app: Flask, *, checked_in: CheckedIn) -> None:
    """Tell who is checked in: the door knows, which stands to the right of this feature."""
    app.extensions["checked_in"] = checked_in


def checked_in(of: type[Rsvp] = Rsvp) -> ColumnElement[bool]:
    """Whether the guest of an answer is checked in, for a query."""
    told: CheckedIn = current_app.extensions["checked_in"]
    return told(of)


@dataclass(frozen=True)
class Search:
    """What is looked for; a value nobody knows is dropped."""

    text: str = ""
    state: str = ""
    role_id: int = 0
    before: str = ""
    here: str = ""
    silent: str = ""
    tag: str = ""
    sort: str = "name"
    page: int = 1
    whole: bool = False

    @classmethod
    def read(cls, args: Mapping[str, str]) -> "Search":
        """From an address's query, or the hidden fields of a form."""

        def known(name: str, among: tuple[str, ...], usual: str = "") -> str:
            return given if (given := args.get(name, "")) in among else usual

        return cls(
            text=" ".join(args.get("q", "").replace("\0", "").split())[:80],
            state=known("state", STATES),
            role_id=_number(args.get("role", ""), longest=9),
            before=known("before", BEFORE),
            here=known("here", HERE),
            silent=known("silent", SILENT),
            tag=" ".join(args.get("tag", "").replace("\0", "").split())[:40],
            sort=known("sort", SORTS, "name"),
            page=max(1, _number(args.get("page", ""), longest=6)),
            whole="all" in args,
        )

    def query(self, **other: Any) -> dict[str, Any]:
        """The query of an address that looks for this, with some of it otherwise; from page 1 on."""
        found = replace(self, **{"page": 1, "whole": False} | other)
        named = {
            "q": found.text,
            "state": found.state,
            "role": found.role_id,
            "before": found.before,
            "here": found.here,
            "silent": found.silent,
            "tag": found.tag,
            "sort": "" if found.sort == "name" else found.sort,
            "page": found.page if found.page > 1 else 0,
            "all": int(found.whole),
        }
        return {name: value for name, value in named.items() if value}

    @property
    def narrowed(self) -> bool:
        """Whether it leaves anybody out who is in the state that is shown."""
        return bool(
            self.text or self.role_id or self.before or self.here or self.silent or self.tag
        )

    @property
    def hidden(self) -> int:
        """How many of the filters are set that a page keeps folded away."""
        return sum(map(bool, (self.before, self.here, self.silent, self.tag)))


def _number(given: str, *, longest: int) -> int:
    return int(given) if given.isascii() and given.isdigit() and len(given) < longest else 0


def came_before(event: Event) -> ColumnElement[bool]:
    """Whether the guest of an answer had a place at an earlier event of the community."""
    return _earlier(event).exists()


def times_before(event: Event) -> ColumnElement[int]:
    """At how many of them."""
    mine = db.aliased(Rsvp)
    counted: ColumnElement[int] = (
        _earlier(event, mine)
        .with_only_columns(db.func.count(mine.id))
        .correlate(Rsvp)
        .scalar_subquery()
    )
    return counted


def _earlier(event: Event, mine: Any = None) -> Select[Any]:
    # From who is here to their own answers, not through all earlier events of the community.
    mine = mine or db.aliased(Rsvp)
    then = db.aliased(Event)
    earlier = db.exists().where(
        then.id == mine.event_id,
        then.community_id == event.community_id,
        then.ends_at <= event.starts_at,
        then.cancelled_at.is_(None),
        then.published_at.is_not(None),
    )
    theirs: Select[Any] = db.select(mine.id).where(
        mine.person_id == Rsvp.person_id, mine.state == "going", earlier
    )
    return theirs.correlate(Rsvp)


def fitting(event: Event, search: Search) -> Select[Any]:
    """The answers of an event that a search asks for, by number and in no order."""
    asked = _conditions(event, search)
    found: Select[Any] = db.select(Rsvp.id).where(Rsvp.event_id == event.id, *asked)
    if search.text:
        # An outer join keeps SQLite from going through all asks there are.
        found = (
            found.join(Person, Person.id == Rsvp.person_id)
            .outerjoin(Ask, Ask.rsvp_id == Rsvp.id)
            .outerjoin(Offer, Offer.rsvp_id == Rsvp.id)
        )
    return found


def _conditions(event: Event, search: Search) -> list[ColumnElement[bool]]:
    asked: list[ColumnElement[bool]] = []
    if search.text:
        asked.append(holds(_WORDS, search.text))
    if search.state:
        asked.append(Rsvp.state == search.state)
    if search.role_id:
        asked.append(Rsvp.role_id == search.role_id)
    if search.before:
        before = came_before(event)
        asked.append(before if search.before == "again" else ~before)
    if search.here:
        asked += [Rsvp.state == "going"]
        asked.append(checked_in() if search.here == "yes" else ~checked_in())
    if search.silent:
        asked += [Rsvp.state == "going", UNSURE if search.silent == "coming" else NEVER_WRITTEN_TO]
    if search.tag:
        tagged = db.exists().where(
            PersonTag.person_id == Rsvp.person_id,
            PersonTag.community_id == event.community_id,
            PersonTag.word == search.tag,
        )
        asked.append(tagged)
    return asked


NAME = Rsvp.first_name.concat(" ").concat(Rsvp.last_name)
_WORDS = together(NAME, Person.email, Rsvp.organization, Rsvp.industry, Ask.text, Offer.text)
# They were put on the list quietly, and have an address of their own.
_Guest = aliased(Person)
NEVER_WRITTEN_TO = db.and_(
    Rsvp.sequence.is_(None),
    db.exists().where(_Guest.id == Rsvp.person_id, _Guest.email.is_not(None)),
)


def ordered(found: Select[Any], search: Search) -> Select[Any]:
    """The same, in the order in which they are shown."""
    if search.sort == "newest":
        return found.order_by(Rsvp.turn.desc(), Rsvp.id)
    if search.sort == "role":
        place = db.select(Role.position).where(Role.id == Rsvp.role_id).scalar_subquery()
        return found.order_by(db.func.coalesce(place, 99), folded(NAME), Rsvp.turn)
    if search.sort == "last":
        last = db.case((Rsvp.last_name == "", Rsvp.first_name), else_=Rsvp.last_name)
        return found.order_by(folded(last), folded(NAME), Rsvp.turn)
    if search.state == "waitlisted":
        return found.order_by(Rsvp.turn)
    return found.order_by(folded(NAME), Rsvp.turn)
