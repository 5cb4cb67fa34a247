"""Mail that waits for somebody to look at it: whose desk it is on, and what is done with it."""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import history
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies import whose
from eventapp.rsvps.replies.models import GuestMail

SHOWN = 50
_HELD = GuestMail.done_at.is_(None)


def _on_desk(membership: Membership) -> ColumnElement[bool]:
    """Mail about a community's events; what is about none is for the owners of the only community."""
    here = db.exists().where(
        Event.id == GuestMail.event_id, Event.community_id == membership.community_id
    )
    mine: ColumnElement[bool] = here
    if membership.may("owner"):
        another = db.exists().where(Community.id != membership.community_id)
        mine = db.or_(here, db.and_(GuestMail.event_id.is_(None), ~another))
    on_desk: ColumnElement[bool] = db.and_(_HELD, mine)
    return on_desk


def listed(membership: Membership) -> Sequence[GuestMail]:
    """What a member has to look at, the oldest first."""
    found = db.select(GuestMail).where(_on_desk(membership)).order_by(GuestMail.id).limit(SHOWN)
    found = found.options(db.joinedload(GuestMail.event), db.joinedload(GuestMail.rsvp))
    return db.session.scalars(found).all()


def number(membership: Membership) -> int:
    """How many that are."""
    counted = db.select(db.func.count(GuestMail.id)).where(_on_desk(membership))
    return db.session.scalar(counted) or 0


def everywhere() -> Sequence[GuestMail]:
    """All that is held, for whoever runs this site."""
    return db.session.scalars(db.select(GuestMail).where(_HELD).order_by(GuestMail.id)).all()


def count_everywhere() -> int:
    """How many that are."""
    return db.session.scalar(db.select(db.func.count(GuestMail.id)).where(_HELD)) or 0


def find(membership: Membership, wanted: int) -> GuestMail | None:
    """One of those that a member has to look at."""
    found: GuestMail | None = db.session.scalar(
        db.select(GuestMail).where(GuestMail.id == wanted, _on_desk(membership))
    )
    return found


def dismiss(mail: GuestMail, *, by: Person, now: datetime) -> None:
    """Somebody has looked at it. Twice is once."""
    if mail.done_at is None:
        mail.done_at, mail.done_by = now, by


def attribute(
    mail: GuestMail, email: str, *, membership: Membership, by: Person, now: datetime
) -> Rsvp:
    """Say whose it is, by the address on the list: from then on it stands on their page.

    Refused where nobody with that address answered an event of the community.
    """
    rsvp = whose.at_event(mail.event, email) if mail.event else None
    here = membership.community_id
    rsvp = rsvp or whose.nearest(email, now=now, community_id=here)
    if rsvp is None:
        raise Refused(_("Nobody with this address answered one of your events."))
    mail.rsvp, mail.event = rsvp, rsvp.event
    history.note(rsvp, "wrote", after=mail.subject, by=by, now=now)
    dismiss(mail, by=by, now=now)
    return rsvp


def of_guest(rsvp: Rsvp) -> Sequence[GuestMail]:
    """What the guest of an answer wrote, the newest first."""
    theirs = db.select(GuestMail).where(GuestMail.rsvp_id == rsvp.id)
    return db.session.scalars(theirs.order_by(GuestMail.id.desc()).limit(SHOWN)).all()


def forget(email: str) -> int:
    """Delete what came from an address, for whoever is erased; how many mails."""
    gone = db.session.execute(db.delete(GuestMail).where(GuestMail.sender == email.lower()))
    return int(gone.rowcount)  # type: ignore[attr-defined]
