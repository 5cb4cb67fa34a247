"""People whom no community knows any more, and pseudonyms that nothing is told of."""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement

from eventapp.attendance.models import Attendance
from eventapp.communities.activity.models import Activity
from eventapp.communities.models import Membership
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db, lock_row_if_there, reading
from eventapp.encounters.models import Encounter
from eventapp.followups.models import Connection
from eventapp.people import actions as people
from eventapp.people.models import Person, SignIn
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import Rsvp

# Erased in one transaction, in which nobody else writes.
PART = 5
_shares = db.aliased(Person)


def _names(*columns: Any) -> ColumnElement[bool]:
    """Whether a person stands in one of these columns."""
    found: ColumnElement[bool] = db.or_(
        *(db.exists().where(column == Person.id) for column in columns)
    )
    return found


_HOLDS = (Rsvp.person_id, Enrolment.person_id, _shares.shares_id)
_MET = (Encounter.low_id, Encounter.high_id, Connection.low_id, Connection.high_id)
# Who did something at a desk is named in its log for a year; an address that was found to be another
# one's of somebody known is how they are known.
KNOWN_TO_NOBODY = db.and_(
    Person.erased_at.is_(None),
    Person.shares_id.is_(None),
    ~_names(*_HOLDS, Membership.person_id, Interest.person_id, SignIn.person_id),
    ~_names(Activity.person_id, PersonMerge.kept_id, PersonMerge.other_id, *_MET),
    *(~db.exists().where(asked.email == Person.email) for asked in (Invitation, TeamInvitation)),
)
EMPTY_PSEUDONYM = db.and_(
    Person.erased_at.is_not(None),
    ~_names(*_HOLDS, *_MET, Attendance.person_id, PersonMerge.kept_id, PersonMerge.other_id),
)


def let_go(before: datetime) -> int:
    """Take out a few of the people whom nobody has known since, with their letters; how many."""
    theirs = db.and_(KNOWN_TO_NOBODY, Person.created_at < before)
    with reading():
        numbers = db.session.scalars(db.select(Person.id).where(theirs).limit(PART)).all()
    went = 0
    for number in sorted(numbers):
        # While it is locked nobody answers as them; somebody may have, meanwhile, or they are gone.
        person = lock_row_if_there(Person, number)
        if person and db.session.scalar(db.select(Person.id).where(Person.id == number, theirs)):
            people.erase(person)
            went += 1
    return went
