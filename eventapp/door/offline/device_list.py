"""The list that lies on a device at the door: names, roles, tables, and badges as fingerprints."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from flask import current_app

from eventapp.db import db
from eventapp.door import badge_codes, reports
from eventapp.door.guest_list import Entry
from eventapp.door.models import Staff
from eventapp.events.models import Event
from eventapp.people.models import Link
from eventapp.rsvps.models import Rsvp
from eventapp.seating import plans

# The door is open until the event is over, and for whoever checks people in afterwards a day more.
AFTER = timedelta(days=1)


def kept_until(event: Event, signed_in_until: datetime) -> datetime:
    """How long a device may keep the list: as long as the sign-in, and no longer than it is of use."""
    return min(signed_in_until, event.ends_at + AFTER)


def guests(event: Event, entries: Sequence[Entry], *, now: datetime) -> dict[str, Any]:
    """All of it that changes rarely: the evening, the roles, and everybody who ever answered."""
    codes = _fingerprints(event)
    plan = plans.published(event)
    routes = plans.routes(plan)
    return {
        "title": event.title,
        "zone": event.zone,
        # Told from what a badge says of its own plan, so that an older one is known here, too.
        "plan": plan.version if plan else 0,
        "rounds": [milliseconds(begins) for begins in event.evening(now).begins],
        "offered": [role.id for role in event.roles],
        "roles": [
            {"id": role.id, "name": role.name, "mark": role.mark} for role in event.community.roles
        ],
        "guests": [
            {
                "id": entry.id,
                "first": entry.first_name,
                "last": entry.last_name,
                "state": entry.state,
                "source": entry.source,
                "role": entry.role_id,
                "tables": routes.get(entry.id, ()),
                "codes": codes.get(entry.id, ()),
            }
            for entry in entries
        ],
    }


def inside(entries: Sequence[Entry], me: Staff) -> dict[str, list[Any]]:
    """Who is in: since when, checked in by whom, and whether that was the one who asks."""
    return {
        str(entry.id): [milliseconds(entry.arrived_at), entry.by or "", entry.by_hands(me)]
        for entry in entries
        if entry.inside and entry.arrived_at
    }


def to_look_at(event: Event) -> list[int]:
    """The conflicts that wait for somebody, by number."""
    return [report.id for report in reports.conflicts(event)]


def mark(content: object) -> str:
    """A short mark of a part of the list, another one whenever it changes."""
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def fingerprint(proof: str) -> str:
    """How a device knows the code of a badge when it sees it, without holding what proves it."""
    return hashlib.sha256(proof.encode()).hexdigest()[:32]


def milliseconds(moment: datetime) -> int:
    """A moment as a device's own clock counts."""
    return int(moment.timestamp() * 1000)


def _fingerprints(event: Event) -> dict[int, tuple[str, ...]]:
    secret = current_app.config["SECRET_KEY"]
    links = db.session.execute(
        db.select(Rsvp.id, Link.nonce).join(Rsvp.link).where(Rsvp.event_id == event.id)
    )
    return {
        number: tuple(map(fingerprint, badge_codes.proofs(secret, number, nonce)))
        for number, nonce in links
    }
