"""What a card of the list prints, in words."""

from babel import dates
from flask import url_for
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from eventapp import clock
from eventapp.events.models import Event
from eventapp.front.listing import Found, ListedCard, PastCard

# So many sessions of a program stand under it.
MOST = 6


def all_of(found: Found) -> list[dict[str, object]]:
    """The cards of a page as the macros take them."""
    return [*(shown(card) for card in found.coming), *(past(card) for card in found.past)]


def shown(card: ListedCard) -> dict[str, object]:
    """A card as the macros event_card and program_card take it."""
    event, program = card.event, card.program
    common = {
        **day_parts(event),
        "place": event.where,
        "mix": [(role.mark, number, role.name) for role, number in card.tally.roles],
        "marks": card.tally.marks(),
    }
    if program is None:
        return {
            **common,
            "title": event.title,
            "url": _event_url(event),
            "hours": clock.hours(event.starts_at, event.ends_at, event.zone),
            "chips": [(event.community.name, ""), *_places(card)],
            **_series(card),
        }
    ends = (card.sessions[0], card.sessions[-1])
    first, last = (clock.short_day(one.starts_at, one.zone) for one in ends)
    span = first if first == last else _("%(first)s to %(last)s", first=first, last=last)
    return {
        **common,
        "title": program.title,
        "url": url_for("programs.show", community=event.community.slug, program=program.slug),
        "hours": f"{clock.hours(event.starts_at, event.ends_at, event.zone)}{_(', ')}{span}",
        "chips": [(_("Training program"), ""), (event.community.name, "")],
        "steps": len(card.sessions),
        "done": card.done,
        "sessions": [
            (clock.short_day(one.starts_at, one.zone), one.title) for one in card.ahead[:MOST]
        ],
        "more": max(0, len(card.ahead) - MOST),
    }


def past(card: PastCard) -> dict[str, object]:
    """What is over as the macro event_card takes it."""
    event, program = card.event, card.program
    local = event.local_start
    said = {
        **day_parts(event),
        # A month alone wouldn't say of which year.
        "month": dates.format_skeleton("yMMM", local, locale=get_locale()),
        "title": event.title,
        "url": _event_url(event),
        "hours": clock.hours(event.starts_at, event.ends_at, event.zone),
        "place": event.place_name,
        "past": True,
    }
    if program is None:
        return said | _series(card)
    return said | {
        "title": program.title,
        "url": url_for("programs.show", community=event.community.slug, program=program.slug),
        "hours": ngettext("One session", "%(num)s sessions", card.sessions),
        "chips": [(_("Training program"), "")],
    }


def day_parts(event: Event) -> dict[str, object]:
    """Weekday, day and month of an event, on its own clocks."""
    local, locale = event.local_start, get_locale()
    return {
        "weekday": dates.format_date(local, "EEE", locale=locale),
        "day": local.day,
        "month": dates.format_date(local, "MMM", locale=locale),
        "iso": local.date().isoformat(),
    }


def _places(card: ListedCard) -> list[tuple[str, str]]:
    tally, opens = card.tally, card.event.rsvps_open_at
    if card.early and opens:
        return [(_("Opens %(day)s", day=clock.short_day(opens, card.event.zone)), "")]
    if not card.open:
        return [(_("RSVPs closed"), "")]
    if tally.left is None:
        return [(_("Mixed tables"), "")]
    if tally.full:
        return [(_("Full, waitlist open") if card.served else _("Full"), "sun")]
    return [(ngettext("%(num)s seat left", "%(num)s seats left", tally.left), "good")]


def _series(card: ListedCard | PastCard) -> dict[str, object]:
    """The dates that a card stands for beside its own, and where all of them are."""
    if not card.dates:
        return {}
    host = card.event.community.slug
    url = url_for("event_series.show", community=host, series=card.series)
    return {"dates": card.dates, "series_url": url}


def _event_url(event: Event) -> str:
    return url_for("rsvps.show", community=event.community.slug, event=event.slug)
