"""What an organizer decides about a guest: yes, no, a place; by the actions of the list of people."""

from typing import Any

from werkzeug.datastructures import MultiDict

from eventapp.api import fields
from eventapp.api.operations import Call, Reply, operation
from eventapp.api.rsvp_shapes import RsvpShown
from eventapp.api.rsvps import held, replied, rsvp_of
from eventapp.rsvps import approvals
from eventapp.rsvps.attendees.forms import ReasonForm


@operation(
    "POST", "/rsvps/<int:rsvp>/approval", scope="rsvps:write", group="RSVPs", answers=RsvpShown,
    reads=held, noted="rsvps_desk.approve",
)  # fmt: skip
def approve(call: Call) -> Reply:
    """Say yes to one who asked.

    They get a place by the rules, or one in the queue, as do those whom they bring, and are told. Whoever
    isn't `pending` stays as they are.
    """
    rsvp = rsvp_of(call)
    approvals.approve(rsvp, by=call.by, now=call.now)
    return replied(rsvp)


@operation(
    "POST", "/rsvps/<int:rsvp>/refusal", scope="rsvps:write", group="RSVPs", answers=RsvpShown,
    reads=held, noted="rsvps_desk.decline",
)  # fmt: skip
def decline(call: Call) -> Reply:
    """Say no to one who asked or waits.

    They get one kind letter, and so end the answers of those whom they bring. Twice is once. Who has a
    place is taken off instead.
    """
    rsvp = rsvp_of(call)
    approvals.decline(rsvp, by=call.by, now=call.now)
    return replied(rsvp)


def place_body() -> dict[str, Any]:
    """Why somebody gets a place."""
    form = ReasonForm(formdata=None, meta={"csrf": False})
    return fields.body({"why": fields.schema(form.why)}) | {"required": ["why"]}


@operation(
    "POST", "/rsvps/<int:rsvp>/place", scope="rsvps:write", group="RSVPs", answers=RsvpShown,
    body=place_body, reads=held, noted="rsvps_desk.give_place",
)  # fmt: skip
def give_place(call: Call) -> Reply:
    """Give a place to one who asked or waits.

    Whatever the line and the rules say; who gave it and why is kept with it, for the organizers. They
    are told. Twice is once.
    """
    rsvp = rsvp_of(call)
    form = ReasonForm(formdata=MultiDict(call.body), meta={"csrf": False})
    if not form.validate():
        raise fields.refuse(form, {}, ("why",))
    approvals.give_a_place(rsvp, by=call.by, why=form.why.data or "", now=call.now)
    return replied(rsvp)
