"""Whose badges are printed, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.badges import guest_badges
from eventapp.badges.badge import Badge
from eventapp.badges.printing import log
from eventapp.badges.printing.log import Out
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp

WHAT = ("open", "all", "new", "changed", "some", "blank")
MOST_BLANKS = 200


@dataclass(frozen=True)
class Standing:
    """Every guest with their badge as it would be printed now, and the prints that are out."""

    people: Sequence[Rsvp]
    badges: Mapping[int, Badge]
    out: Mapping[int, Out]

    @property
    def new(self) -> list[int]:
        """Whose badge was never printed."""
        return log.new(self.badges, self.out)

    @property
    def changed(self) -> list[int]:
        """Whose printed badge isn't true any more."""
        return log.changed(self.badges, self.out)

    def usual(self) -> str:
        """What is printed unless somebody chooses: everybody's, then what is new or changed."""
        return "open" if self.out else "all"


def standing(event: Event) -> Standing:
    """How the badges of an event stand."""
    people = guest_badges.guests(event)
    badges = guest_badges.badges(event, people)
    return Standing(
        people,
        {rsvp.id: badge for rsvp, badge in zip(people, badges, strict=True)},
        log.printed(event),
    )


def chosen(
    now: Standing, what: str, *, order: str, some: Sequence[int], blanks: int
) -> list[tuple[int | None, Badge]]:
    """The badges to print, each with whose it is. Raises Refused when there are none."""
    if what == "blank":
        return [(None, Badge("", blank=True))] * blanks
    wanted = {
        "all": lambda: list(now.badges),
        "new": lambda: now.new,
        "changed": lambda: now.changed,
        "open": lambda: [who for who in now.badges if who in {*now.new, *now.changed}],
        "some": lambda: [who for who in now.badges if who in some],
    }[what]()
    if not wanted:
        raise Refused(_nobody(what))
    if order == "table":
        tables = log.by_table(now.badges)
        wanted = sorted(wanted, key=tables.index)
    return [(who, now.badges[who]) for who in wanted]


def printed_before(now: Standing, wanted: Sequence[tuple[int | None, Badge]]) -> list[int]:
    """Whose badge of these is out already, and still true."""
    return [
        who for who, badge in wanted
        if who is not None and who in now.out and now.out[who].mark == log.mark(badge)
    ]  # fmt: skip


def _nobody(what: str) -> str:
    if what == "changed":
        return _("No printed badge has changed.")
    if what in {"new", "open"}:
        return _("Every badge is printed, and none has changed. Choose “Everyone” to print them again.")
    if what == "some":
        return _("Choose whose badges to print.")
    return _("Nobody has a place yet, so there is no badge to print.")


def said(what: str, number: int) -> str:
    """What is printed, in a heading."""
    if what == "blank":
        return ngettext("%(num)s blank badge", "%(num)s blank badges", number)
    if what == "new":
        return ngettext("%(num)s new badge", "%(num)s new badges", number)
    if what == "changed":
        return ngettext("%(num)s changed badge", "%(num)s changed badges", number)
    return ngettext("%(num)s badge", "%(num)s badges", number)
