"""Which asks of a community's board somebody may see: those about what they offered there."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.communities.models import Topic
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.followups.help_board.models import BoardAsk
from eventapp.followups.models import Connection
from eventapp.people.models import Person
from eventapp.rsvps import subjects
from eventapp.rsvps.models import Offer, Rsvp

# A line is looked at for every reader; what it is about is found out once.
_about = lru_cache(maxsize=16_384)(subjects.about)


@dataclass(frozen=True)
class Helper:
    """Somebody of a community, with what each of their offers is about, the latest first."""

    person_id: int
    offers: list[tuple[int, frozenset[str]]] = field(default_factory=list)

    def shared(self, wanted: frozenset[str]) -> int:
        """How much of what is asked they offered."""
        return max((len(said & wanted) for _rsvp, said in self.offers), default=0)

    def best(self, wanted: frozenset[str]) -> int | None:
        """The answer with the offer that fits best, by its number; None when none does."""
        ranked = sorted(self.offers, key=lambda one: -len(one[1] & wanted))
        return ranked[0][0] if ranked and ranked[0][1] & wanted else None


def agreed_since(moment: InstrumentedAttribute[datetime]) -> list[ColumnElement[bool]]:
    """What must hold of a guest whenever the board shows something of theirs: asked at each look.

    A yes to keeping in touch that was taken back and given again doesn't bring back what was put
    there before.
    """
    return [
        Rsvp.state == "going",
        Rsvp.keep_in_touch_at <= moment,
        Person.email.is_not(None),
    ]


def open_asks(community_id: int, *, now: datetime) -> Select[BoardAsk]:
    """The asks on the board of a community, with whose they are."""
    found: Select[BoardAsk] = (
        db.select(BoardAsk)
        .join(BoardAsk.rsvp)
        .join(Rsvp.person)
        .where(
            BoardAsk.community_id == community_id,
            BoardAsk.helped_at.is_(None),
            BoardAsk.ends_at > now,
            *agreed_since(BoardAsk.put_at),
        )
        .options(
            db.contains_eager(BoardAsk.rsvp).options(
                db.contains_eager(Rsvp.person), db.joinedload(Rsvp.role)
            )
        )
    )
    return found


def helpers(
    community_id: int, listed: tuple[str, ...], *, person_id: int | None = None
) -> dict[int, Helper]:
    """Who offered something at an event of a community and agrees to keep in touch, or one of them.

    `listed` are its topics.
    """
    asked = (
        db.select(Rsvp.person_id, Rsvp.id, Offer.text)
        .join(Rsvp.person)
        .join(Offer, Offer.rsvp_id == Rsvp.id)
        .join(Rsvp.event)
        .where(
            Event.community_id == community_id,
            Rsvp.state == "going",
            Rsvp.keep_in_touch_at.is_not(None),
            Person.email.is_not(None),
        )
        .order_by(Event.starts_at.desc(), Rsvp.id.desc())
    )
    if person_id is not None:
        asked = asked.where(Rsvp.person_id == person_id)
    found: dict[int, Helper] = {}
    for person, rsvp, text in db.session.execute(asked):
        found.setdefault(person, Helper(person)).offers.append((rsvp, _about(text, listed)))
    return found


def topics(community_id: int) -> tuple[str, ...]:
    """The topics that a community listed."""
    named = db.select(Topic.name).where(Topic.community_id == community_id).order_by(Topic.id)
    return tuple(db.session.scalars(named))


def about(ask: BoardAsk, listed: tuple[str, ...]) -> frozenset[str]:
    """What an ask is about."""
    return _about(ask.text, listed)


def fitting(
    asks: Iterable[BoardAsk], helper: Helper, strangers: "Strangers", listed: tuple[str, ...]
) -> list[BoardAsk]:
    """The asks that somebody may be shown, the best first, in no order that tells when each was put."""
    found = [
        (-helper.shared(about(ask, listed)), ask.code, ask)
        for ask in asks
        if strangers.may_meet(ask.rsvp.person_id, helper.person_id)
    ]
    return [ask for shared, _code, ask in sorted(found, key=lambda one: one[:2]) if shared]


@dataclass(frozen=True)
class Strangers:
    """Who of some people isn't in touch yet.

    Whether two would rather not be together is asked only where an offer is passed on
    (`my_ask.waiting`): a board that left an ask out would tell whoever says 'not with this person' of
    one after the other whose it is, and everybody else who said so of them.
    """

    known: set[tuple[int, int]]

    def may_meet(self, one: int, other: int) -> bool:
        """Whether two are neither the same, nor in touch already."""
        return one != other and (min(one, other), max(one, other)) not in self.known


def strangers(people: Collection[int]) -> Strangers:
    """The same of all pairs among these people: those who ask and those who can help."""
    known = db.select(Connection.low_id, Connection.high_id).where(
        Connection.low_id.in_(people), Connection.high_id.in_(people)
    )
    return Strangers({(low, high) for low, high in db.session.execute(known)})


def fewest_of_role(asks: Sequence[BoardAsk], *, fewest: int) -> set[int]:
    """The asks whose role is shared by so many guests of their event that it tells on nobody."""
    events = {ask.rsvp.event_id for ask in asks}
    counted = (
        db.select(Rsvp.event_id, Rsvp.role_id, db.func.count(Rsvp.id))
        .where(Rsvp.event_id.in_(events), Rsvp.state == "going", Rsvp.role_id.is_not(None))
        .group_by(Rsvp.event_id, Rsvp.role_id)
    )
    number: defaultdict[tuple[Any, Any], int] = defaultdict(int)
    for event, role, count in db.session.execute(counted):
        number[event, role] = count
    return {ask.id for ask in asks if number[ask.rsvp.event_id, ask.rsvp.role_id] >= fewest}
