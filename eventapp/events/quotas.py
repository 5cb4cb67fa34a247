"""How many places are held for a role or a career stage, and how many it may have at most."""

from collections.abc import Sequence

from flask_babel import gettext as _

from eventapp.db import db
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role, event_stage

# Whether a role of an event has a rule at all.
LIMITED = db.or_(event_role.c.least > 0, event_role.c.most.is_not(None))


def of(event: Event) -> Quotas:
    """What an event holds and allows, in one query; roles and stages without a rule are absent."""
    return of_all([event])[event.id]


def of_all(events: Sequence[Event]) -> dict[int, Quotas]:
    """The same of several events at once, by their numbers."""
    numbers = [event.id for event in events]
    rows = db.session.execute(
        db.union_all(
            db.select(
                event_role.c.event_id,
                db.cast(event_role.c.role_id, db.String).label("key"),
                event_role.c.least,
                event_role.c.most,
                db.literal(1).label("of_role"),
            ).where(event_role.c.event_id.in_(numbers), LIMITED),
            db.select(
                event_stage.c.event_id,
                event_stage.c.stage,
                event_stage.c.least,
                event_stage.c.most,
                db.literal(0),
            ).where(event_stage.c.event_id.in_(numbers)),
        )
    ).all()
    roles: dict[int, dict[int, Quota]] = {number: {} for number in numbers}
    stages: dict[int, dict[str, Quota]] = {number: {} for number in numbers}
    for row in rows:
        quota = Quota(row.least, row.most)
        if row.of_role:
            roles[row.event_id][int(row.key)] = quota
        else:
            stages[row.event_id][row.key] = quota
    return {number: Quotas(roles[number], stages[number]) for number in numbers}


def too_many(held: int, places: int | None) -> str:
    """Why so many places can't be held, in a sentence; empty where there are enough."""
    if places is None or held <= places:
        return ""
    return _(
        "You hold %(held)s places, but there are only %(places)s. "
        "Hold fewer, or give the event more places.",
        held=held,
        places=places,
    )


def keep(event: Event, found: Quotas) -> None:
    """Hold and allow this from now on; for a role that nobody can come as there is no rule."""
    db.session.flush()
    db.session.execute(
        db.update(event_role).where(event_role.c.event_id == event.id).values(least=0, most=None)
    )
    for role_id, quota in found.roles.items():
        db.session.execute(
            db.update(event_role)
            .where(event_role.c.event_id == event.id, event_role.c.role_id == role_id)
            .values(least=quota.least, most=quota.most)
        )
    db.session.execute(db.delete(event_stage).where(event_stage.c.event_id == event.id))
    rows = [
        {"event_id": event.id, "stage": stage, "least": quota.least, "most": quota.most}
        for stage, quota in found.stages.items()
        if quota
    ]
    if rows:
        db.session.execute(db.insert(event_stage), rows)
