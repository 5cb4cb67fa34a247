"""How many places are held for a role or a career stage, and how many it may have at most."""

from eventapp.db import db
from eventapp.events.limits import Quota, Quotas
from eventapp.events.models import Event
from eventapp.events.quota_tables import event_role, event_stage

# Whether a role of an event has a rule at all.
LIMITED = db.or_(event_role.c.least > 0, event_role.c.most.is_not(None))


def of(event: Event) -> Quotas:
    """What an event holds and allows, in one query; roles and stages without a rule are absent."""
    rows = db.session.execute(
        db.union_all(
            db.select(
                db.cast(event_role.c.role_id, db.String).label("key"),
                event_role.c.least,
                event_role.c.most,
                db.literal(1).label("of_role"),
            ).where(
                event_role.c.event_id == event.id,
                LIMITED,
            ),
            db.select(
                event_stage.c.stage, event_stage.c.least, event_stage.c.most, db.literal(0)
            ).where(event_stage.c.event_id == event.id),
        )
    ).all()
    return Quotas(
        roles={int(row.key): Quota(row.least, row.most) for row in rows if row.of_role},
        stages={row.key: Quota(row.least, row.most) for row in rows if not row.of_role},
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
