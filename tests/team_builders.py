"""Who helps in a community, and who is asked to."""

from datetime import timedelta

import make

from eventapp import clock, tokens
from eventapp.communities.models import Community, Membership
from eventapp.communities.team import actions
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.people.models import Person, SignIn
from eventapp.programs.models import Program, Trainer


def member(of: Community, someone: Person, right: str) -> Membership:
    """Somebody who may do something here."""
    made = Membership(community=of, person=someone, right=right, created_at=make.NOON)
    return make.saved(made)


def membership_of(someone: Person) -> int:
    """The number of the only membership that somebody has."""
    return db.session.scalars(db.select(Membership.id).filter_by(person_id=someone.id)).one()


def invitation(of: Community, email: str, *, by: Person | None, **given) -> TeamInvitation:
    """Somebody who is asked to help, and whose letter lies in their mailbox."""
    now, nonce = clock.now(), tokens.new_nonce()
    fields = {"first_name": "95", "right": "organizer", "nonce": nonce, "by": by, "sent_at": now}
    fields["expires_at"] = now + timedelta(days=actions.DAYS)
    made = TeamInvitation(community=of, email=email, **fields | given)
    made.digest = tokens.digest(actions.token_of(made))
    return make.saved(made)


def leads(who: Membership, program: Program) -> Trainer:
    """A member is named among the trainers of a program."""
    place = len(program.trainers) + 1
    made = Trainer(kind="trainer", position=place, name=who.name, membership_id=who.id)
    program.trainers.append(made)
    db.session.flush()
    return made


def sign_in_of(someone: Person) -> int:
    """The number of the only sign-in that somebody has."""
    return db.session.scalars(db.select(SignIn.id).filter_by(person_id=someone.id)).one()
