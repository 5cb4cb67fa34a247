"""A list on its way into an event, part by part: whatever is in is in with its letters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.mail.models import Message
from eventapp.people.models import Person
from eventapp.people.names import full_name
from eventapp.rsvps import actions, letters, roster
from eventapp.rsvps.importing import new_people, parsing, updates
from eventapp.rsvps.importing.decisions import Decisions
from eventapp.rsvps.importing.matching import SAID, Held, Match, Matched, match
from eventapp.rsvps.importing.new_people import Newcomer, chunks
from eventapp.rsvps.importing.summary import Brought
from eventapp.rsvps.importing.wholeness import UNDECIDED, keep_whole, unused
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import fold

Standing = tuple[str, datetime, datetime | None]
AS_IT_IS = Decisions()
# How many people come in within a request.
MANY = 200
# Whoever is taken off, or gets another address, counts for so many of those who just come.
MUCH = 25
# Seconds between two parts: who waits for SQLite's writer in another process looks ten times a second.
PAUSE = 0.12


def seen(event: Event, found: parsing.Intake, *, decisions: Decisions) -> Matched:
    """What a list would do to an event, beside who is on it; changes nothing."""
    roles = {role.id: role.name for role in event.roles}
    held = [_held(row, roles) for row in roster.rows(event)]
    coming = [entry for entry in found.entries if decisions.takes(entry)]
    others = [entry for entry in found.entries if not decisions.takes(entry)]
    return match(held, coming, [*others, *found.left_out], decisions=decisions)


def _held(row: roster.Row, roles: Mapping[int, str]) -> Held:
    said = {
        "role": roles.get(row.role_id or 0, ""),
        **{name: getattr(row, name) or "" for name in SAID if name != "role"},
    }
    email = (row.email or row.shared or "").lower()
    return Held(row.id, email, row.email is None, row.state, row.answered_at is not None, said)


class Bringing:
    """A list that comes in without a letter to anybody new.

    Each part is made under the event's lock and complete in itself, so that its caller may commit
    after it. Who is who is looked at once, and anew when somebody of the list was quicker: a part
    that comes after a crash, or beside somebody's own answer, brings nobody in twice.
    """

    # How many people make a part: they hold the database for a fraction of a second.
    at_most = 500

    def __init__(
        self,
        event: Event,
        found: parsing.Intake,
        *,
        decisions: Decisions = AS_IT_IS,
        before: Brought | None = None,
    ) -> None:
        """`before` is what of this list came in earlier, before somebody pulled the plug."""
        self.event, self.found, self.decisions = event, found, decisions
        self.brought, self._begun = before or Brought(), before is not None
        self._addresses = {row.email for row in found.entries if row.email}
        self._names = {fold(row.name) for row in found.entries}
        self._off: list[int] = []
        self._mended: list[Match] = []
        self._changed: list[Match] = []
        self._rows: list[parsing.Entry] = []
        self._sharing: set[int] = set()
        # How things stood: each answer, and who was the last to come.
        self._stand: dict[int, Standing] | None = None
        self._turn = 0
        # How many people it is about, as it was looked at last.
        self.people = 0
        # Whether letters of a whole list may come after it, and who is still to be written to.
        self.later, self.untold = False, list[int]()

    @property
    def many(self) -> bool:
        """Whether they would hold the database for too long, all at once."""
        return len(self.found.entries) + MUCH * len(self.decisions.off) > MANY

    @property
    def left(self) -> int:
        """How many people are still to be brought in, changed or taken off."""
        return self._coming + len(self.untold)

    @property
    def _coming(self) -> int:
        return len(self._off) + len(self._mended) + len(self._changed) + len(self._rows)

    def check(self, *, now: datetime) -> None:
        """Refused when the list can't come in."""
        if self.event.cancelled_at:
            raise Refused(_("This event is called off. Nobody can be added."))
        if self.decisions.whole:
            keep_whole(unused(self.found))

    def at_once(self, *, now: datetime) -> Brought:
        """Bring in everybody; what became of them."""
        while self.part(now=now):
            pass
        return self.brought

    def part(self, *, now: datetime) -> bool:
        """Bring in the next part, or all where that was chosen; whether more are left."""
        actions.lock(self.event)
        self.check(now=now)
        if self._overtaken():
            self.look()
        self._some(now=now)
        while self.decisions.whole and self._coming:
            self._some(now=now)
        return self.left > 0

    def leave_out(self, gone: Callable[[str], bool]) -> None:
        """Bring nobody in whose address is told to be gone; who is who is looked at anew if any is."""
        left = [row for row in self.found.entries if not gone(row.email)]
        if len(left) < len(self.found.entries):
            self.found, self._stand = replace(self.found, entries=left), None

    def _some(self, *, now: datetime) -> None:
        few = -(-self.at_most // MUCH)
        if self._off:
            off, self._off = self._off[:few], self._off[few:]
            self.brought += updates.take_off(off, now=now)
        elif self._mended:
            mended, self._mended = self._mended[:few], self._mended[few:]
            self.brought += updates.readdress(self.event, mended, now=now)
        elif self._changed:
            changed = self._changed[: self.at_most]
            self._changed = self._changed[self.at_most :]
            self.brought += updates.take_over(self.event, changed, now=now)
        else:
            rows, self._rows = self._rows[: self.at_most], self._rows[self.at_most :]
            self.brought += self._taken_in(rows, now=now)

    def look(self) -> None:
        """Find out who is who. It takes as long as both lists are; a part does it when it must."""
        matched = seen(self.event, self.found, decisions=self.decisions)
        if self.decisions.whole:
            keep_whole([(one.entry.line, UNDECIDED) for one in matched.undecided])
        self._off = [one.held.id for one in matched.off if one.chosen]
        self._mended = matched.mended
        self._changed = [one for one in matched.changed if self.decisions.wants(one.entry)]
        self._rows = new_people.in_order(matched, self.decisions)
        self._sharing = {id(entry) for entry, _whose in matched.sharing}
        self._stand = _stand(Rsvp.event_id == self.event.id)
        self._turn = _last_turn(self.event)
        self.people = self.left
        self.brought = replace(self.brought, undecided=len(matched.undecided))
        if not self._begun:
            known = len(matched.same) + len(matched.kept) + len(matched.changed)
            self.brought, self._begun = replace(self.brought, known=known), True

    def _overtaken(self) -> bool:
        """Whether who is who must be looked at anew: somebody of this list answered, or is gone."""
        if self._stand is None:
            return True
        touched = (*self._mended, *self._changed)[: self.at_most]
        theirs = (*self._off[: self.at_most], *(one.held.id for one in touched))
        for part in chunks(theirs):
            if _stand(Rsvp.id.in_(part)) != {number: self._stand.get(number) for number in part}:
                return True
        came = _came_after(self.event, self._turn)
        self._turn = max([self._turn, *(turn for turn, _email, _name in came)])
        return any(
            email in self._addresses or fold(name) in self._names for _turn, email, name in came
        )

    def _taken_in(self, rows: Sequence[parsing.Entry], *, now: datetime) -> Brought:
        added = new_people.take(
            self.event, rows, sharing=self._sharing, decisions=self.decisions, now=now
        )
        self._turn = _last_turn(self.event)
        states = [one.state for one in added]
        return Brought(
            going=states.count("going"),
            waiting=states.count("waitlisted"),
            others=len(states) - states.count("going") - states.count("waitlisted"),
            sharing=sum(id(row) in self._sharing for row in rows),
            letters=self._write(added, now=now),
        )

    def _write(self, added: Sequence[Newcomer], *, now: datetime) -> int:
        return 0


class Inviting(Bringing):
    """The same, and each new guest gets the letter that says so."""

    at_most = 100

    def part(self, *, now: datetime) -> bool:
        """The same; of a whole list that is in, the next letters."""
        if not self.untold:
            return super().part(now=now)
        actions.lock(self.event)
        self.check(now=now)
        told, self.untold = self.untold[: self.at_most], self.untold[self.at_most :]
        self.brought += Brought(letters=self._tell(told, now=now))
        return self.left > 0

    def check(self, *, now: datetime) -> None:
        """Refused as well while nobody may be mailed, or a word about who is coming isn't sure."""
        super().check(now=now)
        if self.event.state != "published" or self.event.over(now):
            raise Refused(_("Mails go out only for a published event that is still to come."))
        unsure = [
            f"{state.heading}: {state.value or '–'}" for state in self.found.states if state.unsure
        ]
        if unsure:
            raise Refused(
                _(
                    "Say first who is coming: “%(words)s” isn't understood for sure. "
                    "Nobody is mailed before.",
                    words="”, “".join(unsure[:5]),
                )
            )

    def _write(self, added: Sequence[Newcomer], *, now: datetime) -> int:
        if self.decisions.whole and self.later:
            # All of them in one transaction would keep everybody else from writing.
            self.untold += [one.id for one in added]
            return 0
        served = self.event.serves_waitlist(now)
        told = {
            one.id: one.position
            for one in added
            if one.state == "going" or (one.state == "waitlisted" and served)
        }
        rsvps = updates.answers([*told])
        return letters.post_first([rsvps[number] for number in told], told, now=now)

    def _tell(self, numbers: Sequence[int], *, now: datetime) -> int:
        """Write to people who came in a moment ago, if nobody wrote to them since."""
        about = [f"rsvp:{number}" for number in numbers]
        known = set(db.session.scalars(db.select(Message.about).where(Message.about.in_(about))))
        rsvps = updates.answers([one for one in numbers if f"rsvp:{one}" not in known])
        served = self.event.serves_waitlist(now)
        told = [
            one for one in rsvps.values() if one.going or (served and one.state == "waitlisted")
        ]
        return letters.post_first(told, {one.id: actions.position(one) for one in told}, now=now)


def _last_turn(event: Event) -> int:
    return db.session.scalar(db.select(db.func.max(Rsvp.turn)).filter_by(event_id=event.id)) or 0


def _stand(of: ColumnElement[bool]) -> dict[int, Standing]:
    """What of answers changes whenever somebody changes them."""
    said = db.select(Rsvp.id, Rsvp.state, Rsvp.changed_at, Rsvp.answered_at).where(of)
    return {number: (state, at, own_at) for number, state, at, own_at in db.session.execute(said)}


def _came_after(event: Event, turn: int) -> list[tuple[int, str, str]]:
    """Who came after a turn: their own turn, the address that reaches them, their name."""
    sharing = aliased(Person)
    found = db.session.execute(
        db.select(Rsvp.turn, Person.email, sharing.email, Rsvp.first_name, Rsvp.last_name)
        .join(Person, Person.id == Rsvp.person_id)
        .outerjoin(sharing, sharing.id == Person.shares_id)
        .where(Rsvp.event_id == event.id, Rsvp.turn > turn)
    )
    return [
        (turn, own or shared or "", full_name(first, last))
        for turn, own, shared, first, last in found
    ]
