"""One round as its page shows it: who sat at which table, who wasn't there, what was corrected."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.face.words import at_table, at_tables
from eventapp.db import db
from eventapp.door import presence
from eventapp.door.corrections import actions
from eventapp.door.corrections.models import SeatCorrection
from eventapp.door.corrections.seats import Correction, as_one
from eventapp.events.models import Event
from eventapp.rsvps.models import Rsvp


@dataclass(frozen=True)
class Sat:
    """One round: the people of each table, those who weren't there, and who can be corrected."""

    tables: dict[int, list[Rsvp]]
    joined: dict[int, str]
    elsewhere: list[Rsvp]
    guests: list[Rsvp]
    numbers: list[int]
    corrections: list[tuple[SeatCorrection, str]]


@dataclass(frozen=True)
class Meant:
    """A correction that somebody looks at before making it."""

    made: list[Correction]
    changes: actions.Difference

    @property
    def sentence(self) -> str:
        """How many more and fewer pairs will have met."""
        more, fewer = self.changes.more, self.changes.fewer
        said = [
            ngettext("%(num)s more pair met", "%(num)s more pairs met", more) if more else "",
            ngettext("%(num)s pair did not meet", "%(num)s pairs did not meet", fewer)
            if fewer
            else "",
        ]
        return "; ".join(filter(None, said)) or _("Nothing changes about who met")


def who_sat(event: Event, number: int, *, now: datetime) -> Sat:
    """A round of an event, in a handful of queries."""
    seated = presence.at_tables(event, now=now).get(number, {})
    people = list(
        db.session.scalars(
            db.select(Rsvp)
            .where(
                Rsvp.event_id == event.id,
                db.or_(Rsvp.state == "going", Rsvp.id.in_(seated)),
                Rsvp.joins != "online",
            )
            .options(db.joinedload(Rsvp.role))
            .order_by(Rsvp.first_name, Rsvp.last_name, Rsvp.id)
        )
    )
    tables: defaultdict[int, list[Rsvp]] = defaultdict(list)
    for rsvp in people:
        if rsvp.id in seated:
            tables[seated[rsvp.id]].append(rsvp)
    return Sat(
        tables=dict(sorted(tables.items())),
        joined=_joined(event, number),
        elsewhere=[rsvp for rsvp in people if rsvp.id not in seated],
        guests=people,
        numbers=actions.tables_of(event),
        corrections=[(one, words(one)) for one in _made(event)],
    )


def _joined(event: Event, number: int) -> dict[int, str]:
    """The tables that were one in a round: the number they have, and the numbers of all of them."""
    made = [(one.table or 0, one.other or 0) for one in presence.corrections(event)
            if one.kind == "joined" and one.round == number]  # fmt: skip
    groups: defaultdict[int, list[str]] = defaultdict(list)
    for table, lowest in sorted(as_one(made).items()):
        groups[lowest].append(str(table))
    return {lowest: " + ".join(tables) for lowest, tables in groups.items()}


def words(one: SeatCorrection) -> str:
    """A correction in a sentence."""
    if one.kind == "joined":
        return _(
            "Round %(round)s: %(tables)s were joined",
            round=one.round,
            tables=_both(one.table_number, one.other_table),
        )
    name = one.rsvp.name if one.rsvp else ""
    if one.kind == "sat":
        return _(
            "Round %(round)s: %(name)s sat at %(table)s",
            round=one.round,
            name=name,
            table=at_table(one.table_number),
        )
    return _("Round %(round)s: %(name)s wasn’t there", round=one.round, name=name)


def _both(table: int | None, other: int | None) -> str:
    return at_tables(_("%(table)s and %(other)s", table=table, other=other))


def meant_words(meant: Meant, guests: list[Rsvp]) -> str:
    """What somebody is about to correct, in a sentence."""
    names = {rsvp.id: rsvp.name for rsvp in guests}
    one, every = meant.made[0], len(meant.made) > 1
    when = _("In every round") if every else _("In round %(round)s", round=one.round)
    if one.kind == "joined":
        said = _("%(tables)s were joined", tables=_both(one.table, one.other))
    elif one.kind == "sat":
        said = _(
            "%(name)s sat at %(table)s",
            name=names.get(one.who or 0),
            table=at_table(one.table),
        )
    else:
        said = _("%(name)s wasn’t there", name=names.get(one.who or 0))
    return f"{when}: {said}"


def _made(event: Event) -> list[SeatCorrection]:
    """The corrections that stand, with who made them, the newest first."""
    return list(
        db.session.scalars(
            db.select(SeatCorrection)
            .where(SeatCorrection.event_id == event.id, SeatCorrection.undone_at.is_(None))
            .options(db.joinedload(SeatCorrection.rsvp), db.joinedload(SeatCorrection.by))
            .order_by(SeatCorrection.id.desc())
        )
    )
