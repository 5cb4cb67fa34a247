"""What webhooks say of an answer: its number, its state and its role. Nobody's name, address or words."""

from datetime import datetime

from eventapp.events import webhook_data
from eventapp.rsvps.models import Rsvp

# What becomes of an answer, by the state it comes to; from the line to a place is something of its own.
KINDS = {
    state: f"rsvp.{state}" for state in ("going", "waitlisted", "pending", "cancelled", "declined")
}
WAITS = {"waitlisted", "pending"}


def began(rsvp: Rsvp, *, now: datetime) -> None:
    """Tell of an answer that is new, or taken up again."""
    post(rsvp, KINDS[rsvp.state], state=rsvp.state, now=now)


def stepped(rsvp: Rsvp, before: str, after: str, *, now: datetime) -> None:
    """Tell of an answer that comes to another state; of anything else that is noted, nothing."""
    if before in KINDS and after in KINDS and before != after:
        promoted = after == "going" and before in WAITS
        post(rsvp, "rsvp.promoted" if promoted else KINDS[after], state=after, now=now)


def changed(rsvp: Rsvp, *, role: str | None = None, now: datetime) -> None:
    """Tell that what somebody answered is another; `role` is what they come as from now on."""
    post(rsvp, "rsvp.changed", state=rsvp.state, role=role, now=now)


def post(
    rsvp: Rsvp, kind: str, *, state: str, role: str | None = None, now: datetime, **more: object
) -> None:
    """Tell who wants to hear of an answer, with what `more` it is about."""
    if rsvp.event.community.webhooks:
        held = (rsvp.role.name if rsvp.role else "") if role is None else role
        webhook_data.post(rsvp.event, kind, now=now, rsvp=said(rsvp.id, state, held), **more)


def said(number: int, state: str, role: str) -> dict[str, object]:
    """An answer as payloads have it."""
    return {"id": number, "state": state, "role": role}
