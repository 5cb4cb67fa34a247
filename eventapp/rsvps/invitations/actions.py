"""Inviting: people by letters, many by one link; what an invitation opens, and what was answered."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import g
from flask_babel import gettext as _

from eventapp import tokens
from eventapp.db import db
from eventapp.errors import Gone, Refused
from eventapp.events.models import Event
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.models import Link
from eventapp.rsvps import actions as rsvps
from eventapp.rsvps import repeated_answers
from eventapp.rsvps.invitations import letters
from eventapp.rsvps.invitations.models import Invitation, InvitationUse
from eventapp.rsvps.invitations.pasted import Invitee
from eventapp.rsvps.models import LISTED_STATES, Rsvp
from eventapp.rsvps.parties import actions as parties
from eventapp.rsvps.parties import repeated

# So many are written to at once; letters to more are the worker's.
PART = 25
# So many an event may invite, and so many letters one person gets, a day apart.
MOST, MOST_LETTERS, APART = 2_000, 3, timedelta(days=1)
# Whoever has a place, waits or is to be approved has used the invitation.
HOLDS = LISTED_STATES


@dataclass(frozen=True)
class Invited:
    """How many were invited now, and how many had been before."""

    new: int
    known: int


def invite(event: Event, people: Sequence[Invitee], *, note: str = "", now: datetime) -> Invited:
    """Invite people, each once, with a letter; who was taken back is invited anew.

    `note` is what an organizer writes to them beside it.

    Refused for an event that takes no answers any more, and for more people than one may invite.
    """
    rsvps.lock(event)
    check_open(event, now=now)
    of_event = db.select(Invitation).where(Invitation.event_id == event.id)
    kept = {one.email: one for one in db.session.scalars(of_event) if one.email}
    fresh = [one for one in people if one.email not in kept]
    back = [kept[one.email] for one in people if one.email in kept and kept[one.email].ended_at]
    if len(kept) + len(fresh) > MOST:
        raise Refused(_("An event invites at most %(most)s people by letter.", most=MOST))
    for one in back:
        one.ended_at = one.declined_at = None
        one.note = note
    given = {"most": 1, "note": note}
    made = [_made(event, email=one.email, name=one.name, now=now, **given) for one in fresh]
    db.session.flush()
    _write([*back, *made], now=now)
    return Invited(len(fresh) + len(back), len(people) - len(fresh) - len(back))


def check_open(event: Event, *, now: datetime) -> None:
    """Refused unless whoever is invited could answer, now or once it opens."""
    if not event.before_closing(now):
        raise Refused(_("This event takes no answers, so nobody can be invited to it."))


def _made(event: Event, *, now: datetime, **given: object) -> Invitation:
    made = Invitation(event=event, created_at=now, letters=0, **given)
    _new_secret(made)
    db.session.add(made)
    return made


def _new_secret(invitation: Invitation) -> None:
    invitation.nonce = tokens.new_nonce()
    invitation.digest = tokens.digest(letters.token_of(invitation))


def _write(found: Sequence[Invitation], *, now: datetime) -> None:
    if len(found) <= PART:
        write(found, now=now)
        return
    for one in found:
        one.due_at = now
    g.invited = True


def write(found: Iterable[Invitation], *, now: datetime) -> None:
    """Write their letters, and that they are written."""
    invitations = list(found)
    outbox.post_all([letters.written(one, now=now) for one in invitations])
    for one in invitations:
        one.due_at, one.written_at, one.letters = None, now, one.letters + 1
    db.session.flush()


def write_part(event: Event, *, now: datetime) -> bool:
    """Write the next letters that are due for an event, under its lock; whether any was left."""
    rsvps.lock(event)
    due = db.select(Invitation).where(
        Invitation.event_id == event.id, Invitation.due_at.is_not(None)
    )
    found = db.session.scalars(due.order_by(Invitation.id).limit(PART)).all()
    if event.before_closing(now):
        write(found, now=now)
    else:
        for one in found:
            one.due_at = None
    return len(found) == PART


def again(invitation: Invitation, *, now: datetime) -> None:
    """Write to somebody once more, who hasn't answered; not twice a day, and not without end."""
    rsvps.lock(invitation.event)
    db.session.refresh(invitation)
    check_open(invitation.event, now=now)
    if invitation.ended_at or invitation.declined_at or used(invitation):
        raise Refused(_("This invitation waits for no answer."))
    if invitation.due_at or (invitation.written_at and now < invitation.written_at + APART):
        raise Refused(_("They were written to within a day. Give them time to read it."))
    if invitation.letters >= MOST_LETTERS:
        raise Refused(_("They got three letters. Ask them another way."))
    write([invitation], now=now)


def take_back(invitation: Invitation, *, now: datetime) -> None:
    """Its link opens nothing any more; whoever answered keeps their answer. Twice is once."""
    rsvps.lock(invitation.event)
    invitation.ended_at, invitation.due_at = invitation.ended_at or now, None
    outbox.withdraw(invitation.about)


def shared(event: Event) -> Invitation | None:
    """The link for many of an event, if there ever was one."""
    found: Invitation | None = db.session.scalar(
        db.select(Invitation).where(Invitation.event_id == event.id, Invitation.email.is_(None))
    )
    return found


def share(event: Event, *, most: int | None, now: datetime) -> None:
    """One link for many, for at most so many; the one that is on keeps its address."""
    rsvps.lock(event)
    check_open(event, now=now)
    found = shared(event) or _made(event, now=now)
    if found.ended_at:
        _new_secret(found)
        found.ended_at = None
    found.most = most


def opened(token: str) -> Invitation | None:
    """The invitation that a token opens, with its event; None for every kind of miss.

    Gone when it was taken back.
    """
    found: Invitation | None = db.session.scalar(_OPENED, {"digest": tokens.digest(token)})
    if found and found.ended_at:
        raise Gone(_("This invitation was taken back. Ask whoever sent it to you."))
    return found


_OPENED = (
    db.select(Invitation)
    .join(Invitation.event)
    .options(
        db.contains_eager(Invitation.event).joinedload(Event.community),
        db.contains_eager(Invitation.event).selectinload(Event.roles),
    )
    .where(Invitation.digest == db.bindparam("digest"), Event.published_at.is_not(None))
)


def used(invitation: Invitation) -> int:
    """How many hold a place by it, or wait for one."""
    counted = (
        db.select(db.func.count(InvitationUse.rsvp_id))
        .join(Rsvp, Rsvp.id == InvitationUse.rsvp_id)
        .where(InvitationUse.invitation_id == invitation.id, Rsvp.state.in_(HOLDS))
    )
    return db.session.scalar(counted) or 0


def used_up(invitation: Invitation) -> bool:
    """Whether nobody else may come by it."""
    return invitation.most is not None and used(invitation) >= invitation.most


def take(invitation: Invitation, link: Link) -> None:
    """Note whose answer came by an invitation, by its link; under the event's lock. Twice is once.

    By a link for many, those whom they bring count as well. Refused when it is used up: the same
    for whoever is on the list already.
    """
    db.session.flush()
    db.session.refresh(invitation)
    if invitation.ended_at:
        raise Gone(_("This invitation was taken back. Ask whoever sent it to you."))
    rsvp: Rsvp | None = db.session.scalar(db.select(Rsvp).where(Rsvp.link_id == link.id))
    if rsvp:
        _note(invitation, [rsvp, *(parties.guests_of(rsvp) if invitation.email is None else ())])
        _check_limit(invitation)
        invitation.declined_at = None
        return
    repeat = repeated_answers.of_link(link)
    guests = repeated.guests_of(repeat) if repeat and invitation.email is None else []
    _check_limit(invitation, more=1 + len(guests))
    invitation.declined_at = None


def hold(rsvp: Rsvp, brought: Sequence[Rsvp] = ()) -> None:
    """Count those whom an answer brings to its invitation (`rsvps.invitation_limits`)."""
    db.session.flush()
    came = db.select(Invitation).join(InvitationUse).where(InvitationUse.rsvp_id == rsvp.id)
    for invitation in db.session.scalars(came).all():
        if invitation.email is None:
            _note(invitation, brought)
        _check_limit(invitation)


def _note(invitation: Invitation, found: Sequence[Rsvp]) -> None:
    for rsvp in found:
        key = {"invitation_id": invitation.id, "rsvp_id": rsvp.id}
        if db.session.get(InvitationUse, key) is None:
            db.session.add(InvitationUse(**key))
    db.session.flush()


def _check_limit(invitation: Invitation, *, more: int = 0) -> None:
    if invitation.most is None or used(invitation) + more <= invitation.most:
        return
    raise Refused(
        _("This invitation has been answered.")
        if invitation.email
        else _("As many have come by this link as it is for: those whom somebody brings count too.")
    )


def decline(invitation: Invitation, *, now: datetime) -> None:
    """They can't come, and nothing more is asked; a yes later is as good. Twice is once."""
    if invitation.email is None or used(invitation):
        raise Refused(_("This invitation has been answered."))
    invitation.declined_at = invitation.declined_at or now
    outbox.withdraw(invitation.about)


def forget(email: str) -> int:
    """Forget every invitation of an address, with its letters; how many invitations."""
    found = db.session.scalars(db.select(Invitation).where(Invitation.email == email)).all()
    abouts = [invitation.about for invitation in found]
    db.session.execute(db.delete(Message).where(Message.about.in_(abouts)))
    for invitation in found:
        db.session.delete(invitation)
    db.session.flush()
    return len(found)
