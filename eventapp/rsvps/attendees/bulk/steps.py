"""One step for many answers at once: done and told what it did, so that it can be looked at first.

A preview does it all and takes it back: it can't say anything else than what happens.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import approvals
from eventapp.rsvps.attendees import actions
from eventapp.rsvps.models import Rsvp

# So many at once: everybody else waits meanwhile.
MOST = 200
# So many names are said; of the others, how many they are.
NAMED = 12


@dataclass(frozen=True)
class Group:
    """Those to whom the same happens."""

    title: str
    names: tuple[str, ...]
    # How many of them get a mail, and what it is.
    mails: int
    mail: str

    @property
    def said(self) -> tuple[str, ...]:
        """The names that are said."""
        return self.names[:NAMED]

    @property
    def more(self) -> int:
        """How many others there are."""
        return max(0, len(self.names) - NAMED)


@dataclass(frozen=True)
class Outcome:
    """What a step does: to those who were chosen, to others, and to whom it does nothing."""

    groups: tuple[Group, ...]
    # Others, who get a place that frees or an offer of one.
    others: Group | None
    # Who is left as they are, and why.
    left: tuple[tuple[str, str], ...]

    @property
    def number(self) -> int:
        """For how many of the chosen something changes."""
        return sum(len(group.names) for group in self.groups)

    @property
    def mark(self) -> str:
        """By which a page is known that showed another outcome."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def approve(rsvp: Rsvp, *, by: Person, now: datetime) -> None:
    """Yes to one who asked; somebody else has no question open."""
    if rsvp.state != "pending":
        raise Refused(_("didn’t ask for a place, or has an answer already"))
    approvals.approve(rsvp, by=by, now=now)


def wait(rsvp: Rsvp, *, by: Person, now: datetime) -> None:
    """To the end of the line."""
    if rsvp.state == "waitlisted":
        raise Refused(_("waits already"))
    actions.move_to_waitlist(rsvp, by=by, now=now)


def take_off(rsvp: Rsvp, *, by: Person, now: datetime) -> None:
    """Off the list."""
    if rsvp.state == "cancelled":
        raise Refused(_("is off the list already"))
    actions.take_off(rsvp, by=by, now=now)


STEPS: Mapping[str, Callable[..., None]] = {
    "approve": approve,
    "waitlist": wait,
    "take_off": take_off,
}


def chosen(event: Event, numbers: Sequence[int]) -> list[Rsvp]:
    """The answers that were chosen, as far as they are of this event, in the order they came."""
    asked = db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.id.in_(numbers))
    return list(
        db.session.scalars(
            asked.options(db.joinedload(Rsvp.person), db.joinedload(Rsvp.link)).order_by(Rsvp.turn)
        )
    )


def run(event: Event, numbers: Sequence[int], what: str, *, by: Person, now: datetime) -> Outcome:
    """Take a step for each of those who were chosen, under the event's lock, and tell what it did."""
    if len(numbers) > MOST:
        raise Refused(_("At most %(most)s people at once: choose fewer.", most=MOST))
    rsvps.lock(event)
    last = db.session.scalar(db.select(db.func.max(Message.id))) or 0
    mine = chosen(event, numbers)
    before = {rsvp.id: rsvp.state for rsvp in mine}
    left: dict[int, str] = {}
    for rsvp in mine:
        try:
            with db.session.begin_nested():
                STEPS[what](rsvp, by=by, now=now)
        except Refused as no:
            left[rsvp.id] = str(no)
    db.session.flush()
    return _outcome(mine, before, left, last)


def _outcome(
    mine: Sequence[Rsvp], before: Mapping[int, str], left: Mapping[int, str], last: int
) -> Outcome:
    written = db.select(Message.about, Message.kind, Message.to_name).where(
        Message.id > last, Message.state != "withdrawn"
    )
    letters = {about: (kind, name) for about, kind, name in db.session.execute(written)}
    groups: defaultdict[tuple[str, str], list[Rsvp]] = defaultdict(list)
    for rsvp in mine:
        if rsvp.id not in left and rsvp.state != before[rsvp.id]:
            kind, _name = letters.get(f"rsvp:{rsvp.id}", ("", ""))
            groups[(rsvp.state, kind)].append(rsvp)
    known = {f"rsvp:{rsvp.id}" for rsvp in mine}
    others = sorted(name for about, (_kind, name) in letters.items() if about not in known)
    titles, mails = state_titles(), mail_words()
    return Outcome(
        tuple(
            Group(
                titles[state],
                tuple(one.name for one in found),
                len(found) if kind else 0,
                mails.get(kind, _("a mail that says so")) if kind else "",
            )
            for (state, kind), found in sorted(groups.items())
        ),
        Group(_("The places that free go to"), tuple(others), len(others), mails["promoted"])
        if others
        else None,
        tuple((rsvp.name, left[rsvp.id]) for rsvp in mine if rsvp.id in left),
    )


def state_titles() -> dict[str, str]:
    """What becomes of those who are in a state now."""
    return {
        "going": _("Get a place"),
        "waitlisted": _("Go onto the waitlist"),
        "pending": _("Wait for an answer"),
        "declined": _("Are declined"),
        "cancelled": _("Are taken off the list"),
    }


def mail_words() -> dict[str, str]:
    """What the letters are that such a step causes."""
    return {
        "approved": _("the calendar invite, with your yes"),
        "promoted": _("the calendar invite"),
        "waitlist": _("their number in the line"),
        "moved": _("a mail that the place was taken back"),
        "goodbye": _("a mail that they are off the list"),
    }
