"""What stands in an entry of a calendar: some programs write a property twice, or with a broken value (pure)."""

from typing import Any

from icalendar import Component

# What icalendar would make clocks of, for all files to come: it is read here, file by file.
ZONE = "X-FILES-TIMEZONE"


def first(part: Component, name: str) -> Any:
    """A property as icalendar has it; of several the first, and None where there is none."""
    found = part.get(name)
    return found[0] if isinstance(found, list) and found else found


def text(part: Component, name: str) -> str:
    """The text of a property; empty where there is none."""
    found = first(part, name)
    return str(found) if isinstance(found, str) else ""


def number(part: Component, name: str) -> int:
    """The number that a property is; 0 where it is none."""
    try:
        return int(first(part, name) or 0)
    except (TypeError, ValueError):
        return 0


def rule(part: Component, name: str = "RRULE") -> str | None:
    """The rule by which something repeats, as it was written; None where it doesn't."""
    found = first(part, name)
    try:
        return None if found is None else bytes(found.to_ical()).decode()
    except (AttributeError, ValueError):
        return ""
