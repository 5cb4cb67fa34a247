"""Who came and when, as a list to take out."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp import clock
from eventapp.db import db
from eventapp.door.guest_list import guest_entries
from eventapp.door.models import Visit
from eventapp.events.models import Event
from eventapp.rsvps import roster
from eventapp.rsvps.exports import Cell, Column, Export
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.roster import Row
from eventapp.rsvps.topics import fold


@dataclass(frozen=True)
class Stay:
    """A guest who came, or who was expected and didn't."""

    guest: Row
    arrived_at: datetime | None
    # Who checked them in, as the community calls them; nobody knows of stays that have ended.
    by: str
    left_at: datetime | None
    last_round: int | None


def arrivals(event: Event) -> Export[Stay]:
    """Each stay in the order people came, then whoever has a place and didn't come, by name."""
    guests = {row.id: row for row in roster.rows(event)}
    roles = {role.id: role.name for role in event.community.roles}
    words = roster.state_words()
    came = [
        Stay(guests[entry.id], entry.arrived_at, entry.by or "", None, entry.last_round)
        for entry in guest_entries(event)
        if entry.arrived_at or entry.going
    ]
    stays = [*came, *_ended(event, guests)]
    stays.sort(key=_order)

    def moment(at: datetime | None) -> Cell:
        return clock.wall(at, event.zone) if at else None

    columns = [
        Column[Stay](_("First name"), lambda stay: stay.guest.first_name),
        Column[Stay](_("Last name"), lambda stay: stay.guest.last_name),
        Column[Stay](_("Email"), lambda stay: stay.guest.email or stay.guest.shared),
        Column[Stay](_("Role"), lambda stay: roles.get(stay.guest.role_id or 0, "")),
        Column[Stay](_("Status"), lambda stay: words[stay.guest.state]),
        Column[Stay](_("Came"), lambda stay: _("yes") if stay.arrived_at else _("no")),
        Column[Stay](_("Checked in"), lambda stay: moment(stay.arrived_at)),
        Column[Stay](_("Checked in by"), lambda stay: stay.by),
        Column[Stay](_("Left"), lambda stay: moment(stay.left_at)),
        Column[Stay](_("Last round"), lambda stay: stay.last_round),
    ]
    return Export(_("Arrivals"), columns, stays)


def _ended(event: Event, guests: dict[int, Row]) -> list[Stay]:
    """The stays of those who gave their place back when a round had begun."""
    visits = db.session.execute(
        db.select(Visit.rsvp_id, Visit.arrived_at, Visit.left_at, Visit.last_round)
        .join(Visit.rsvp)
        .where(Rsvp.event_id == event.id)
    )
    return [
        Stay(guests[rsvp], arrived, "", left, last)
        for rsvp, arrived, left, last in visits
        if rsvp in guests
    ]


def _order(stay: Stay) -> tuple[bool, float, str, int]:
    came = stay.arrived_at.timestamp() if stay.arrived_at else 0.0
    return stay.arrived_at is None, came, fold(stay.guest.name), stay.guest.turn
