"""Whose badge it is: who came without an address gives one by the code on their badge.

Anybody in the room can read that code. So a typed address gets a letter and nothing else: the badge is
theirs only once that letter was opened and they said yes, and the first who does has it. What they get
then is a page with the name and the role that stand on the badge; an organizer can put it right.
"""

from datetime import datetime, timedelta

from flask_babel import gettext as _

from eventapp import languages
from eventapp.db import db, lock_row
from eventapp.door import presence
from eventapp.errors import Gone
from eventapp.events.models import Event
from eventapp.mail import bounces, outbox
from eventapp.people.models import AddressChange, Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import history, letters
from eventapp.rsvps.addresses import answers_at
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.names import same_name
from eventapp.rsvps.personal import address_changes

# The code stays good for the card of the evening, and for whoever finds the badge in a pocket.
OPEN_FOR = timedelta(days=7)
# So often a day a badge makes this site write to somebody, and not twice to one address within:
A_DAY = 20
ONCE_IN = timedelta(hours=1)


def open_to_all(rsvp: Rsvp, *, now: datetime) -> bool:
    """Whether a badge still waits for its owner: they are in, and no letter reaches them."""
    event = rsvp.event
    return (
        rsvp.going
        and rsvp.person.letterbox is None
        and rsvp.brought_by_id is None
        and event.state == "published"
        and now < event.ends_at + OPEN_FOR
        and presence.is_in(rsvp)
    )


def ask(rsvp: Rsvp, email: str, *, now: datetime) -> None:
    """Write to a typed address whether the badge is theirs; nothing where the badge has an owner.

    Whoever asks learns nothing from the answer.
    """
    if not open_to_all(rsvp, now=now):
        return
    mine = AddressChange.person_id == rsvp.person_id
    asked = db.session.execute(
        db.select(AddressChange.email, AddressChange.created_at).where(
            mine, AddressChange.created_at > now - timedelta(days=1)
        )
    ).all()
    if len(asked) >= A_DAY or any(to == email and at > now - ONCE_IN for to, at in asked):
        return
    until = now + address_changes.OPEN_FOR
    change = address_changes.new(rsvp.person, email, until=until, now=now)
    _write(rsvp, change, email, now=now)


@languages.theirs
def _write(rsvp: Rsvp, change: AddressChange, email: str, *, now: datetime) -> None:
    outbox.post_if_due(
        "badge-owner",
        key=f"badge-owner:{change.nonce}",
        about=f"person:{rsvp.person_id}",
        to=email,
        to_name=rsvp.first_name,
        sender_name=rsvp.event.community.name,
        context={
            "name": rsvp.first_name,
            "community": rsvp.event.community.name,
            "link": outbox.personal_address("preferences.confirm", change.nonce),
        },
        now=now,
        # All of a hall ask over one connection: a letter that is one too many an hour comes later.
        within=timedelta(days=1),
    )


def of_change(change: AddressChange) -> Rsvp | None:
    """The badge that a letter asked about; None for what a guest with an address asked for."""
    if change.person.letterbox is not None:
        return None
    found: Rsvp | None = db.session.scalar(
        db.select(Rsvp)
        .join(Rsvp.event)
        .where(Rsvp.person_id == change.person_id, Rsvp.state == "going")
        .order_by(Event.starts_at.desc(), Rsvp.id.desc())
        .limit(1)
    )
    return found


def take(rsvp: Rsvp, change: AddressChange, *, now: datetime) -> None:
    """Let the badge be theirs who read the letter; the first who says so has it. Later is refused.

    Whoever is known by the address gets the evening to what they have, unless somebody else of that
    address answered for it: then two people share the address.
    """
    rsvps.lock(rsvp.event)
    person = lock_row(Person, change.person_id)
    db.session.refresh(change)
    db.session.refresh(rsvp)
    if not open_to_all(rsvp, now=now) or not address_changes.usable(change, now=now):
        raise Gone(_("This badge has its owner already, or the link has run out."))
    bounces.mend(change.email)
    _forget_others(change, now=now)
    known = db.session.scalar(
        db.select(Person).where(Person.email == change.email, Person.id != person.id)
    )
    if known is None:
        address_changes.make(change, now=now)
        return
    address_changes.use_up(change, now=now)
    held = answers_at(rsvp.event, known)
    names = rsvp.first_name, rsvp.last_name
    if held and not any(same_name(one.first_name, one.last_name, *names) for one in held):
        person.shares = known
        history.note(rsvp, "address", after=change.email, now=now)
        db.session.flush()
        if not rsvp.event.over(now):
            letters.shared(rsvp, position=0, now=now)
        return
    # The one who is in stands: their chair and their check-in hang on it.
    community = rsvp.event.community_id
    merging.merge(known, person, standing={rsvp.id}, community_id=community, by=known, now=now)


def _forget_others(change: AddressChange, *, now: datetime) -> None:
    """What others typed at this badge is none of its owner's business, and opens nothing more."""
    others = db.update(AddressChange).where(
        AddressChange.person_id == change.person_id,
        AddressChange.used_at.is_(None),
        AddressChange.id != change.id,
    )
    db.session.execute(others.values(email="", expires_at=now))
