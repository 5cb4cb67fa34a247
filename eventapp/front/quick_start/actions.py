"""A draft with its people, and its tables: nobody hears of it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.models import Community
from eventapp.db import db, release
from eventapp.errors import Refused
from eventapp.events import drafts
from eventapp.events.models import Event
from eventapp.front.quick_start import room
from eventapp.rsvps import csv_file
from eventapp.rsvps.importing import parsing, reading, typed_list
from eventapp.rsvps.importing.batches import Bringing
from eventapp.seating import engine
from eventapp.seating.board import mixing, refusals

SECONDS = 1.0


@dataclass(frozen=True)
class Asked:
    """What somebody says beside the list; tables, chairs and rounds are suggested where they don't."""

    title: str
    place_name: str
    starts: datetime
    tables: int | None
    seats: int | None
    rounds: int | None


@dataclass
class People:
    """A list as it was read: who comes, what can't be used, and its text to mend."""

    found: parsing.Intake
    text: str
    bad: list[tuple[str, str]] = field(default_factory=list)

    @property
    def number(self) -> int:
        """How many people need a chair."""
        return sum(entry.reading == "coming" for entry in self.found.entries)

    @property
    def missing(self) -> str:
        """A sentence of whom the list names who doesn't come, or whom it names twice; often none."""
        away, twice = len(self.found.left_out), len(self.found.repeated)
        said = (
            (away, ngettext("One isn’t coming, as the list says.",
                            "%(num)s aren’t coming, as the list says.", away)),
            (twice, ngettext("One name stood there twice, and counts once.",
                             "%(num)s names stood there twice, and count once.", twice)),
        )  # fmt: skip
        return " ".join(sentence for number, sentence in said if number)


def read(text: str, upload: bytes, *, roles: Sequence[str]) -> People:
    """Whom a typed list, or a file, names; BadFile when it can't be read. Hold no transaction."""
    data = _typed(text, upload, roles)
    look = reading.look_for_names(data, roles=roles, _=_)
    if upload:
        rows = (cells for _line, cells in look.sheet.rows)
        text = csv_file.write(look.sheet.headings, rows).decode("utf-8-sig")
    bad = [(", ".join(filter(None, row.cells)), row.reason) for row in look.found.bad]
    return People(look.found, text if len(text) <= room.MOST_LETTERS else "", bad)


def _typed(text: str, upload: bytes, roles: Sequence[str]) -> bytes:
    """What is read: of a file that is plain text, names without headings are understood, too."""
    if upload:
        try:
            text = upload.decode("utf-8-sig")
        except UnicodeDecodeError:
            return upload
        if "\0" in text or text.lstrip().startswith("<"):
            return upload
    return typed_list.with_headings(text, roles=roles).encode()


def begin(host: Community, asked: Asked, people: People, *, mark: str, now: datetime) -> Event:
    """A draft with everybody of the list on it; Refused when there are too few, or no chairs.

    `mark` is that of the form (`events/sent_twice`).
    """
    number = people.number
    if number < room.LEAST_PEOPLE:
        raise Refused(_("Tables need at least four people."))
    if number > room.MOST_PEOPLE:
        said = _("That are %(num)s people; here at most %(most)s come in at once. Plan the event "
                 "first, then import the list there.", num=number, most=room.MOST_PEOPLE)  # fmt: skip
        raise Refused(said)
    tables = asked.tables or room.tables_for(number, seats=asked.seats)
    seats = asked.seats or room.seats_for(number, tables)
    if tables * seats < number or seats > 20:
        said = _("%(people)s people come, and there are %(chairs)s chairs. Give more tables, or "
                 "leave tables and chairs empty.", people=number, chairs=tables * min(seats, 20))  # fmt: skip
        raise Refused(said)
    rounds = asked.rounds or room.rounds_for(tables)
    values: dict[str, object] = {
        "title": asked.title,
        "place_name": asked.place_name,
        "starts_at": asked.starts.astimezone(UTC),
        "ends_at": (asked.starts + room.length(rounds)).astimezone(UTC),
        "capacity": tables * seats,
        "tables": tables,
        "seats": seats,
        "rounds": rounds,
        "minutes": room.MINUTES,
    }
    event = drafts.begin(host, values, mark=mark, now=now)
    db.session.flush()
    Bringing(event, people.found).at_once(now=now)
    return event


def mixed(event: Event, *, seed: int) -> tuple[engine.Problem, engine.Solution]:
    """The tables of a new event; Refused with what to mend."""
    try:
        asked = mixing.problem_for_new_mix(event, None)
        # The search itself holds no transaction.
        release()
        return asked, engine.solve(asked, seconds=SECONDS, seed=seed)
    except (engine.Clash, engine.BadProblem) as no:
        raise Refused(refusals.conflict_message(no, event)) from no
