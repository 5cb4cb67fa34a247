"""Tables for all sessions to come of a program, found together by the worker."""

from datetime import datetime
from statistics import mean
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.actions import lock
from eventapp.seating import engine, meetings, problems, stale_pages
from eventapp.seating.board import mixing, refusals, snapshot
from eventapp.seating.meetings import Evening
from eventapp.seating.models import Search
from eventapp.seating.searches import actions as searches
from eventapp.seating.series.overview import Series, Sitting, read


def task_of(search: Search, *, now: datetime) -> searches.Task:
    """What the worker does to plan all sessions to come. Raises Refused when there are none."""
    assert search.program
    row = read(search.program, now=now)
    wanted, left = sessions_to_plan(row, anew=search.anew, now=now)
    if not wanted:
        raise Refused(nothing_to_plan(left))
    given, people, coming = row.given(anew=search.anew), list(row.people), row.coming
    evenings = {sitting.event.id: sitting.evening for sitting in coming}
    sessions = [session for _sitting, _seen, session in wanted]
    asked = [(sitting.event.id, seen) for sitting, seen, _session in wanted]
    seconds, seed = search.seconds, search.seed

    def figures(plans: list[engine.Solution]) -> dict[str, Any]:
        for (event, _seen), session, plan in zip(asked, sessions, plans, strict=True):
            old = evenings[event]
            evenings[event] = Evening(old.people, old.room, frozenset(session.pairs(plan)))
        then = [one.by_then for one in meetings.reach(people, row.met, evenings.values())]
        return {
            "least": min(then, default=0),
            "mean": round(mean(then or [0]), 1),
            "others": max(0, len(people) - 1),
            "sessions": len(sessions),
        }

    def run(progress: searches.Progress) -> list[engine.Solution]:
        def told(done: float, plans: list[engine.Solution]) -> bool:
            return progress(done, lambda: figures(plans))

        return engine.solve_series(sessions, given, seconds=seconds, seed=seed, progress=told)

    def keep(search: Search, found: object, now: datetime) -> None:
        assert isinstance(found, list)
        search.figures = figures(found)
        changed = []
        made = {
            event: (seen, s, plan)
            for (event, seen), s, plan in zip(asked, sessions, found, strict=True)
        }
        # In one order, so that two programs can't wait for each other.
        for number in sorted(made):
            seen, session, plan = made[number]
            event = db.session.get_one(Event, number)
            lock(event)
            try:
                laid = searches.current(event, seen, now=now)
            except Refused:
                changed.append(event.title)
                continue
            mixing.save_mix(event, laid, session.problem, plan, seed=seed, now=now, by=search.by)
        search.figures = {**search.figures, "changed": changed, "left": left}
        kept = len(made) - len(changed)
        state = "stale" if not kept else "stopped" if search.stopping else "done"
        searches.end(search, state, _ended(kept), now=now)

    return searches.Task(run, keep)


def sessions_to_plan(
    row: Series, *, anew: bool, now: datetime
) -> tuple[list[tuple[Sitting, str, engine.SeriesSession]], list[str]]:
    """Each session to plan with the mark of its tables and what is asked; and those left out, why."""
    wanted, left = [], []
    for sitting in row.to_plan(anew=anew):
        event = sitting.event
        laid = snapshot.read(event, now=now)
        try:
            asked = mixing.problem_for_new_mix(event, laid)
            engine.solve(asked, steps=0)
        except Refused as no:
            left.append(f"{event.title}: {no}")
            continue
        except (engine.Clash, engine.BadProblem) as no:
            left.append(f"{event.title}: {refusals.conflict_message(no, event)}")
            continue
        person = {str(rsvp.id): rsvp.person_id for rsvp in problems.going(event)}
        seen = laid.stamp if laid else stale_pages.NONE
        wanted.append((sitting, seen, engine.SeriesSession(asked, person)))
    return wanted, left


def nothing_to_plan(left: list[str]) -> str:
    """Why no session can be planned."""
    if left:
        return _("No session can be planned yet. %(why)s", why=" ".join(left))
    return _("There is no session to come whose tables are still to be made.")


def _ended(kept: int) -> str:
    if not kept:
        return _("The tables of every session were changed meanwhile, so nothing was kept.")
    return ngettext(
        "One session has a new draft. Look at it, then publish.",
        "%(num)s sessions have a new draft. Look at them, then publish.",
        kept,
    )
