"""A letter as a guest of an event would get it, written and sent to nobody.

Nothing in it is anybody's: whoever it is about is made up from a guest's name, and every personal link
opens the event's public page.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _

from eventapp import clock, ical, languages, tokens
from eventapp.db import db
from eventapp.events.appointment import event_address
from eventapp.events.models import Event
from eventapp.followups import letters as followups
from eventapp.followups import tablemates
from eventapp.followups.consent import Chosen
from eventapp.followups.meetings import half_hours
from eventapp.followups.models import Card
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.people.models import Link, Person
from eventapp.programs.models import Session
from eventapp.progress.letters import readers
from eventapp.rsvps import calendar_entries, giving_back, letter_context, letters, waiting_words
from eventapp.rsvps.actions import position
from eventapp.rsvps.invitations import letters as invitations
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.rsvps.standing import wait_of
from eventapp.seating import plans
from eventapp.seating.actions import route_lines

WAITS = ("waitlist", "offer", "offer-over", "moved")
ASKED = ("pending", "declined")
_PERSONAL = re.compile(r"https?://[^\s\"<>]*" + tokens.PLACEHOLDER.pattern + r"[^\s\"<>]*")


def letter(event: Event, kind: str, guest: Rsvp | None, *, now: datetime) -> Message:
    """The letter of a kind to a guest, or to somebody made up; it is in no outbox."""
    shown = _stand_in(event, guest, kind, now=now)
    write = _WRITERS.get(kind)
    with languages.spoken(*(guest or shown).languages):
        found = write(shown, guest, now) if write else _to_guest(kind, shown, guest, now)
    return opening_nothing(found, event)


def opening_nothing(found: Message, event: Event) -> Message:
    """A letter whose personal links open the event's public page; nobody can stop it by a header, either."""
    page = event_address(event)
    found.text, found.html = (_PERSONAL.sub(page, said) for said in (found.text, found.html))
    found.unsubscribe = None
    return found


def _stand_in(event: Event, guest: Rsvp | None, kind: str, *, now: datetime) -> Rsvp:
    """Somebody of the guest's name in the state that the letter is about, in no table."""
    state = "waitlisted" if kind in WAITS else "pending" if kind in ASKED else "going"
    first, last = (guest.first_name, guest.last_name) if guest else (_("Aiko"), _("Sato"))
    return made_up(event, first, last, state=state, offered_until=now + _hours(event))


def _hours(event: Event) -> timedelta:
    return timedelta(hours=event.offer_hours)


def made_up(event: Event, first: str, last: str = "", **given: Any) -> Rsvp:
    """A guest of this name who is in no table."""
    now = clock.now()
    person = Person(email="guest@example.org", first_name=first, last_name=last, created_at=now)
    link = Link(purpose="rsvp", person=person, nonce=tokens.new_nonce(), created_at=now)
    made = {"first_name": first, "last_name": last, "changed_at": now, "sequence": event.sequence}
    return Rsvp(event=event, person=person, link=link, **made | given)


def _to_guest(kind: str, shown: Rsvp, guest: Rsvp | None, now: datetime) -> Message:
    more = _MORE[kind](shown, guest, now) if kind in _MORE else {}
    calendar = _calendar(kind, shown, now)
    method = ("CANCEL" if kind in _OUT else "REQUEST") if calendar else None
    given = {"calendar": calendar, "method": method, **more}
    return letters.written(kind, shown, key=f"preview:{kind}:0", now=now, **given)


_IN = ("invite", "promoted", "approved", "update", "again", "reopened")
_OUT = {"cancelled": ical.cancel, "goodbye": ical.uninvite, "moved": ical.uninvite}


def _calendar(kind: str, shown: Rsvp, now: datetime) -> bytes | None:
    write = ical.invite if kind in _IN else _OUT.get(kind)
    return (
        write(calendar_entries.for_guest(shown, shown.event.sequence), stamp=now) if write else None
    )


def _waiting(_shown: Rsvp, guest: Rsvp | None, now: datetime) -> dict[str, Any]:
    if guest is None or guest.state != "waitlisted":
        return {"position": 1}
    wait = wait_of(guest, now=now)
    return {"position": wait.number or position(guest), "waits_for": waiting_words.why(wait, guest)}


def _offer(shown: Rsvp, _guest: Rsvp | None, _now: datetime) -> dict[str, Any]:
    return {"offered_until": waiting_words.offered_until(shown), "clashes": ()}


def _route(shown: Rsvp, guest: Rsvp | None, _now: datetime) -> dict[str, Any]:
    event = shown.event
    plan = plans.published(event) if guest else None
    theirs = (
        plans.routes_in({plan.id}, {guest.id})[plan.id].get(guest.id) if plan and guest else None
    )
    made_up = tuple(number % event.tables + 1 for number in range(event.rounds))
    return {"route": route_lines(event, theirs or made_up)}


def _change(shown: Rsvp, _guest: Rsvp | None, _now: datetime) -> dict[str, Any]:
    event, hour = shown.event, timedelta(hours=1)
    before = clock.when(event.starts_at - hour, event.ends_at - hour, event.zone)
    return {"changes": [(_("When"), before, letter_context.when(event))], "begins": False}


def _of_session(shown: Rsvp, _guest: Rsvp | None, _now: datetime) -> dict[str, Any]:
    event = shown.event
    found = db.session.scalars(db.select(Session).where(Session.event_id == event.id)).one()
    page = event_address(event)
    read = found.materials or [{"title": _("Slides"), "url": page}]
    return {
        "program": readers.Named(found.program.title),
        "materials": readers.shown(read),
        "coming": _coming(found),
        "day": clock.day(event.starts_at, event.zone),
        "unsubscribe_url": _stop(shown, "materials"),
    }


def _coming(session: Session) -> tuple[str, str, str] | tuple[()]:
    """The session after this one."""
    later = [one.event for one in session.program.sessions]
    later = [one for one in later if one.starts_at > session.event.starts_at]
    return (later[0].title, letter_context.when(later[0]), later[0].where) if later else ()


def _stop(shown: Rsvp, topic: str) -> str:
    return outbox.personal_address("preferences.unsubscribe", shown.link.nonce, topic=topic)


def _stoppable(kind: str, **given: Any) -> Callable[[Rsvp, Rsvp | None, datetime], dict[str, Any]]:
    return lambda shown, *_given: {"unsubscribe_url": _stop(shown, kind), **given}


# What each kind of letter is told beside the usual.
_MORE: dict[str, Callable[[Rsvp, Rsvp | None, datetime], dict[str, Any]]] = {
    "again": lambda *_given: {"position": 0},
    "shared": lambda *_given: {"position": 0},
    "shared-promoted": lambda *_given: {"position": 0},
    "moved": lambda *_given: {"position": 1, "had_place": True},
    "goodbye": lambda *_given: {"taken_off": False},
    "promoted": lambda *_given: {"clashes": ()},
    "reminder": _stoppable("reminder"),
    "feedback": _stoppable("feedback"),
    "nudge": _stoppable("nudge", met="Kofi", half_hour=""),
    "calendar-no": lambda shown, _guest, now: {
        "keeps_until": clock.hour(now + giving_back.FOR, shown.event.zone)
    },
    "calendar-yes": lambda *_given: {"state": "waitlisted"},
    "answer-check": lambda *_given: {"said": "DECLINED"},
    # Those may be about several communities, and look like none.
    "links": lambda shown, *_given: {
        "style": None,
        "links": [
            (
                f"{shown.event.title}, {letter_context.when(shown.event)}",
                outbox.personal_address(
                    "front.mine", shown.link.nonce, of=shown.event.community.slug
                ),
            )
        ],
    },
    "materials": _of_session,
    "missed": _of_session,
    "waitlist": _waiting,
    "offer": _offer,
    "route": _route,
    "update": _change,
}


def _invitation(shown: Rsvp, _guest: Rsvp | None, now: datetime) -> Message:
    named = {"email": shown.person.email, "name": shown.name, "letters": 0}
    made = Invitation(event=shown.event, nonce=tokens.new_nonce(), **named)
    return invitations.written(made, now=now)


def _card(shown: Rsvp, guest: Rsvp | None, now: datetime) -> Message:
    card = Card(rsvp=shown, link=shown.link, closes_at=now + timedelta(days=7))
    met = tablemates.company_around(guest).card(guest) if guest else []
    context = followups.card_context(
        card,
        met or _company(shown),
        unsubscribe=_stop(shown, "card"),
    )
    return _with("card", shown, context, now)


def _introduction(shown: Rsvp, _guest: Rsvp | None, now: datetime) -> Message:
    other = _other(shown.event)
    step = _("Ask for one thing that could be done in twenty minutes.")
    got = Chosen(note=_("Let’s talk on."))
    context = followups.introduction_context(shown, other, given=Chosen(), got=got, step=step)
    context["times"] = _times(shown, now)
    return _with("introduction", shown, context, now)


def _times(shown: Rsvp, now: datetime) -> list[tuple[str, str]]:
    zone, page = (
        shown.event.zone,
        outbox.personal_address("front.mine", shown.link.nonce, of=shown.event.community.slug),
    )
    found = half_hours.proposed("", now, ZoneInfo(zone), ())
    return [(f"{clock.short_day(one, zone)}, {clock.hour(one, zone)}", page) for one in found]


def _with(kind: str, shown: Rsvp, context: dict[str, Any], now: datetime) -> Message:
    return outbox.written(
        kind,
        key=f"preview:{kind}",
        about="preview",
        to=shown.person.email or "",
        to_name=shown.name,
        sender_name="",
        context=context,
        now=now,
    )


def _company(shown: Rsvp) -> list[tablemates.Sitting]:
    """Somebody to have met, where nobody was there yet."""
    other = _other(shown.event)
    met = tablemates.Shown(
        other,
        _("Send one link, and say why."),
        other.ask.text if other.ask else "",
        other.offer.text if other.offer else "",
    )
    return [tablemates.Sitting(1, 1, (met,), 1)]


def _other(event: Event) -> Rsvp:
    said = {
        "ask": Ask(text=_("Whom do I hire first?"), kind="advice"),
        "offer": Offer(text=_("A look through your portfolio"), kind="skill"),
    }
    role = event.roles[0] if event.roles else None
    return made_up(event, _("Kofi"), _("Mensah"), role=role, state="going", **said)


# Letters that aren't written as the others are.
_WRITERS: dict[str, Callable[[Rsvp, Rsvp | None, datetime], Message]] = {
    "invitation": _invitation,
    "card": _card,
    "introduction": _introduction,
}
