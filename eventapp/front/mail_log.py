"""The letters about one community's guests: counted, listed, tried again."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import g
from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import bounces, domains, forgetting, heartbeat, reasons
from eventapp.mail.models import Message, ReceivingDomain
from eventapp.role_marks import GUEST
from eventapp.rsvps.letters import REPLACED
from eventapp.rsvps.models import Rsvp

SHOWN = 100
# What did not reach a guest: the server refused it, or took it and gave it back.
BACK = ("failed", "bounced")


@dataclass(frozen=True)
class Line:
    """One letter in the log."""

    id: int
    kind: str
    name: str
    to: str
    mark: int
    state: str
    at: datetime
    trouble: str
    # What the server itself said.
    words: str


@dataclass(frozen=True)
class OurTrouble:
    """What keeps mail from leaving and isn't about a letter: since when, why, and whether all of it waits."""

    since: datetime
    why: str
    all_wait: bool


def our_trouble() -> OurTrouble | None:
    """What whoever runs this site has to mend before mail leaves; None while it does."""
    return _told(domains.our_trouble())


def kept_back(now: datetime) -> dict[str, OurTrouble | datetime | None]:
    """What pages say of mail that doesn't leave, asked at once: the same, and since when nobody sends any."""
    one = db.select(db.literal(1).label("one")).subquery()
    asked = (
        db.select(heartbeat.letters_wait_since(now), ReceivingDomain)
        .select_from(one)
        .outerjoin(ReceivingDomain, domains.REFUSED)
        .order_by(domains.KEPT.c.name)
    )
    rows = db.session.execute(asked).all()
    trouble = _told(domains.ours(domain for _since, domain in rows if domain))
    return {"our_trouble": trouble, "letters_wait_since": rows[0][0]}


def _told(found: ReceivingDomain | None) -> OurTrouble | None:
    if found is None or found.since is None:
        return None
    return OurTrouble(
        found.since, reasons.ours(found.trouble or ""), found.name == domains.OUR_SERVER
    )


def _about_rsvp() -> ColumnElement[bool]:
    about: ColumnElement[str] = db.literal("rsvp:").concat(db.cast(Rsvp.id, db.String))
    return Message.about == about


def counts(events: Sequence[Event]) -> dict[int, Counter[str]]:
    """How many letters of each event are in each state."""
    rows = db.session.execute(
        db.select(Rsvp.event_id, Message.state, db.func.count(Message.id))
        .join(Message, _about_rsvp())
        .where(Rsvp.event_id.in_([event.id for event in events]))
        .group_by(Rsvp.event_id, Message.state)
    )
    found: dict[int, Counter[str]] = {event.id: Counter() for event in events}
    for event_id, state, number in rows:
        found[event_id][state] += number
    return found


def letters(event: Event, *, state: str = "", limit: int | None = SHOWN) -> list[Line]:
    """The letters to an event's guests, newest first; `back` are those that did not reach them."""
    wanted = [Rsvp.event_id == event.id]
    if state:
        wanted.append(Message.state.in_(BACK) if state == "back" else Message.state == state)
    kinds = kind_words()
    rows = db.session.execute(
        db.select(
            Message.id, Message.kind, Message.to_name, Message.to, Role.mark, Message.state,
            db.func.coalesce(Message.sent_at, Message.created_at, type_=Message.created_at.type),
            Message.trouble,
        )
        .join(Rsvp, _about_rsvp())
        .outerjoin(Role, Role.id == Rsvp.role_id)
        .where(*wanted)
        .order_by(Message.id.desc())
        .limit(limit)
    )  # fmt: skip
    return [
        Line(
            id,
            kinds.get(kind, kind),
            name,
            to,
            mark or GUEST,
            state,
            at,
            reasons.plain(trouble or ""),
            reasons.words(trouble or ""),
        )
        for id, kind, name, to, mark, state, at, trouble in rows  # noqa: A001
    ]


def try_again(event: Event, *, now: datetime, number: int | None = None) -> int:
    """Put letters that came back into the queue, one or all of an event; how many.

    Their addresses get letters again. Not those that a newer one has replaced, which is refused of one:
    the last that arrives must be the one that is true.
    """
    failed = db.select(Message).join(Rsvp, _about_rsvp()).where(
        Rsvp.event_id == event.id, Message.state.in_(BACK), forgetting.has_words()
    )  # fmt: skip
    if number is not None:
        failed = failed.where(Message.id == number)
    found = db.session.scalars(failed.where(~_replaced())).all()
    if number is not None and not found and db.session.scalar(failed):
        raise Refused(_("A newer mail has left since, which says what is true now."))
    for message in found:
        message.state, message.due_at, message.tries = "queued", now, 0
        message.leased_until = message.trouble = None
    bounces.mend(*(message.to for message in found))
    if found:
        g.letters = True
    return len(found)


def _replaced() -> ColumnElement[bool]:
    """Whether a newer letter has left that says how the same answer stands.

    What a calendar must hear is replaced only by what a calendar hears.
    """
    newer = aliased(Message)
    left = db.select(newer.id).where(
        newer.about == Message.about,
        newer.id > Message.id,
        newer.kind.in_(REPLACED),
        db.or_(newer.state == "sent", newer.leased_until.is_not(None)),
        db.or_(Message.calendar.is_(None), newer.calendar.is_not(None)),
    )
    found: ColumnElement[bool] = db.and_(Message.kind.in_(REPLACED), left.exists())
    return found


def kind_words() -> dict[str, str]:
    """What each kind of letter is called."""
    return {
        "invite": _("Invite"),
        "waitlist": _("In line"),
        "promoted": _("Got a place"),
        "still-coming": _("Still coming?"),
        "reminder": _("Reminder"),
        "feedback": _("How was it?"),
        "nudge": _("Met again?"),
        "help-asks": _("Asks on the board"),
        "help-offer": _("Somebody can help"),
        "half-hour": _("Half an hour for two"),
        "half-hour-off": _("Half-hour called off"),
        "certificate": _("Certificate"),
        "materials": _("Materials"),
        "missed": _("We missed you"),
        "halfway": _("Halfway"),
        "finished": _("Program over"),
        "digest": _("What is new"),
        "address-confirm": _("Is this your address?"),
        "address-changed": _("Address changed"),
        "keys-changed": _("Sign-in changed"),
        "badge-owner": _("Is this your badge?"),
        "offer": _("Place offered"),
        "offer-over": _("Offer over"),
        "calendar-no": _("Calendar said no"),
        "calendar-yes": _("Calendar said yes"),
        "answer-check": _("Was that you?"),
        "pending": _("Asked to join"),
        "approved": _("Approved"),
        "declined": _("Declined"),
        "links": _("Links once more"),
        "enrolled": _("Enrolled"),
        "enrolled-again": _("Enrolled already"),
        "program-off": _("Program called off"),
        "program-moved": _("Sessions changed"),
        "program-on": _("Program takes place after all"),
        "interest-confirm": _("Shall we tell you?"),
        "team-invitation": _("Will you help?"),
        "team-changed": _("Another part in the team"),
        "community-closed": _("This community is closed"),
        "runs-again": _("It runs again"),
        "next-date": _("A new date"),
        "again": _("On the list already"),
        "shared": _("Second guest"),
        "shared-promoted": _("Second guest got a place"),
        "update": _("Change"),
        "cancelled": _("Called off"),
        "reopened": _("Takes place after all"),
        "goodbye": _("Goodbye"),
        "moved": _("Place taken back"),
        "message": _("Your letter"),
        "route": _("Tables"),
        "card": _("Follow-up card"),
        "introduction": _("Introduction"),
    }


def state_words() -> dict[str, str]:
    """What each state of a letter is called."""
    return {
        "queued": _("Waiting"),
        "sent": _("Sent"),
        "failed": _("Came back"),
        "bounced": _("Came back later"),
        "withdrawn": _("Withdrawn"),
    }
