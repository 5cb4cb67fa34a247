"""What organizers wrote to the guests of an event: whom to, how far it is, and who got it."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import clock
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import reasons
from eventapp.mail.models import Message
from eventapp.paging import Page
from eventapp.rsvps import roster
from eventapp.rsvps.attendees import messages
from eventapp.rsvps.attendees.search import Search
from eventapp.rsvps.models import Announcement

SIZE = 50


@dataclass(frozen=True)
class View:
    """One letter to many, as its page and the list show it."""

    found: Announcement
    to: str
    # later, moment, writing, done, stopped, replaced or draft.
    step: str
    said: str
    counts: Mapping[str, int]

    @property
    def subject(self) -> str:
        """What it is about."""
        said: str = self.found.before["subject"]
        return said

    @property
    def can_undo(self) -> bool:
        """Whether all of it can be taken back."""
        return self.found.state in messages.UNWRITTEN and not self.found.cursor

    @property
    def can_stop(self) -> bool:
        """Whether some of it can."""
        open_ = self.found.state == "waiting" or bool(self.counts.get("queued"))
        return open_ and not self.can_undo and self.step != "draft"


@dataclass(frozen=True)
class Line:
    """One reader, and where their letter is."""

    number: int
    name: str
    to: str
    state: str
    at: datetime
    why: str


def of(event: Event) -> Any:
    """A query for all of them, the newest first."""
    found = db.select(Announcement).filter_by(event_id=event.id, kind="message")
    return found.options(db.joinedload(Announcement.by)).order_by(Announcement.id.desc())


def views(event: Event, found: Sequence[Announcement], *, now: datetime) -> list[View]:
    """Several of them as they are shown, in few queries."""
    counted = counts([one.batch for one in found])
    names = dict(
        db.session.execute(
            db.select(Role.id, Role.name).where(Role.community_id == event.community_id)
        ).all()
    )
    return [_view(event, one, counted[one.batch], names, now=now) for one in found]


def counts(batches: Sequence[str]) -> dict[str, Counter[str]]:
    """How many of the letters of each are in each state."""
    asked = (
        db.select(Message.batch, Message.state, db.func.count())
        .where(Message.batch.in_(batches))
        .group_by(Message.batch, Message.state)
    )
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for batch, state, number in db.session.execute(asked):
        found[batch][state] = number
    return found


def lines(found: Announcement, state: str, page: Page) -> list[Line]:
    """One page of its readers, in the order in which they were written to; of one state, or all."""
    asked = db.select(
        Message.about, Message.to_name, Message.to, Message.state,
        db.func.coalesce(Message.sent_at, Message.created_at, type_=Message.created_at.type),
        Message.trouble,
    ).where(Message.batch == found.batch)  # fmt: skip
    if state:
        asked = asked.where(Message.state == state)
    rows = db.session.execute(asked.order_by(Message.id).offset(page.start).limit(page.size))
    return [
        Line(int(about.rpartition(":")[2]), name, to, state, at, reasons.plain(trouble or ""))
        for about, name, to, state, at, trouble in rows
    ]


def audience(search: Search | None, roles: Mapping[int, str]) -> str:
    """Whom a letter is for, in words."""
    if search is None:
        return _("Those you chose")
    parts = [
        roster.state_words()[search.state] if search.state else _("Everybody on the list"),
        roles.get(search.role_id, ""),
        {"first": _("first time"), "again": _("came before")}.get(search.before, ""),
        {"yes": _("checked in"), "no": _("not checked in")}.get(search.here, ""),
        {"coming": _("silent when asked"), "invite": _("never got an invite")}.get(
            search.silent, ""
        ),
        search.tag and _("tagged %(tag)s", tag=search.tag),
        search.text and f"“{search.text}”",
    ]
    return ", ".join(part for part in parts if part)


def search_of(found: Announcement) -> Search | None:
    """What was searched for; None where people were ticked."""
    kept = found.before.get("search")
    return None if kept is None else Search.read({name: str(kept[name]) for name in kept})


def _view(
    event: Event,
    found: Announcement,
    counted: Mapping[str, int],
    roles: Mapping[int, str],
    *,
    now: datetime,
) -> View:
    step = _step(found, now=now)
    return View(found, audience(search_of(found), roles), step, _said(event, found, step), counted)


def _step(found: Announcement, *, now: datetime) -> str:
    if found.state != "waiting":
        return found.state
    if found.cursor:
        return "writing"
    return "moment" if found.started_at <= now + messages.UNDO else "later"


def _said(event: Event, found: Announcement, step: str) -> str:
    at, number = found.started_at, found.people
    when = f"{clock.short_day(at, event.zone)}, {clock.hour(at, event.zone)}"
    if step == "draft":
        return _("Nobody got it.")
    if step == "later":
        if "to" in found.before:
            return _("Leaves on %(when)s.", when=when)
        return _("Leaves on %(when)s, to whoever fits then.", when=when)
    if step == "moment":
        return ngettext(
            "Leaves in a minute or two, to one person.",
            "Leaves in a minute or two, to %(num)s people.",
            number,
        )
    if step == "replaced":
        if not found.cursor:
            return _("Sent to nobody: the event was called off.")
        return _("Not sent further: the event was called off.")
    if step == "done" and not number:
        return _("Nobody fitted when it was to leave.")
    said = ngettext(
        "%(done)s of one is written.",
        "%(done)s of %(num)s are written.",
        number,
        done=found.written,
    )
    return _("Stopped: %(said)s", said=said) if step == "stopped" else said
