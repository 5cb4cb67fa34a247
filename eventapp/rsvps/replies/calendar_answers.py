"""What a guest pressed in their own calendar becomes of their RSVP, under the event's lock.

Each step is the one that the guest's own page takes: nothing here gives out places by itself.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail import bounces, outbox
from eventapp.mail.incoming.contents import CalendarAnswer
from eventapp.mail.models import Message
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import giving_back, history, invitation_limits, offers, still_coming
from eventapp.rsvps import letters as rsvp_letters
from eventapp.rsvps.answers import Answers
from eventapp.rsvps.attendees.search import checked_in
from eventapp.rsvps.history import Step
from eventapp.rsvps.models import LISTED_STATES, HistoryEntry, Rsvp
from eventapp.rsvps.places import kinds_of
from eventapp.rsvps.replies import letters
from eventapp.rsvps.replies.models import CalendarReply

# For so long a place that a calendar gave back is kept: some programs say no when an entry is tidied away.
KEPT_FOR = giving_back.FOR
GAVE_BACK = Step("calendar_no", told=True)
# What of a history is the guest's own word, given on their page.
_OWN_WORDS = ("state", "undo", "coming", "took", "again", "kept")


def take(rsvp: Rsvp, said: CalendarAnswer, *, received_at: datetime, now: datetime) -> str:
    """Do what a guest's calendar says, if that is the newest word; how it was taken, for the log."""
    rsvps.lock_answer(rsvp)
    event = rsvp.event
    if event.cancelled_at or event.over(now):
        return "ended"
    # Nobody answers in the future: whose clock is ahead would have the last word for good.
    stamp = min(said.stamp or received_at, received_at)
    kept = _kept(rsvp)
    if kept and kept.sequence == said.sequence and _heard(kept, said, stamp):
        return "heard before"
    if rsvp.sequence is not None and said.sequence < rsvp.sequence:
        _note_old(rsvp, said, now=now)
        return "about an older entry"
    if stamp < _own_word(rsvp):
        return "answered since on their page"
    _keep(rsvp, kept, said, stamp)
    _note(rsvp, said, now=now)
    # It answers a letter that reached them.
    bounces.mend(rsvp.person.letterbox, before=stamp)
    _STEPS.get(said.partstat, _nothing)(rsvp, now=now)
    db.session.flush()
    return said.partstat.lower()


def changes(rsvp: Rsvp, partstat: str, *, now: datetime) -> bool:
    """Whether such an answer would change anything, so that it is worth asking whose it is."""
    if rsvp.event.cancelled_at or rsvp.event.over(now):
        return False
    if partstat == "ACCEPTED":
        return not rsvp.going or rsvp.leaves_at is not None or still_coming.unsure(rsvp)
    if partstat == "DECLINED":
        return rsvp.state in LISTED_STATES and rsvp.leaves_at is None
    return partstat == "TENTATIVE" and rsvp.state in LISTED_STATES and rsvp.tentative_at is None


def keep_place(rsvp: Rsvp, *, now: datetime) -> None:
    """The guest keeps the place that their calendar gave back; their entry comes anew. Twice is once.

    Refused once it went to somebody else.
    """
    rsvps.lock_answer(rsvp)
    if rsvp.state == "cancelled":
        giving_back.undo(rsvp, now=now)
        return
    if rsvp.leaves_at is None:
        return
    history.note(rsvp, "kept", before=rsvp.state, after=rsvp.state, now=now)
    _stays(rsvp)
    # A program that tidied the entry away has none any more.
    rsvp_letters.invite(rsvp, kind="invite", now=now)
    db.session.flush()


def give_back_due(event: Event, *, now: datetime) -> int:
    """Give back what calendars gave back, and nobody kept in time; how many places went."""
    rsvps.lock(event)
    due = db.select(Rsvp).where(Rsvp.event_id == event.id, Rsvp.leaves_at <= now)
    due = due.order_by(Rsvp.leaves_at, Rsvp.id).execution_options(populate_existing=True)
    found = db.session.scalars(due).all()
    ended = event.cancelled_at or event.over(now)
    going = [] if ended else [rsvp for rsvp in found if rsvp.going and not _here(rsvp)]
    heard = {rsvp: letters.heard_of_no(rsvp) for rsvp in going}
    for rsvp in found:
        rsvp.leaves_at = None
    db.session.flush()
    for rsvp in going:
        # Who hasn't heard of it yet, as while the mail server is away, gets a farewell instead.
        step = replace(GAVE_BACK, told=heard[rsvp])
        giving_back.give_back(rsvp, step=step, now=now)
    return len(going)


def _accepted(rsvp: Rsvp, *, now: datetime) -> None:
    rsvp.tentative_at = None
    db.session.flush()
    if rsvp.going:
        _stays(rsvp)
        # A yes to the invite says nothing yet of the question that is asked before the event.
        if rsvp.asked_at:
            still_coming.come(rsvp, now=now)
    elif offers.stands(rsvp, now=now):
        offers.take(rsvp, now=now)
    elif rsvp.state in LISTED_STATES:
        letters.no_place_yet(rsvp, now=now)
    else:
        _ask_again(rsvp, now=now)


def _ask_again(rsvp: Rsvp, *, now: datetime) -> None:
    """A yes of whoever gave back: what was given back a moment ago, else as anybody's yes."""
    try:
        with db.session.begin_nested():
            if giving_back.undone_until(rsvp, now=now) and giving_back.free([rsvp], now=now):
                giving_back.undo(rsvp, now=now)
                return
            said = Answers.of(rsvp)
            # Who is in the program comes back as one of its people.
            source, batch = ("program", rsvp.batch) if rsvp.source == "program" else ("web", None)
            needs = kinds_of(source, said.needs)
            if rsvp.event.open_for_rsvps(now) and rsvps.takes(rsvp.event, *needs, now=now):
                rsvps.take_up(rsvp, said, source=source, batch=batch, now=now)
                invitation_limits.hold(rsvp)
                return
    except Refused:
        # As many came by the invitation as it is for; what was tried is undone.
        db.session.refresh(rsvp)
    letters.no_place_yet(rsvp, now=now)


def _declined(rsvp: Rsvp, *, now: datetime) -> None:
    rsvp.tentative_at = None
    # Who is here says no by tidying up: it is in the history.
    if rsvp.state not in LISTED_STATES or rsvp.leaves_at or _here(rsvp):
        return
    if rsvp.going:
        rsvp.leaves_at = now + KEPT_FOR
    else:
        # A place in line waits for nobody: undone in time, it is the same one.
        giving_back.give_back(rsvp, step=GAVE_BACK, now=now)
    letters.said_no(rsvp, now=now)


def _tentative(rsvp: Rsvp, *, now: datetime) -> None:
    if rsvp.state in LISTED_STATES:
        rsvp.tentative_at = now
        _stays(rsvp)


def _stays(rsvp: Rsvp) -> None:
    """A place that their calendar gave back is kept; what says otherwise and hasn't left isn't true any more."""
    if rsvp.leaves_at:
        rsvp.leaves_at = None
        outbox.take_back([f"rsvp:{rsvp.id}"], kinds={"calendar-no"})


def _nothing(_rsvp: Rsvp, *, now: datetime) -> None:
    """Handed on to somebody else, or not answered: it is in the history."""


_STEPS = {"ACCEPTED": _accepted, "DECLINED": _declined, "TENTATIVE": _tentative}


def _here(rsvp: Rsvp) -> bool:
    """Whether a guest is checked in."""
    db.session.flush()
    arrived = db.select(Rsvp.id).where(Rsvp.id == rsvp.id, checked_in())
    return db.session.scalar(arrived) is not None


def _kept(rsvp: Rsvp) -> CalendarReply | None:
    found: CalendarReply | None = db.session.scalar(
        db.select(CalendarReply).where(CalendarReply.rsvp_id == rsvp.id)
    )
    return found


def _heard(kept: CalendarReply, said: CalendarAnswer, stamp: datetime) -> bool:
    """Whether it is the same as before, or older; of two in one second the later to arrive is newer."""
    return stamp < kept.stamp or (stamp == kept.stamp and said.partstat == kept.partstat)


def _keep(rsvp: Rsvp, kept: CalendarReply | None, said: CalendarAnswer, stamp: datetime) -> None:
    if kept is None:
        kept = CalendarReply(rsvp_id=rsvp.id)
        db.session.add(kept)
    kept.partstat, kept.sequence, kept.stamp = said.partstat, said.sequence, stamp


def _own_word(rsvp: Rsvp) -> datetime:
    """When the guest spoke on their page after their entry was last written; long ago if they didn't.

    An answer to an entry is newer than whatever the entry followed, however a clock at home is set.
    """
    noted = db.session.execute(
        db.select(HistoryEntry.what, HistoryEntry.at).where(
            HistoryEntry.rsvp_id == rsvp.id,
            HistoryEntry.by_id.is_(None),
            HistoryEntry.what.in_((*_OWN_WORDS, "calendar")),
        )
    ).all()
    # What an earlier answer of their calendar caused is dated when it was read, maybe long after.
    heard = {at for what, at in noted if what == "calendar"}
    written = db.select(db.func.max(Message.created_at, type_=Message.created_at.type)).where(
        Message.about == f"rsvp:{rsvp.id}", Message.method == "REQUEST"
    )
    spoken = [rsvp.answered_at, *(at for _what, at in noted)]
    entry, longest_ago = db.session.scalar(written), rsvp.created_at - timedelta(days=1)
    newer = [at for at in spoken if at and at not in heard and (entry is None or at > entry)]
    # A calendar's stamp has no fractions of a second.
    return max((at.replace(microsecond=0) for at in newer), default=longest_ago)


def _note(rsvp: Rsvp, said: CalendarAnswer, *, now: datetime) -> None:
    history.note(rsvp, "calendar", after=said.partstat.lower(), why=said.comment, now=now)
    if said.guests:
        # Whom they bring is theirs to name on their page.
        history.note(rsvp, "party_size", after=str(said.guests), now=now)


def _note_old(rsvp: Rsvp, said: CalendarAnswer, *, now: datetime) -> None:
    """Keep an answer to an entry that a newer one has replaced, once."""
    after = said.partstat.lower()
    same = db.select(HistoryEntry.id).where(
        HistoryEntry.rsvp_id == rsvp.id,
        HistoryEntry.what == "calendar_old",
        HistoryEntry.after == after,
        HistoryEntry.why == said.comment,
    )
    if db.session.scalar(same.limit(1)) is None:
        history.note(rsvp, "calendar_old", after=after, why=said.comment, now=now)
