"""How far the cards of an event are, counted; who ticked whom is in none of it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.fives import fives
from eventapp.followups.letters import card_key_of
from eventapp.followups.models import Card
from eventapp.followups.sending import actions
from eventapp.followups.sending.times import OPEN_FOR
from eventapp.followups.tablemates import company_of
from eventapp.mail.models import Message
from eventapp.rsvps.models import Rsvp

# After so long without a card written the worker may not be running.
PATIENCE = timedelta(minutes=1)


@dataclass(frozen=True)
class Counts:
    """Cards and their letters; at least `answered` were answered, a multiple of five: so two looks never
    differ by what one guest did. None while too few were."""

    cards: int
    sent: int
    waiting: int
    back: int
    answered: int | None


@dataclass(frozen=True)
class State:
    """How the cards stand. Of `came` people who were there `ready` would get a card now.

    `stage` is none, before, ready, running, stopped, done or closed.
    """

    stage: str
    mode: str
    goes_out_at: datetime | None
    closes_at: datetime
    counts: Counts
    people: int
    came: int = 0
    ready: int = 0
    said: str = ""

    @property
    def steps(self) -> int:
        """Each card is written, and leaves."""
        return 2 * max(self.people, self.counts.cards, 1)

    @property
    def made(self) -> int:
        """How many of the steps are done."""
        gone = self.counts.cards - self.counts.waiting
        return self.counts.cards + gone


def state(event: Event, *, now: datetime) -> State:
    """How the cards of an event stand."""
    kept, counts = actions.sending_of(event), counts_of(event)
    stage = _stage(event, counts, now)
    came = ready = 0
    if stage in {"ready", "stopped", "done"} and now < event.ends_at + OPEN_FOR:
        company = company_of(event)
        came = len(company.guests)
        ready = sum(1 for _one in actions.receivers(event, company))
    return State(
        stage=stage,
        mode=kept.mode,
        goes_out_at=actions.goes_out_at(event),
        closes_at=event.ends_at + OPEN_FOR,
        counts=counts,
        people=kept.people,
        came=came,
        ready=ready,
        said=said(event, counts, now=now),
    )


def counts_of(event: Event) -> Counts:
    """The cards of an event and what became of their letters, in one query."""
    number = db.func.count(Message.id)
    row = db.session.execute(
        db.select(
            db.func.count(Card.id).label("cards"),
            db.func.count(Card.answered_at).label("answered"),
            number.filter(Message.state == "sent").label("sent"),
            number.filter(Message.state == "queued").label("waiting"),
            number.filter(Message.state.in_(("failed", "bounced"))).label("back"),
        )
        .select_from(Rsvp)
        .join(Card, Card.rsvp_id == Rsvp.id)
        .outerjoin(Message, Message.key == card_key_of(Card.rsvp_id))
        .where(Rsvp.event_id == event.id)
    ).one()
    return Counts(row.cards, row.sent, row.waiting, row.back, fives(row.answered))


def under_way(event: Event, counts: Counts) -> bool:
    """Whether cards are being written, or were asked for."""
    kept = actions.sending_of(event)
    if kept.stopped_at:
        return False
    return bool(kept.asked_at) or (not event.followed_up_at and counts.cards > 0)


def _stage(event: Event, counts: Counts, now: datetime) -> str:
    if event.cancelled_at or not event.published_at:
        return "none"
    if not event.over(now):
        return "before"
    if under_way(event, counts):
        return "running"
    if actions.sending_of(event).stopped_at:
        return "stopped"
    if event.followed_up_at:
        return "running" if counts.waiting else "done"
    return "ready" if now < event.ends_at + OPEN_FOR else "closed"


def said(event: Event, counts: Counts, *, now: datetime) -> str:
    """How far they are, in a sentence."""
    kept = actions.sending_of(event)
    if not counts.cards:
        if kept.asked_at and kept.asked_at < now - PATIENCE:
            return _("It waits for its turn. If that takes minutes, the worker isn’t running.")
        return _("The cards are about to be written.")
    people = max(kept.people, counts.cards)
    written = ngettext(
        "%(done)s of one card is written", "%(done)s of %(num)s cards are written", people,
        done=counts.cards,
    )  # fmt: skip
    left = ngettext("%(num)s letter has left", "%(num)s letters have left", counts.sent)
    return _("%(written)s, %(left)s.", written=written, left=left)
