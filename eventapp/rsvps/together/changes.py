"""Several events are changed at once: look first, then all of it or nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.forms import tidy_prose
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import drafts, quotas
from eventapp.events.limits import Quotas
from eventapp.events.local_time import Oddity, Repeated, hour
from eventapp.events.models import Event
from eventapp.rsvps import actions, event_changes, rescheduling, revisions
from eventapp.rsvps.together.forms import One, SharedForm, WhichForm
from eventapp.rsvps.together.one_letter import Before, OneLetter
from eventapp.rsvps.together.times import Move, first_clash


@dataclass(frozen=True)
class Changed:
    """What one event would become: its number, what changes, and who hears of it."""

    number: int
    event: Event
    values: Mapping[str, object]
    review: revisions.Review
    odd: Sequence[Oddity] = ()
    # Who may come as what, and for whom places are held; None where it is as it was.
    roles: list[Role] | None = None
    held: Quotas | None = None
    # Who has no letter about this event beside the one about all of them: no entry of theirs moves.
    without: int = 0

    @property
    def mails(self) -> int:
        """How many letters leave about it: a draft tells nobody."""
        return self.review.mails - self.without if self.event.published_at else 0


@dataclass(frozen=True)
class _Would:
    """What one event would be: its columns, as what people come, for whom places are held, and how many are."""

    values: Mapping[str, Any]
    roles: list[Role]
    held: Quotas | None
    holds: int


class Elsewhere(Refused):
    """Somebody else changed one of the events since they were looked at."""


def open_ones(ones: Sequence[One], *, now: datetime) -> list[One]:
    """Those that can still be changed: neither over nor called off."""
    return [one for one in ones if not one.event.over(now) and not one.event.cancelled_at]


def picked(ones: Sequence[One], form: WhichForm, *, now: datetime) -> list[One]:
    """The events that a form speaks of. Raises Elsewhere when its own can't be changed any more."""
    found = open_ones(ones, now=now)
    mine = next((one for one in found if one.key == form.number.data), None)
    if mine is None:
        raise Elsewhere(form.elsewhere)
    if form.scope.data == "one":
        return [mine]
    return found if form.scope.data == "all" else found[found.index(mine) :]


def look(
    ones: Sequence[One], form: SharedForm, letter: OneLetter | None, *, now: datetime
) -> list[Changed]:
    """What a form would change, event by event, without doing it.

    What the form leaves as the event has it that it was filled in from stays in each as it is. All move by
    as many days, on the clocks of their places. Raises Refused, with the event, where one can't be so.
    """
    chosen = picked(ones, form, now=now)
    mine = str(form.number.data)
    shown = form.shows.data if any(str(one.key) == form.shows.data for one in ones) else mine
    like = next(one.event for one in ones if str(one.key) == shown)
    given = {
        name: form[name].data
        for name in form.columns
        if not _same(form[name].data, getattr(like, name))
    }
    hours = form.starts_at.data, form.ends_at.data
    was = hour(like.local_start), hour(like.local_end)
    move = Move(form.days.data, None if hours == was else hours)
    then = {one.event.id: move.of(one.event) for one in chosen} if move else {}
    _refuse_two_at_once(ones, form, then)
    limits = quotas.of_all([one.event for one in chosen])
    found = []
    for one in chosen:
        event, times = one.event, then.get(one.event.id)
        moved = {"starts_at": times.starts_at, "ends_at": times.ends_at} if times else {}
        would = _would_be(event, given | moved, form.roles_of(event, like), limits[event.id])
        if not would:
            continue
        _refuse(event, would, form.called(one), now=now)
        review = revisions.review(event, would.values, would.roles, held=would.held, now=now)
        if review.here:
            raise Refused(
                _(
                    "Somebody is checked in at “%(title)s”, which would be on another day. "
                    "Move it on its own page.",
                    title=event.title,
                )
            )
        odd = times.oddities if times else ()
        whole = would.values, review, odd, would.roles, would.held
        found.append(Changed(one.number, event, *whole))
    waits = letter.waiting(list(_told_together(found))) if letter else {}
    return [replace(one, without=waits.get(one.event.id, 0)) for one in found]


def change(
    ones: Sequence[One], form: SharedForm, letter: OneLetter | None, *, now: datetime
) -> int:
    """Do what was looked at: how many letters leave. Raises Elsewhere when it isn't so any more."""
    lock(ones)
    found = look(ones, form, letter, now=now)
    if form.seen.data != stamp([one.event for one in found]):
        raise Elsewhere(form.elsewhere)
    return carry_out(found, letter, now=now)


def lock(ones: Sequence[One]) -> None:
    """Let nobody else change any of them before this transaction ends, and read each anew."""
    for one in sorted(ones, key=lambda one: one.event.id):
        actions.lock(one.event)
        db.session.refresh(one.event)


def carry_out(found: Sequence[Changed], letter: OneLetter | None, *, now: datetime) -> int:
    """Make changes that were looked at, under the lock of whoever they belong to; how many letters leave."""
    told, before = 0, _told_together(found) if letter else {}
    for one in found:
        event = one.event
        roles = list(event.roles) if one.roles is None else one.roles
        if event.published_at:
            told += revisions.revise(
                event,
                one.values,
                roles,
                held=one.held,
                seen=drafts.stamp(event),
                of_program=letter.of if letter and event.id in before else "",
                now=now,
            )
            told -= one.without
        else:
            drafts.write(event, one.values, now=now)
            event.roles = roles
    return told + (letter.tell(before, now=now) if letter else 0)


def readers(found: Sequence[Changed], letter: OneLetter | None) -> int:
    """How many are told of all that changes in one letter."""
    together = _told_together(found)
    return letter.readers(list(together)) if letter and together else 0


def _told_together(found: Sequence[Changed]) -> Before:
    """The events that are told of in one letter, as they are before; none where only one is told of."""
    told = {
        one.event.id: event_changes.Snapshot.of(one.event)
        for one in found
        if one.event.published_at and one.review.mails
    }
    return told if len(told) > 1 else {}


def stamp(events: Sequence[Event]) -> str:
    """Which states of which events were looked at."""
    return " ".join(f"{event.id}:{drafts.stamp(event)}" for event in events)


_SHOWN = tuple(event_changes.Snapshot.__dataclass_fields__)


def _refuse_two_at_once(
    ones: Sequence[One], form: SharedForm, then: Mapping[int, Repeated]
) -> None:
    """Refused where two of them would come to be at the same time."""
    by_event = {one.event: one for one in ones}
    if clash := first_clash(list(by_event), then):
        event, other = clash
        times = then[event.id]
        raise Refused(
            _(
                "“%(one)s” and “%(other)s” would be at the same time: %(when)s.",
                one=form.called(by_event[event]),
                other=form.called(by_event[other]),
                when=clock.when(times.starts_at, times.ends_at, event.zone),
            )
        )


def _would_be(
    event: Event, said: Mapping[str, object], roles: list[Role], limits: Quotas
) -> _Would | None:
    """What an event would be by what was said; None where it is so already."""
    values = {name: new for name, new in said.items() if new != getattr(event, name)}
    others = set(roles) != set(event.roles)
    if not values and not others:
        return None
    mine = {role.id for role in roles}
    # For a role that nobody can come as any more nothing is held.
    left = {number: limit for number, limit in limits.roles.items() if number in mine}
    limits = replace(limits, roles=left)
    whole = {name: getattr(event, name) for name in _SHOWN} | values
    return _Would(whole, roles, limits if others else None, limits.held)


def _refuse(event: Event, would: _Would, called: str, *, now: datetime) -> None:
    """Refused, with the event as it is called, where it can't be so: by the rules of one event."""
    why = ""
    try:
        rescheduling.check_time(event, would.values, now=now)
    except Refused as no:
        why = str(no)
    if event.published_at and not would.roles:
        why = _("Choose at least one role that people can come as.")
    if "capacity" in would.values:
        why = quotas.too_many(would.holds, would.values["capacity"]) or why
    if why:
        raise Refused(_("“%(one)s”: %(why)s", one=called, why=why))


def _same(new: object, old: object) -> bool:
    """Whether a field of a form holds what is kept: as it is tidied on its way in."""
    return new == old or (isinstance(old, str) and new == tidy_prose(old))
