"""An ask is put on the board and taken back, somebody can help, and both say yes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from eventapp import tokens
from eventapp.db import db, lock_row
from eventapp.errors import Gone, Refused
from eventapp.events.models import Event
from eventapp.followups.consent import Chosen, agrees
from eventapp.followups.help_board import (
    introductions,
    letters,
    matching,
    my_ask,
    public_lines,
    shown,
)
from eventapp.followups.help_board.models import AskOutcome, BoardAsk, HelpOffer
from eventapp.mail import forgetting, outbox
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps.actions import lock
from eventapp.rsvps.models import Rsvp

# So long an ask stays on the board, and so often a day somebody may say that they can help.
STAYS = timedelta(weeks=8)
A_DAY = timedelta(days=1)
MOST_A_DAY = 5
# So many may wait for one person's answer: who asked for one thing shouldn't be buried.
MOST_WAITING = 8


@dataclass(frozen=True)
class Place:
    """Where somebody may see an ask: the ask, and their own answer with the offer that fits it."""

    ask: BoardAsk
    rsvp: Rsvp


def say(rsvp: Rsvp, said: str, *, now: datetime) -> None:
    """Keep whether an evening helped with a guest's ask; 'yes' takes it off the board."""
    lock(rsvp.event)
    if my_ask.of(rsvp, now=now) is None:
        raise Refused(_("It is too late to say how this ask went."))
    of_rsvp = db.select(AskOutcome).where(AskOutcome.rsvp_id == rsvp.id)
    found = db.session.scalar(of_rsvp) or AskOutcome(rsvp=rsvp)
    found.said, found.said_at = said, now
    db.session.add(found)
    ask = my_ask.on_board(rsvp, now=now)
    if ask and said == "yes":
        ask.helped_at = now
        outbox.withdraw(f"ask:{ask.id}")


def put(rsvp: Rsvp, *, text: str, kind: str, now: datetime) -> BoardAsk:
    """Put a guest's ask on the board, in the words that others see; again changes the words.

    Refused without a yes to keeping in touch, and for words that tell who asks.
    """
    lock(rsvp.event)
    event = rsvp.event
    if my_ask.of(rsvp, now=now) is None or now >= event.ends_at + my_ask.TAKES:
        raise Refused(_("It is too late to put this ask on the board. Bring it to the next event."))
    if not agrees(rsvp):
        raise Refused(
            _("Say yes to keeping in touch first: without it we can’t introduce anybody.")
        )
    if why := trouble(text, rsvp):
        raise Refused(why)
    mine = db.select(BoardAsk).where(BoardAsk.rsvp_id == rsvp.id)
    found: BoardAsk | None = db.session.scalar(mine)
    if found is None:
        found = BoardAsk(
            community_id=event.community_id, rsvp=rsvp, code=tokens.new_nonce(), put_at=now
        )
        db.session.add(found)
    if found.helped_at or rsvp.keep_in_touch_at is None or rsvp.keep_in_touch_at > found.put_at:
        # Put there anew, by a press of their own.
        found.put_at, found.helped_at, found.told_at = now, None, None
    found.text, found.kind, found.ends_at = text, kind, found.put_at + STAYS
    db.session.flush()
    return found


def trouble(text: str, rsvp: Rsvp) -> str:
    """What a line for people who don't know its writer may not hold, in a sentence; empty when it's well."""
    if public_lines.has_contact(text):
        return _("Leave addresses, numbers and links out: they are shared once both said yes.")
    if public_lines.has_name(text, my_ask.names_of(rsvp)):
        return _("Leave your name out: it is told once both said yes.")
    return ""


def take_back(rsvp: Rsvp) -> None:
    """Take a guest's ask off the board, with all who said that they can help. Twice is once."""
    lock(rsvp.event)
    mine = db.select(BoardAsk.id).where(BoardAsk.rsvp_id == rsvp.id)
    _forget_asks(db.session.scalars(mine).all())


def place_of(
    person: Person, code: str, *, communities: Collection[int], now: datetime
) -> Place | None:
    """Where somebody sees the ask with this code; None when it isn't theirs to see, or not any more."""
    found: BoardAsk | None = db.session.scalar(
        db.select(BoardAsk).where(BoardAsk.code == code).options(db.joinedload(BoardAsk.rsvp))
    )
    if found is None or found.community_id not in communities:
        return None
    open_asks = matching.open_asks(found.community_id, now=now).where(BoardAsk.id == found.id)
    listed = matching.topics(found.community_id)
    helper = matching.helpers(found.community_id, listed, person_id=person.id).get(person.id)
    if db.session.scalar(open_asks) is None or helper is None:
        return None
    best = helper.best(matching.about(found, listed))
    strangers = matching.strangers([found.rsvp.person_id, person.id])
    if best is None or not strangers.may_meet(found.rsvp.person_id, person.id):
        return None
    return Place(found, db.session.get_one(Rsvp, best))


def offer(
    person: Person,
    code: str,
    *,
    communities: Collection[int],
    chosen: Chosen,
    now: datetime,
) -> None:
    """Say 'I can help': the owner of the ask hears of it, and nobody else. Twice is once."""
    found: BoardAsk | None = db.session.scalar(db.select(BoardAsk).where(BoardAsk.code == code))
    # Two who press at once, and an owner who takes it back meanwhile, wait for each other.
    if found:
        lock_event_of(found)
    place = place_of(person, code, communities=communities, now=now)
    if place is None:
        raise Gone(_("This ask isn’t on the board any more. Thank you for wanting to help."))
    ask, rsvp = place.ask, place.rsvp
    if why := trouble(chosen.note, rsvp):
        raise Refused(why)
    lock_row(Person, person.id)
    kept = shown.passed_on(person, [ask]).get(ask.id) or _earlier(person, ask)
    if kept and kept.taken_back_at is None:
        return
    # Asked also where the owner said no: who is let through where others are not would know.
    _allow(person, ask, now=now)
    again = kept is not None
    kept = kept or HelpOffer(ask=ask, rsvp=rsvp)
    kept.note, kept.by_mail = chosen.note, chosen.by_mail
    kept.phone, kept.web = chosen.phone, chosen.web
    kept.offered_at, kept.taken_back_at = now, None
    db.session.add(kept)
    db.session.flush()
    # Whoever offers, takes it back and offers again is told of once.
    if not again and kept in my_ask.waiting(ask):
        letters.tell_owner(kept, now=now)


def lock_event_of(ask: BoardAsk) -> None:
    """Let nobody else change an ask or what hangs on it, until this transaction ends."""
    lock(db.session.get_one(Event, ask.rsvp.event_id))


def _allow(person: Person, ask: BoardAsk, *, now: datetime) -> None:
    since = (
        db.select(db.func.count(HelpOffer.id))
        .join(HelpOffer.rsvp)
        .where(Rsvp.person_id == person.id, HelpOffer.offered_at > now - A_DAY)
    )
    if (db.session.scalar(since) or 0) >= MOST_A_DAY:
        raise Refused(
            _("You offered to help %(most)s times today. Go on tomorrow.", most=MOST_A_DAY)
        )
    if len(my_ask.waiting(ask)) >= MOST_WAITING:
        raise Refused(
            _("Many people offered to help with this one already. Thank you all the same.")
        )


def _earlier(person: Person, ask: BoardAsk) -> HelpOffer | None:
    mine = (
        db.select(HelpOffer)
        .join(HelpOffer.rsvp)
        .where(Rsvp.person_id == person.id, HelpOffer.ask_id == ask.id)
    )
    found: HelpOffer | None = db.session.scalar(mine.order_by(HelpOffer.id).limit(1))
    return found


def withdraw(person: Person, code: str, *, now: datetime) -> None:
    """Take an 'I can help' back before it was answered; after a yes both were introduced. Twice is once.

    Raises Gone for an ask that isn't there any more.
    """
    ask = db.session.scalar(db.select(BoardAsk).where(BoardAsk.code == code))
    if ask is None:
        raise Gone(_("This ask isn’t on the board any more."))
    lock_event_of(ask)
    found = shown.passed_on(person, [ask]).get(ask.id)
    if found is None or found.answer == "yes":
        return
    found.taken_back_at = now
    db.session.flush()
    if not my_ask.waiting(ask):
        outbox.withdraw(f"ask:{ask.id}")


def answer(rsvp: Rsvp, number: int, *, yes: Chosen | None, now: datetime) -> HelpOffer:
    """Answer somebody who can help: with what to share, both are introduced; None is a no.

    A no is told to nobody. Gone when they took it back, or when either doesn't agree any more.
    """
    lock(rsvp.event)
    mine = db.session.scalar(db.select(BoardAsk).where(BoardAsk.rsvp_id == rsvp.id))
    found = {one.id: one for one in my_ask.waiting(mine)}.get(number) if mine else None
    if mine is None or found is None:
        raise Gone(_("They don’t wait for an answer any more."))
    if yes and not agrees(rsvp):
        raise Refused(
            _("Say yes to keeping in touch first: without it we can’t introduce anybody.")
        )
    found.answer, found.answered_at = ("yes" if yes else "no"), now
    if yes:
        introductions.introduce(found, yes, now=now)
    db.session.flush()
    return found


def end_place(rsvp: Rsvp, *, now: datetime) -> None:
    """With a place goes what hangs on it: the ask on the board, and help that was offered by it.

    Letters that told somebody of it keep none of their words.
    """
    mine = db.select(BoardAsk.id).where(BoardAsk.rsvp_id == rsvp.id)
    _forget_asks(db.session.scalars(mine).all())
    offers = HelpOffer.rsvp_id == rsvp.id
    helped = db.session.scalars(db.select(HelpOffer.ask_id).where(offers)).all()
    # What still waits is written anew when it leaves.
    _forget_letters(helped, Message.state != "queued")
    db.session.execute(db.delete(HelpOffer).where(offers))


def forget(now: datetime) -> int:
    """Wipe some of the asks whose weeks are over; how many. Whoever was introduced stays so."""
    asks = db.select(BoardAsk.id).where(BoardAsk.ends_at <= now).limit(forgetting.PART)
    over = db.session.scalars(asks).all()
    _forget_asks(over)
    return len(over)


def _forget_asks(asks: Collection[int]) -> None:
    """Asks go, with who offered to help; letters that named those keep none of their words."""
    _forget_letters(asks)
    db.session.execute(db.delete(HelpOffer).where(HelpOffer.ask_id.in_(asks)))
    db.session.execute(db.delete(BoardAsk).where(BoardAsk.id.in_(asks)))


def _forget_letters(asks: Collection[int], *those: ColumnElement[bool]) -> None:
    for about in forgetting.among(Message.about, [f"ask:{number}" for number in asks]):
        forgetting.forget_words(db.and_(about, *those))
