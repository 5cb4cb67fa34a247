"""What becomes of a letter that came in: an answer, a bounce, a person's words, or a case for a person.

`take_in` runs in the transaction of whoever received it, who commits.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog
from flask_babel import gettext as _

from eventapp import tokens
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail import answer_addresses, bounces
from eventapp.mail.incoming.contents import (
    Automatic,
    Bounce,
    CalendarAnswer,
    Incoming,
    NewTime,
    Unclear,
    Words,
)
from eventapp.mail.incoming.models import Received
from eventapp.mail.outbox import JOINERS, one_line
from eventapp.rsvps import history
from eventapp.rsvps.models import HistoryEntry, Rsvp
from eventapp.rsvps.replies import calendar_answers, letters, whose
from eventapp.rsvps.replies.models import GuestMail

log = structlog.get_logger()
# So many letters of one guest an hour go on to the organizers; more of them are held.
AN_HOUR, MOST_FORWARDED = timedelta(hours=1), 5
# What is kept of a letter that is held.
MOST_KEPT = 20_000


def take_in(received: Received, incoming: Incoming, now: datetime) -> str:
    """Do what a letter asks for: "done", "dropped", or "held" for somebody to look at. Twice is once."""
    taken = db.select(GuestMail.id).where(GuestMail.received_id == received.id)
    if db.session.scalar(taken) is not None:
        return "done"
    kind = type(incoming.content)
    if kind is not Bounce and whose.gone(_addresses(received, incoming)):
        became, why = "dropped", "about an RSVP that is no more"
    else:
        became, why = _TAKES[kind](received, incoming, incoming.content, now)
    db.session.flush()
    log.info("incoming", id=received.id, kind=kind.__name__, became=became, why=why)
    return became


def hold_unread(received: Received, why: str, now: datetime) -> None:
    """Let a letter that could not be read at all wait for somebody to look at it. Twice is once."""
    mine = db.select(GuestMail.id).where(GuestMail.received_id == received.id)
    if db.session.scalar(mine) is None:
        text = _kept_text(_raw(received))
        unknown = {"sender": "", "sender_name": "", "subject": ""}
        db.session.add(GuestMail(received_id=received.id, **unknown, why=why, text=text, at=now))
        db.session.flush()


def _addresses(received: Received, incoming: Incoming) -> tuple[str, ...]:
    """Where it was delivered to, the surest first."""
    return (received.recipient or "", *incoming.recipients)


def _automatic(
    _received: Received, _incoming: Incoming, said: Automatic, _now: datetime
) -> tuple[str, str]:
    return "dropped", said.why


def _bounce(received: Received, incoming: Incoming, said: Bounce, now: datetime) -> tuple[str, str]:
    """Only what names a letter of ours may stop an address: anybody can write the rest."""
    letter = whose.letter(_addresses(received, incoming), said.message_id)
    if letter is None:
        return "dropped", "a bounce of no letter of ours"
    if letter.state == "bounced":
        return "done", "known"
    said_of = " ".join([said.said, *(other.said for other in said.also)])
    found = bounces.note(letter.to, status=said.status, said=said_of, now=now)
    letter.state, letter.leased_until = "bounced", None
    letter.trouble = f"It came back ({found.status})."
    return "done", found.status


def _calendar(
    received: Received, incoming: Incoming, said: CalendarAnswer, now: datetime
) -> tuple[str, str]:
    rsvp = whose.by_token(_addresses(received, incoming))
    if rsvp is None:
        return _without_token(received, incoming, said, now)
    if rsvp.event.uid != said.uid:
        why = _("A calendar answered something else than the event that it was asked about.")
        return _hold(received, incoming, why, event=rsvp.event, rsvp=rsvp)
    mine = said.said_by(rsvp.person.letterbox or "") or said
    if whose.corrected(rsvp, mine.guest_email, incoming.sender):
        why = _("A calendar answered at an address that was corrected since.")
        return _hold(received, incoming, why, event=rsvp.event, rsvp=rsvp)
    return "done", calendar_answers.take(rsvp, mine, received_at=received.received_at, now=now)


def _without_token(
    received: Received, incoming: Incoming, said: CalendarAnswer, now: datetime
) -> tuple[str, str]:
    """An entry from before there were tokens: its guest is who sends it, if their server vouches for that."""
    event = whose.event_of(said.uid)
    if event is None:
        why = _("A calendar answered an event that isn’t known here.")
        return _hold(received, incoming, why)
    own = said.said_by(incoming.sender) if incoming.proven else None
    if own and (rsvp := whose.at_event(event, incoming.sender)):
        return "done", calendar_answers.take(rsvp, own, received_at=received.received_at, now=now)
    named = (one.guest_email for one in (said, *said.others))
    rsvp = next((found for email in named if (found := whose.at_event(event, email))), None)
    rsvp = rsvp or whose.at_event(event, incoming.sender)
    if rsvp is None:
        why = _("A calendar answered, but nobody with that address is on the list.")
        return _hold(received, incoming, why, event=event)
    mine = said.said_by(rsvp.person.email or "") or said
    if not calendar_answers.changes(rsvp, mine.partstat, now=now):
        return "done", "nothing new"
    asked = letters.was_it_you(rsvp, mine.partstat, now=now)
    return "done", "asked by mail" if asked else "asked before"


def _new_time(
    received: Received, incoming: Incoming, said: NewTime, now: datetime
) -> tuple[str, str]:
    found = whose.by_token(_addresses(received, incoming))
    event = whose.event_of(said.uid)
    if found is None and event and incoming.proven and said.guest_email == incoming.sender:
        found = whose.at_event(event, incoming.sender)
    wrong = found and whose.corrected(found, said.guest_email, incoming.sender)
    if found is None or wrong or found.event is not event:
        why = _("Somebody proposes another time, and it can’t be told who.")
        return _hold(received, incoming, why, event=event)
    if event.cancelled_at or event.over(now):
        return "done", "ended"
    words = letters.proposed_words(found, said)
    same = db.select(HistoryEntry.id).where(
        HistoryEntry.rsvp_id == found.id,
        HistoryEntry.what == "new_time",
        HistoryEntry.after == words,
        HistoryEntry.why == said.comment,
    )
    if db.session.scalar(same.limit(1)) is not None:
        return "done", "known"
    lately = db.select(db.func.count(HistoryEntry.id)).where(
        HistoryEntry.rsvp_id == found.id,
        HistoryEntry.what == "new_time",
        HistoryEntry.at > now - AN_HOUR,
    )
    if (db.session.scalar(lately) or 0) >= MOST_FORWARDED:
        return _hold(received, incoming, _too_many(), event=event, rsvp=found)
    history.note(found, "new_time", after=words, why=said.comment, now=now)
    letters.new_time(found, said, received, now=now)
    return "done", "told"


def _words(received: Received, incoming: Incoming, said: Words, now: datetime) -> tuple[str, str]:
    found = whose.writer(incoming, _addresses(received, incoming), now=now)
    rsvp = found.rsvp
    if rsvp is None:
        return _hold(received, incoming, _("Nobody here is known by this address."), text=said.text)
    if found.sure and incoming.proven and incoming.sender == rsvp.person.email:
        bounces.mend(incoming.sender, before=received.received_at)
    lately = db.select(db.func.count(GuestMail.id)).where(
        GuestMail.rsvp_id == rsvp.id, GuestMail.at > now - AN_HOUR
    )
    if (db.session.scalar(lately) or 0) >= MOST_FORWARDED:
        return _hold(received, incoming, _too_many(), event=rsvp.event, rsvp=rsvp, text=said.text)
    mail = _keep(received, incoming, text=said.text, event=rsvp.event, rsvp=rsvp)
    mail.done_at = now
    history.note(rsvp, "wrote", after=mail.subject, now=now)
    db.session.flush()
    if not letters.forward(mail, rsvp, sure=found.sure, now=now):
        mail.why, mail.done_at = _("Nobody who owns the community has an address."), None
        return "held", "no owner has an address"
    return "done", "forwarded"


def _unclear(
    received: Received, incoming: Incoming, said: Unclear, now: datetime
) -> tuple[str, str]:
    found = whose.writer(incoming, _addresses(received, incoming), now=now)
    # Whose it seems to be by its sender alone is for a person to say.
    rsvp = found.rsvp if found.by_token or found.sure else None
    event = rsvp.event if rsvp else None
    return _hold(received, incoming, said.why, event=event, rsvp=rsvp)


def _hold(
    received: Received,
    incoming: Incoming,
    why: str,
    *,
    event: Event | None = None,
    rsvp: Rsvp | None = None,
    text: str | None = None,
) -> tuple[str, str]:
    mail = _keep(received, incoming, text=text, event=event, rsvp=rsvp)
    mail.why = why
    return "held", "for somebody to look at"


def _too_many() -> str:
    return _("They wrote many mails within an hour: this one wasn’t passed on.")


def _keep(
    received: Received,
    incoming: Incoming,
    *,
    text: str | None,
    event: Event | None,
    rsvp: Rsvp | None,
) -> GuestMail:
    if text is None:
        text = _raw(received)
    mail = GuestMail(
        received_id=received.id,
        event=event,
        rsvp=rsvp,
        sender=one_line(incoming.sender)[:254],
        sender_name=one_line(incoming.sender_name)[:200],
        subject=one_line(incoming.subject)[:200],
        why="",
        text=_kept_text(text),
        at=received.received_at,
    )
    db.session.add(mail)
    return mail


def _raw(received: Received) -> str:
    return (received.raw or b"")[: 4 * MOST_KEPT].decode(errors="replace")


def _kept_text(text: str) -> str:
    """A mail's text as it is kept and passed on: whoever reads it must not get the guest's own link."""
    return tokens.hidden(answer_addresses.hidden(_printable(text)))[:MOST_KEPT]


def _printable(text: str) -> str:
    """Text without what a page or a database can't show: line breaks stay."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    shown = ("".join(c for c in line if c.isprintable() or c in JOINERS + "\t") for line in lines)
    return "\n".join(shown)


_TAKES: dict[type[object], Callable[[Received, Incoming, Any, datetime], tuple[str, str]]] = {
    Automatic: _automatic,
    Bounce: _bounce,
    CalendarAnswer: _calendar,
    NewTime: _new_time,
    Words: _words,
    Unclear: _unclear,
}
