"""Two records of one person become one, within a community; for a day that can be undone.

What one community knows is moved, and nothing of any other: the second record stays where it is known
elsewhere, and keeps what can't be both's. Each column that points at a person is named here, and a
test fails for one that isn't.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, Table, UniqueConstraint

from eventapp.db import db
from eventapp.errors import Refused
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.rsvps import actions, history, letters
from eventapp.rsvps.history import Step
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import LISTED_STATES, STATES, Rsvp

# For so long two that were merged can be parted again.
UNDO = timedelta(days=1)
# What goes with a person, by table and column, beside their answers and the links of those.
MOVED = {
    "enrolment": ("person_id",),
    "attendance": ("person_id",),
    "encounter": ("low_id", "high_id"),
    "connection": ("low_id", "high_id"),
    "person_note": ("person_id",),
    "person_tag": ("person_id",),
    "avoidance": ("person_id", "other_id"),
}
# What stays, and why.
STAYS = {
    "person.shares_id": "who shares an address goes on sharing it",
    "membership.person_id": "what somebody may do hangs on how they sign in",
    "personal_feed.person_id": "a step of an organizer's opens nobody's calendar to somebody else",
    "sign_in.person_id": "a browser is signed in as who asked for the link",
    "passkey.person_id": "whose finger or face it is opens their own page alone",
    "key_holder.person_id": "the same",
    "recovery_code.person_id": "the same",
    "mail_preference.person_id": "which letters come hangs on the address they go to",
    "interest.person_id": "who asks to be told of a program asked for their own address",
    "address_change.person_id": "who asked for another address asked for theirs",
    "announcement.by_id": "who wrote it wrote it",
    "long_list.by_id": "who did it did it",
    "search.by_id": "who did it did it",
    "print_run.by_id": "who did it did it",
    "arrival.by_id": "who did it did it",
    "attendance.by_id": "who did it did it",
    "seat_correction.by_id": "who did it did it",
    "seat_correction.undone_by_id": "who did it did it",
    "activity.person_id": "who did it did it",
    "team_invitation.by_id": "who asked asked",
    "door_pass.made_by_id": "who lent it lent it",
    "archive.by_id": "who took a community out or brought it in did so",
    "api_token.made_by_id": "who made it made it",
    "door_report.by_id": "who did it did it",
    "step.by_id": "who did it did it",
    "contact_end.person_id": "whose contact data goes is asked anew when its day has come",
    "meeting.asked_by_id": "who did it did it",
    "rsvp_history.by_id": "who did it did it",
    "person_note.by_id": "who wrote it wrote it",
    "guest_mail.done_by_id": "who did it did it",
    "person_merge.by_id": "who did it did it",
    "person_merge.kept_id": "it tells of this very step, or of one before",
    "person_merge.other_id": "it tells of this very step, or of one before",
}
# Moved by `merge` itself.
OWN = {"rsvp.person_id", "link.person_id"}


@dataclass(frozen=True)
class Both:
    """An event that both answered, and what either said."""

    kept: Rsvp
    other: Rsvp

    @property
    def better(self) -> Rsvp:
        """Which of them holds more: a place before a wait, and who asked first."""
        ranked = sorted((self.kept, self.other), key=lambda one: (STATES.index(one.state), one.id))
        return ranked[0]


def answers_of(person: Person, community_id: int) -> list[Rsvp]:
    """What somebody answered to a community's events, the latest event first."""
    asked = (
        db.select(Rsvp)
        .join(Rsvp.event)
        .options(db.contains_eager(Rsvp.event), db.joinedload(Rsvp.link))
        .where(Rsvp.person_id == person.id, Event.community_id == community_id)
        .order_by(Event.starts_at.desc())
    )
    return list(db.session.scalars(asked))


def both(kept: Person, other: Person, community_id: int) -> list[Both]:
    """The events that both answered."""
    mine = {rsvp.event_id: rsvp for rsvp in answers_of(kept, community_id)}
    theirs = answers_of(other, community_id)
    return [Both(mine[rsvp.event_id], rsvp) for rsvp in theirs if rsvp.event_id in mine]


def merge(
    kept: Person, other: Person, *, standing: set[int], community_id: int, by: Person, now: datetime
) -> PersonMerge:
    """Move all that a community knows of one person to another, who they are. Twice is refused.

    `standing` are the answers that stand where both gave one; for the rest the better one does. The
    one that doesn't stand gives its place back and stays with the other record.
    """
    if kept.id == other.id:
        raise Refused(_("These two are one already."))
    db.session.flush()
    theirs = answers_of(other, community_id)
    if not theirs:
        raise Refused(_("Nothing is known of them here any more: they were merged already."))
    for rsvp in sorted(theirs, key=lambda one: one.event_id):
        actions.lock(rsvp.event)
    found = PersonMerge(
        community_id=community_id, kept_id=kept.id, other_id=other.id, by_id=by.id, moved=[], at=now
    )
    moved: list[Any] = []
    shared = {pair.other.id: pair for pair in both(kept, other, community_id)}
    for rsvp in theirs:
        pair = shared.get(rsvp.id)
        if pair:
            stands = pair.other if pair.other.id in standing else pair.kept
            if not standing & {pair.kept.id, pair.other.id}:
                stands = pair.better
            loser = pair.kept if stands is pair.other else pair.other
            step_back(loser, moved, by=by, now=now)
            if stands is pair.kept:
                continue
            _swap(pair, moved)
        else:
            _move(rsvp, kept, moved)
        tell(rsvp, other, by=by, now=now)
    for of, number, changes in _rest(kept, other, community_id):
        write(of, number, changes, moved)
    found.moved = moved
    db.session.add(found)
    db.session.flush()
    db.session.expire_all()
    return found


def step_back(loser: Rsvp, moved: list[Any], *, by: Person, now: datetime) -> None:
    """Of two answers one stands: the other gives its place back, as long as the event is to come."""
    if loser.event.over(now) or loser.state not in LISTED_STATES:
        return
    moved.append(["rsvp", loser.id, {"state": loser.state}, {"state": "cancelled"}])
    actions.cancel(loser, step=Step("merge", by), now=now)


def _move(rsvp: Rsvp, kept: Person, moved: list[Any]) -> None:
    before = rsvp.person_id
    write(table("rsvp"), rsvp.id, {"person_id": (before, kept.id)}, moved)
    _move_links(rsvp, (before, kept.id), moved)


def _move_links(rsvp: Rsvp, ends: tuple[int, int], moved: list[Any]) -> None:
    """The links that open an answer, and the card about it, are its person's."""
    cards = table("card")
    of_card = db.select(cards.c.link_id).where(cards.c.rsvp_id == rsvp.id)
    for number in (rsvp.link_id, *db.session.scalars(of_card)):
        write(table("link"), number, {"person_id": ends}, moved)


def _swap(pair: Both, moved: list[Any]) -> None:
    mine, theirs = pair.kept.person_id, pair.other.person_id
    exchange(pair.kept.id, pair.other.id, now=pair.kept.created_at)
    moved.append(["swap", [pair.kept.id, pair.other.id], mine, theirs])
    _move_links(pair.other, (theirs, mine), moved)
    _move_links(pair.kept, (mine, theirs), moved)


def exchange(first: int, second: int, *, now: datetime) -> None:
    """Let two answers to one event change their people.

    One person answers an event once, at any moment: a third one holds an answer meanwhile.
    """
    db.session.flush()
    rsvps = table("rsvp")
    owners = db.select(rsvps.c.id, rsvps.c.person_id).where(rsvps.c.id.in_((first, second)))
    owner = {number: person for number, person in db.session.execute(owners)}  # noqa: C416
    between = Person(first_name="", created_at=now)
    db.session.add(between)
    db.session.flush()
    for number, person in ((first, between.id), (second, owner[first]), (first, owner[second])):
        db.session.execute(rsvps.update().where(rsvps.c.id == number).values(person_id=person))
    db.session.delete(between)
    db.session.flush()


def tell(rsvp: Rsvp, before: Person, *, by: Person, now: datetime) -> None:
    """From now on the letters about an answer go to another address: a first one there says so."""
    db.session.refresh(rsvp)
    after = rsvp.person.email or ""
    history.note(rsvp, "merge", before=before.email or "", after=after, by=by, now=now)
    if rsvp.going and rsvp.event.state == "published" and not rsvp.event.over(now):
        letters.invite(rsvp, kind="invite", now=now)


Change = tuple[Table, int, dict[str, tuple[int, int]]]


def _rest(kept: Person, other: Person, community_id: int) -> Iterator[Change]:
    """Everything else of a person in a community, as rows and what becomes of their columns.

    What both have already, as a meeting at one table, stays with the other record.
    """
    for name, columns in MOVED.items():
        of = table(name)
        theirs = db.or_(*(of.c[column] == other.id for column in columns))
        for row in db.session.execute(db.select(of).where(theirs, _here(of, community_id))).all():
            at = dict(row._mapping)
            ends = [kept.id if at[column] == other.id else at[column] for column in columns]
            if "low_id" in columns:
                # Of two people who met the lower number stands first.
                ends.sort()
            after = dict(zip(columns, ends, strict=True))
            if len(set(ends)) < len(columns) or taken(of, at | after, columns):
                continue
            yield of, at["id"], {column: (at[column], after[column]) for column in columns}
            if name == "enrolment":
                yield table("link"), at["link_id"], {"person_id": (other.id, kept.id)}


def _here(of: Table, community_id: int) -> ColumnElement[bool]:
    """Whether a row is of a community: by itself, by its event, its session or its program."""
    if "community_id" in of.c:
        return of.c.community_id == community_id
    if "session_id" in of.c:
        sessions, events = table("session"), table("event")
        held = db.select(sessions.c.id).join(events, events.c.id == sessions.c.event_id)
        return of.c.session_id.in_(held.where(events.c.community_id == community_id))
    owner = "event" if "event_id" in of.c else "program"
    owners = table(owner)
    mine = db.select(owners.c.id).where(owners.c.community_id == community_id)
    return of.c[f"{owner}_id"].in_(mine)


def taken(of: Table, meant: dict[str, Any], columns: Collection[str]) -> bool:
    """Whether another row says the same already, where a table takes it once."""
    for one in of.constraints:
        if not isinstance(one, UniqueConstraint):
            continue
        names = [column.name for column in one.columns]
        if set(names) & set(columns):
            same = [of.c[name] == meant[name] for name in names]
            others = db.select(of.c.id).where(*same, of.c.id != meant["id"])
            if db.session.scalar(others.limit(1)) is not None:
                return True
    return False


def table(name: str) -> Table:
    """A table by its name: those of later features can't be imported here."""
    return db.metadata.tables[name]


def write(of: Table, number: int, changes: dict[str, tuple[int, int]], moved: list[Any]) -> None:
    """Change some columns of a row, and note how they were."""
    before = {name: one[0] for name, one in changes.items()}
    after = {name: one[1] for name, one in changes.items()}
    db.session.execute(of.update().where(of.c.id == number).values(**after))
    moved.append([of.name, number, before, after])
