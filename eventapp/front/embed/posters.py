"""What the posters of an event, of a program and of a series say."""

from collections.abc import Sequence
from typing import Any

from babel import dates
from flask_babel import get_locale
from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.face import accent
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.front.embed.poster import Poster
from eventapp.mail.models import Picture
from eventapp.mail.outbox import address_of
from eventapp.programs import belonging, schedule_words
from eventapp.programs.models import Program
from eventapp.programs.timeline import standing, steps

# So many dates of a series stand on its poster: by then it hangs no more.
DATES = 4


def of_event(event: Event) -> Poster:
    """What the poster of an event says."""
    host, off = event.community, event.cancelled_at is not None
    session_of = belonging.of(event.id)
    place = ", ".join(filter(None, [event.place_name, event.place_address]))
    return Poster(
        title=_title(event.title, off=off),
        day=clock.day(event.starts_at, event.zone),
        hours=clock.hours(event.starts_at, event.ends_at, event.zone),
        where=place or event.where or _("Online"),
        address=address_of("rsvps.show", community=host.slug, event=event.slug),
        summary=event.summary,
        **_host(host, off=off, price=session_of.price_note if session_of else ""),
    )


def of_program(program: Program) -> Poster:
    """What the poster of a program says: on which days its sessions are."""
    host, events = program.community, standing(steps(program, now=clock.now()))
    off = program.cancelled_at is not None
    return Poster(
        title=_title(program.title, off=off),
        day=schedule_words.when(events) if events else "",
        hours=schedule_words.span(events) if events else "",
        where=schedule_words.place(events),
        address=address_of("programs.show", community=host.slug, program=program.slug),
        summary=program.summary,
        **_host(host, off=off, price=program.price_note),
    )


def of_series(series: EventSeries, coming: Sequence[Event]) -> Poster:
    """What the poster of a series says: its next dates, of which there is at least one."""
    host = series.community
    days = [
        dates.format_skeleton("MMMd", one.local_start.date(), locale=get_locale())
        for one in coming[:DATES]
    ]
    return Poster(
        title=series.title,
        day=schedule_words.when(coming),
        hours=", ".join(days),
        where=schedule_words.place(coming),
        address=address_of("event_series.show", community=host.slug, series=series.slug),
        summary=series.summary,
        **_host(host),
    )


def _title(title: str, *, off: bool) -> str:
    """What is read first: a poster of what was called off is hung over the one before."""
    return _("Called off: %(title)s", title=title) if off else title


def _call(*, off: bool, price: str) -> str:
    """What to do with the code, and what it costs."""
    if off:
        return _("Called off")
    if not price:
        return _("Save your seat. Free, and no account needed.")
    price += "" if price[-1] in ".!?" else "."
    return _("Save your seat. %(price)s No account needed.", price=price)


def _host(host: Community, *, off: bool = False, price: str = "") -> dict[str, Any]:
    """Who invites, in their colour and with their logo, and what to do with the code."""
    logo: bytes | None = db.session.scalar(
        db.select(Picture.content).where(Picture.digest == host.logo)
    )
    said = {
        "lang": clock.language(),
        "host": host.name,
        "call": _call(off=off, price=price),
        "logo": logo or b"",
        "logo_size": (host.logo_width, host.logo_height),
    }
    return said | ({"band": accent.band(host.colour)} if host.colour else {})
