"""Every course that two guests of a table can take, and what each may see of the other at its end.

This is the promise itself, written without a look at the code that keeps it: who said yes to what,
who took it back, and when. `test_consent_matrix` walks every pair of courses and compares.
"""

from dataclasses import dataclass
from itertools import combinations_with_replacement, product

# In order: what is taken back before a batch, between a batch and the letters, after the letters.
BEFORE, BETWEEN, AFTER = "before", "between", "after"
WHENS = (BEFORE, BETWEEN, AFTER)
SHARES = tuple(
    (mail, phone, web)
    for mail, phone, web in product((True, False), repeat=3)
    if mail or phone or web
)


@dataclass(frozen=True)
class Course:
    """What one guest does: agrees or not, ticks the other or not, and takes something back or not."""

    agrees: bool = True
    ticks: bool = True
    # tick, consent, place or erased; and when.
    ends: str = ""
    when: str = ""

    def gone(self, what: str, by: str) -> bool:
        """Whether something was taken back by the end of a stretch of time."""
        return self.ends == what and WHENS.index(self.when) <= WHENS.index(by)

    def agreed(self, by: str) -> bool:
        """Whether they may still be named on cards."""
        return self.agrees and not any(
            self.gone(what, by) for what in ("consent", "place", "erased")
        )

    def ticked(self, by: str) -> bool:
        """Whether their yes to the other stands."""
        return self.ticks and self.agreed(by) and not self.gone("tick", by)

    def __str__(self) -> str:
        said = "ticks" if self.ticks else "agrees" if self.agrees else "says no"
        return f"{said}{f', {self.ends} ends {self.when}' if self.ends else ''}"


def courses() -> list[Course]:
    """All of them; what changes nothing for somebody who never said yes is left out."""
    yes = [Course(ends=ends, when=when) for ends, when in product(_ENDS, WHENS)]
    quiet = [Course(ticks=False, ends=ends, when=AFTER) for ends in _ENDS if ends != "tick"]
    no = [Course(agrees=False, ticks=False, ends="erased", when=AFTER)]
    alone = [Course(), Course(ticks=False), Course(agrees=False, ticks=False)]
    return [*alone, *yes, *quiet, *no]


_ENDS = ("tick", "consent", "place", "erased")


def pairs() -> list[tuple[Course, Course]]:
    """Every two courses, each two once."""
    return list(combinations_with_replacement(courses(), 2))


def introduced(one: Course, other: Course) -> bool:
    """Whether the two letters left: both yes stood when the batch was made, and until they left."""
    return one.ticked(BETWEEN) and other.ticked(BETWEEN)


def told(of: Course, to: Course) -> set[str]:
    """What letters that left may tell one of two about the other; what they share is a matter of its own."""
    # Cards leave before anything is taken back.
    card = {"first", "ask", "offer"} if of.agrees and to.agrees else set()
    return card | ({"last", "note", "shares"} if introduced(of, to) else set())


def seen(of: Course, to: Course) -> set[str]:
    """What the pages of one of two may show of the other at the end."""
    if not of.agreed(AFTER):
        return set()
    # Whom they met is theirs to look at, as long as those agree.
    names = {"first", "ask", "offer"}
    if introduced(of, to) and to.agreed(AFTER):
        names |= {"last", "shares"}
    return names
