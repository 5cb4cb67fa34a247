"""Two people who were merged by mistake become two again, within a day; what was changed since stays."""

from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.people.models import Person
from eventapp.rsvps import actions, history
from eventapp.rsvps.history import Step
from eventapp.rsvps.merging import actions as merging
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.standing import kind_of, standing


def newest(community_id: int, *, now: datetime) -> list[PersonMerge]:
    """The merges of a community that can still be undone, the newest first."""
    asked = (
        db.select(PersonMerge)
        .where(
            PersonMerge.community_id == community_id,
            PersonMerge.undone_at.is_(None),
            PersonMerge.at > now - merging.UNDO,
        )
        .options(db.joinedload(PersonMerge.kept), db.joinedload(PersonMerge.other))
        .order_by(PersonMerge.id.desc())
    )
    return list(db.session.scalars(asked))


def part(found: PersonMerge, *, by: Person, now: datetime) -> None:
    """Give each back what was theirs. Twice is once; refused after a day."""
    lock_row(PersonMerge, found.id)
    if found.undone_at:
        return
    if found.at <= now - merging.UNDO:
        raise Refused(_("These two were merged more than a day ago."))
    answers = [number for table, number, *_rest in found.moved if table == "rsvp"]
    answers += [number for table, both, *_rest in found.moved if table == "swap" for number in both]
    asked = db.select(Rsvp).where(Rsvp.id.in_(answers)).order_by(Rsvp.event_id)
    rsvps = {rsvp.id: rsvp for rsvp in db.session.scalars(asked)}
    owners = {number: rsvp.person_id for number, rsvp in rsvps.items()}
    for rsvp in rsvps.values():
        actions.lock(rsvp.event)
    states = []
    for table, number, before, after in reversed(found.moved):
        if table == "swap":
            _change_back(number, before, after, now=now)
        elif "state" in before:
            states.append((number, before["state"]))
        else:
            _put_back(table, number, before, after)
    db.session.flush()
    kept, found.undone_at = found.kept, now
    for rsvp in rsvps.values():
        db.session.refresh(rsvp)
        if owners[rsvp.id] == kept.id != rsvp.person_id:
            merging.tell(rsvp, kept, by=by, now=now)
    for number, state in states:
        if rsvp := rsvps.get(number):
            _stand_again(rsvp, state, by=by, now=now)


def _change_back(answers: list[int], kept_id: int, other_id: int, *, now: datetime) -> None:
    kept, other = (db.session.get(Rsvp, number) for number in answers)
    if kept and other and (kept.person_id, other.person_id) == (other_id, kept_id):
        merging.exchange(kept.id, other.id, now=now)


def _put_back(name: str, number: int, before: dict[str, Any], after: dict[str, Any]) -> None:
    of = merging.table(name)
    row = db.session.execute(db.select(of).where(of.c.id == number)).first()
    if row is None:
        return
    at = dict(row._mapping)
    stands = all(at[column] == value for column, value in after.items())
    if stands and not merging.taken(of, at | before, before):
        db.session.execute(of.update().where(of.c.id == number).values(**before))


def _stand_again(rsvp: Rsvp, state: str, *, by: Person, now: datetime) -> None:
    """An answer that stepped back holds what it held, as long as there is room for it."""
    if rsvp.state != "cancelled" or rsvp.event.over(now) or rsvp.event.cancelled_at:
        return
    held = standing(rsvp.event, now=now)
    if state == "going" and held.room.obstacle([kind_of(rsvp)]):
        state = "waitlisted"
    if state == "going":
        actions.give_place(rsvp, letter="invite", step=Step("merge", by), now=now)
    else:
        history.note_step(rsvp, Step("merge", by), state, now=now)
        rsvp.state, rsvp.changed_at = state, now
    db.session.flush()
