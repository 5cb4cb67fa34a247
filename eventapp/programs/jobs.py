"""What becomes of enrolments by the clock."""

from eventapp import clock
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.mail.forgetting import PART
from eventapp.people.models import Link
from eventapp.programs.models import Enrolment, RepeatedEnrolment, Session
from eventapp.rsvps.jobs import KEPT

NEEDS = ("access_needs", "food")
TELLS_OF_NEEDS = db.or_(*(Enrolment.answers[name].as_string() != "" for name in NEEDS))


def forget_needs() -> int:
    """Delete access and food needs 30 days after the last session of a program, of some; how many.

    So goes what was typed once more.
    """
    over = (
        db.select(Session.program_id)
        .join(Session.event)
        .group_by(Session.program_id)
        .having(db.func.max(Event.ends_at) < clock.now() - KEPT)
    )
    found = db.session.scalars(
        db.select(Enrolment).where(Enrolment.program_id.in_(over), TELLS_OF_NEEDS).limit(PART)
    ).all()
    for enrolment in found:
        enrolment.answers = enrolment.answers | dict.fromkeys(NEEDS, "")
    typed = (
        db.select(RepeatedEnrolment.link_id)
        .join(RepeatedEnrolment.first)
        .where(Enrolment.program_id.in_(over))
    )
    links = db.session.scalars(typed.limit(PART)).all()
    if links:
        db.session.execute(db.delete(Link).where(Link.id.in_(links)))
    db.session.commit()
    # While anything is left, it isn't nothing.
    return len(found) or len(links)
