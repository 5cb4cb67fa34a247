"""Whom a guest brings, what they choose for all of them, and what that comes to."""

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.rsvps.places import Kind
from eventapp.rsvps.standing import Standing


@dataclass(frozen=True)
class Party:
    """Whom a guest brings, by first and last name (empty: to follow), and what holds for all."""

    names: tuple[tuple[str, str], ...] = ()
    waits_together: bool = True
    sits_together: bool = False

    @property
    def together(self) -> tuple[Kind, ...]:
        """Those who get a place with who brings them or not at all; nothing is known of them yet."""
        return (Kind(),) * len(self.names) if self.waits_together else ()


def named(line: str) -> tuple[str, str]:
    """A name in one line as first and last name."""
    first, _, last = line.partition(" ")
    return first, last.strip()


def called_after(host: str) -> str:
    """What one is called whose name is to follow."""
    return _("Guest of %(name)s", name=host)


def number_refused(number: int, most: int) -> str:
    """Why a guest can't bring so many; empty when they can."""
    if number <= most:
        return ""
    if not most:
        return _("Guests of guests aren’t expected at this event.")
    return ngettext(
        "You can bring one person to this event.",
        "You can bring up to %(num)s people to this event.",
        most,
    )


def states_of(host: str, party: Party, held: Standing) -> list[str]:
    """What each of a party gets, by the state of who brings them.

    Where the organizer says yes to everybody, nobody comes by the yes that somebody else was given.
    """
    number = len(party.names)
    if held.event.needs_approval:
        return ["pending"] * number
    if host != "going":
        return [host] * number
    if party.waits_together:
        return [held.answer(party.together)] * number
    found: list[str] = []
    for _name in party.names:
        state = held.answer([Kind()]) if "waitlisted" not in found else "waitlisted"
        if state == "going":
            held = held.with_guests([Kind()])
        found.append(state)
    return found
