"""Who sat with whom, among those who came: read once for all the cards of an event."""

from dataclasses import dataclass
from functools import cache

from flask_babel import gettext as _
from sqlalchemy.sql.base import ExecutableOption

from eventapp import clock
from eventapp.db import db
from eventapp.door import presence
from eventapp.events.models import Event
from eventapp.followups import cards
from eventapp.followups.consent import agrees
from eventapp.followups.sending.changes import Changes, of
from eventapp.followups.suggestions import words
from eventapp.rsvps.models import Ask, Offer, Rsvp
from eventapp.seating.plans import Seats


@dataclass(frozen=True)
class Shown:
    """Somebody as a card shows them: what they came as, asked and offered, and one small step.

    An ask or an offer that an organizer hides is empty, and so is a step that was left out.
    """

    rsvp: Rsvp
    step: str
    ask: str
    offer: str

    @property
    def id(self) -> int:
        """The number of their RSVP: what a tick names."""
        return self.rsvp.id

    @property
    def first_name(self) -> str:
        """As given for this event."""
        return self.rsvp.first_name

    @property
    def mark(self) -> int:
        """The mark of their role, or the guest's ring."""
        return self.rsvp.mark

    @property
    def role(self) -> str:
        """What they came as."""
        return self.rsvp.role.name if self.rsvp.role else ""

    @property
    def organization(self) -> str:
        """Where they said they work or learn."""
        return self.rsvp.organization


@dataclass(frozen=True)
class Sitting:
    """One round of a card: the people first met there; `unnamed` more aren't shown."""

    round: int
    table: int
    people: tuple[Shown, ...]
    unnamed: int

    @property
    def marks(self) -> list[int]:
        """The table from above: a mark for everyone named, an empty chair for everyone else."""
        return [person.mark for person in self.people] + [0] * self.unnamed


@dataclass(frozen=True)
class Evening:
    """Who sat where and was there for it, by round, and what the community's topics are: what is
    read of an event once, for all its cards."""

    seats: Seats
    topics: tuple[str, ...]


@dataclass(frozen=True)
class Company:
    """Where everybody sat who was there for it, by round, and what they said, by RSVP."""

    seats: Seats
    guests: dict[int, Rsvp]
    topics: tuple[str, ...]
    changes: Changes

    def met_somebody(self, rsvp: Rsvp) -> bool:
        """Whether anybody else was at one of their tables."""
        return any(
            at == seated[rsvp.id] and who != rsvp.id
            for seated in self.seats.values()
            if rsvp.id in seated
            for who, at in seated.items()
        )

    def card(self, rsvp: Rsvp) -> list[Sitting]:
        """The card of one guest, round by round, as the others agree to it at this moment."""
        said = cache(_)
        data = cards.compose(
            self._companion(rsvp),
            self._sittings(rsvp),
            topics=self.topics,
            changed=self.changes.steps.get(rsvp.id, {}),
        )
        return [
            Sitting(
                one.round,
                one.table,
                tuple(
                    Shown(
                        self.guests[met.companion.key],
                        words(met.step, said) if met.step else "",
                        met.companion.ask,
                        met.companion.offer,
                    )
                    for met in one.people
                ),
                one.unnamed,
            )
            for one in data.rounds
        ]

    def _companion(self, rsvp: Rsvp) -> cards.Companion:
        return _companion(rsvp, self.changes)

    def _sittings(self, rsvp: Rsvp) -> list[cards.Sitting]:
        found = []
        for number, seated in self.seats.items():
            table = seated.get(rsvp.id)
            if table is None:
                continue
            around = [
                self._companion(self.guests[who])
                for who, at in seated.items()
                if at == table and who != rsvp.id
            ]
            found.append(cards.Sitting(number, table, around))
        return found


def evening_of(event: Event) -> Evening:
    """Where everybody of an event sat who was there."""
    seats = presence.at_tables(event, now=clock.now())
    return Evening(
        {number: dict(sorted(seated.items())) for number, seated in seats.items()}, _topics(event)
    )


def company_of(event: Event, evening: Evening | None = None) -> Company:
    """Everybody of an event who came, with the seats they had."""
    return _read(event, evening or evening_of(event), None)


def company_around(rsvp: Rsvp, evening: Evening | None = None) -> Company:
    """The same, with only what the card of one guest needs."""
    return _read(rsvp.event, evening or evening_of(rsvp.event), rsvp.id)


def companions(rsvp: Rsvp) -> list[Rsvp]:
    """Everybody whom a guest's card names, in the order they were met."""
    return [person.rsvp for one in company_around(rsvp).card(rsvp) for person in one.people]


def as_shown(rsvp: Rsvp, other: Rsvp) -> Shown:
    """Another guest as a card of the first shows them, wherever they met: what an organizer hides is empty."""
    changes = of(rsvp.event)
    met = cards.compose(
        _companion(rsvp, changes),
        [cards.Sitting(1, 1, [_companion(other, changes)])],
        topics=_topics(rsvp.event),
        changed=changes.steps.get(rsvp.id, {}),
    )
    for one in met.people:
        said = words(one.step, _) if one.step else ""
        return Shown(other, said, one.companion.ask, one.companion.offer)
    return Shown(other, "", "", "")


def step_towards(rsvp: Rsvp, other: Rsvp) -> str:
    """The small step suggested to one guest about another; empty where an organizer left it out."""
    return as_shown(rsvp, other).step


def _read(event: Event, evening: Evening, around: int | None) -> Company:
    near = {
        who
        for seated in evening.seats.values()
        for who, table in seated.items()
        if around is None or table == seated.get(around)
    }
    wanted = db.select(Rsvp).where(Rsvp.id.in_(near)).options(*everything()).order_by(Rsvp.turn)
    return Company(
        seats=evening.seats,
        guests={rsvp.id: rsvp for rsvp in db.session.scalars(wanted)},
        topics=evening.topics,
        changes=of(event),
    )


def everything() -> tuple[ExecutableOption, ...]:
    """Load options for RSVPs that are going to be shown: no further query for any of them."""
    return (
        db.joinedload(Rsvp.person),
        db.joinedload(Rsvp.link),
        db.joinedload(Rsvp.role),
        db.joinedload(Rsvp.ask),
        db.joinedload(Rsvp.offer),
    )


def _topics(event: Event) -> tuple[str, ...]:
    return tuple(topic.name for topic in event.community.topics)


def passed_on(rsvp: Rsvp) -> tuple[Ask | None, Offer | None]:
    """What others may be told of what a guest asked and offered: nothing that an organizer hides."""
    return _passed_on(rsvp, of(rsvp.event))


def _passed_on(rsvp: Rsvp, changes: Changes) -> tuple[Ask | None, Offer | None]:
    return (
        None if (rsvp.id, "ask") in changes.hidden else rsvp.ask,
        None if (rsvp.id, "offer") in changes.hidden else rsvp.offer,
    )


def _companion(rsvp: Rsvp, changes: Changes) -> cards.Companion:
    shown = agrees(rsvp)
    ask, offer = _passed_on(rsvp, changes)
    return cards.Companion(
        key=rsvp.id,
        first_name=rsvp.first_name if shown else None,
        role=rsvp.role.name if rsvp.role else "",
        organization=rsvp.organization,
        ask=ask.text if ask else "",
        ask_kind=ask.kind if ask else "",
        offer=offer.text if offer else "",
        offer_kind=offer.kind if offer else "",
    )
