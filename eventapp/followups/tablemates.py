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
from eventapp.rsvps.models import Ask, Offer, Rsvp


@dataclass(frozen=True)
class Shown:
    """Somebody as a card shows them: what they came as, asked and offered, and one small step."""

    rsvp: Rsvp
    step: str

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

    @property
    def ask(self) -> str:
        """The line they would like help with."""
        return _text(self.rsvp.ask)

    @property
    def offer(self) -> str:
        """The line they could help with."""
        return _text(self.rsvp.offer)


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
class Company:
    """Where everybody sat who was there for it, by round, and what they said, by RSVP."""

    seats: dict[int, dict[int, int]]
    guests: dict[int, Rsvp]
    topics: tuple[str, ...]

    def card(self, rsvp: Rsvp) -> list[Sitting]:
        """The card of one guest, round by round, as the others agree to it at this moment."""
        said = cache(_)
        data = cards.compose(_companion(rsvp), self._sittings(rsvp), topics=self.topics)
        return [
            Sitting(
                one.round,
                one.table,
                tuple(
                    Shown(self.guests[met.companion.key], cards.words(met.step, said))
                    for met in one.people
                ),
                one.unnamed,
            )
            for one in data.rounds
        ]

    def _sittings(self, rsvp: Rsvp) -> list[cards.Sitting]:
        found = []
        for number, seated in self.seats.items():
            table = seated.get(rsvp.id)
            if table is None:
                continue
            around = [
                _companion(self.guests[who])
                for who, at in seated.items()
                if at == table and who != rsvp.id
            ]
            found.append(cards.Sitting(number, table, around))
        return found


def company_of(event: Event) -> Company:
    """Everybody of an event who came, with the seats they had."""
    return _read(event, None)


def company_around(rsvp: Rsvp) -> Company:
    """The same, with only what the card of one guest needs."""
    return _read(rsvp.event, rsvp.id)


def companions(rsvp: Rsvp) -> list[Rsvp]:
    """Everybody whom a guest's card names, in the order they were met."""
    return [person.rsvp for one in company_around(rsvp).card(rsvp) for person in one.people]


def step_towards(rsvp: Rsvp, other: Rsvp) -> str:
    """The small step suggested to one guest about another."""
    met = cards.compose(
        _companion(rsvp), [cards.Sitting(1, 1, [_companion(other)])], topics=_topics(rsvp.event)
    )
    return cards.words(met.people[0].step, _) if met.people else ""


def _read(event: Event, around: int | None) -> Company:
    seats = presence.at_tables(event, now=clock.now())
    near = {
        who
        for seated in seats.values()
        for who, table in seated.items()
        if around is None or table == seated.get(around)
    }
    wanted = db.select(Rsvp).where(Rsvp.id.in_(near)).options(*everything()).order_by(Rsvp.turn)
    return Company(
        seats={number: dict(sorted(seated.items())) for number, seated in seats.items()},
        guests={rsvp.id: rsvp for rsvp in db.session.scalars(wanted)},
        topics=_topics(event),
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


def _companion(rsvp: Rsvp) -> cards.Companion:
    shown = agrees(rsvp)
    return cards.Companion(
        key=rsvp.id,
        first_name=rsvp.first_name if shown else None,
        role=rsvp.role.name if rsvp.role else "",
        organization=rsvp.organization,
        ask=_text(rsvp.ask),
        ask_kind=rsvp.ask.kind if rsvp.ask else "",
        offer=_text(rsvp.offer),
        offer_kind=rsvp.offer.kind if rsvp.offer else "",
    )


def _text(line: Ask | Offer | None) -> str:
    return line.text if line else ""
