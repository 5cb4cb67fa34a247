"""Whose badges are printed, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.badges import guest_badges
from eventapp.badges.actions import left_off
from eventapp.badges.badge import Badge
from eventapp.badges.forms import SheetForm
from eventapp.badges.printing import log
from eventapp.badges.printing.log import Out
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Standing:
    """Every guest with their badge as it would be printed now, without the fields that are left off, and
    the prints that are out."""

    left_off: frozenset[str]
    people: Sequence[Rsvp]
    badges: Mapping[int, Badge]
    out: Mapping[int, Out]

    @cached_property
    def new(self) -> list[int]:
        """Whose badge was never printed."""
        return log.new(self.badges, self.out)

    @cached_property
    def changed(self) -> list[int]:
        """Whose printed badge isn't true any more."""
        return log.changed(self.badges, self.out)

    @property
    def printed(self) -> list[int]:
        """Whose badge is out."""
        return [who for who in self.badges if who in self.out]

    @cached_property
    def open(self) -> list[int]:
        """Whose badge is still to be printed: new, or not true any more."""
        out = {*self.new, *self.changed}
        return [who for who in self.badges if who in out]

    @property
    def usual(self) -> str:
        """What is printed unless somebody chooses: everybody's, later what is new or changed."""
        return "open" if self.out else "all"


def standing(event: Event) -> Standing:
    """How the badges of an event stand."""
    people = guest_badges.guests(event)
    off = left_off(event)
    badges = guest_badges.badges(event, people, left_off=off)
    return Standing(
        off,
        people,
        {rsvp.id: badge for rsvp, badge in zip(people, badges, strict=True)},
        log.printed(event),
    )


def wanted(standing: Standing, form: SheetForm) -> list[tuple[int | None, Badge]]:
    """The badges that a form asks for, each with whose it is. Raises Refused when there are none."""
    what = form.what.data
    if what == "blank":
        return [(None, Badge("", blank=True))] * (form.blanks.data or 1)
    found = {
        "all": lambda: list(standing.badges),
        "new": lambda: standing.new,
        "changed": lambda: standing.changed,
        "open": lambda: standing.open,
        "some": lambda: [who for who in standing.badges if who in form.people],
    }[what]()
    if not found:
        raise Refused(nobody(what))
    if form.order.data == "table":
        found = [who for who in log.by_table(standing.badges) if who in found]
    return [(who, standing.badges[who]) for who in found]


def counts(standing: Standing) -> dict[str, str]:
    """What each choice would print, in words."""
    numbers = {
        "open": len(standing.open), "all": len(standing.badges), "new": len(standing.new),
        "changed": len(standing.changed),
    }  # fmt: skip
    return {
        what: ngettext("%(num)s badge", "%(num)s badges", number)
        for what, number in numbers.items()
    } | {"blank": _("To be written on by hand")}


def printed_before(standing: Standing, wanted: Sequence[tuple[int | None, Badge]]) -> list[int]:
    """Whose badge of these is out already, and still true."""
    return [
        who for who, badge in wanted
        if who is not None and who in standing.out and standing.out[who].mark == log.mark(badge)
    ]  # fmt: skip


def nobody(what: str) -> str:
    """Why there is no badge to print."""
    if what == "changed":
        return _("No printed badge has changed.")
    if what in {"new", "open"}:
        return _(
            "Every badge is printed, and none has changed. Choose “Everyone” to print them again."
        )
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
