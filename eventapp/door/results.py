"""What the door says about one guest: come in, already in, not tonight. Decided here, drawn there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp import clock
from eventapp.communities.models import Role
from eventapp.db import db
from eventapp.door import places_left
from eventapp.door.guest_list import Entry
from eventapp.door.models import Arrival, DoorPass, Staff, Visit
from eventapp.events.models import Event
from eventapp.events.rounds import Evening
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Reply:
    """One big answer: colour, icon and word together, so that none of them is needed to know."""

    tone: str
    icon: str
    word: str
    name: str = ""
    mark: int = 0
    say: str = ""
    table: int = 0
    when: str = ""
    # What can be done now: `print`, `undo`, `walk-in`.
    can: tuple[str, ...] = ()
    rsvp_id: int = 0


def come_in(
    event: Event, entry: Entry, route: tuple[int, ...], *, me: Staff, now: datetime
) -> Reply:
    """Green: checked in just now, with where to sit; to members also whether they were here before."""
    role = _role(event, entry)
    table, when = table_now(event, route, now=now)
    said = [role.name] if role else []
    if entry.source == "door":
        said.append(_("Walk-in"))
        if over := places_left.over_places(event):
            said.append(over.rstrip("."))
    elif not isinstance(me, DoorPass) and not _been_here(event, entry):
        said.append(_("First time here: say hello"))
    return Reply(
        "good-a",
        "ok",
        _("Come in"),
        entry.name,
        mark=role.mark if role else 0,
        say=". ".join(said),
        table=table,
        when=when,
        can=("print", "undo"),
        rsvp_id=entry.id,
    )


def already_in(
    event: Event, entry: Entry, route: tuple[int, ...], *, me: Staff, now: datetime
) -> Reply:
    """Amber: somebody checked this guest in before; when, and who."""
    assert entry.arrived_at is not None
    hour = clock.hour(entry.arrived_at, event.zone)
    if entry.by_hands(me):
        said = _("You checked them in at %(time)s.", time=hour)
    elif entry.by:
        said = _("%(who)s checked them in at %(time)s.", who=entry.by, time=hour)
    else:
        said = _("Checked in at %(time)s.", time=hour)
    table, when = table_now(event, route, now=now)
    return Reply(
        "sun-a",
        "stop",
        _("Already in"),
        entry.name,
        say=said,
        table=table,
        when=when,
        can=("print", "undo"),
        rsvp_id=entry.id,
    )


def no_place(event: Event, entry: Entry, *, free: int | None, now: datetime) -> Reply:
    """Red: on the list once, but without a place tonight, and what to do about it."""
    room = free is None or free > 0
    line_served = entry.state == "waitlisted" and event.serves_waitlist(now)
    # Who waits in line gets a place in its order; anybody else may be let in on top.
    can = () if entry.state == "waitlisted" and (line_served or not room) else ("walk-in",)
    if entry.state == "waitlisted":
        word = _("On the waitlist")
        said = _("Number %(number)s in line.", number=_in_line(event, entry)) + " "
        if line_served:
            said += _(
                "A place frees when somebody cancels, or when an organizer raises the places on "
                "the Plan page."
            )
        elif room:
            said += _("The waitlist has closed and a place is free: let them in as a walk-in.")
        else:
            said += _("Every place is taken. An organizer can raise the places on the Plan page.")
    else:
        word = _("Has no place") if entry.state == "pending" else _("Gave the place back")
        said = (
            _("A place is free: let them in as a walk-in.")
            if room
            else _("No place is free: as a walk-in they come on top, and you are asked once more.")
        )
    return Reply("bad-a", "x", word, entry.name, say=said, can=can, rsvp_id=entry.id)


def another_event(other: Event) -> Reply:
    """Red: a badge of this community, for another evening."""
    said = _(
        "This badge is for “%(title)s”, %(day)s.",
        title=other.title,
        day=clock.short_day(other.starts_at, other.zone),
    )
    return Reply("bad-a", "x", _("Not for today"), say=said, can=("walk-in",))


def unknown_code() -> Reply:
    """Red: no badge of ours."""
    said = _("This isn’t a badge for this event, or it has been replaced. Find them by name.")
    return Reply("bad-a", "x", _("Not a badge we know"), say=said)


def table_now(event: Event, route: tuple[int, ...], *, now: datetime) -> tuple[int, str]:
    """The table to go to, 0 for none, and from when if its round is not the one to sit down for."""
    stands = event.evening(now)
    number, table = _next_seat(stands, route)
    if number <= max(stands.begun, 1) or number > len(stands.begins):
        return table, ""
    begins = clock.hour(stands.begins[number - 1], event.zone)
    return table, _("from %(time)s", time=begins)


def tables_now(
    event: Event, routes: Mapping[int, tuple[int, ...]], *, now: datetime
) -> dict[int, int]:
    """The table of everybody who has one, by RSVP id."""
    stands = event.evening(now)
    return {who: _next_seat(stands, route)[1] for who, route in routes.items()}


def round_line(event: Event, *, now: datetime) -> str:
    """What happens next at this event, for the head of the page."""
    if event.days_left(now) != 0:
        day, hour = (
            clock.short_day(event.starts_at, event.zone),
            clock.hour(event.starts_at, event.zone),
        )
        return _("Door. %(day)s, %(time)s", day=day, time=hour)
    stands = event.evening(now)
    if stands.paused:
        return _("Door. The clock of the rounds stands still")
    for number, begins in enumerate(stands.begins, start=1):
        if now < begins:
            hour = clock.hour(begins, event.zone)
            return _("Door. Round %(number)s at %(time)s", number=number, time=hour)
    return _("Door. The last round has begun")


def _next_seat(stands: Evening, route: tuple[int, ...]) -> tuple[int, int]:
    """The round and the table that somebody goes to; 0 and 0 for none."""
    # While people move, it is the table they move to; after the last round, the one they had.
    first = stands.next if stands.phase == "break" else stands.begun
    for number, table in enumerate(route, start=1):
        if number >= first and table:
            return number, table
    return 0, 0


def _role(event: Event, entry: Entry) -> Role | None:
    return next((role for role in event.community.roles if role.id == entry.role_id), None)


def _been_here(event: Event, entry: Entry) -> bool:
    stayed = db.or_(*(db.exists().where(stay.rsvp_id == Rsvp.id) for stay in (Arrival, Visit)))
    earlier = (
        db.select(Rsvp.id)
        .join(Rsvp.event)
        .where(
            Rsvp.person_id == entry.person_id,
            Event.community_id == event.community_id,
            Event.starts_at < event.starts_at,
            stayed,
        )
        .limit(1)
    )
    return db.session.scalar(earlier) is not None


def _in_line(event: Event, entry: Entry) -> int:
    waiting = db.select(db.func.count(Rsvp.id)).where(
        Rsvp.event_id == event.id, Rsvp.state == "waitlisted", Rsvp.turn <= entry.turn
    )
    return db.session.scalar(waiting) or 0
