"""Whether a program takes people now, and why not: the one place that knows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Enrolling:
    """What decides whether somebody may join a program; all moments are in UTC.

    `begins` is when its first session that stands begins, `left` whether one still takes people.
    """

    published: bool
    cancelled: bool
    opens: datetime | None
    closes: datetime | None
    begins: datetime | None
    late_joining: bool
    left: bool

    def begun(self, now: datetime) -> bool:
        """Whether nobody joins any more because its first session has begun."""
        return not self.late_joining and self.begins is not None and self.begins <= now

    def obstacle(self, now: datetime) -> str | None:
        """Why nobody may join now; None where they may.

        `unpublished`, `called_off`, `over` (no session is left), `begun`, `closed`, or `later`.
        """
        if self.cancelled:
            return "called_off"
        if not self.published:
            return "unpublished"
        if not self.left:
            return "over"
        if self.begun(now):
            return "begun"
        if self.closes and self.closes <= now:
            return "closed"
        return "later" if self.opens and now < self.opens else None
