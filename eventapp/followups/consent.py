"""Who may see a guest's address, number and link.

Another guest: when each ticked the other on their card (`mutual`; what comes of it is a `Connection`),
just what the owner chose for them (`Chosen`, kept as a `SharedContact`), and only while both agree:
that is asked again when the letter leaves (`delivery_checks.introduction_still_agreed`) and when a
page shows it (`actions.connections_of`, `meetings.pairs.pair`). An introduction that is stopped keeps
no `SharedContact`, so nothing is shown with it.
Those who organize in the community see the address on their pages; the door shows none. Nobody but
its owner sees a number or a link.
"""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from eventapp.db import db
from eventapp.followups.models import SharedContact, Wish
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Chosen:
    """What one guest writes to another and shares with them if it is mutual; empty is not shared."""

    note: str = ""
    by_mail: bool = True
    phone: str = ""
    web: str = ""

    @property
    def something(self) -> bool:
        """Whether the other could reach them at all."""
        return bool(self.by_mail or self.phone or self.web)


NOTHING = Chosen(by_mail=False)


def chosen_in(kept: Wish | SharedContact | None) -> Chosen:
    """What was chosen for somebody, as a tick or a connection keeps it; without one nothing was."""
    if kept is None:
        return NOTHING
    return Chosen(note=kept.note, by_mail=kept.by_mail, phone=kept.phone, web=kept.web)


def keep_chosen(kept: Wish | SharedContact, chosen: Chosen) -> None:
    """Have a tick or a connection keep what was chosen for somebody."""
    kept.note, kept.by_mail = chosen.note, chosen.by_mail
    kept.phone, kept.web = chosen.phone, chosen.web


def mutual(wishes: Collection[tuple[int, int]]) -> set[tuple[int, int]]:
    """The pairs who wished for each other, the lower key first; one-sided wishes leave no trace."""
    wished = set(wishes)
    return {(one, other) for one, other in wished if one < other and (other, one) in wished}


def agrees(rsvp: Rsvp) -> bool:
    """Whether a guest may be named on cards: a yes to keeping in touch that still stands.

    Without an address nobody can be introduced, so nobody is asked to tick them.
    """
    return rsvp.going and rsvp.keep_in_touch_at is not None and rsvp.person.email is not None


def agreeing() -> ColumnElement[bool]:
    """The same of whoever a query is about, by their answer and their person."""
    yes: ColumnElement[bool] = db.and_(
        Rsvp.state == "going", Rsvp.keep_in_touch_at.is_not(None), Person.email.is_not(None)
    )
    return yes
