"""How far a longer search is, in words."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.seating import wording
from eventapp.seating.models import Search
from eventapp.seating.searches import actions as searches

TONES = {"done": "good", "stopped": "good", "stale": "warn", "failed": "bad"}


@dataclass(frozen=True)
class View:
    """A search as its page shows it; `notes` are sessions that were left out, and why."""

    number: int
    over: bool
    title: str
    said: str
    tone: str
    percent: int
    figures: list[wording.FigureLine]
    notes: list[str]
    stopping: bool


def view(search: Search, *, now: datetime) -> View:
    """What a page says of a search."""
    over = search.state not in searches.OPEN
    return View(
        number=search.id,
        over=over,
        title=_title(search),
        said=search.said if over else _said(search, now),
        tone=TONES.get(search.state, ""),
        percent=round(100 * search.done),
        figures=[] if over or search.program_id else _figures(search),
        notes=_notes(search) if over else [],
        stopping=search.stopping,
    )


def _title(search: Search) -> str:
    if search.kind == "series":
        return _("Planning all sessions together")
    return _("Searching for better tables") if search.kind == "improve" else _("Mixing for longer")


def _said(search: Search, now: datetime) -> str:
    if search.state == "waiting":
        return _("It waits for its turn. If that takes minutes, the worker isn’t running.")
    if search.heard_at < now - searches.PATIENCE:
        return _("Nothing has been heard of it for a minute. You can stop it.")
    if search.stopping:
        return _("Stopping …")
    if search.kind == "series" and search.figures:
        return ngettext(
            "So far, everyone would meet at least one of %(all)s people, %(mean)s on average.",
            "So far, everyone would meet at least %(num)s of %(all)s people, %(mean)s on average.",
            search.figures["least"],
            all=search.figures["others"],
            mean=search.figures["mean"],
        )
    return _("The tables stay as they are until it is done. You can go on working elsewhere.")


def _figures(search: Search) -> list[wording.FigureLine]:
    told = search.figures
    if not told:
        return []
    return wording.figures(
        searches.figures(told["found"]),
        searches.figures(told["least"]),
        {},
        told["keys"],
        seats=told["seats"],
        pairs=told["pairs"],
    )


def _notes(search: Search) -> list[str]:
    changed = [
        _("%(session)s: its tables were changed meanwhile, so they were left.", session=title)
        for title in search.figures.get("changed", ())
    ]
    return changed + list(search.figures.get("left", ()))
