"""Which badges are out: printed, new, or saying something that isn't so any more."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from eventapp import clock
from eventapp.badges.badge import Badge
from eventapp.badges.printing.models import PrintedBadge, PrintRun
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp
from eventapp.seating.models import Plan

# A run counts from its beginning: two people at two desks shall not print the same badges.
COUNTS = ("waiting", "running", "done")


@dataclass(frozen=True)
class Out:
    """The newest print of a guest's badge: when, by whom, and where on which sheet it lay."""

    run_id: int
    at: datetime
    by: str
    place: int
    per_sheet: int
    mark: str

    @property
    def sheet(self) -> int:
        """Which sheet of its run, from 1."""
        return self.place // self.per_sheet + 1

    @property
    def label(self) -> int:
        """Which label of that sheet, from 1."""
        return self.place % self.per_sheet + 1

    def when(self, zone: str) -> str:
        """When it was printed, by the clocks of a zone."""
        return f"{clock.short_day(self.at, zone)}, {clock.hour(self.at, zone)}"


def mark(badge: Badge) -> str:
    """A mark of what makes a badge another one: the name, the role, and the way through the rounds."""
    said = (badge.first_name, badge.last_name, badge.pronouns, badge.role, badge.mark)
    told = json.dumps([*said, badge.route, badge.host_table])
    return hashlib.sha256(told.encode()).hexdigest()


def printed(event: Event, *, rsvp_id: int | None = None) -> dict[int, Out]:
    """The newest print of each guest, or of this one, by RSVP id."""
    of = PrintedBadge.rsvp_id == rsvp_id if rsvp_id else PrintedBadge.rsvp_id.is_not(None)
    rows = db.session.execute(
        db.select(PrintedBadge.rsvp_id, PrintedBadge.place, PrintedBadge.mark, PrintRun)
        .join(PrintedBadge.run)
        .options(db.joinedload(PrintRun.by), db.joinedload(PrintRun.by_pass))
        .where(
            PrintRun.event_id == event.id,
            PrintRun.state.in_(COUNTS),
            of,
        )
        .order_by(PrintedBadge.id)
    )
    return {
        who: Out(
            run_id=run.id,
            at=run.made_at,
            by=run.by_whom,
            place=place,
            per_sheet=run.per_sheet,
            mark=said,
        )
        for who, place, said, run in rows
    }


def any_before(plan: Plan) -> bool:
    """Whether badges were printed before a plan was published, so that some may show other tables."""
    before = db.select(PrintRun.id).where(
        PrintRun.event_id == plan.event_id,
        PrintRun.state.in_(COUNTS),
        PrintRun.made_at < plan.published_at,
    )
    return db.session.scalar(before.limit(1)) is not None


def new(badges: Mapping[int, Badge], out: Mapping[int, Out]) -> list[int]:
    """Whose badge was never printed, in the given order."""
    return [who for who in badges if who not in out]


def changed(badges: Mapping[int, Badge], out: Mapping[int, Out]) -> list[int]:
    """Whose printed badge says another name, role or way than is so now, in the given order."""
    return [who for who, badge in badges.items() if who in out and out[who].mark != mark(badge)]


def by_table(badges: Mapping[int, Badge]) -> list[int]:
    """The guests in the order of their first table, then the second; within one as they were."""

    def way(who: int) -> list[tuple[int, str]]:
        badge = badges[who]
        stops = (badge.host_table,) if badge.host_table else badge.route
        numbers = [(int(stop), "") if stop.isdecimal() else (10_000, stop) for stop in stops]
        return numbers or [(100_000, "")]

    return sorted(badges, key=way)


def end(rsvp: Rsvp, *, now: datetime) -> None:
    """With the place its badge's code dies: who comes back needs another one."""
    gone = db.delete(PrintedBadge).where(PrintedBadge.rsvp_id == rsvp.id)
    db.session.execute(gone.execution_options(synchronize_session=False))


def runs(event: Event, *, most: int = 200) -> list[PrintRun]:
    """What was printed for an event, newest first; so many at most."""
    whom = (db.joinedload(PrintRun.by), db.joinedload(PrintRun.by_pass))
    of = db.select(PrintRun).options(*whom).filter_by(event_id=event.id)
    return list(db.session.scalars(of.order_by(PrintRun.id.desc()).limit(most)))
