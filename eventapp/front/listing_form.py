"""What the search of a list offers to choose from, and what was chosen, in words."""

from dataclasses import dataclass
from datetime import date, datetime

from babel import dates
from flask_babel import get_locale
from flask_babel import gettext as _

from eventapp.communities.models import Community, Topic
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.filters import Filters
from eventapp.front.folded import public
from eventapp.rsvps.attendees.folding import folded

# More would be no help to choose from: then the words of the search are.
_MOST = 200


@dataclass(frozen=True)
class Choices:
    """Topics, communities (by the address of each), and the words for the rest."""

    topics: list[str]
    communities: list[tuple[str, str]]
    kinds: list[tuple[str, str]]
    times: list[tuple[str, str]]
    ways: list[tuple[str, str]]


@dataclass(frozen=True)
class Chosen:
    """One thing that was chosen, and the query without it."""

    words: str
    without: dict[str, str]


def choices(*, now: datetime, community_id: int | None = None) -> Choices:
    """What can be chosen, in two queries; on a community's own page its topics alone."""
    hosts: list[tuple[str, str]] = []
    if not community_id:
        # Asked of each community, so that the events of none are read through.
        listed = db.exists().where(Event.community_id == Community.id, public())
        named = db.select(Community.slug, Community.name)
        named = named.where(listed, Community.closed_at.is_(None))
        rows = db.session.execute(named.order_by(Community.name).limit(_MOST))
        hosts = [(slug, name) for slug, name in rows]
    return Choices(
        topics=_topics(now=now, community_id=community_id),
        communities=hosts,
        kinds=[
            ("", _("Everything")),
            ("meetup", _("Meetups")),
            ("program", _("Training programs")),
        ],
        times=[
            ("", _("Any time")),
            ("today", _("Today")),
            ("week", _("Within a week")),
            ("month", _("Within a month")),
            ("past", _("Over already")),
        ],
        ways=[("", _("Online or at a place")), ("place", _("At a place")), ("online", _("Online"))],
    )


def _topics(*, now: datetime, community_id: int | None) -> list[str]:
    """The topics that most of what is to come may be about, by name: those of a community, or of all."""
    # The same subject is called the same by several communities, in capitals or not.
    key = folded(Topic.name)
    topics = db.select(key, db.func.min(Topic.name)).group_by(key)
    if community_id:
        topics = topics.where(Topic.community_id == community_id)
        use = db.func.count()
    else:
        # Asked of each topic's community, as above.
        ahead = db.select(db.func.count()).where(
            Event.community_id == Topic.community_id, public(), Event.ends_at > now
        )
        use = db.func.sum(ahead.correlate(Topic).scalar_subquery())
        topics = topics.having(use > 0)
    rows = db.session.execute(topics.order_by(use.desc(), key).limit(_MOST))
    return [name for _key, name in sorted((key, name) for key, name in rows)]


def chosen(filters: Filters, offered: Choices) -> list[Chosen]:
    """What was chosen, each with the query that lets go of it, in the order of the form."""
    said = {
        "q": f"“{filters.text}”",
        "kind": dict(offered.kinds)[filters.kind],
        "when": dict(offered.times)[filters.when],
        "where": dict(offered.ways)[filters.way],
        "place": filters.place,
        "topic": filters.topic,
        "community": dict(offered.communities).get(filters.community, filters.community),
    }
    found = [
        Chosen(words, filters.without(name)) for name, words in said.items() if name in filters.kept
    ]
    if filters.since or filters.until:
        found.append(Chosen(_days(filters.since, filters.until), filters.without("from", "until")))
    return found


def _days(since: date | None, until: date | None) -> str:
    first, last = _day(since), _day(until)
    if since == until:
        return first
    if not since:
        return _("Until %(day)s", day=last)
    if not until:
        return _("From %(day)s", day=first)
    return _("%(first)s to %(last)s", first=first, last=last)


def _day(day: date | None) -> str:
    return dates.format_date(day, "medium", locale=get_locale()) if day else ""
