"""Two who were introduced, as long as both may hear of each other."""

from dataclasses import dataclass

from eventapp.db import db
from eventapp.followups.consent import agrees
from eventapp.followups.models import Connection, Nudge, SharedContact
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Pair:
    """The two of an introduction, each by the answer with which they share something."""

    connection: Connection
    low: Rsvp
    high: Rsvp

    @property
    def both(self) -> tuple[Rsvp, Rsvp]:
        """The two, in the order of their numbers."""
        return self.low, self.high

    def other(self, rsvp: Rsvp) -> Rsvp:
        """The one who isn't this one."""
        return self.high if rsvp.id == self.low.id else self.low


def pair(connection: Connection) -> Pair | None:
    """The two of an introduction who may hear of each other; None once either may not.

    Asked when a page is opened, when a time is chosen, and again when each letter leaves.
    """
    both = {rsvp.person_id: rsvp for rsvp in answers_of(connection)}
    if len(both) < 2 or not all(map(agrees, both.values())):
        return None
    return Pair(connection, both[connection.low_id], both[connection.high_id])


def answers_of(connection: Connection) -> list[Rsvp]:
    """The answers with which the two share something, in their order and as they are now.

    Two who met by the board may have answered to different events: the event of the introduction doesn't
    tell whose they are.
    """
    found = (
        db.select(Rsvp)
        .join(SharedContact, SharedContact.rsvp_id == Rsvp.id)
        .where(SharedContact.connection_id == connection.id)
        .order_by(Rsvp.id)
    )
    fresh = found.options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.link))
    return list(db.session.scalars(fresh.execution_options(populate_existing=True)))


def ended(connection: Connection) -> bool:
    """Whether one of the two wants no more letters about the other; nobody is told which."""
    said = db.select(Nudge.id).where(
        Nudge.connection_id == connection.id, Nudge.answer == "no_more"
    )
    return db.session.scalar(said.limit(1)) is not None


def connection_of(rsvp: Rsvp, number: int) -> Connection | None:
    """An introduction in which a guest shares something by this answer, by its number; None when it isn't theirs."""
    found: Connection | None = db.session.scalar(
        db.select(Connection)
        .join(SharedContact, SharedContact.connection_id == Connection.id)
        .where(Connection.id == number, SharedContact.rsvp_id == rsvp.id)
    )
    return found


def shared_by(connection: Connection, rsvp: Rsvp) -> SharedContact | None:
    """What one of the two chose to share with the other."""
    found: SharedContact | None = db.session.scalar(
        db.select(SharedContact).where(
            SharedContact.connection_id == connection.id, SharedContact.rsvp_id == rsvp.id
        )
    )
    return found


def address_of(connection: Connection, rsvp: Rsvp) -> str | None:
    """The address of one of the two, where they chose to share it with the other."""
    shared = shared_by(connection, rsvp)
    return rsvp.person.email if shared and shared.by_mail else None
