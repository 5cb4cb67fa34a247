"""Noting what went, in the transaction in which it goes, and reading it again."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy.dialects import postgresql, sqlite

from eventapp.communities.forgotten.models import OF_SITE, Forgotten
from eventapp.communities.models import Community
from eventapp.db import db

KEPT = timedelta(days=730)


def note(kind: str, community_id: int | None, number: int, *, now: datetime) -> None:
    """Add to what went today. Whoever notes the same at the same time waits, and adds theirs."""
    if number < 1:
        return
    insert = postgresql.insert if db.engine.dialect.name == "postgresql" else sqlite.insert
    day = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    found = {"kind": kind, "community_id": community_id, "day": day, "number": number}
    one: dict[str, object] = {"index_elements": ["community_id", "day", "kind"]}
    if community_id is None:
        one = {"index_elements": ["day", "kind"], "index_where": OF_SITE}
    db.session.execute(
        insert(Forgotten)
        .values(found)
        .on_conflict_do_update(**one, set_={"number": Forgotten.number + number}),  # type: ignore[arg-type]
        execution_options={"synchronize_session": False},
    )


def latest(community: Community | None = None, *, most: int) -> Sequence[Forgotten]:
    """What went last, of the whole site or of one community."""
    found = db.select(Forgotten).order_by(Forgotten.day.desc(), Forgotten.kind, Forgotten.id)
    if community:
        found = found.where(Forgotten.community_id == community.id)
    else:
        found = found.options(db.joinedload(Forgotten.community))
    return db.session.scalars(found.limit(most)).all()
