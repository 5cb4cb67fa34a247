"""What search engines may find, by address: the site's pages, or those at a community's own domain.

Written as sitemaps.org has it. A community with a domain of its own is in the sitemap there and in no other.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

from flask import current_app
from sqlalchemy import ColumnElement, CompoundSelect, literal

from eventapp import clock, own_domains
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.front.folded import IS_PROGRAM, public
from eventapp.mail.outbox import address_of
from eventapp.programs.models import Program, Session

# So many addresses are in one file; the protocol allows ten times as many.
SIZE = 5_000
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
_ENDPOINTS = {
    1: ("front.community", ""),
    2: ("rsvps.show", "event"),
    3: ("programs.show", "program"),
    4: ("event_series.show", "series"),
}


@dataclass(frozen=True)
class Sitemap:
    """Whose addresses these are: those of one community, or of all without a domain of their own."""

    own: str | None
    apart: Collection[str]

    @classmethod
    def here(cls) -> "Sitemap":
        """That of the host that was asked."""
        return cls(own_domains.here(), current_app.config["DOMAINS"].values())

    def parts(self) -> int:
        """In how many files all of it is."""
        pages = self._pages().subquery()
        total = db.session.scalar(db.select(db.func.count()).select_from(pages)) or 0
        return max(1, -(-total // SIZE))

    def part(self, number: int) -> str:
        """One file of it, from 1."""
        rows = db.session.execute(
            self._pages().order_by("kind", "id").offset((number - 1) * SIZE).limit(SIZE)
        )
        # The site's home; a community's own is its own page, which stands among the others.
        home = [] if self.own or number > 1 else [_url(address_of("front.home"), None)]
        return _written("urlset", [*home, *(_url(_address(row), row.changed) for row in rows)])

    def index(self, parts: int) -> str:
        """The file that names the others."""
        base = own_domains.base_of(self.own or "")
        return _written(
            "sitemapindex",
            [f"<sitemap><loc>{base}/sitemap-{n}.xml</loc></sitemap>" for n in range(1, parts + 1)],
        )

    def _pages(self) -> CompoundSelect[Any]:
        """Every page with what its address needs, and when it changed last."""
        ours = self._ours()
        of = db.select(Event.community_id).where(public())
        changed = db.func.max(Event.revised_at, Event.published_at)
        if db.engine.dialect.name == "postgresql":
            changed = db.func.greatest(Event.revised_at, Event.published_at)
        hosts = db.select(
            literal(1).label("kind"), Community.id, Community.slug.label("host"),
            literal("").label("slug"), literal(None, type_=Event.revised_at.type).label("changed"),
        ).where(ours, Community.id.in_(of))  # fmt: skip
        events = (
            db.select(literal(2), Event.id, Community.slug, Event.slug, changed)
            .join(Community, Community.id == Event.community_id)
            .where(ours, public())
        )
        newest = (
            db.select(db.func.max(Event.revised_at))
            .join(Session, Session.event_id == Event.id)
            .where(Session.program_id == Program.id, public())
            .scalar_subquery()
        )
        programs = (
            db.select(literal(3), Program.id, Community.slug, Program.slug, newest)
            .join(Community, Community.id == Program.community_id)
            .where(ours, IS_PROGRAM, newest.is_not(None))
        )
        dates = (
            db.select(Event.id)
            .join(SeriesDate, SeriesDate.event_id == Event.id)
            .where(SeriesDate.series_id == EventSeries.id, public())
            .correlate(EventSeries)
        )
        revised = dates.with_only_columns(db.func.max(Event.revised_at)).scalar_subquery()
        series = (
            db.select(literal(4), EventSeries.id, Community.slug, EventSeries.slug, revised)
            .join(Community, Community.id == EventSeries.community_id)
            .where(ours, dates.where(Event.ends_at > clock.now()).exists())
        )
        whole: CompoundSelect[Any] = db.union_all(hosts, events, programs, series)
        return whole

    def _ours(self) -> ColumnElement[bool]:
        there = Community.closed_at.is_(None)
        if self.own:
            return there & (Community.slug == self.own)
        return there & Community.slug.not_in(list(self.apart))


def _address(row: Any) -> str:
    endpoint, name = _ENDPOINTS[row.kind]
    return address_of(endpoint, community=row.host, **({name: row.slug} if name else {}))


def _url(address: str, changed: datetime | None) -> str:
    since = f"<lastmod>{changed.isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(address)}</loc>{since}</url>"


def _written(root: str, lines: list[str]) -> str:
    return "\n".join([f"{_HEAD}<{root} {_XMLNS}>", *lines, f"</{root}>\n"])
