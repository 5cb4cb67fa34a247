"""Guests of a guest: each has a place, a chair and a badge of their own, and may have their own link.

Who brings them decides for all of them whether they wait together or may be split, and whether they
sit at one table or apart. A guest without a name yet is called after who brings them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.actions import new_link, sharer
from eventapp.rsvps import actions
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.places import Kind
from eventapp.rsvps.standing import Standing, standing


@dataclass(frozen=True)
class Party:
    """Whom a guest brings, by first and last name (empty: to follow), and what holds for all."""

    names: tuple[tuple[str, str], ...] = ()
    waits_together: bool = True
    sits_together: bool = False


def guests_of(host: Rsvp) -> list[Rsvp]:
    """Whom a guest brings and who is still coming or waiting, in the order in which they were named."""
    brought = db.select(Rsvp).where(
        Rsvp.brought_by_id == host.id, Rsvp.state.in_(("going", "waitlisted", "pending"))
    )
    with_names = brought.options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.link))
    return list(db.session.scalars(with_names.order_by(Rsvp.turn)))


def bring(host: Rsvp, party: Party, *, now: datetime) -> list[Rsvp]:
    """Put guests of a guest on the list of an event that is locked: their places are by the rules.

    Who waits together waits as long as one of them does; the letters go to who brings them. Refused
    when they are more than the event lets one guest bring, or when the guest has no place or wait.
    """
    if host.brought_by_id or host.state not in {"going", "waitlisted", "pending"}:
        raise Refused(_("Only a guest who comes or waits can bring somebody."))
    most, before = host.event.most_guests, guests_of(host)
    if len(before) + len(party.names) > most:
        raise Refused(
            ngettext(
                "You can bring one person to this event.",
                "You can bring up to %(num)s people to this event.",
                most,
            )
            if most
            else _("Guests of guests aren’t expected at this event.")
        )
    host.waits_together, host.sits_together = party.waits_together, party.sits_together
    for guest in before:
        guest.waits_together, guest.sits_together = party.waits_together, party.sits_together
    held = standing(host.event, now=now)
    states = _states(host, party, held)
    return [
        _guest(host, *name, state=state, turn=held.next_turn + n, now=now)
        for n, (name, state) in enumerate(zip(party.names, states, strict=True))
    ]


def _states(host: Rsvp, party: Party, held: Standing) -> list[str]:
    number = len(party.names)
    if host.state != "going":
        return [host.state] * number
    if party.waits_together:
        return [held.answer([Kind()] * number)] * number
    found: list[str] = []
    for _name in party.names:
        state = held.answer([Kind()]) if "waitlisted" not in found else "waitlisted"
        if state == "going":
            held = held.with_guests([Kind()])
        found.append(state)
    return found


def _guest(
    host: Rsvp, first_name: str, last_name: str, *, state: str, turn: int, now: datetime
) -> Rsvp:
    first_name = first_name or _("Guest of %(name)s", name=host.first_name)
    person = sharer(host.person, first_name=first_name, last_name=last_name, now=now)
    guest = Rsvp(
        event=host.event,
        person=person,
        link=new_link("rsvp", person, now=now),
        brought_by=host,
        waits_together=host.waits_together,
        sits_together=host.sits_together,
        state=state,
        source=host.source,
        first_name=first_name,
        last_name=last_name,
        turn=turn,
        created_at=now,
        changed_at=now,
    )
    db.session.add(guest)
    db.session.flush()
    return guest


def kinds(party: Party) -> Sequence[Kind]:
    """What the rules about places look at of those who are brought: nothing is known of them yet."""
    return [Kind()] * len(party.names)


def leave_together(host: Rsvp, *, now: datetime) -> None:
    """Give back the places of everybody whom a guest brought; the line is served afterwards."""
    for guest in guests_of(host):
        actions.end(guest, now=now)
