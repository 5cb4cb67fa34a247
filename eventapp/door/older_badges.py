"""What a badge shows that the plan of now doesn't: its tables are those of the day it was printed."""

from collections.abc import Iterator
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.face import words
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.seating import plans
from eventapp.seating.models import Plan

Route = tuple[int, ...]


def changes(event: Event, rsvp_id: int, route: Route, *, printed: int | None, now: datetime) -> str:
    """What to tell the wearer of a badge that shows an older plan; empty when it is still right.

    `route` is their way through the plan of now, `printed` the version of the plan on the badge:
    0 for a badge without tables, None when it isn't known. Rounds that are over don't count.
    """
    if printed is None:
        return ""
    shown = _route_then(event, rsvp_id, printed)
    if shown is None:
        return ""
    said = "; ".join(_differences(shown, route, first=max(1, event.evening(now).begun)))
    if not said:
        return ""
    if any(shown):
        return _("This badge shows an older plan: %(changes)s.", changes=said)
    return _("This badge shows no tables: %(changes)s.", changes=said)


def _route_then(event: Event, rsvp_id: int, version: int) -> Route | None:
    """The tables on the badge; None for a plan that was never kept."""
    if version == 0:
        return ()
    kept = db.session.scalar(
        db.select(Plan.id).where(Plan.event_id == event.id, Plan.version == version)
    )
    return plans.routes_in([kept], [rsvp_id])[kept].get(rsvp_id, ()) if kept else None


def _differences(then: Route, today: Route, *, first: int) -> Iterator[str]:
    for number in range(first, max(len(then), len(today)) + 1):
        before, after = (
            route[number - 1] if number <= len(route) else 0 for route in (then, today)
        )
        if before == after:
            continue
        if not after:
            yield _(
                "round %(round)s has no table now, it was %(before)s", round=number, before=before
            )
        elif not before:
            yield _("round %(round)s is %(table)s", round=number, table=words.at_table(after))
        else:
            yield _(
                "round %(round)s is %(table)s now, not %(before)s",
                round=number, table=words.at_table(after), before=before,
            )  # fmt: skip
