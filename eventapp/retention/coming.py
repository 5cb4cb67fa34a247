"""What goes next: how many of each kind, from when to when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select

from eventapp.communities.models import Community
from eventapp.db import UtcDateTime, db
from eventapp.retention.rule import Rule
from eventapp.retention.rules import BY_KIND, RULES


@dataclass(frozen=True)
class Coming:
    """So many go by a rule, the first and the last of them when."""

    rule: Rule
    number: int
    first: datetime
    last: datetime


def coming(*, until: datetime, community: Community | None = None) -> list[Coming]:
    """What goes by then by each rule that lets anything go: of the whole site, or of one community."""
    # What has no words for organizers goes along with something that has.
    rules = [rule for rule in RULES if community is None or rule.words]
    asked = db.union_all(*(_counted(rule, until, community) for rule in rules))
    return [
        Coming(rule := BY_KIND[kind], number, first + rule.after, last + rule.after)
        for kind, number, first, last in db.session.execute(asked)
        if number
    ]


def _counted(rule: Rule, until: datetime, community: Community | None) -> Select[Any]:
    here = db.true() if community is None else rule.community == community.id
    since = db.select(rule.since.label("since")).select_from(rule.table)
    due = since.where(rule.due(until), here).subquery()
    first, last = (of(due.c.since, type_=UtcDateTime()) for of in (db.func.min, db.func.max))
    kind = db.literal(rule.kind).label("kind")
    counted: Select[Any] = db.select(kind, db.func.count().label("number"), first, last)
    return counted.select_from(due)
