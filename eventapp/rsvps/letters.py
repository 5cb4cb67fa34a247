"""The letters about one RSVP, each with its calendar object."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from eventapp import languages
from eventapp.events.appointment import sender
from eventapp.mail import outbox, own_addresses
from eventapp.mail.models import Message
from eventapp.rsvps import (
    calendar_entries,
    calendar_sequence,
    clashes,
    event_changes,
    letter_context,
    waiting_words,
)
from eventapp.rsvps.models import GUEST_STATES, Rsvp
from eventapp.rsvps.standing import wait_of

# About a second person at an address no letter waits for days: names without end fill no mailbox.
post_shared = partial(outbox.post_if_due, within=timedelta(days=1))
# What an answer begins with: no earlier letter about it can wait.
FIRST = {"invite", "waitlist"}
# Those that say how an answer stands: a newer one takes back what waits of these, and of what else
# says so. What an organizer typed, and tables, are no less true by it.
STANDING = {
    "invite", "promoted", "approved", "waitlist", "pending", "declined", "offer", "offer-over",
    "moved", "goodbye", "cancelled", "reopened",
}  # fmt: skip
REPLACED = {*STANDING, "again", "update", "still-coming"}


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


@languages.theirs
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


@languages.theirs
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
        outbox.take_back([f"rsvp:{rsvp.id}"], kinds=REPLACED, waiting_at=now)
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
    calendar = calendar_entries.invited(rsvp, number=number, now=now)
    return _given(
        rsvp,
        key=f"invite:{rsvp.id}:{rsvp.sequence}",
        calendar=calendar,
        method="REQUEST",
        now=now,
        **more,
    )


@languages.theirs
def update(
    rsvp: Rsvp,
    *,
    found: list[event_changes.Change],
    before: event_changes.Snapshot,
    key: str,
    asked: bool = True,
    of_program: str = "",
    now: datetime,
) -> Message | None:
    """The event moved: the calendar entry follows, and the letter says what changed.

    None for who waits when only the link to join is another. No entry where theirs shows nothing
    new; `asked` is whether they have one, or this is the first. Where it moved with others of a program
    (`of_program` is its title) the program's letter says all of it, and this one is short.
    """
    told = found if rsvp.going else event_changes.for_everybody(found)
    if not told:
        return None
    calendar = None
    if rsvp.going and not asked:
        calendar = calendar_entries.invited(rsvp, now=now)
    elif rsvp.going and calendar_entries.differs(rsvp, before):
        calendar = calendar_entries.updated(rsvp, found, now=now)
    method = "REQUEST" if calendar else None
    changes = letter_context.spoken(told, before, rsvp.event)
    given = {"calendar": calendar, "method": method, "changes": changes, "begins": not asked}
    given["of_program"] = of_program
    return written("update", rsvp, key=key, now=now, **given)


@languages.theirs
def cancelled(rsvp: Rsvp, *, of_program: str = "", now: datetime) -> Message:
    """The event is off, by itself or with its program: the entry leaves the calendar."""
    calendar = calendar_entries.called_off(rsvp, now=now)
    number = calendar_sequence.of(rsvp)
    given = {"calendar": calendar, "method": "CANCEL" if calendar else None}
    given["of_program"] = of_program
    return written("cancelled", rsvp, key=f"cancelled:{rsvp.id}:{number}", now=now, **given)


@languages.theirs
def reopened(rsvp: Rsvp, *, of_program: str = "", now: datetime) -> Message:
    """What was called off takes place after all: whoever has a place gets their entry anew."""
    calendar = calendar_entries.invited(rsvp, now=now) if rsvp.going else None
    number = calendar_sequence.of(rsvp)
    given = {"calendar": calendar, "method": "REQUEST" if calendar else None}
    given["of_program"] = of_program
    return written("reopened", rsvp, key=f"reopened:{rsvp.id}:{number}", now=now, **given)


@languages.theirs
def goodbye(rsvp: Rsvp, *, taken_off: bool = False, now: datetime) -> None:
    """The guest can't come, or was taken off: their entry leaves their calendar."""
    calendar = calendar_entries.uninvited(rsvp, now=now)
    key = f"goodbye:{rsvp.id}:{rsvp.sequence}:{int(now.timestamp())}"
    given = {"calendar": calendar, "method": "CANCEL" if calendar else None}
    post("goodbye", rsvp, key=key, taken_off=taken_off, now=now, **given)


@languages.theirs
def offer(rsvp: Rsvp, *, now: datetime) -> None:
    """A place is offered to one who waits, for a while."""
    key, until = f"offer:{rsvp.id}:{int(now.timestamp())}", waiting_words.offered_until(rsvp)
    # Whoever shares an address must hear of it, too: it is over soon.
    if rsvp.person.shares and not _told(rsvp, now=now):
        post_shared("offer", **_given(rsvp, key=key, now=now, offered_until=until))
    also = clashes.titles(rsvp.person, rsvp.event)
    post("offer", rsvp, key=key, now=now, offered_until=until, clashes=also)


@languages.theirs
def in_line(rsvp: Rsvp, *, now: datetime) -> None:
    """One waits: their number, what they wait for, and how it is given out."""
    wait, key = wait_of(rsvp, now=now), f"waitlist:{rsvp.id}:{int(now.timestamp())}"
    given = {"position": wait.number, "waits_for": waiting_words.why(wait, rsvp)}
    post("waitlist", rsvp, key=key, now=now, **given)


@languages.theirs
def again(rsvp: Rsvp, *, position: int, now: datetime) -> None:
    """Somebody typed this name and address once more: the link and the invite that stand, once an hour."""
    calendar = None
    if rsvp.going and rsvp.person.email:
        calendar = calendar_entries.repeated(rsvp, now=now)
    given = _given(
        rsvp,
        key=f"again:{rsvp.id}:{now:%Y%m%d%H}",
        now=now,
        position=position,
        calendar=calendar,
        method="REQUEST" if calendar else None,
    )
    outbox.post_if_due("again", **given)


@languages.theirs
def shared(rsvp: Rsvp, *, position: int, now: datetime) -> None:
    """A second person at an address: the letter about them, with their link."""
    _post_shared("shared", rsvp, position=position, now=now)


def _post_shared(kind: str, rsvp: Rsvp, *, position: int, now: datetime) -> None:
    outbox.withdraw_waiting(f"rsvp:{rsvp.id}", now=now)
    post_shared(kind, **_shared(rsvp, kind=kind, position=position, now=now))


def rewrite(message: Message, rsvp: Rsvp, *, position: int) -> None:
    """Write a letter without a calendar anew, with what is true now."""
    with languages.spoken(*rsvp.languages):
        outbox.rewrite(message, letter_context.of(rsvp, position=position))


def _shared(rsvp: Rsvp, *, kind: str = "shared", position: int, now: datetime) -> dict[str, Any]:
    key = f"{kind}:{rsvp.id}:{int(now.timestamp())}"
    return _given(rsvp, key=key, now=now, position=position)


def post(kind: str, rsvp: Rsvp, *, key: str, now: datetime, **given: Any) -> None:
    """Queue a letter to the guest of an RSVP; nobody without an address of their own gets one."""
    if rsvp.person.email is not None:
        if kind in STANDING - FIRST:
            outbox.take_back(
                [f"rsvp:{rsvp.id}"],
                kinds=REPLACED,
                waiting_at=now,
                calendars=given.get("calendar") is not None,
            )
        with languages.spoken(*rsvp.languages):
            outbox.post(kind, **_given(rsvp, key=key, now=now, **given))


def written(kind: str, rsvp: Rsvp, *, key: str, now: datetime, **given: Any) -> Message:
    """A letter to the guest of an RSVP, in no outbox yet."""
    with languages.spoken(*rsvp.languages):
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
        "context": letter_context.of(
            rsvp,
            method=method or "",
            answers_reach_us=own_addresses.reaches_us(rsvp.organizer),
            **context,
        ),
        "calendar": calendar,
        "method": method,
        "now": now,
    }
