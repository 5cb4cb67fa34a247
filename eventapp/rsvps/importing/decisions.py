"""What an organizer decided about the rows of a list."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from eventapp.rsvps.importing.parsing import Entry

SAME, OTHER = "same", "other"


@dataclass(frozen=True)
class Decisions:
    """What an organizer decided about a list: rows by `key_of`, answers by their number."""

    same: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
    # One word for every row that isn't named above: same, other, or nothing yet.
    rest: str = ""
    # Rows whose changes aren't wanted, and answers to take off because the list says so.
    leave: frozenset[str] = frozenset()
    off: frozenset[int] = frozenset()
    # `line` when whoever waits in the list waits here, too; otherwise they are left out.
    waiting: str = ""
    # Everybody comes in, or nobody: a row that can't be used keeps the others out.
    whole: bool = False
    # What our own list says of a line, where that isn't a place: waitlisted, declined …
    states: Mapping[int, str] = field(default_factory=dict)

    def takes(self, entry: Entry) -> bool:
        """Whether a row comes in at all."""
        return entry.reading != "waiting" or self.waiting == "line"

    def state_of(self, entry: Entry) -> str:
        """The state that a new person of a row is to have; `going` while there are places."""
        otherwise = "waitlisted" if entry.reading == "waiting" else "going"
        return self.states.get(entry.line, otherwise)

    def wants(self, entry: Entry) -> bool:
        """Whether what a row says otherwise is to be taken over."""
        return key_of(entry) not in self.leave

    def on(self, entry: Entry) -> str:
        """`same`, `other` or nothing for a row that may be somebody who is on the list."""
        if key_of(entry) in self.same:
            return SAME
        return OTHER if key_of(entry) in self.other else self.rest


def key_of(entry: Entry) -> str:
    """What names a row on a page; one cell may hold two people, the second shares the address."""
    return f"{entry.line}b" if entry.shares else str(entry.line)
