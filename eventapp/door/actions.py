"""Someone comes in, is let in without having answered, or was not meant to be checked in."""

from dataclasses import replace
from datetime import datetime

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy.dialects import postgresql, sqlite

from eventapp import tokens
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door import badge_codes, places_left, presence, reports
from eventapp.door.models import Arrival, DoorPass, Staff, hands
from eventapp.door.standing import standing
from eventapp.encounters import ledger
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.outbox import address_of
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import history, letters
from eventapp.rsvps.addresses import Owner, owner
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.history import Step
from eventapp.rsvps.models import Rsvp
from eventapp.seating import actions as seating
from eventapp.seating import plans
from eventapp.seating.engine import Clash
from eventapp.seating.models import Seat, Table


class NoPlace(Refused):
    """No place is free for a walk-in; whoever stands at the door may let them in all the same."""


def arrive(rsvp: Rsvp, *, by: Staff, now: datetime) -> bool:
    """Check a guest in; False when somebody did already. Twice is once, at two doors too.

    Whoever has no seat in a round to come of the published plan, or one at a closed table, gets a
    free chair there, beside somebody. Raises Refused for a guest without a place.
    """
    may_come_in(rsvp)
    reports.note(rsvp, "in", by=by, now=now)
    member, lent = hands(by)
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    written = db.session.scalar(
        insert(Arrival)
        .values(rsvp_id=rsvp.id, arrived_at=now, by_id=member, by_pass_id=lent)
        .on_conflict_do_nothing(index_elements=["rsvp_id"])
        .returning(Arrival.id)
    )
    first = written is not None
    if first:
        ledger.changed(rsvp.event_id, now=now)
        presence.tell(rsvp, "arrival.checked_in", at=now, now=now)
        _find_a_chair(rsvp, now=now)
    return first


def may_come_in(rsvp: Rsvp) -> None:
    """Hold the event, and raise Refused for a guest without a place or an event that is called off."""
    shown = rsvp.event.published_at or rsvp.event.example
    if not shown or rsvp.event.cancelled_at:
        raise Refused(_("This event takes nobody in: it isn’t published, or it was called off."))
    # A place that is given back at this moment must not leave a check-in behind.
    rsvps.lock(rsvp.event)
    db.session.refresh(rsvp, ["state"])
    if not rsvp.going:
        raise Refused(_("%(name)s has no place tonight.", name=rsvp.name))


def settle(rsvp: Rsvp, *, now: datetime) -> Arrival | None:
    """Let the check-in be what all the doors' presses say together, under the event's lock.

    Whoever is newly in gets a chair in the rounds to come, as with `arrive`.
    """
    ledger.changed(rsvp.event_id, now=now)
    kept = db.session.scalar(db.select(Arrival).where(Arrival.rsvp_id == rsvp.id))
    stands = standing(reports.presses(rsvp, kept))
    if stands is None:
        if kept:
            db.session.delete(kept)
            presence.tell(rsvp, "arrival.undone", now=now)
            db.session.flush()
        return None
    arrival = kept or Arrival(rsvp_id=rsvp.id)
    arrival.arrived_at = stands.at.replace(microsecond=0)
    arrival.by_id, arrival.by_pass_id = stands.by
    db.session.add(arrival)
    db.session.flush()
    if kept is None:
        presence.tell(rsvp, "arrival.checked_in", at=arrival.arrived_at, now=now)
        _find_a_chair(rsvp, now=now)
    return arrival


def undo(event: Event, rsvp_id: int, *, by: Staff, now: datetime) -> bool:
    """Take a check-in back; False when there was none. The seat stays theirs."""
    rsvps.lock(event)
    ledger.changed(event.id, now=now)
    here = db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.id == rsvp_id)
    if rsvp := db.session.scalar(here):
        reports.note(rsvp, "out", by=by, now=now)
    here = here.with_only_columns(Rsvp.id)
    gone = db.session.execute(
        db.delete(Arrival)
        .where(Arrival.rsvp_id.in_(here))
        .execution_options(synchronize_session=False)
    )
    if rsvp and gone.rowcount:  # type: ignore[attr-defined]
        presence.tell(rsvp, "arrival.undone", now=now)
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def walk_in(
    event: Event,
    *,
    first_name: str,
    last_name: str,
    role_id: int,
    email: str,
    once: str,
    by: Staff,
    now: datetime,
    returning: Rsvp | None = None,
    anyway: bool = False,
) -> Rsvp:
    """Let someone in who is not on the list: a place, a chair, checked in. The same form is once.

    An address is optional; with one the invite with the personal link goes to it. Whoever turns
    out to have a place is simply checked in; `returning` is a guest who cancelled and came anyway.
    Raises NoPlace when none is free for them, unless they are let in `anyway`: that is kept, with
    who did it, and whoever waits keeps their number.
    """
    rsvps.lock(event)
    mark = tokens.digest(once)
    sent: Rsvp | None = db.session.scalar(
        db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.once == mark)
    )
    if sent:
        arrive(sent, by=by, now=now)
        return sent
    if not event.open_at_door(now):
        raise Refused(_("This event takes nobody in any more."))
    held = _who(event, email, first_name, last_name, returning, now=now)
    if held.rsvp and held.rsvp.going:
        arrive(held.rsvp, by=by, now=now)
        return held.rsvp
    said = _answers(returning, first_name=first_name, last_name=last_name, role_id=role_id)
    why = places_left.none_left(event, now=now)
    rsvp = rsvps.admit(event, held.person, said, source="door", letter=None, now=now)
    if not rsvp.going:
        if not anyway:
            raise NoPlace(why)
        history.note_step(rsvp, _override(by, why), "going", now=now)
        rsvp.state = "going"
    letters.post_first([rsvp], {}, now=now)
    rsvp.once = mark
    arrive(rsvp, by=by, now=now)
    return rsvp


def _override(by: Staff, why: str) -> Step:
    if isinstance(by, DoorPass):
        said = _("Let in at the door by %(who)s. %(why)s", who=by.name, why=why)
        return Step("override", why=said)
    return Step("override", by, why=_("Let in at the door. %(why)s", why=why))


def code_of(rsvp: Rsvp, plan_version: int | None = None) -> str:
    """The code in the QR of a guest's badge, with the version of the plan whose tables are on it."""
    secret = current_app.config["SECRET_KEY"]
    return badge_codes.code(secret, rsvp.id, rsvp.link.nonce, plan=plan_version or 0)


def badge_address(rsvp: Rsvp, plan_version: int | None = None) -> str:
    """What the QR of a guest's badge holds: the code's whole address, in capitals to be small."""
    return badge_codes.in_capitals(address_of("door.scan", code=code_of(rsvp, plan_version)))


def rsvp_of_code(text: str) -> Rsvp | None:
    """Whose badge a code is on, with event, community and link; None for every kind of miss."""
    said = badge_codes.read(text)
    if said is None:
        return None
    rsvp = db.session.scalar(
        db.select(Rsvp)
        .join(Rsvp.event)
        .join(Event.community)
        .options(
            db.joinedload(Rsvp.link),
            db.contains_eager(Rsvp.event).contains_eager(Event.community),
        )
        .where(Rsvp.id == said.rsvp_id, Community.closed_at.is_(None))
    )
    secret = current_app.config["SECRET_KEY"]
    nonce = rsvp.link.nonce if rsvp else ""
    return rsvp if badge_codes.fits(said, secret, nonce) and rsvp else None


def _find_a_chair(rsvp: Rsvp, *, now: datetime) -> None:
    plan, first = plans.published(rsvp.event), rsvp.event.evening(now).next
    if plan is None or first > plan.rounds:
        return
    seated = (
        db.select(db.func.count(Seat.id))
        .join(Seat.table)
        .where(
            Seat.plan_id == plan.id,
            Seat.rsvp_id == rsvp.id,
            Seat.round >= first,
            db.func.coalesce(Table.closed_from, plan.rounds + 1) > Seat.round,
        )
    )
    if db.session.scalar(seated) == plan.rounds - first + 1:
        return
    try:
        seating.seat_newcomer(plan, rsvp, first_round=first, gone=_gone(rsvp.event))
    except Clash:
        # Whoever stands at the door comes in, whatever the rules of the tables say.
        return


def _gone(event: Event) -> set[tuple[int, int]]:
    """Who has left or will have: (round, RSVP id) for each round that they don't stay for."""
    leaving = (
        db.select(Arrival.rsvp_id, Arrival.last_round)
        .join(Arrival.rsvp)
        .where(Rsvp.event_id == event.id, Arrival.last_round.is_not(None))
    )
    return {
        (number, who)
        for who, last in db.session.execute(leaving)
        for number in range(last + 1, event.rounds + 1)
    }


def _who(
    event: Event,
    email: str,
    first_name: str,
    last_name: str,
    returning: Rsvp | None,
    *,
    now: datetime,
) -> Owner:
    if returning:
        return Owner(returning.person, returning)
    if email:
        return owner(event, email, first_name=first_name, last_name=last_name, now=now)
    person = Person(email=None, first_name=first_name, last_name=last_name, created_at=now)
    db.session.add(person)
    db.session.flush()
    return Owner(person, None)


def _answers(known: Rsvp | None, *, first_name: str, last_name: str, role_id: int) -> Answers:
    """What was said at the door, and what was said before by a guest whom the list showed."""
    if known is None:
        return Answers(first_name=first_name, last_name=last_name, role_id=role_id)
    last_name = last_name or known.last_name
    return replace(Answers.of(known), first_name=first_name, last_name=last_name, role_id=role_id)
