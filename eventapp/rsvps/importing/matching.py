"""A list beside who is on the list already: who is new, who is the same, what changed, what to ask."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from eventapp.people.names import full_name
from eventapp.rsvps.importing.decisions import OTHER, Decisions
from eventapp.rsvps.importing.parsing import Entry, LeftOut
from eventapp.rsvps.names import same_name
from eventapp.rsvps.topics import fold

# What a list may say of a guest, in the order a page names it.
SAID = (
    "first_name", "last_name", "pronouns", "role", "stage", "industry", "organization", "ask",
    "ask_kind", "offer", "offer_kind", "access_needs", "food",
)  # fmt: skip
# What kind of help somebody wants says nothing without the line itself.
_KINDS = {"ask_kind": "ask", "offer_kind": "offer"}
NO = ("declined", "cancelled")


@dataclass(frozen=True)
class Held:
    """An answer that the event has: whose, in which state, and whether the guest gave it."""

    id: int
    # Where letters reach this guest; for somebody who shares an address, that of the other one.
    email: str
    shares: bool
    state: str
    # The guest answered or changed this; an import or the desk wrote everything else.
    own: bool
    said: Mapping[str, str]

    @property
    def name(self) -> str:
        """First and last name as kept for this event."""
        return full_name(self.said["first_name"], self.said["last_name"])


@dataclass(frozen=True)
class Change:
    """One field that a list has otherwise than the event."""

    field: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Match:
    """A row about somebody who is on the list, and what it says otherwise."""

    entry: Entry
    held: Held
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Question:
    """A row that may be somebody who is on the list: `address` or `name` is what differs."""

    entry: Entry
    held: Held
    differs: str
    answer: str


@dataclass(frozen=True)
class Off:
    """Somebody who has a place or waits for one, while the list says that they don't come."""

    row: Entry | LeftOut
    held: Held
    chosen: bool


@dataclass
class Matched:
    """What a list would do."""

    new: list[Entry] = field(default_factory=list)
    # New people without letters of their own: whose address theirs is, by name.
    sharing: list[tuple[Entry, str]] = field(default_factory=list)
    same: list[Match] = field(default_factory=list)
    changed: list[Match] = field(default_factory=list)
    # The guest's own words stay; the list's are dropped, each named.
    kept: list[Match] = field(default_factory=list)
    mended: list[Match] = field(default_factory=list)
    undecided: list[Question] = field(default_factory=list)
    # Every question, also those that were answered.
    questions: list[Question] = field(default_factory=list)
    off: list[Off] = field(default_factory=list)
    # Rows of one name with two addresses, taken as two people.
    namesakes: list[Entry] = field(default_factory=list)
    # Rows about somebody whom another row names: by the address and the name, or by the name alone.
    repeated: list[Entry] = field(default_factory=list)


def match(
    held: Iterable[Held],
    entries: Sequence[Entry],
    others: Sequence[Entry | LeftOut] = (),
    *,
    decisions: Decisions,
) -> Matched:
    """Find each row of a list among the answers that an event has.

    An address is one person, unless another name stands beside it; without an address the name is.
    Nobody is taken for somebody else by a name alone where an address says otherwise: that is asked.
    `others` are the rows that don't come in: they are in the list all the same.
    """
    return _Matching(held, entries, others, decisions).run()


class _Matching:
    def __init__(
        self,
        held: Iterable[Held],
        entries: Sequence[Entry],
        others: Sequence[Entry | LeftOut],
        decisions: Decisions,
    ) -> None:
        self.entries, self.others, self.decisions = entries, others, decisions
        self.found = Matched()
        self.by_address: dict[str, list[Held]] = defaultdict(list)
        self.by_name: dict[str, list[Held]] = defaultdict(list)
        for one in held:
            self.by_name[fold(one.name)].append(one)
            if one.email:
                self.by_address[one.email].append(one)
        self.listed = {(row.email, fold(row.name)) for row in (*entries, *others) if row.email}
        self.addresses = {address for address, _name in self.listed}
        # Whose answer was found already; who of this list has an address first.
        self.taken: set[int] = set()
        self.first: dict[str, Entry] = {}
        self.named: dict[str, set[str]] = defaultdict(set)
        for address, name in self.listed:
            self.named[name].add(address)
        self.addressed = {fold(entry.name) for entry in entries if entry.email}

    def run(self) -> Matched:
        # Whose address it is comes before who shares it; a row without one may be about either.
        for entry in sorted(self.entries, key=lambda row: (not row.email, row.shares > 0)):
            if entry.email:
                self.with_address(entry)
            else:
                self.without_address(entry)
        for row in self.others:
            self.not_coming(row)
        self.found.new.sort(key=lambda entry: entry.line)
        return self.found

    def with_address(self, entry: Entry) -> None:
        here = self.by_address.get(entry.email, [])
        known = self._at_this_address(entry, here)
        if known:
            self.matched(entry, known, _changes(known, entry))
        elif unclaimed := [one for one in here if self._unclaimed(one)]:
            self.ask(entry, unclaimed[0], "name")
        elif here:
            self.found.sharing.append((entry, here[0].name))
        else:
            self.new_address(entry)

    def _at_this_address(self, entry: Entry, here: list[Held]) -> Held | None:
        said = entry.name
        same = [one for one in here if fold(one.name) == fold(said)]
        alike = [one for one in here if self._unclaimed(one) and _same(one, entry)]
        return next(iter(same + alike), None)

    def _unclaimed(self, one: Held) -> bool:
        return one.id not in self.taken and (one.email, fold(one.name)) not in self.listed

    def new_address(self, entry: Entry) -> None:
        name = fold(entry.name)
        first = self.first.setdefault(entry.email, entry)
        if first is not entry:
            names = entry.first_name, entry.last_name
            if same_name(first.first_name, first.last_name, *names):
                self.found.repeated.append(entry)
            else:
                self.found.sharing.append((entry, first.name))
            return
        namesakes = [one for one in self.by_name.get(name, ()) if one.id not in self.taken]
        gone = [one for one in namesakes if one.shares or one.email not in self.addresses]
        if gone:
            self.ask(entry, gone[0], "address")
            return
        if namesakes or len(self.named[name]) > 1:
            self.found.namesakes.append(entry)
        self.found.new.append(entry)

    def without_address(self, entry: Entry) -> None:
        name = fold(entry.name)
        free = [one for one in self.by_name.get(name, ()) if one.id not in self.taken]
        if name in self.addressed:
            self.found.repeated.append(entry)
        elif free:
            self.matched(entry, free[0], _changes(free[0], entry))
        else:
            self.found.new.append(entry)

    def ask(self, entry: Entry, one: Held, differs: str) -> None:
        answer, changes = self.decisions.on(entry), _changes(one, entry)
        if differs == "address":
            changes = (Change("email", one.email, entry.email), *changes)
        question = Question(entry, one, differs, answer)
        self.found.questions.append(question)
        self.taken.add(one.id)
        if not answer:
            self.found.undecided.append(question)
        elif answer == OTHER and differs == "name":
            self.found.sharing.append((entry, one.name))
        elif answer == OTHER:
            self.found.new.append(entry)
        elif differs == "address" and one.state not in NO and not one.own:
            self.found.mended.append(Match(entry, one, changes))
        else:
            self.matched(entry, one, changes)

    def matched(self, entry: Entry, one: Held, changes: tuple[Change, ...]) -> None:
        self.taken.add(one.id)
        state = self.decisions.state_of(entry)
        if one.state in NO and state not in NO:
            self.found.kept.append(Match(entry, one, (Change("state", one.state, state),)))
        elif not changes or one.state in NO:
            self.found.same.append(Match(entry, one, ()))
        elif one.own:
            self.found.kept.append(Match(entry, one, changes))
        else:
            self.found.changed.append(Match(entry, one, changes))

    def not_coming(self, row: Entry | LeftOut) -> None:
        if row.reading != "away":
            return
        name = fold(row.name)
        if row.email:
            here = self.by_address.get(row.email, [])
            known = [one for one in here if _same(one, row) or len(here) == 1]
        else:
            known = self.by_name.get(name, [])
        for one in known[:1]:
            if one.state not in NO and one.id not in self.taken:
                self.taken.add(one.id)
                chosen = one.id in self.decisions.off and not one.own
                self.found.off.append(Off(row, one, chosen))


def _changes(one: Held, entry: Entry) -> tuple[Change, ...]:
    # A blank says nothing: another system's list doesn't know what was asked here.
    said = [(name, one.said[name], getattr(entry, name)) for name in SAID]
    said = [row for row in said if row[0] not in _KINDS or getattr(entry, _KINDS[row[0]])]
    # Composed or not, it is the same word.
    return tuple(
        Change(name, was, now)
        for name, was, now in said
        if now and normalize("NFC", now) != normalize("NFC", was)
    )


def _same(one: Held, row: Entry | LeftOut) -> bool:
    names = one.said["first_name"], one.said["last_name"]
    return same_name(*names, row.first_name, row.last_name)
