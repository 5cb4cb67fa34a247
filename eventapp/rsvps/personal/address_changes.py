"""Another address for a person: whoever reads its mail says yes, the old one is told and may go back."""

from datetime import datetime, timedelta

from flask import current_app
from flask_babel import gettext as _

from eventapp import languages, tokens
from eventapp.db import db, lock_row
from eventapp.errors import Gone, Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.people.models import AddressChange, Person
from eventapp.rsvps import actions, history, letters
from eventapp.rsvps.models import LISTED_STATES, Rsvp

OPEN_FOR = timedelta(days=2)
# So often a day somebody may ask: what they type makes this site write to it.
A_DAY = 5


def ask(person: Person, email: str, *, now: datetime) -> None:
    """Write to a new address; nothing changes until its mail was read."""
    if email == person.email:
        raise Refused(_("That is the address that you have."))
    asked = db.select(db.func.count(AddressChange.id)).where(
        AddressChange.person_id == person.id, AddressChange.created_at > now - timedelta(days=1)
    )
    if (db.session.scalar(asked) or 0) >= A_DAY:
        raise Refused(_("You have asked for that a few times today. Please try again tomorrow."))
    change = new(person, email, until=now + OPEN_FOR, now=now)
    _write("address-confirm", change, to=email, email=email, now=now)


def new(person: Person, email: str, *, until: datetime, now: datetime) -> AddressChange:
    """An address that was asked for, with the link for whoever reads its mail."""
    nonce = tokens.new_nonce()
    digest = tokens.digest(tokens.derive(current_app.config["SECRET_KEY"], nonce))
    made = {"nonce": nonce, "digest": digest, "created_at": now, "expires_at": until}
    change = AddressChange(person_id=person.id, email=email, **made)
    db.session.add(change)
    db.session.flush()
    return change


def _write(kind: str, change: AddressChange, *, to: str, email: str, now: datetime) -> None:
    with languages.spoken(*change.person.languages, languages.now()):
        outbox.post(
            kind,
            key=f"{kind}:{change.nonce}",
            about=f"person:{change.person_id}",
            to=to,
            to_name=change.person.name,
            sender_name=current_app.config["SITE_NAME"],
            context={
                "name": change.person.first_name,
                "email": email,
                "link": outbox.personal_address("preferences.confirm", change.nonce),
            },
            now=now,
        )


def opened(token: str) -> AddressChange | None:
    """The change that a link of a letter is about, also when it ran out."""
    found: AddressChange | None = db.session.scalar(
        db.select(AddressChange)
        .where(AddressChange.digest == tokens.digest(token))
        .options(db.joinedload(AddressChange.person))
    )
    return found


def usable(change: AddressChange, *, now: datetime) -> bool:
    """Whether a change can still be made."""
    return change.used_at is None and now < change.expires_at


def make(change: AddressChange, *, now: datetime) -> None:
    """Let a person have the address from now on; the old one hears, and gets the way back.

    What is to come is invited anew: calendars know a guest by their address. Twice is refused.
    """
    person = lock_row(Person, change.person_id)
    db.session.refresh(change)
    if not usable(change, now=now):
        raise Gone(
            _("This link was used already or has run out. Ask for another one on your page.")
        )
    taken = db.select(Person.id).where(Person.email == change.email, Person.id != person.id)
    if db.session.scalar(taken) is not None:
        raise Refused(
            _("This address is known here already. The organizers can make one guest out of two.")
        )
    before, person.email = person.email, change.email
    use_up(change, now=now)
    if before:
        back = new(person, before, until=now + AddressChange.BACK_FOR, now=now)
        _write("address-changed", back, to=before, email=change.email, now=now)
    _invite_anew(person, before or "", now=now)


def use_up(change: AddressChange, *, now: datetime) -> None:
    """Its yes was said: the link is used, and whoever asked for other addresses asks anew."""
    change.used_at = now
    older = db.update(AddressChange).where(
        AddressChange.person_id == change.person_id,
        AddressChange.used_at.is_(None),
        AddressChange.id != change.id,
    )
    db.session.execute(older.values(expires_at=now))
    db.session.flush()


def _invite_anew(person: Person, before: str, *, now: datetime) -> None:
    coming = (
        db.select(Rsvp)
        .join(Rsvp.event)
        .where(
            Rsvp.person_id == person.id,
            Rsvp.state.in_(LISTED_STATES),
            Event.ends_at > now,
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
        )
        .order_by(Rsvp.event_id)
    )
    for rsvp in db.session.scalars(coming):
        actions.lock_answer(rsvp)
        history.note(rsvp, "address", before=before, after=person.email or "", now=now)
        if rsvp.going:
            letters.invite(rsvp, kind="invite", now=now)
