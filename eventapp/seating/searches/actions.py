"""Longer searches: begun, watched and stopped from a page, made by the worker."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from eventapp.db import db, next_waiting
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.programs.models import Program
from eventapp.rsvps.actions import lock
from eventapp.seating import engine, stale_pages, wording
from eventapp.seating.board import mixing, snapshot
from eventapp.seating.engine import Figures
from eventapp.seating.models import Search

OPEN = ("waiting", "running")
# A search that says nothing for so long is lost, and what came of one is shown for so long.
PATIENCE, SHOWN_FOR = timedelta(minutes=1), timedelta(minutes=10)

# How far it is from 0 to 1, and what to tell of the best so far; False: stop.
Progress = Callable[[float, Callable[[], dict[str, Any]]], bool]


@dataclass(frozen=True)
class Task:
    """A search in the worker's hands: `run` searches without the database, `keep` writes."""

    run: Callable[[Progress], object]
    keep: Callable[[Search, object, datetime], None]


def start(
    *,
    event: Event | None = None,
    program: Program | None = None,
    kind: str,
    seconds: int,
    seed: int,
    seen: str,
    by: Person | None,
    now: datetime,
    anew: bool = False,
) -> Search:
    """Have the worker search; for one subject one search at a time, so twice is once."""
    under_way = newest(event=event, program=program)
    if under_way and under_way.state in OPEN:
        return under_way
    search = Search(
        event=event,
        program=program,
        kind=kind,
        state="waiting",
        seconds=seconds,
        seed=seed,
        seen=seen,
        anew=anew,
        started_at=now,
        heard_at=now,
        by=by,
    )
    db.session.add(search)
    db.session.flush()
    return search


def newest(*, event: Event | None = None, program: Program | None = None) -> Search | None:
    """The last search that was begun for an event, or for a program."""
    if event:
        of = Search.event_id == event.id
    else:
        assert program
        of = Search.program_id == program.id
    found: Search | None = db.session.scalar(
        db.select(Search).where(of).order_by(Search.id.desc()).limit(1)
    )
    return found


def to_show(
    *, now: datetime, event: Event | None = None, program: Program | None = None
) -> Search | None:
    """The search that a page tells of: one under way, or one that ended a moment ago."""
    search = newest(event=event, program=program)
    recent = search and (search.state in OPEN or search.heard_at > now - SHOWN_FOR)
    return search if recent else None


def stop(search: Search, *, now: datetime) -> None:
    """Let a search end with the best so far; one that hasn't begun just ends. Twice is once."""
    db.session.refresh(search, with_for_update=True)
    if search.state == "waiting":
        end(search, "stopped", _("The search was called back before it began."), now=now)
    elif search.state == "running" and search.heard_at < now - PATIENCE:
        end(search, "failed", broke_off(), now=now)
    elif search.state == "running":
        search.stopping = True


def end(search: Search, state: str, said: str, *, now: datetime) -> None:
    """Close a search with what came of it, in a sentence."""
    search.state, search.said, search.heard_at = state, said[:200], now
    search.done = 1.0 if state == "done" else search.done


def waiting() -> bool:
    """Whether a search waits for the worker."""
    found = db.session.scalar(db.select(Search.id).where(Search.state == "waiting").limit(1))
    return found is not None


def claim_next(*, now: datetime) -> Search | None:
    """The search that waits longest, from now on running; each is claimed once."""
    search = next_waiting(Search)
    if search:
        search.state, search.heard_at = "running", now
    return search


def record_progress(number: int, done: float, told: dict[str, Any], *, now: datetime) -> bool:
    """Write down how far a search is; whether it goes on."""
    stopping = db.session.scalar(
        db.update(Search)
        .where(Search.id == number, Search.state == "running")
        .values(done=done, figures=told, heard_at=now)
        .returning(Search.stopping)
        .execution_options(synchronize_session=False)
    )
    return stopping is False


def fail_lost(*, now: datetime) -> int:
    """Close the searches that nobody has heard of for a minute, as when the worker was killed."""
    lost = db.session.scalars(
        db.select(Search).where(Search.state == "running", Search.heard_at < now - PATIENCE)
    ).all()
    for search in lost:
        end(search, "failed", broke_off(), now=now)
    return len(lost)


def broke_off() -> str:
    """What is said of a search that was lost."""
    return _("The search broke off. Nothing was changed; start it again.")


def still_running(number: int) -> Search | None:
    """The search, locked, unless it was closed meanwhile."""
    search = db.session.get(Search, number, populate_existing=True, with_for_update=True)
    return search if search and search.state == "running" else None


def task_of(search: Search, *, now: datetime) -> Task:
    """What the worker does for a search of one event. Raises Refused when there is nothing to do."""
    event = search.event
    assert event is not None
    laid = current(event, search.seen, now=now)
    begun = laid.begun if laid else 0
    start, asked = None, mixing.problem_for_new_mix(event, laid)
    if search.kind == "improve":
        if laid is None:
            raise Refused(_("There are no tables yet to be improved."))
        asked, start = mixing.problem_for_improvement(laid)
    if start and engine.violations(asked, start):
        raise Refused(_("The tables break a rule as they are. Mix again instead."))
    of = _of(asked)
    seconds, seed = search.seconds, search.seed

    def run(progress: Progress) -> engine.Solution:
        def told(done: float, found: Figures) -> bool:
            return progress(done, lambda: {"found": asdict(found), **of})

        return engine.solve(asked, seconds=seconds, seed=seed, start=start, progress=told)

    def keep(search: Search, found: object, now: datetime) -> None:
        assert isinstance(found, engine.Solution)
        assert search.event
        lock(search.event)
        laid = current(search.event, search.seen, now=now)
        if (laid.begun if laid else 0) != begun:
            raise Refused(_("A round has begun meanwhile, so the tables stay as they are."))
        search.figures = {"found": asdict(engine.measure(asked, found)), **of}
        said = _("The longer search found nothing better: the tables stay as they are.")
        if _write(search, laid, asked, found, now=now):
            said = _("The longer search is over: this is its best plan, as a draft.")
        end(search, "stopped" if search.stopping else "done", said, now=now)

    return Task(run, keep)


def current(event: Event, seen: str, *, now: datetime) -> snapshot.Board | None:
    """The tables of an event as they are; Refused when they aren't those that were seen."""
    laid = snapshot.read(event, now=now)
    if event.cancelled_at or (laid.stamp if laid else stale_pages.NONE) != seen:
        raise Refused(
            _(
                "The tables were changed meanwhile, so the plan it found was left aside. Search again."
            )
        )
    return laid


def _write(
    search: Search,
    laid: snapshot.Board | None,
    asked: engine.Problem,
    found: engine.Solution,
    *,
    now: datetime,
) -> bool:
    if laid and search.kind == "improve":
        return mixing.save_if_better(laid, found, now=now, by=search.by)
    assert search.event
    mixing.save_mix(search.event, laid, asked, found, seed=search.seed, now=now, by=search.by)
    return True


def _of(asked: engine.Problem) -> dict[str, object]:
    """What the figures of a search are told beside."""
    sizes = [len(asked.present(number)) for number in range(asked.rounds)]
    tables = len(asked.tables)
    return {
        "least": asdict(engine.lower_bounds(asked)),
        "keys": wording.figures_that_count(asked.weights),
        "seats": sum(sizes),
        "pairs": sum(engine.fewest_pairs(size, tables) for size in sizes),
    }


def figures(kept: Mapping[str, int]) -> Figures:
    """Figures as they were kept with a search."""
    return Figures(**{field.name: kept.get(field.name, 0) for field in fields(Figures)})
