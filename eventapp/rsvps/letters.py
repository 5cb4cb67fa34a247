"""The letters about one RSVP, each with its calendar object."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import gettext as _

from eventapp import clock, ical
from eventapp.events.appointment import appointment, event_address, sender
from eventapp.events.models import Event
from eventapp.mail import outbox, own_addresses
from eventapp.mail.models import Message
from eventapp.mail.wording import Guest
from eventapp.people.actions import nonce_of
from eventapp.rsvps import calendar_sequence, clashes, event_changes, waiting_words
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.standing import wait_of

# About a second person at an address no letter waits for days: names without end fill no mailbox.
post_shared = partial(outbox.post_if_due, within=timedelta(days=1))
# What an answer begins with: no earlier letter about it can wait.
FIRST = {"invite", "waitlist"}


@dataclass(frozen=True)
class Facts:
    """What letters say of an event, beside when it is."""

    title: str
    summary: str
    place_name: str
    place_address: str


def when(event: Event) -> str:
    """When an event is, in its own zone, with the zone's name."""
    return clock.when(event.starts_at, event.ends_at, event.zone)


def post_first(rsvps: Iterable[Rsvp], positions: Mapping[int, int], *, now: datetime) -> int:
    """The first letters of people who didn't answer by themselves, in few statements; how many.

    A place, or the queue with the position in it; who shares an address has no letters but the one
    that says so, and who has none gets none.
    """
    written = first(rsvps, positions, now=now)
    outbox.post_all(written)
    return len(written)


def first(rsvps: Iterable[Rsvp], positions: Mapping[int, int], *, now: datetime) -> list[Message]:
    """The same, in no outbox yet."""
    found = [_first(rsvp, position=positions.get(rsvp.id, 0), now=now) for rsvp in rsvps]
    return [letter for letter in found if letter]


def _first(rsvp: Rsvp, *, position: int, now: datetime) -> Message | None:
    if rsvp.person.letterbox is None:
        return None
    if rsvp.person.shares:
        return outbox.written("shared", **_shared(rsvp, position=position, now=now))
    if rsvp.going:
        return outbox.written("invite", **_invite(rsvp, now=now))
    if rsvp.state == "waitlisted":
        key = f"waitlist:{rsvp.id}:{int(now.timestamp())}"
        return outbox.written("waitlist", **_given(rsvp, key=key, now=now, position=position))
    return None


def invite(rsvp: Rsvp, *, kind: str, now: datetime, number: int | None = None) -> None:
    """A place: the calendar invite and the personal link. `kind`: invite, promoted or approved.

    `number` is the SEQUENCE of the invite where that was counted before. A second guest at an address
    has no letters of their own, but hears of a place that freed.
    """
    if rsvp.person.shares and kind in {"promoted", "approved"} and not _told(rsvp, now=now):
        _post_shared("shared-promoted", rsvp, position=0, now=now)
    if rsvp.person.email is None:
        return
    if kind not in FIRST:
        outbox.withdraw_waiting(f"rsvp:{rsvp.id}", now=now)
    # Its key is new, as its number is.
    more = {"clashes": clashes.titles(rsvp.person, rsvp.event)} if kind == "promoted" else {}
    outbox.queue(outbox.written(kind, **_invite(rsvp, number=number, now=now, **more)))


def _told(guest: Rsvp, *, now: datetime) -> bool:
    """Whether who brings a guest hears of the same at the same moment, with their own letter."""
    host = guest.brought_by
    return host is not None and host.changed_at == now and host.state in GUEST_STATES


def _invite(
    rsvp: Rsvp, *, now: datetime, number: int | None = None, **more: tuple[str, ...]
) -> dict[str, Any]:
    number = calendar_sequence.next_for(rsvp) if number is None else number
    return _given(
        rsvp,
        key=f"invite:{rsvp.id}:{number}",
        calendar=ical.invite(for_guest(rsvp, number), stamp=now),
        method="REQUEST",
        now=now,
        **more,
    )


def update(
    rsvp: Rsvp,
    *,
    found: list[event_changes.Change],
    before: event_changes.Snapshot,
    key: str,
    now: datetime,
) -> Message | None:
    """The event moved: the calendar entry follows, and the letter says what changed.

    None for who waits when only the link to join is another.
    """
    told = found if rsvp.going else event_changes.for_everybody(found)
    if not told:
        return None
    calendar = None
    if rsvp.going:
        number = calendar_sequence.next_for(rsvp)
        calendar = ical.invite(for_guest(rsvp, number), stamp=now)
    method = "REQUEST" if calendar else None
    changes = spoken(told, before, rsvp.event)
    given = {"calendar": calendar, "method": method, "changes": changes}
    return written("update", rsvp, key=key, now=now, **given)


def cancelled(rsvp: Rsvp, *, now: datetime) -> Message:
    """The event is off: the entry leaves the calendar."""
    calendar = None
    number = rsvp.event.sequence
    if rsvp.sequence is not None:
        number = calendar_sequence.next_for(rsvp)
        calendar = ical.cancel(for_guest(rsvp, number), stamp=now)
    given = {"calendar": calendar, "method": "CANCEL" if calendar else None}
    return written("cancelled", rsvp, key=f"cancelled:{rsvp.id}:{number}", now=now, **given)


def goodbye(rsvp: Rsvp, *, taken_off: bool = False, now: datetime) -> None:
    """The guest can't come, or was taken off: their entry leaves their calendar."""
    calendar = None
    if rsvp.sequence is not None:
        calendar = ical.uninvite(for_guest(rsvp, calendar_sequence.next_for(rsvp)), stamp=now)
    key = f"goodbye:{rsvp.id}:{rsvp.sequence}:{int(now.timestamp())}"
    given = {"calendar": calendar, "method": "CANCEL" if calendar else None}
    post("goodbye", rsvp, key=key, taken_off=taken_off, now=now, **given)


def offer(rsvp: Rsvp, *, now: datetime) -> None:
    """A place is offered to one who waits, for a while."""
    key, until = f"offer:{rsvp.id}:{int(now.timestamp())}", waiting_words.offered_until(rsvp)
    # Whoever shares an address must hear of it, too: it is over soon.
    if rsvp.person.shares and not _told(rsvp, now=now):
        post_shared("offer", **_given(rsvp, key=key, now=now, offered_until=until))
    also = clashes.titles(rsvp.person, rsvp.event)
    post("offer", rsvp, key=key, now=now, offered_until=until, clashes=also)


def in_line(rsvp: Rsvp, *, now: datetime) -> None:
    """One waits: their number, what they wait for, and how it is given out."""
    wait, key = wait_of(rsvp, now=now), f"waitlist:{rsvp.id}:{int(now.timestamp())}"
    given = {"position": wait.number, "waits_for": waiting_words.why(wait, rsvp)}
    post("waitlist", rsvp, key=key, now=now, **given)


def again(rsvp: Rsvp, *, position: int, now: datetime) -> None:
    """Somebody typed this name and address once more: the link and the invite that stand, once an hour."""
    calendar = None
    if rsvp.going and rsvp.sequence is not None and rsvp.person.email:
        calendar = ical.invite(for_guest(rsvp, rsvp.sequence), stamp=now)
    given = _given(
        rsvp,
        key=f"again:{rsvp.id}:{now:%Y%m%d%H}",
        now=now,
        position=position,
        calendar=calendar,
        method="REQUEST" if calendar else None,
    )
    outbox.post_if_due("again", **given)


def shared(rsvp: Rsvp, *, position: int, now: datetime) -> None:
    """A second person at an address: the letter about them, with their link."""
    _post_shared("shared", rsvp, position=position, now=now)


def _post_shared(kind: str, rsvp: Rsvp, *, position: int, now: datetime) -> None:
    outbox.withdraw_waiting(f"rsvp:{rsvp.id}", now=now)
    post_shared(kind, **_shared(rsvp, kind=kind, position=position, now=now))


def rewrite(message: Message, rsvp: Rsvp, *, position: int) -> None:
    """Write a letter without a calendar anew, with what is true now."""
    outbox.rewrite(message, _context(rsvp, position=position))


def _shared(rsvp: Rsvp, *, kind: str = "shared", position: int, now: datetime) -> dict[str, Any]:
    key = f"{kind}:{rsvp.id}:{int(now.timestamp())}"
    return _given(rsvp, key=key, now=now, position=position)


def post(kind: str, rsvp: Rsvp, *, key: str, now: datetime, **given: Any) -> None:
    """Queue a letter to the guest of an RSVP; nobody without an address of their own gets one."""
    if rsvp.person.email is not None:
        if kind not in FIRST:
            outbox.withdraw_waiting(f"rsvp:{rsvp.id}", now=now)
        outbox.post(kind, **_given(rsvp, key=key, now=now, **given))


def written(kind: str, rsvp: Rsvp, *, key: str, now: datetime, **given: Any) -> Message:
    """A letter to the guest of an RSVP, in no outbox yet."""
    return outbox.written(kind, **_given(rsvp, key=key, now=now, **given))


def _given(
    rsvp: Rsvp,
    *,
    key: str,
    now: datetime,
    calendar: bytes | None = None,
    method: str | None = None,
    **context: Any,
) -> dict[str, Any]:
    return {
        "key": key,
        "about": f"rsvp:{rsvp.id}",
        "to": rsvp.person.letterbox or "",
        "to_name": rsvp.name,
        "sender_name": sender(rsvp.event),
        "context": _context(rsvp, **context),
        "calendar": calendar,
        "method": method,
        "answers": f"invite:{rsvp.id}:0" if not key.endswith(":0") else None,
        "now": now,
    }


def _context(rsvp: Rsvp, **context: Any) -> dict[str, Any]:
    event = rsvp.event
    return {
        "guest": Guest(rsvp.first_name, rsvp.name, going=rsvp.going),
        "event": Facts(event.title, event.summary, event.place_name, event.place_address),
        "community": event.community.name,
        "when": when(event),
        "waitlist_until": waiting_words.goes_on_until(event),
        "event_url": event_address(event),
        "shareable": not event.by_invitation,
        "link": outbox.personal_address("front.mine", nonce_of(rsvp.link)),
        "join_link": rsvp.join_link,
        "route": (),
        "waits_for": "",
        "how_given": waiting_words.how(event),
        "answers_reach_us": own_addresses.reach_us(rsvp.organizer),
        **context,
    }


def entry(rsvp: Rsvp) -> ical.Appointment:
    """The event as this guest's own calendar shows it, with the link to join if they may see it."""
    return appointment(rsvp.event, link=rsvp.join_link)


def for_guest(rsvp: Rsvp, sequence: int) -> ical.Appointment:
    """The same as it is sent to them, under a number of its own."""
    return replace(
        entry(rsvp),
        sequence=sequence,
        organizer_email=own_addresses.organizer(rsvp.organizer),
        guest_name=rsvp.name,
        guest_email=rsvp.person.email,
        cancelled=False,
    )


def spoken(
    found: list[event_changes.Change], before: event_changes.Snapshot, event: Event
) -> list[tuple[str, str, str]]:
    """The changes of an event in words: what, how it was, how it is."""
    rows = []
    if any(change.field in {"starts_at", "ends_at", "zone"} for change in found):
        old = clock.when(before.starts_at, before.ends_at, before.zone)
        rows.append((_("When"), old, when(event)))
    names = {
        "title": _("Title"),
        "place_name": _("Place"),
        "place_address": _("Address"),
        "online_url": _("Online"),
    }
    for change in found:
        if change.field in names:
            was, now_is = str(change.before or "–"), str(change.after or "–")
            rows.append((names[change.field], was, now_is))
    return rows
