"""What a calendar would do, beside what came in before; changes nothing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.communities.models import Community
from eventapp.events.importing import as_series, came_before, sentences
from eventapp.events.importing.came_before import Notes, note_of
from eventapp.events.importing.found import CalendarFile, Found
from eventapp.events.importing.models import ImportedEvent
from eventapp.events.markdown import plain
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries


@dataclass(frozen=True)
class Choices:
    """What was chosen on the page: which events, which entries as one series, and whether the public
    sees what is over. None before anything was."""

    ticked: frozenset[str] | None = None
    together: frozenset[str] | None = None
    show: bool = False


@dataclass(frozen=True)
class Row:
    """One event of a file as its page shows it."""

    found: Found
    # The event that it became when it came in before.
    there: Event | None
    over: bool
    ticked: bool
    odd: tuple[str, ...]
    words: str

    @property
    def can_come(self) -> bool:
        """Whether it can be ticked at all."""
        return self.there is None and not self.found.cancelled


@dataclass(frozen=True)
class Change:
    """An event that came in before and that its calendar has otherwise now: `moved`, or `called_off`."""

    event: Event
    kind: str
    said: str


@dataclass(frozen=True)
class Group:
    """An entry that repeats: how many of its dates can come in, and the series that it is here already."""

    source: str
    title: str
    number: int
    series: EventSeries | None
    ticked: bool


@dataclass(frozen=True)
class Preview:
    """All of it, what is to come by its time and what is over the latest first."""

    coming: Sequence[Row]
    over: Sequence[Row]
    changes: Sequence[Change]
    groups: Sequence[Group]

    @property
    def fresh(self) -> int:
        """How many can be ticked."""
        return sum(row.can_come for row in (*self.coming, *self.over))


def look(community: Community, file: CalendarFile, chosen: Choices, *, now: datetime) -> Preview:
    """What a file would do."""
    there = came_before.known(community)
    rows, changes = [], []
    for one in file.events:
        note = note_of(there, one)
        if note and (change := _change(note, one)):
            changes.append(change)
        else:
            rows.append(_row(one, note, chosen, now=now))
    changes += [
        Change(note.event, "called_off", sentences.gone(note.event))
        for note in came_before.gone(there, file, now=now)
    ]
    return Preview(
        coming=[row for row in rows if not row.over],
        over=[row for row in reversed(rows) if row.over],
        changes=sorted(changes, key=lambda change: change.event.starts_at),
        groups=list(_groups(community, rows, there, chosen)),
    )


def _change(note: ImportedEvent, found: Found) -> Change | None:
    event = note.event
    kind = note.differs(found.starts_at, found.ends_at, cancelled=found.cancelled)
    if kind == "moved":
        return Change(event, kind, sentences.moved(found, event))
    return Change(event, kind, sentences.called_off(event)) if kind else None


def _row(found: Found, note: ImportedEvent | None, chosen: Choices, *, now: datetime) -> Row:
    over = found.ends_at <= now
    return Row(
        found,
        note.event if note else None,
        over=over,
        ticked=_ticked(found, chosen, over=over),
        odd=_odd(found, over=over),
        words=plain(found.description, 140),
    )


def _ticked(found: Found, chosen: Choices, *, over: bool) -> bool:
    if chosen.ticked is not None:
        return found.key in chosen.ticked
    # What repeats and is over would be many at once: each is ticked by hand.
    return not found.private and not (found.repeats and over)


def _odd(found: Found, *, over: bool) -> tuple[str, ...]:
    """What is odd about an event, as far as it matters: nobody looks for the place of a past one."""
    if found.cancelled:
        return ()
    return tuple(sentences.odd(name) for name in found.odd if not (over and name == "no_place"))


def _groups(
    community: Community, rows: Sequence[Row], there: Notes, chosen: Choices
) -> Iterator[Group]:
    dates: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row.found.repeats and row.can_come:
            dates[row.found.source].append(row)
    if not dates:
        return
    series: Mapping[str, EventSeries] = as_series.of_sources(community)
    # Whose dates came in one by one was asked before, and said no.
    loose = {str(note.source) for note in there.values()} - series.keys()
    for source, mine in dates.items():
        kept = series.get(source)
        if kept or source in loose or len(mine) > 1:
            usual = source not in loose
            ticked = usual if chosen.together is None else source in chosen.together
            yield Group(source, mine[0].found.title, len(mine), kept, ticked)
