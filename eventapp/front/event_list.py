"""The desk's list of every event of a community: to come first, then what is over, in pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.copying.models import HELD
from eventapp.events.models import Event
from eventapp.paging import Page, search_text
from eventapp.rsvps.attendees.folding import holds, together


@dataclass(frozen=True)
class EventList:
    """One page of the list: what is to come, the soonest first; what is over, the latest first."""

    text: str
    page: Page
    coming: list[Event]
    past: list[Event]


def read(host: Community, args: Mapping[str, str], *, now: datetime) -> EventList:
    """The page that an address asks for, searched for what it says."""
    text = search_text(args)
    wanted = [Event.community_id == host.id, HELD]
    if text:
        wanted.append(holds(together(Event.title, Event.summary, Event.place_name), text))
    ahead, everything = db.session.execute(
        db.select(
            db.func.count(Event.id).filter(Event.ends_at > now), db.func.count(Event.id)
        ).where(*wanted)
    ).one()
    page = Page.asked(args, total=everything)
    # Each part in the order of an index, so that no page sorts all that ever was.
    coming = db.select(Event).where(*wanted, Event.ends_at > now)
    past = db.select(Event).where(*wanted, Event.ends_at <= now)
    return EventList(
        text=text,
        page=page,
        coming=_part(coming.order_by(Event.starts_at, Event.id), page.start, min(page.end, ahead)),
        past=_part(
            past.order_by(Event.ends_at.desc(), Event.id.desc()),
            max(0, page.start - ahead),
            page.end - ahead,
        ),
    )


def _part(query: Select[Event], start: int, end: int) -> list[Event]:
    if end <= start:
        return []
    return list(db.session.scalars(query.offset(start).limit(end - start)))


def any_of(community: Community) -> bool:
    """Whether a community ever had an event of its own, beside an example."""
    own = db.select(Event.id).where(Event.community_id == community.id, Event.example.is_(False))
    first = own.limit(1)
    return db.session.scalar(first) is not None
