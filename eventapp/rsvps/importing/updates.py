"""What a list says otherwise of who is on the list: taken over, sent elsewhere, or taken off."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.actions import person_of
from eventapp.people.models import Person
from eventapp.rsvps import actions, history, letters
from eventapp.rsvps.history import Step
from eventapp.rsvps.importing.matching import Change, Match
from eventapp.rsvps.importing.new_people import chunks
from eventapp.rsvps.importing.summary import Brought
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.parties import actions as parties


def take_off(numbers: Sequence[int], *, now: datetime) -> Brought:
    """Give back the places of who doesn't come any more, as the list says."""
    for rsvp in answers(numbers).values():
        actions.cancel(rsvp, step=Step(why=_("A list said so.")), now=now)
    return Brought(off=len(numbers))


def take_over(event: Event, changed: Sequence[Match], *, now: datetime) -> Brought:
    """Change what only lists and the desk said of people."""
    rsvps = answers([one.held.id for one in changed])
    roles = {role.name: role.id for role in event.roles}
    for one in changed:
        _note(rsvps[one.held.id], one.changes, now=now)
        _rewrite(rsvps[one.held.id], one.changes, roles)
        rsvps[one.held.id].changed_at = now
    return Brought(changed=len(changed))


def readdress(event: Event, mended: Sequence[Match], *, now: datetime) -> Brought:
    """The same, at a mended address; whoever was written to at the old one is written to there."""
    take_over(event, mended, now=now)
    rsvps = answers([one.held.id for one in mended])
    about = [f"rsvp:{number}" for number in rsvps]
    told = set(db.session.scalars(db.select(Message.about).where(Message.about.in_(about))))
    for one in mended:
        _readdress(rsvps[one.held.id], one, now=now)
    served = event.serves_waitlist(now)
    again = [
        rsvp for rsvp in rsvps.values() if f"rsvp:{rsvp.id}" in told and (rsvp.going or served)
    ]
    if event.state != "published" or event.over(now):
        again = []
    positions = {rsvp.id: actions.position(rsvp) for rsvp in again}
    return Brought(mended=len(mended), letters=letters.post_first(again, positions, now=now))


def _note(rsvp: Rsvp, changes: Sequence[Change], *, now: datetime) -> None:
    why = _("A list said so.")
    for one in changes:
        if one.field in {"role", "email"}:
            what = "role" if one.field == "role" else "address"
            history.note(rsvp, what, before=one.was, after=one.becomes, why=why, now=now)
    others = [one.field for one in changes if one.field not in {"role", "email"}]
    history.note_others(rsvp, others, why=why, now=now)


def _rewrite(rsvp: Rsvp, changes: Sequence[Change], roles: Mapping[str, int]) -> None:
    said = {change.field: change.becomes for change in changes}
    for line, kind_of in (("ask", Ask), ("offer", Offer)):
        text, kind = said.pop(line, ""), said.pop(f"{line}_kind", "")
        if text or kind:
            kept = getattr(rsvp, line) or kind_of(kind="advice")
            kept.text, kept.kind = text or kept.text, kind or kept.kind
            setattr(rsvp, line, kept)
    if role := said.pop("role", ""):
        rsvp.role_id = roles[role]
    for name in said.keys() - {"email"}:
        setattr(rsvp, name, said[name])


def _readdress(rsvp: Rsvp, one: Match, *, now: datetime) -> None:
    """Give an answer to whoever has the mended address; nobody's record gets another address.

    What was under the old one stays there, and the link that went there opens nothing any more.
    """
    outbox.withdraw(f"rsvp:{rsvp.id}")
    rsvp.person = person_of(
        one.entry.email, first_name=one.entry.first_name, last_name=one.entry.last_name, now=now
    )
    parties.renew_links(rsvp, now=now)
    db.session.flush()


def answers(numbers: Sequence[int]) -> dict[int, Rsvp]:
    """Answers by their number, with all that letters and lists ask of them."""
    wanted = (
        db.joinedload(Rsvp.ask),
        db.joinedload(Rsvp.offer),
        db.joinedload(Rsvp.link),
        db.joinedload(Rsvp.person).joinedload(Person.shares),
    )
    return {
        rsvp.id: rsvp
        for part in chunks(numbers)
        for rsvp in db.session.scalars(db.select(Rsvp).where(Rsvp.id.in_(part)).options(*wanted))
    }
