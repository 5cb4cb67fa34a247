"""What an evening was like: who sat where, as the plans told that were out then."""

from datetime import datetime

from eventapp.db import db
from eventapp.events.models import Event
from eventapp.seating.models import Plan
from eventapp.seating.plans import read_seats


def seats_followed(event: Event, *, now: datetime) -> dict[int, dict[int, int]]:
    """Who sat where, round by round: as the plan says that was out when the round began.

    Before the first plan was out, it is that one. Of an evening that somebody ran, the rounds that ran.
    """
    out = db.session.scalars(
        db.select(Plan)
        .where(Plan.event_id == event.id, Plan.published_at.is_not(None))
        .order_by(Plan.version.desc())
    ).all()
    if not out:
        return {}
    stands = event.evening(now)
    begins = dict(enumerate(stands.begins, start=1))
    followed = {
        number: next(
            (plan for plan in out if number not in begins or _out_by(plan, begins[number])), out[-1]
        )
        for number in range(1, out[0].rounds + 1)
        if stands.ran(number)
    }
    seats = read_seats(list(set(followed.values())))
    return {number: seats[plan.id].rounds.get(number, {}) for number, plan in followed.items()}


def _out_by(plan: Plan, moment: datetime) -> bool:
    return plan.published_at is not None and plan.published_at <= moment
