"""Guests of a guest: each has a place, a chair and a badge of their own, and may have their own link.

Who brings them decides for all of them whether they wait together or may be split, and whether they
sit at one table or apart. A guest without a name yet is called after who brings them.
"""

from datetime import datetime

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.actions import new_link, sharer
from eventapp.people.models import Link
from eventapp.rsvps import actions, history, invitation_limits, repeated_answers
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import LISTED_STATES, Repeat, Rsvp
from eventapp.rsvps.parties import repeated
from eventapp.rsvps.parties.party import Party, called_after, number_refused, states_of
from eventapp.rsvps.standing import standing

# Who is still coming or waiting.
COMING = Rsvp.state.in_(LISTED_STATES)


def request(
    event: Event, email: str, answers: Answers, party: Party, *, once: str, now: datetime
) -> Link:
    """Answer a yes for a guest and for those whom they bring (`rsvps.actions.request`).

    Who waits together is answered together. The same form twice is once.
    """
    together = party.together
    link = actions.request(event, email, answers, together=together, once=once, now=now)
    if not party.names:
        return link
    host: Rsvp | Repeat | None = db.session.scalar(db.select(Rsvp).filter_by(link_id=link.id))
    host = host or repeated_answers.of_link(link)
    # What was answered before has its guests, or has given them back.
    if isinstance(host, Rsvp) and host.answered_at == now and not guests_of(host):
        bring(host, party, now=now)
    if isinstance(host, Repeat) and host.created_at == now and not repeated.guests_of(host):
        repeated.bring(host, party, now=now)
    return link


def guests_of(host: Rsvp) -> list[Rsvp]:
    """Whom a guest brings and who is still coming or waiting, in the order in which they were named."""
    brought = db.select(Rsvp).where(Rsvp.brought_by_id == host.id, COMING)
    with_names = brought.options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.link))
    return list(db.session.scalars(with_names.order_by(Rsvp.turn)))


def shown_guests(host: Rsvp, repeat: Repeat | None) -> list[Rsvp]:
    """Whom a guest brings as pages show them, also where the answer was only typed once more."""
    if repeat:
        return [repeated_answers.shown(one) for one in repeated.guests_of(repeat)]
    return guests_of(host) if host.brought_by_id is None else []


def bring(host: Rsvp, party: Party, *, now: datetime) -> list[Rsvp]:
    """Put guests of a guest on the list of an event that is locked: their places are by the rules.

    Who waits together waits as long as one of them does; the letters go to who brings them. Refused
    when they are more than the event lets one guest bring, or when the guest has no place or wait.
    """
    if host.brought_by_id or host.state not in LISTED_STATES:
        raise Refused(repeated.only_guests())
    before = guests_of(host)
    if no := number_refused(len(before) + len(party.names), host.event.most_guests):
        raise Refused(no)
    host.waits_together, host.sits_together = party.waits_together, party.sits_together
    for guest in before:
        guest.waits_together, guest.sits_together = party.waits_together, party.sits_together
    held = standing(host.event, now=now)
    states = states_of(host.state, party, held)
    guests = [
        _guest(host, *name, state=state, turn=held.next_turn + n, now=now)
        for n, (name, state) in enumerate(zip(party.names, states, strict=True))
    ]
    invitation_limits.hold(host, guests)
    return guests


def _guest(
    host: Rsvp, first_name: str, last_name: str, *, state: str, turn: int, now: datetime
) -> Rsvp:
    first_name = first_name or called_after(host.first_name)
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
    history.note_first(guest, now=now)
    return guest


def renew_links(host: Rsvp, *, now: datetime) -> None:
    """New links for a guest and those whom they bring; what went to the wrong address opens nothing."""
    for link in (host.link, *repeated_answers.links_beside(host)):
        link.revoked_at = now
    brought = db.select(Rsvp).where(Rsvp.brought_by_id == host.id)
    for one in (host, *db.session.scalars(brought.options(db.joinedload(Rsvp.person)))):
        one.link = new_link("rsvp", one.person, now=now)
    db.session.flush()


def unnamed(guest: Rsvp) -> bool:
    """Whether the name of one who is brought is still to follow."""
    host = guest.brought_by
    after = called_after(host.first_name) if host else None
    return guest.first_name == after and not guest.last_name


def choose(host: Rsvp, *, waits_together: bool, sits_together: bool, now: datetime) -> None:
    """Choose for all of a party how they wait and sit; who may be split now may get a place.

    Refused for one of those who are brought.
    """
    if host.brought_by_id:
        raise Refused(repeated.only_who_brings())
    actions.lock(host.event)
    for one in (host, *guests_of(host)):
        one.waits_together, one.sits_together = waits_together, sits_together
        one.changed_at = now
    db.session.flush()
    actions.promote(host.event, now=now)


def call(guest: Rsvp, first_name: str, last_name: str, *, now: datetime) -> None:
    """Give one who is brought the name that was to follow, or another one."""
    host = guest.brought_by
    guest.first_name = first_name or (called_after(host.first_name) if host else guest.first_name)
    guest.last_name, guest.changed_at = last_name, now
