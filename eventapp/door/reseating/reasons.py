"""Why somebody changes table during the evening, in a sentence."""

from collections import Counter

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.face import words
from eventapp.door.reseating import gaps
from eventapp.door.reseating.current_tables import Live
from eventapp.seating.engine import Solution


def needed(room: gaps.Room, after: Solution, change: gaps.Change) -> str:
    """Why somebody moves: what would be at their table, or at the one they fill."""
    table, to = change.before, change.after
    if table is None:
        return _("Had no chair yet.")
    if table in room.shut(change.round):
        return _("%(table)s is closed.", table=words.table(table))
    if any(f.guest == change.who and f.table == to for f in room.asked.fixed):
        return _("Hosts %(table)s.", table=words.at_table(to))
    sizes = room.sizes(change.round)
    if not room.sizes(change.round, after)[table]:
        return ngettext(
            "%(table)s would have only one person.",
            "%(table)s would have only %(num)s people.",
            sizes[table],
            table=words.table(table),
        )
    if to in room.low(change.round):
        return ngettext(
            "%(to)s would have only one person; %(table)s has %(have)s.",
            "%(to)s would have only %(num)s people; %(table)s has %(have)s.",
            sizes[to],
            to=words.table(to),
            table=words.at_table(table),
            have=sizes[table],
        )
    return _("To make room at %(table)s.", table=words.at_table(table))


def better(live: Live, found: gaps.Repair, change: gaps.Change) -> str:
    """Why somebody moves beyond what is needed."""
    assert live.fewest
    before = _known(found, live.fewest.answer, change)
    if _known(found, found.answer, change) < before:
        return _("A swap: they then sit with fewer people they have met.")
    return _("A swap for a better mix.")


def _known(found: gaps.Repair, plan: Solution, change: gaps.Change) -> int:
    """How many at somebody's table they have met, at an earlier event or in another round."""
    met = Counter(
        mate
        for r in range(len(plan.seats))
        if r != change.round
        for mate in plan.mates(r, change.who)
    )
    past, who = found.asked.past, change.who
    return sum(
        bool(met[mate] or past.get((who, mate)) or past.get((mate, who)))
        for mate in plan.mates(change.round, who)
    )
