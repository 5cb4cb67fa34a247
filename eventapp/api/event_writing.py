"""What a program may write of an event: the forms of its pages, filled with what is kept and what was sent."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp.api import fields
from eventapp.api.operations import Call
from eventapp.api.problems import Problem
from eventapp.db import db
from eventapp.events import closing_times, drafts, quotas
from eventapp.events.forms import EventForm, PeopleForm, WhatForm, WhenForm, values
from eventapp.events.models import Event
from eventapp.events.stages import STAGES

# What of the form can be set; the rest stays as the pages have it.
WRITTEN = (
    "title", "summary", "description", "language", "zone", "place_name", "place_address", "map_url", "online_url",
    "online_public", "hybrid", "capacity", "tables", "seats", "rounds", "minutes", "roles", "visibility",
    "waitlist_mode", "offer_hours", "needs_approval", "most_guests", "conduct", "confirm_hours",
    "reminder_hours",
)  # fmt: skip
# Minutes from the beginning: what pages let choose from, or give as a time.
OFFSETS = {
    "rsvps_open": "When RSVPs open; null is as soon as it is published.",
    "rsvps_close": "When RSVPs close.",
    "waitlist_closes": "When the waitlist closes.",
    "places_held": "Until when places are held by role and stage.",
}
# All of them at once: what isn't named has no rule.
QUOTAS = {
    "role_quotas": 'By the number of each role, as in {"3": {"least": 2, "most": 5}}.',
    "stage_quotas": f"The same by career stage: {', '.join(STAGES)}.",
}
SENT = (*WRITTEN, *OFFSETS, *QUOTAS, "starts_at", "ends_at")
CALLED = {
    "starts_on": "starts_at",
    "ends_on": "ends_at",
    **{f"{name}_on": name for name in OFFSETS},
}


class DraftForm(WhatForm, WhenForm, PeopleForm):
    """All of a draft; only a published event needs somebody who can come."""

    columns = EventForm.columns

    def fill(self, event: Event) -> None:
        """Show what is kept."""
        for step in (WhatForm, WhenForm, PeopleForm):
            step.fill(self, event)


AnyForm = DraftForm | EventForm


def body() -> dict[str, Any]:
    """What can be written of an event."""
    form = DraftForm(formdata=None, meta={"csrf": False})
    found = {name: fields.schema(form[name]) for name in WRITTEN}
    moment = {"type": "string", "format": "date-time"}
    found["starts_at"] = moment | {"description": "To the minute, with its zone."}
    found["ends_at"] = moment | {"description": "The same."}
    for name, about in OFFSETS.items():
        found[name] = {
            "type": ["integer", "null"] if name == "rsvps_open" else "integer",
            "minimum": -closing_times.A_YEAR,
            "maximum": closing_times.AT_THE_END,
            "description": f"{about} In minutes from the beginning, less than 0 before it; "
            f"{closing_times.AT_THE_END} is when it ends.",
        }
    for name, about in QUOTAS.items():
        found[name] = fields.schema(form[name]) | {"description": about}
    found["language"]["description"] = "What it is held in; nothing is the community’s."
    return fields.body(found)


def new_body() -> dict[str, Any]:
    """The same for one that isn't there yet: it needs a title."""
    return body() | {"required": ["title"]}


def changed_body() -> dict[str, Any]:
    """The same for a change: of an event that moves to another day, what becomes of its check-ins."""
    found = body()
    found["properties"]["arrivals"] = {
        "type": "string",
        "enum": ["back", "keep"],
        "description": "When an event with check-ins moves to another day: take them back, or keep them.",
    }
    return found


def write(event: Event, call: Call) -> None:
    """Keep what was sent of a draft."""
    form, said = filled(DraftForm, event, call)
    drafts.write(event, said, now=call.now)
    event.roles = form.chosen(call.community.roles)
    quotas.keep(event, form.quotas)
    db.session.flush()


def filled(kind: type[AnyForm], event: Event, call: Call) -> tuple[AnyForm, dict[str, object]]:
    """The form of an event's page with what was sent in place of what is kept, found sound, and what it says."""
    kept = kind(formdata=None, meta={"csrf": False})
    kept.offer_roles(call.community.roles)
    kept.fill(event)
    given = fields.sent(kept)
    fields.put(given, call.body, (*WRITTEN, *OFFSETS))
    for name in QUOTAS.keys() & call.body.keys():
        fields.put_quotas(given, call.body[name], kept[name])
    exact = _put_times(given, event, call.body)
    form = kind(formdata=given, meta={"csrf": False})
    form.offer_roles(call.community.roles)
    if not (form.validate() and form.suits(event)):
        raise fields.refuse(form, CALLED, SENT)
    return form, {**values(form), **exact}


def _put_times(
    given: MultiDict[str, str], event: Event, body: dict[str, Any]
) -> dict[str, datetime]:
    """Put times on the clocks of the place, as its form asks for them; the moments, which are exact."""
    exact: dict[str, datetime] = {}
    try:
        zone = ZoneInfo(given["zone"])
    except (KeyError, ValueError, OSError):
        return exact  # The form says so.
    starts, ends = event.starts_at, event.ends_at
    for name in ("starts_at", "ends_at"):
        if name in body:
            exact[name] = _utc(fields.moment(body[name], f"/{name}"), f"/{name}")
    starts, ends = exact.get("starts_at", starts), exact.get("ends_at", ends)
    for name, moment in (("starts", starts), ("ends", ends)):
        local = moment.astimezone(zone)
        given[f"{name}_on"] = fields.said_day(local.date())
        given[f"{name}_at"] = fields.said_time(local.time())
    return exact


def _utc(moment: datetime, pointer: str) -> datetime:
    found = None
    if 2000 <= moment.year <= 2200:
        found = moment.astimezone(UTC)
    if found is None:
        raise Problem(
            422, _("Some fields can’t be taken as they are."), [(pointer, _("Check the year."))]
        )
    return found
