"""When the wishes to hear of the next one go."""

from typing import Any

from flask_babel import lazy_gettext as _l

from eventapp.db import db
from eventapp.events.series.models import EventSeries
from eventapp.front.retention import jobs as contacts
from eventapp.programs.interest import actions as interest
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Program
from eventapp.retention.rule import MINUTE, Rule

_INTEREST: dict[str, Any] = {
    "words": _l("Wishes to hear of the next one"),
    "of": Interest,
    "by": contacts.let_interests_go,
    "every": MINUTE,
    "community": db.func.coalesce(
        db.select(Program.community_id).where(Program.id == Interest.program_id).scalar_subquery(),
        db.select(EventSeries.community_id)
        .where(EventSeries.id == Interest.series_id)
        .scalar_subquery(),
    ),
}
INTERESTS = (
    Rule(
        kind="interests-unconfirmed",
        what="addresses that wanted to hear of the next one, without a yes",
        moment="they asked",
        since=Interest.asked_at,
        after=interest.UNCONFIRMED,
        where=Interest.confirmed_at.is_(None),
        **_INTEREST,
    ),
    Rule(
        kind="interests-told",
        what="addresses that were told of the next one",
        moment="they were told",
        since=Interest.told_at,
        after=interest.TOLD,
        **_INTEREST,
    ),
    Rule(
        kind="interests-waiting",
        what="addresses that wait for the next one",
        moment="they said yes",
        since=Interest.confirmed_at,
        after=interest.WAITING,
        **_INTEREST,
    ),
)
