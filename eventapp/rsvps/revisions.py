"""A change of a published event: what it changes, whom it tells, and making it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events import closing_times, drafts, markdown, quotas, who_words
from eventapp.events.limits import Quotas
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import (
    actions,
    event_changes,
    letter_context,
    places,
    rescheduling,
    standing,
    when_places_end,
)
from eventapp.rsvps.models import GUEST_STATES, Rsvp


@dataclass(frozen=True)
class Line:
    """One change in words: what, how it was, how it will be, and how many people are told."""

    what: str
    before: str
    after: str
    told: int = 0


class AskFirst(Refused):
    """Guests are checked in, and nobody said what becomes of that on another day."""


@dataclass(frozen=True)
class Review:
    """What saving would change, and who would hear of it.

    `here` are those checked in at an event that moves to another day: what becomes of that is asked.
    `over` is how many more have or are offered a place than there will be: nobody is thrown out.
    """

    lines: list[Line]
    going: int
    waiting: int
    promoted: int
    mails: int
    here: int
    waiting_told: bool
    over: int = 0

    @property
    def quiet(self) -> bool:
        """Whether nobody hears of it and nothing is asked, so that it needs no second look."""
        return not self.mails and not self.here and not self.over


def review(
    event: Event,
    values: Mapping[str, object],
    roles: list[Role],
    *,
    held: Quotas | None = None,
    now: datetime,
) -> Review:
    """What a change of an event would do, without doing it.

    `values` are columns of Event by name, `roles` those that people may come as, and `held` for whom
    places are held; None leaves that as it is.
    """
    after = Event(**{**_columns(event), **values})
    before = rescheduling.snapshot(event)
    found = event_changes.changes(before, rescheduling.snapshot(after))
    told = [] if after.over(now) else found
    public = event_changes.for_everybody(told)
    (going, mailed), (waiting, mailed_waiting) = _counts(event)
    for_all = letter_context.spoken(public, before, after)
    lines = [
        Line(*row, told=(going if told else 0) + (waiting if row in for_all else 0))
        for row in letter_context.spoken(found, before, after)
    ]
    free = _next(event, after, held, now=now)
    mails = (mailed if event_changes.needs_mail(told) else 0) + free
    mails += mailed_waiting if event_changes.needs_mail(public) else 0
    moves = event_changes.another_evening(before, rescheduling.snapshot(after))
    return Review(
        lines + _unspoken(event, after, roles) + _of_places(event, after, roles, held),
        going,
        waiting,
        free,
        mails,
        here=when_places_end.here(event) if moves else 0,
        waiting_told=bool(public),
        over=_over(event, after),
    )


def _columns(event: Event) -> dict[str, object]:
    columns = (column.name for column in Event.__table__.c if not column.primary_key)
    return {name: getattr(event, name) for name in columns}


def _over(event: Event, after: Event) -> int:
    """How many more have or are offered a place than there would be, where places are taken away."""
    places = after.capacity
    if places is None or (event.capacity is not None and event.capacity <= places):
        return 0
    placed = db.select(db.func.count(Rsvp.id)).where(Rsvp.event_id == event.id, standing.PLACED)
    return max(0, (db.session.scalar(placed) or 0) - places)


def _unspoken(event: Event, after: Event, roles: list[Role]) -> list[Line]:
    pairs = [
        (_("In one line"), event.summary, after.summary),
        (
            _("Description"),
            markdown.plain(event.description, 120),
            markdown.plain(after.description, 120),
        ),
        (_("Link to a map"), event.map_url, after.map_url),
        (_("RSVPs open"), closing_times.opening(event), closing_times.opening(after)),
        *zip(
            (_("RSVPs close"), _("The waitlist closes")),
            closing_times.said(event),
            closing_times.said(after),
            strict=True,
        ),
        (_("Who sees the link to join"), _audience(event), _audience(after)),
        (
            _("Guests choose: at the place, or online"),
            who_words.yes(event.hybrid),
            who_words.yes(after.hybrid),
        ),
        (_("Places"), _capacity(event), _capacity(after)),
        (_("Tables"), _room(event), _room(after)),
        (_("Rounds"), _rounds(event), _rounds(after)),
        (_("Roles"), _names(event.roles), _names(roles)),
    ]
    found = _lines(pairs)
    if event.description != after.description and pairs[1][1] == pairs[1][2]:
        found.append(Line(_("Description"), _("as it was"), _("changed further down")))
    return found


def _of_places(event: Event, after: Event, roles: list[Role], held: Quotas | None) -> list[Line]:
    """What changes of who may come, how places go, and what guests are asked."""
    kept = quotas.of(event)
    conduct = markdown.plain(event.conduct, 120), markdown.plain(after.conduct, 120)
    pairs = [
        (_("Who sees it"), who_words.visibility(event), who_words.visibility(after)),
        (_("When a place frees"), who_words.waitlist(event), who_words.waitlist(after)),
        (
            _("Places by role and stage"),
            who_words.quotas(kept, event.roles),
            who_words.quotas(kept if held is None else held, roles),
        ),
        (_("Places are held until"), who_words.held_until(event), who_words.held_until(after)),
        (
            _("You say yes to each person first"),
            who_words.yes(event.needs_approval),
            who_words.yes(after.needs_approval),
        ),
        (_("Guests may bring"), who_words.guests(event), who_words.guests(after)),
        (_("“Still coming?”"), who_words.confirmation(event), who_words.confirmation(after)),
        (_("Code of conduct"), *conduct),
    ]
    found = _lines(pairs)
    if event.conduct != after.conduct and conduct[0] == conduct[1]:
        found.append(Line(_("Code of conduct"), _("as it was"), _("changed further down")))
    return found


def _lines(pairs: Iterable[tuple[str, str, str]]) -> list[Line]:
    return [Line(what, old or "–", new or "–") for what, old, new in pairs if old != new]


def _capacity(event: Event) -> str:
    return str(event.capacity) if event.capacity else _("Everybody gets in")


def _audience(event: Event) -> str:
    return _("Everybody") if event.online_public else _("Whoever has a place")


def _room(event: Event) -> str:
    return _("%(tables)s of %(seats)s", tables=event.tables, seats=event.seats)


def _rounds(event: Event) -> str:
    return ngettext(
        "one round of %(minutes)s minutes",
        "%(num)s rounds of %(minutes)s minutes",
        event.rounds,
        minutes=event.minutes,
    )


def _names(roles: list[Role]) -> str:
    return ", ".join(sorted(role.name for role in roles))


def _counts(event: Event) -> list[tuple[int, int]]:
    """How many are going, and how many wait; of each, how many have an address."""
    rows = db.session.execute(
        db.select(Rsvp.state, db.func.count(Rsvp.id), db.func.count(Person.email))
        .join(Rsvp.person)
        .where(Rsvp.event_id == event.id, Rsvp.state.in_(GUEST_STATES))
        .group_by(Rsvp.state)
    ).all()
    found = {state: (number, with_address) for state, number, with_address in rows}
    return [found.get(state, (0, 0)) for state in GUEST_STATES]


def _next(event: Event, after: Event, held: Quotas | None, *, now: datetime) -> int:
    """How many of those who wait get a place by this change."""
    if not after.gives_out_places(now):
        return 0
    stands = standing.standing(event, now=now)
    limits = quotas.of(event) if held is None else held
    holding = after.holds_places(now)
    rules = places.Rules(
        after.capacity, limits.roles, limits.stages, holding, stands.room.rules.drop_in
    )
    taken = standing.taken_by_kind(event) if limits else stands.room.taken
    room = places.Room(rules, taken)
    queue = standing.waiting_parties(event, room) if stands.waiting else []
    found = set(places.promotions(room, queue))
    return sum(len(party.guests) for party in queue if party.key in found)


def revise(
    event: Event,
    values: Mapping[str, object],
    roles: list[Role],
    *,
    held: Quotas | None = None,
    seen: str,
    now: datetime,
    arrivals: str = "",
    of_program: str = "",
) -> int:
    """Change a published event; guests are told and freed places given out. How many letters.

    Where nothing is another than it was, nothing happens and nobody hears of it.
    `seen` is the stamp of what the organizer began with: Refused when somebody else was quicker,
    when the event is called off, or when it would move into the past. On another day nobody is
    here yet: check-ins are taken back, or kept where the date was only wrong (`arrivals`: back,
    keep); AskFirst when there are some and neither was said. `of_program` as in `rescheduling`.
    """
    actions.lock(event)
    db.session.refresh(event)
    if event.cancelled_at:
        raise Refused(_("This event is called off. Copy it to a new one."))
    if seen != drafts.stamp(event):
        raise Refused(
            _(
                "Somebody else changed this event meanwhile. Look at it again, then make your change."
            )
        )
    rescheduling.check_time(event, values, now=now)
    if _as_it_is(event, values, roles, held):
        return 0
    before, after = rescheduling.snapshot(event), rescheduling.snapshot(Event(**values))
    if event_changes.another_evening(before, after):
        if when_places_end.here(event) and not arrivals:
            raise AskFirst(_("Say what becomes of the check-ins, then save."))
        if arrivals != "keep":
            when_places_end.clear_day(event, now=now)
    for name, value in values.items():
        setattr(event, name, value)
    event.roles = roles
    if held is not None:
        quotas.keep(event, held)
    when_places_end.moved(event, now=now)
    told = rescheduling.reschedule(event, before, of_program=of_program, now=now)
    return told + len(actions.promote(event, now=now))


def _as_it_is(
    event: Event, values: Mapping[str, object], roles: list[Role], held: Quotas | None
) -> bool:
    return (
        all(getattr(event, name) == value for name, value in values.items())
        and set(event.roles) == set(roles)
        and (held is None or held == quotas.of(event))
    )
