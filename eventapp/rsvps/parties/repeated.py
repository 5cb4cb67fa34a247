"""Guests of a guest whose answer was typed once more: they look like any other, and hold nothing."""

from dataclasses import asdict
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people.actions import new_link
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.models import Repeat
from eventapp.rsvps.parties.party import Party, called_after, number_refused, states_of
from eventapp.rsvps.places import Kind
from eventapp.rsvps.standing import standing


def guests_of(host: Repeat) -> list[Repeat]:
    """Whom a guest brings and who hasn't given the place back, in the order they were named."""
    brought = db.select(Repeat).where(Repeat.brought_by_id == host.id, Repeat.state != "cancelled")
    return list(db.session.scalars(brought.options(db.joinedload(Repeat.link)).order_by(Repeat.id)))


def only_guests() -> str:
    """Who may bring somebody."""
    return _("Only a guest who comes or waits can bring somebody.")


def only_who_brings() -> str:
    """Who may choose for a party."""
    return _("Only the guest who brings you chooses how all of you wait and sit.")


def bring(host: Repeat, party: Party, *, now: datetime) -> list[Repeat]:
    """What bringing these would have become (`actions.bring`)."""
    if host.brought_by_id or host.state == "cancelled":
        raise Refused(only_guests())
    before = guests_of(host)
    if no := number_refused(len(before) + len(party.names), host.event.most_guests):
        raise Refused(no)
    choose(host, waits_together=party.waits_together, sits_together=party.sits_together)
    # None of these holds a place: they are counted as if they did.
    mine = Answers(**host.answers).needs
    held = standing(host.event, now=now).with_guests([*mine, *[Kind()] * len(before)])
    states = states_of(host.state, party, held)
    brought = []
    for (first_name, last_name), state in zip(party.names, states, strict=True):
        first_name = first_name or called_after(str(host.answers["first_name"]))
        guest = Repeat(
            event=host.event,
            first=host.first,
            link=new_link("rsvp", host.first.person, now=now),
            brought_by=host,
            waits_together=host.waits_together,
            sits_together=host.sits_together,
            state=state,
            answers=asdict(Answers(first_name, last_name)),
            turn=host.turn,
            created_at=now,
        )
        db.session.add(guest)
        db.session.flush()
        brought.append(guest)
    return brought


def choose(host: Repeat, *, waits_together: bool, sits_together: bool) -> None:
    """Choose for all of a party how they wait and sit; refused for one of those who are brought."""
    if host.brought_by_id:
        raise Refused(only_who_brings())
    for one in (host, *guests_of(host)):
        one.waits_together, one.sits_together = waits_together, sits_together


def seem_served(repeat: Repeat, *, now: datetime) -> None:
    """What was typed once more waits for something else now: it seems to get a place that is free."""
    host, event = repeat.brought_by or repeat, repeat.event
    if not event.gives_out_places(now) or event.waitlist_mode == "offer":
        return
    waiting = [one for one in (host, *guests_of(host)) if one.state == "waitlisted"]
    for group in [waiting] if host.waits_together else [[one] for one in waiting]:
        needs = [kind for one in group for kind in Answers(**one.answers).needs]
        seated = [one for one in (host, *guests_of(host)) if one.state == "going"]
        theirs = [kind for one in seated for kind in Answers(**one.answers).needs]
        if standing(event, now=now).with_guests(theirs).answer(needs) == "going":
            for one in group:
                one.state = "going"
            db.session.flush()


def call(guest: Repeat, first_name: str, last_name: str) -> None:
    """Give one who is brought a name."""
    host = guest.brought_by
    first_name = first_name or (called_after(str(host.answers["first_name"])) if host else "")
    guest.answers = guest.answers | {"first_name": first_name, "last_name": last_name}
