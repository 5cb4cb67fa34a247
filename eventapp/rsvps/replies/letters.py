"""The letters that what came in causes: to the guest it is about, and to those who organize."""

from datetime import datetime, timedelta
from functools import partial

from eventapp import clock, languages
from eventapp.communities.models import Membership
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.mail import outbox
from eventapp.mail.incoming.contents import NewTime
from eventapp.mail.incoming.models import Received
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.rsvps import giving_back, letter_context, letters
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.replies.models import GuestMail

# So many lines of a guest's words go into a letter; the rest is on their page.
MOST_LETTERS = 4000
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
ASKED_A_DAY = 3


def said_no(rsvp: Rsvp, *, now: datetime) -> None:
    """The guest's calendar said no: until when they keep what they have, or may have it back."""
    key = f"calendar-no:{rsvp.id}:{int(now.timestamp())}"
    with languages.spoken(*rsvp.languages):
        until = clock.hour(rsvp.leaves_at or now + giving_back.FOR, rsvp.event.zone)
        letters.post("calendar-no", rsvp, key=key, now=now, keeps_until=until)


def heard_of_no(rsvp: Rsvp) -> bool:
    """Whether the letter about the no of a guest who leaves has left, and no entry since the no."""
    if rsvp.leaves_at is None:
        return False
    about = Message.about == f"rsvp:{rsvp.id}"
    told = db.select(db.func.max(Message.created_at, type_=Message.created_at.type)).where(
        about,
        Message.kind == "calendar-no",
        Message.state.in_(("sent", "bounced")),
        Message.created_at >= rsvp.leaves_at - giving_back.FOR,
    )
    since = db.session.scalar(told)
    if since is None:
        return False
    # The event moved meanwhile, or the invite was asked for: their calendar has it once more.
    left = db.or_(Message.sent_at > since, Message.leased_until.is_not(None))
    entry = db.select(Message.id).where(about, Message.method == "REQUEST", left)
    return db.session.scalar(entry.limit(1)) is None


def no_place_yet(rsvp: Rsvp, *, now: datetime) -> None:
    """The guest's calendar said yes, and they have no place all the same; said once for each wait."""
    key = f"calendar-yes:{rsvp.id}:{rsvp.turn}:{rsvp.state}"
    letters.post("calendar-yes", rsvp, key=key, now=now, state=rsvp.state)


def was_it_you(rsvp: Rsvp, partstat: str, *, now: datetime) -> bool:
    """Somebody answered in the guest's name: they are asked; whether they are.

    Once an hour at most, and so often a day: anybody can have a guest asked.
    """
    asked = db.select(Message.created_at).where(
        Message.about == f"rsvp:{rsvp.id}",
        Message.kind == "answer-check",
        Message.created_at > now - A_DAY,
    )
    before = db.session.scalars(asked).all()
    if len(before) >= ASKED_A_DAY or any(at > now - AN_HOUR for at in before):
        return False
    key = f"answer-check:{rsvp.id}:{int(now.timestamp())}"
    letters.post("answer-check", rsvp, key=key, now=now, said=partstat)
    return True


def forward(mail: GuestMail, rsvp: Rsvp, *, sure: bool, now: datetime) -> int:
    """A guest's own words to each owner of the community, who answers them directly; how many."""
    text = mail.text[:MOST_LETTERS]
    parts = [part for part in text.split("\n\n") if part.strip()]
    paragraphs = tuple(tuple(part.splitlines()) for part in parts)
    given = {"paragraphs": paragraphs, "sure": sure, "cut": len(mail.text) > MOST_LETTERS}
    given |= {"subject": mail.subject, "wrote_from": _elsewhere(mail, rsvp)}
    # Mail goes after a while, and its number may be another one's then.
    key = f"guest-mail:{mail.id}:{int(mail.at.timestamp())}"
    return _to_owners("guest-mail", rsvp, key=key, now=now, **given)


def _elsewhere(mail: GuestMail, rsvp: Rsvp) -> str:
    return mail.sender if mail.sender != (rsvp.person.letterbox or "").lower() else ""


def new_time(rsvp: Rsvp, proposed: NewTime, received: Received, *, now: datetime) -> int:
    """A guest proposes another time: each owner of the community hears of it; how many."""
    # Each owner reads it in their own language.
    given = {"proposed": partial(proposed_words, rsvp, proposed), "comment": proposed.comment}
    key = f"new-time:{received.id}:{int(received.received_at.timestamp())}"
    return _to_owners("new-time", rsvp, key=key, now=now, **given)


def proposed_words(rsvp: Rsvp, proposed: NewTime) -> str:
    """The time that a guest proposes, on the clocks of the event; empty when it can't be told."""
    starts, ends, zone = proposed.starts_at, proposed.ends_at, rsvp.event.zone
    if starts is None:
        return ""
    try:
        return clock.when(starts, ends if ends and ends > starts else starts, zone)
    except OverflowError:
        # The last hours of the year 9999, or the first ones of time.
        return ""


def _to_owners(kind: str, rsvp: Rsvp, *, key: str, now: datetime, **given: object) -> int:
    """A letter about a guest to each owner who has an address; their answer goes to the guest."""
    event = rsvp.event
    owners = (
        db.select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.community_id == event.community_id, Membership.right == "owner")
        .where(Person.email.is_not(None))
        .order_by(Person.id)
    )
    place = {"community": event.community.slug, "event": event.slug}
    page = outbox.address_of("person_desk.show", number=rsvp.id, **place)
    found = db.session.scalars(owners).all()
    for owner in found:
        with languages.spoken(*owner.languages, event.held_in):
            said = {name: value() if callable(value) else value for name, value in given.items()}
            outbox.post(
                kind,
                key=f"{key}:{owner.id}",
                about=f"organizing:{event.community_id}",
                to=owner.email,
                to_name=owner.name,
                sender_name=sender(event),
                reply_to=rsvp.person.letterbox,
                context={
                    "guest_name": rsvp.name,
                    "guest_email": rsvp.person.letterbox or "",
                    "event": letter_context.Facts(event.title, event.summary, "", ""),
                    "community": event.community.name,
                    "when": letter_context.when(event),
                    "page": page,
                    **said,
                },
                now=now,
            )
    return len(found)
