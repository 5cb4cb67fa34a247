"""Every course that two guests of a table can take, and what each may see of the other at its end.

This is the promise itself, written without a look at the code that keeps it: who said yes to what,
who took it back, and when. `test_consent_matrix` walks every pair of courses and compares.
"""

from dataclasses import dataclass
from itertools import product

# In order: what is taken back before the cards left; while a batch is made; between a batch and its
# letters; between a half-hour was agreed on and its invites; after all that; and between it was
# written that somebody asks whether they met again, and that letter.
UNSENT, BEFORE, BETWEEN = "before the cards", "in a batch", "before the letters"
CHOSEN, AFTER, ASKED = "before the invites", "after", "before the question"
WHENS = (UNSENT, BEFORE, BETWEEN, CHOSEN, AFTER, ASKED)
SHARES = tuple(
    (mail, phone, web)
    for mail, phone, web in product((True, False), repeat=3)
    if mail or phone or web
)
# What can be taken back: one tick, the yes to keeping in touch, the same by a letter's own link, the
# place, and everything; and what goes by itself after months.
TICK, YES, LETTERS, PLACE, ALL, OLD = "tick", "yes", "letters", "place", "everything", "old data"
GONE = (YES, LETTERS, PLACE, ALL, OLD)


@dataclass(frozen=True)
class Course:
    """What one guest does: agrees or not, ticks the other or not, and takes something back or not."""

    agrees: bool = True
    ticks: bool = True
    ends: str = ""
    when: str = ""
    # Whoever has no address can't be introduced.
    address: bool = True
    # The same is given again at once: what hung on it doesn't come back.
    again: bool = False

    def gone(self, what: str, by: str) -> bool:
        """Whether something was taken back by the end of a stretch of time."""
        return self.ends == what and WHENS.index(self.when) <= WHENS.index(by)

    def agreed(self, by: str) -> bool:
        """Whether they may still be named on cards."""
        may = self.agrees and self.address
        return may and (self.again or not any(self.gone(what, by) for what in GONE))

    def ticked(self, by: str) -> bool:
        """Whether their yes to the other stands."""
        back = self.gone(TICK, by) or (self.again and self.gone(self.ends, by))
        return self.ticks and self.agreed(by) and not back

    def __str__(self) -> str:
        said = "ticks" if self.ticks else "agrees" if self.agrees else "says no"
        end = f", {self.ends} back {self.when}" if self.ends else ""
        again = " and given again" if self.again else ""
        return f"{said}{'' if self.address else ' without an address'}{end}{again}"


def courses() -> list[Course]:
    """All of them; what changes nothing for somebody who never said yes is left out."""
    alone = [Course(), Course(ticks=False), Course(agrees=False, ticks=False)]
    alone += [Course(ticks=False, address=False)]
    ends = (TICK, YES, LETTERS, PLACE, ALL)
    yes = [Course(ends=end, when=when) for end, when in product(ends, (BEFORE, BETWEEN, AFTER))]
    again = [Course(ends=LETTERS, when=when, again=True) for when in (BEFORE, BETWEEN)]
    late = [
        Course(ends=YES, when=CHOSEN),
        Course(ends=YES, when=ASKED),
        Course(ends=OLD, when=AFTER),
    ]
    quiet = [Course(ticks=False, ends=end, when=AFTER) for end in ends[1:]]
    # Nobody ticks anybody on a card that never left.
    early = [Course(ticks=False, ends=end, when=UNSENT) for end in ends[1:]]
    no = [Course(agrees=False, ticks=False, ends=ALL, when=AFTER)]
    return [*alone, *yes, *again, *late, *quiet, *early, *no]


def introduced(one: Course, other: Course) -> bool:
    """Whether the two letters left: both yes stood when the batch was made, and until they left."""
    return one.ticked(BETWEEN) and other.ticked(BETWEEN)


def in_touch(one: Course, other: Course, by: str = AFTER) -> bool:
    """Whether what was mutual stands: a tick that is taken back later changes nothing of it."""
    return introduced(one, other) and one.agreed(by) and other.agreed(by)


def told(of: Course, to: Course, kind: str, ways: set[str]) -> tuple[set[str], set[str]]:
    """What a letter of a kind to one of two must and may have told when it left; `ways` are those chosen."""
    if kind == "card":
        named = {"first", "ask", "offer"} if of.agreed(UNSENT) and to.agreed(UNSENT) else set()
        return named, named
    if kind == "introduction":
        # A step quotes what one of the two said.
        named = {"first", "last", "ask", "offer", "note", *ways} if introduced(of, to) else set()
        return named, named
    if kind == "half-hour":
        yes = introduced(of, to) and of.agreed(CHOSEN) and to.agreed(CHOSEN)
        named = {"first", *({"mail"} & ways)} if yes else set()
        return named, named
    if kind == "half-hour-off":
        return set(), {"first"} if in_touch(of, to) else set()
    if kind == "nudge":
        named = {"first"} if in_touch(of, to, ASKED) else set()
        return named, named
    return set(), set()


def seen(of: Course, to: Course, place: str, ways: set[str]) -> tuple[set[str], set[str]]:
    """What a page or file of one of two must and may show of the other at the end."""
    both = of.agreed(AFTER) and to.agreed(AFTER)
    touch = in_touch(of, to)
    if place == "card":
        # Beside it stands whatever the guest typed there themselves.
        named = {"first", "ask", "offer"} if both else set()
        return named, named
    if place == "hello":
        named = {"first", "ask", "offer"} if both else set()
        return named, named
    if place == "choices":
        return set(), {"first"} if of.agreed(AFTER) else set()
    if place == "people":
        # Whom they met is theirs to look at, as long as those agree.
        named = {"first", "ask", "offer"} if of.agreed(AFTER) else set()
        return named, named | ({"last", "note", *ways} if touch else set())
    if place == "list":
        named = {"first", "ask", "offer"} if of.agreed(AFTER) else set()
        named = named | ({"last", *ways} if touch else set())
        return named, named
    if place == "contacts":
        named = {"first", "last", *ways} if touch else set()
        return named, named
    if place in {"half-hours", "questions"}:
        touch = in_touch(of, to, AFTER if place == "half-hours" else ASKED)
        named = {"first"} if touch else set()
        return named, named | ({"mail"} & ways if touch else set())
    return set(), set()
