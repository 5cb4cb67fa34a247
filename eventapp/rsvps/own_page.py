"""What a guest's own page shows beside their answer, and what they do there: other answers, consents."""

from dataclasses import dataclass, replace
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.people import preferences
from eventapp.people.models import Person
from eventapp.rsvps import actions, clashes, history, repeated_answers
from eventapp.rsvps.answers import Answers, change
from eventapp.rsvps.models import GUEST_STATES, LISTED_STATES, Repeat, Rsvp
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.parties import repeated
from eventapp.rsvps.places import Kind, Room, kinds_of
from eventapp.rsvps.standing import needs_of, no_place_for, room_of

CONSENTS = ("show_name", "keep_in_touch")


@dataclass(frozen=True)
class Beside:
    """Whom a guest brings, and the answers of theirs that hold a place elsewhere at the same time."""

    guests: tuple[Rsvp, ...] = ()
    elsewhere: tuple[Rsvp, ...] = ()


_OF_HOST = db.select(Rsvp.id).where(Rsvp.brought_by_id == db.bindparam("host"), parties.COMING)
_READ = db.select(Rsvp).options(db.joinedload(Rsvp.event)).order_by(Rsvp.turn)
_BROUGHT = _READ.where(Rsvp.id.in_(_OF_HOST))
_BESIDE = _READ.where(Rsvp.id.in_(db.union_all(_OF_HOST, clashes.ELSEWHERE)))


def beside(rsvp: Rsvp, repeat: Repeat | None) -> Beside:
    """What stands beside an answer, in one query.

    What else the owner of an address does is told by the links of their letters alone.
    """
    if repeat:
        return Beside(tuple(parties.shown_guests(rsvp, repeat)))
    told = not rsvp.link.from_page and rsvp.state in LISTED_STATES
    if not told and not rsvp.event.most_guests:
        # The page after the form: nobody was brought where nobody may be.
        return Beside()
    asked = {"host": rsvp.id} | (clashes.given(rsvp.person_id, rsvp.event) if told else {})
    found = db.session.scalars(_BESIDE if told else _BROUGHT, asked).all()
    return Beside(
        tuple(one for one in found if one.brought_by_id == rsvp.id),
        tuple(one for one in found if one.brought_by_id != rsvp.id),
    )


def consent(rsvp: Rsvp, repeat: Repeat | None, what: str, *, given: str, now: datetime) -> None:
    """Give one consent of an answer, or take it back; what was given before keeps its moment."""
    before, yes = Answers.of(rsvp), given == "yes"
    name = yes if what == "show_name" else before.show_name
    touch = yes if what == "keep_in_touch" else before.keep_in_touch
    said = replace(before, show_name=name, keep_in_touch=touch)
    if repeat:
        repeated_answers.change(repeat, said)
    else:
        history.note_answers(rsvp, said, now=now)
        change(rsvp, said, now=now)
        if yes and what == "keep_in_touch" and not rsvp.link.from_page:
            # Whoever wants to keep in touch wants the card, too.
            preferences.switch_on(rsvp.person, "card")


def change_answers(rsvp: Rsvp, said: Answers, *, by: Person | None = None, now: datetime) -> None:
    """Keep what a guest changed; whoever waits may get a place by another role, if it is true.

    `by` is who did it for them. Who has a place keeps it. Refused where their new role or stage has none left for them.
    """
    needs = kinds_of(rsvp.source, said.needs)
    matters = needs != needs_of(rsvp) and rsvp.state in GUEST_STATES
    if matters:
        actions.lock(rsvp.event)
        _allow(rsvp, needs, room_of(rsvp.event, now=now))
    history.note_answers(rsvp, said, by=by, now=now)
    change(rsvp, said, now=now)
    if matters:
        db.session.flush()
        actions.promote(rsvp.event, now=now)


def change_typed(repeat: Repeat, said: Answers, *, now: datetime) -> None:
    """The same of what was typed once more, as if it held the place that it seems to have."""
    rsvp = repeated_answers.shown(repeat)
    needs = kinds_of(rsvp.source, said.needs)
    matters = needs != needs_of(rsvp) and rsvp.state in GUEST_STATES
    if matters:
        actions.lock(rsvp.event)
        guests = [one for one in repeated.guests_of(repeat) if one.state == "going"]
        seems = (*needs_of(rsvp), *[Kind()] * len(guests))
        _allow(rsvp, needs, room_of(rsvp.event, now=now).with_guests(seems))
    repeated_answers.change(repeat, said)
    if matters:
        repeated.seem_served(repeat, now=now)


def _allow(rsvp: Rsvp, needs: tuple[Kind, ...], room: Room) -> None:
    if no_place_for(rsvp, needs, room):
        raise Refused(
            _("No place is left for that role or stage. You keep yours as it was.")
            if needs_of(rsvp)
            else _("No place is left in the room. You go on joining online.")
        )
