"""Wishes to hear of a program's next run go when their time is over, and with them who is only known by one."""

from collections.abc import Sequence
from datetime import datetime

from eventapp.db import db, lock_row_if_there
from eventapp.front import erasing
from eventapp.people import actions as people
from eventapp.people.models import Person
from eventapp.programs.interest import actions
from eventapp.programs.interest.models import Interest


def next_to_go(now: datetime, most: int) -> Sequence[int]:
    """The wishes whose time is over, by number."""
    found = db.select(Interest.id).where(actions.over(now))
    return db.session.scalars(found.order_by(Interest.id).limit(most)).all()


def let_go(number: int, *, now: datetime) -> bool:
    """Forget one wish, unless it was said anew meanwhile; whether it went."""
    found = db.session.get(Interest, number)
    if found is None:
        return False
    person = lock_row_if_there(Person, found.person_id)
    mine = db.select(Interest).where(Interest.id == number, actions.over(now))
    if person is None or (over := db.session.scalar(mine)) is None:
        return False
    actions.stop(over)
    if not any(erasing.held_anywhere(one) for one in erasing.at_address(person)):
        people.erase(person)
    return True
