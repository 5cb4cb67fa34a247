"""A series of events as anybody sees it: what it is, its next dates with their places, those that were."""

from datetime import datetime

from flask import render_template, request
from flask.typing import ResponseReturnValue

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.events.series import structured
from eventapp.events.series import views as series_views
from eventapp.events.series.access import public_series
from eventapp.events.series.models import EventSeries, SeriesDate
from eventapp.front import event_cards
from eventapp.front.listing import PastCard, cards
from eventapp.mail.outbox import address_of
from eventapp.programs.interest.forms import InterestForm

# The same pages as the calendar and the feed of a series.
bp = series_views.bp

# So many dates that are over are shown at first, the latest of them.
PAST = 12


@bp.get("/<community>/series/<series>")
def show(community: str, series: str) -> ResponseReturnValue:
    """The dates of a series, the next first, and how to follow it."""
    found, now = public_series(community, series), clock.now()
    events = _shown(found)
    coming = _to_come(events, now=now)
    past = [one for one in reversed(events) if one.ends_at <= now and not one.cancelled_at]
    listed, ahead = [one for one in coming if one.listed], coming[0] if coming else None
    shown = past if request.args.get("dates") == "all" else past[:PAST]
    return render_template(
        "events/series/series.html",
        series=found,
        community=found.community,
        cards=[event_cards.shown(card) for card in cards(coming, now=now)],
        past=[event_cards.past(PastCard(event)) for event in shown],
        held=len(past),
        next=ahead,
        picture=_picture(found, ahead),
        off=[one for one in events if one.cancelled_at and one.ends_at > now],
        address=address_of("event_series.show", community=community, series=series),
        ways=series_views.ways_of(found),
        structured=structured.of(found, listed) if listed else None,
        form=InterestForm(formdata=None),
    )


def coming(series: EventSeries) -> list[dict[str, object]]:
    """The dates of a series that are to come, as cards."""
    now = clock.now()
    found = _to_come(_shown(series), now=now)
    return [event_cards.shown(card) for card in cards(found, now=now)]


def _to_come(events: list[Event], *, now: datetime) -> list[Event]:
    return [one for one in events if one.ends_at > now and not one.cancelled_at]


def _picture(series: EventSeries, ahead: Event | None) -> str:
    """The picture that a link to a series shows: that of its next date, or of who hosts it."""
    host = series.community.slug
    if ahead:
        return address_of("events.picture", community=host, event=ahead.slug)
    return address_of("front.community_picture", community=host)


def _shown(series: EventSeries) -> list[Event]:
    """The events of a series that everybody may come upon, in order of time."""
    asked = (
        db.select(Event)
        .join(SeriesDate, SeriesDate.event_id == Event.id)
        .where(
            SeriesDate.series_id == series.id,
            Event.published_at.is_not(None),
            Event.visibility == "listed",
        )
        .options(db.joinedload(Event.community))
        .order_by(Event.starts_at, Event.id)
    )
    return list(db.session.scalars(asked))
