"""Badges become a PDF: a few at once, many in the hands of the worker, and each is written down."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp import press, work
from eventapp.badges.printing import log
from eventapp.badges.printing.models import PrintedBadge, PrintFile, PrintRun
from eventapp.badges.printing.order import Order, restored
from eventapp.db import db
from eventapp.door.models import DoorPass, Staff
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions as rsvps

OPEN = ("waiting", "running")
# So many are drawn while one waits for the page; more by the worker.
AT_ONCE = 50
# The file is there for a day.
KEPT = timedelta(days=1)


def drawn(order: Order) -> bytes:
    """An order as a PDF. Raises Refused as the press does."""
    return press.draw(order.pages(), title=order.words.title, lang=order.words.lang)


def write_down(
    event: Event, order: Order, body: bytes, *, by: Staff | None, now: datetime
) -> PrintRun:
    """Keep badges that were drawn just now, and that they were printed."""
    run = _run(event, order, by=by, now=now)
    finish(run, body, now=now)
    return run


def print_later(event: Event, order: Order, *, by: Staff | None, now: datetime) -> PrintRun:
    """Have the worker draw many badges; the same once more while it is at it is once."""
    rsvps.lock(event)
    newest = next(iter(log.runs(event, most=1)), None)
    if newest and newest.state in OPEN:
        before = order_of(newest)
        if (before.badges, before.choices()) == (list(order.badges), order.choices()):
            return newest
    return _run(event, order, by=by, now=now)


def _run(event: Event, order: Order, *, by: Staff | None, now: datetime) -> PrintRun:
    run = PrintRun(
        event=event,
        by=by if isinstance(by, Person) else None,
        by_pass=by if isinstance(by, DoorPass) else None,
        stock=order.stock.name,
        per_sheet=order.stock.per_sheet,
        choices=order.choices(),
        number=len(order.badges),
        sheets=order.sheets,
        made_at=now,
        heard_at=now,
    )
    db.session.add(run)
    db.session.flush()
    db.session.execute(
        db.insert(PrintedBadge),
        [
            {
                "run_id": run.id,
                "rsvp_id": who,
                "place": spot,
                "mark": log.mark(badge),
                "badge": asdict(badge),
            }
            for spot, (who, badge) in enumerate(order.badges, order.start - 1)
        ],
    )
    return run


def order_of(run: PrintRun) -> Order:
    """What a run prints, as it was ordered; Refused once its badges were forgotten."""
    rows = db.session.execute(
        db.select(PrintedBadge.rsvp_id, PrintedBadge.badge)
        .where(PrintedBadge.run_id == run.id)
        .order_by(PrintedBadge.place)
    ).all()
    if not run.kept:
        raise Refused(_("These badges were printed too long ago. Print them anew."))
    return restored(run.choices, [(who, badge) for who, badge in rows])


def finish(run: PrintRun, body: bytes, *, now: datetime) -> None:
    """Keep what was drawn; nothing where it was to stop meanwhile, as when somebody on it was erased."""
    if run.stopping or not run.kept:
        return end(run, "stopped", now=now)
    db.session.merge(PrintFile(run_id=run.id, body=body))
    run.drawn = run.sheets
    return end(run, "done", now=now)


def end(run: PrintRun, state: str, *, now: datetime, said: str = "") -> None:
    """Close a run; unless it is done, its badges count as not printed."""
    run.state, run.said, run.heard_at = state, said, now


def stop(run: PrintRun, *, now: datetime) -> None:
    """Let a run end without a file. Twice is once."""
    if work.ask_to_stop(run, now=now):
        end(run, "stopped", now=now)


def withdraw(run: PrintRun, *, now: datetime) -> None:
    """It never came out of the printer: its badges count as not printed. Twice is once."""
    db.session.refresh(run, with_for_update=True)
    if run.state == "done":
        end(run, "withdrawn", now=now)


def take_up_lost(*, now: datetime) -> None:
    """Let runs of which nothing is heard any more begin anew, a few times."""
    for run in work.take_up_lost(PrintRun, now=now):
        end(run, "failed", now=now, said=broke_off())


def forget(*, now: datetime) -> int:
    """Forget files and words of yesterday's runs, of some of them; what was printed where stays in the log."""
    old = db.select(PrintRun.id).where(PrintRun.kept, PrintRun.made_at < now - KEPT)
    numbers = db.session.scalars(old.limit(100)).all()
    _forget_files(numbers)
    return len(numbers)


def forget_of(rsvps: Collection[int]) -> None:
    """Forget the files on which some guests stand; one that is being drawn stops."""
    printed = db.select(PrintedBadge.run_id).where(PrintedBadge.rsvp_id.in_(rsvps))
    kept = db.select(PrintRun.id).where(PrintRun.kept, PrintRun.id.in_(printed))
    _forget_files(db.session.scalars(kept).all())


def _forget_files(numbers: Collection[int]) -> None:
    stopping = db.or_(PrintRun.stopping, PrintRun.state == "running")
    # The runs first: whoever is about to keep a file of one has kept it by then, or sees that it stops.
    for forgotten in (
        db.update(PrintRun)
        .where(PrintRun.id.in_(numbers))
        .values(kept=False, choices={}, stopping=stopping),
        db.delete(PrintFile).where(PrintFile.run_id.in_(numbers)),
        db.update(PrintedBadge).where(PrintedBadge.run_id.in_(numbers)).values(badge=db.null()),
    ):
        db.session.execute(forgotten.execution_options(synchronize_session=False))


def broke_off() -> str:
    """What is said of a run that was lost."""
    return _("The printing broke off. Print them once more; fewer at once may help.")


def said(run: PrintRun, *, now: datetime) -> str:
    """How far a run is, or what came of it, in a sentence."""
    if run.state == "waiting":
        return _("It waits for its turn. If that takes minutes, the worker isn’t running.")
    if run.state == "running":
        if run.stopping:
            return _("Stopping …")
        return ngettext(
            "%(done)s of one sheet is drawn.",
            "%(done)s of %(num)s sheets are drawn.",
            run.sheets,
            done=run.drawn,
        )
    if run.state == "stopped":
        return _("Stopped. These badges count as not printed.")
    if run.state == "withdrawn":
        return _("Taken back: these badges count as not printed.")
    if run.state == "failed":
        return run.said
    return _("Ready.")
