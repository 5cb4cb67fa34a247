"""Who of a list was on an earlier row already, and who shares whose address."""

from collections.abc import Mapping

from eventapp.rsvps.importing.entries import Entry, Intake, Note, Repeat, merged, noted
from eventapp.rsvps.importing.raw_table import Say
from eventapp.rsvps.topics import fold


class Placing:
    """The people of one list, each put where they belong."""

    def __init__(self, intake: Intake, _: Say) -> None:
        self.intake, self._ = intake, _
        # Where each person stands among the entries: by address and first name, then by last name.
        self.persons: dict[tuple[str, str], dict[str, int]] = {}
        # The same for each address, or else name.
        self.places: dict[str, int] = {}

    def place(self, entry: Entry, row: Mapping[str, str]) -> None:
        """Put an entry among the others, as a person, as one who shares an address, or as a repeat."""
        _ = self._
        name = fold(entry.name)
        twin = self._twin(entry)
        if twin is not None:
            first = self.intake.entries[twin]
            reason = (
                _("The address is already on line %(first)s; counted once.")
                if entry.email
                else _("The name is already on line %(first)s; counted once.")
            ) % {"first": first.line}
            self.intake.entries[twin] = whole = merged(first, entry)
            self._keep(whole, twin)
            self.intake.repeated.append(Repeat(entry.line, entry.email, first.line, reason))
            return
        key = entry.email.casefold() or f" {name}"
        place = self.places.get(key)
        first = entry if place is None else self.intake.entries[place]
        if not entry.shares:
            self.places.setdefault(key, len(self.intake.entries))
        if entry.email and first is not entry and not entry.shares:
            entry = entry.sharing(first.line)
        if not entry.email and first is not entry:
            text = _("The same name is on line %(first)s; both were taken.")
            self.intake.notes.append(Note(entry.line, text % {"first": first.line}))
        if entry.shares and entry.shares != entry.line:
            text = _(
                "The address belongs to line %(first)s, another person: this one comes too, "
                "but gets no letters."
            )
            self.intake.notes.append(Note(entry.line, text % {"first": entry.shares}))
        self._keep(entry, len(self.intake.entries))
        self.intake.entries.append(entry)
        self.intake.notes.extend(Note(entry.line, text) for text in noted(entry, row, _))

    def _keep(self, entry: Entry, at: int) -> None:
        named = self.persons.setdefault((entry.email.casefold(), fold(entry.first_name)), {})
        named[fold(entry.last_name)] = at

    def _twin(self, entry: Entry) -> int | None:
        """Where the same person already stands; `same_name` is the rule at one address."""
        named = self.persons.get((entry.email.casefold(), fold(entry.first_name)), {})
        last = fold(entry.last_name)
        if not entry.email:
            return named.get(last) if last else None
        if last in named:
            return named[last]
        return next(iter(named.values()), None) if not last else named.pop("", None)
