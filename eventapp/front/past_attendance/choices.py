"""What was chosen on the page of a list of past attendance: columns, words, and what all of it came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp.events.models import Event
from eventapp.front.past_attendance import dates, headings
from eventapp.front.past_attendance.evenings import AllAt, no_past
from eventapp.rsvps.cells import clean

PEOPLE = ("name", "first_name", "last_name", "email", "role")
FIELDS = (*headings.FIELDS[:3], *PEOPLE, *headings.FIELDS[3:], "came")
TITLE = 80


@dataclass(frozen=True)
class Choices:
    """What was chosen; a column of None isn't in the file."""

    picks: Mapping[str, int | None] = field(default_factory=dict)
    # Column → word → whether it says that somebody was there.
    told: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    small_as_one: bool = False
    without_bad: bool = False
    # Whether the public sees the events that come in.
    show: bool = False
    # "month" or "day"; empty is as the list proves, or days first.
    slashes: str = ""
    # The event that all of them came to: its number, or a name and a day as they were typed.
    event: str = ""
    title: str = ""
    day: str = ""

    @classmethod
    def read(cls, form: MultiDict[str, str]) -> "Choices":
        """From the page; what nobody can choose there is dropped."""
        return cls(
            picks={name: _number(form[f"map-{name}"]) for name in FIELDS if f"map-{name}" in form},
            told=_told(form),
            small_as_one="small" in form,
            without_bad="without" in form,
            show="show" in form,
            slashes=form.get("slashes", ""),
            event=form.get("at-event", "")[:20],
            title=clean(form.get("at-title", "")[: 4 * TITLE])[:TITLE],
            day=clean(form.get("at-day", "")[: 4 * TITLE])[:TITLE],
        )

    def all_at(self, events: Sequence[Event], *, today: date) -> tuple[AllAt, str]:
        """What all of them came to, as far as it was said, and what is wrong with it, in a sentence.

        `events` are those that can be chosen; one that is chosen goes before what was typed.
        """
        if self.event:
            chosen = next((one for one in events if str(one.id) == self.event), None)
            if chosen is None:
                return AllAt(), _("This event isn’t here any more. Choose another.")
            return AllAt(chosen.title, chosen.local_start.date()), ""
        if not self.day:
            return AllAt(self.title), ""
        day = dates.day(self.day, months_first=self.slashes == "month")
        if day is None:
            return AllAt(self.title), _("Give the day as in 2024-03-07 or 7 March 2024.")
        if why := no_past(day, today=today, _=_):
            return AllAt(self.title), why
        return AllAt(self.title, day), ""


def _told(form: MultiDict[str, str]) -> dict[int, dict[str, str]]:
    found: dict[int, dict[str, str]] = {}
    for text in form.getlist("was"):
        column, _bar, rest = text.partition("|")
        reading, _bar, word = rest.partition("|")
        at = _number(column)
        if at is not None:
            found.setdefault(at, {})[word] = reading
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
