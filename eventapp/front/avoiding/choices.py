"""Whom somebody can choose from: only people whom their own pages show them anyway."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front.people_met.evenings import History
from eventapp.people.models import Person
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.personal.who_comes import MOST


@dataclass(frozen=True)
class Choice:
    """Somebody of an event, as the page names them."""

    rsvp: Rsvp

    @property
    def label(self) -> str:
        """Their first name, what they came as, and where."""
        role, title = self.rsvp.role, self.rsvp.event.title
        if role:
            return _(
                "%(name)s (%(role)s), %(title)s",
                name=self.rsvp.first_name,
                role=role.name,
                title=title,
            )
        return _("%(name)s, %(title)s", name=self.rsvp.first_name, title=title)


def choices(
    person: Person, community: Community, events: list[int], history: History
) -> list[Choice]:
    """Who comes to these events and shows their name, then whom they met who may be named; each once."""
    coming = db.session.scalars(
        db.select(Rsvp)
        .join(Rsvp.event)
        .where(
            Rsvp.event_id.in_(_mine(person, events)),
            Event.community_id == community.id,
            Rsvp.state == "going",
            Rsvp.show_name_at.is_not(None),
        )
        .options(
            db.contains_eager(Rsvp.event), db.joinedload(Rsvp.role), db.joinedload(Rsvp.person)
        )
        .order_by(Rsvp.first_name, Rsvp.turn)
        .limit(MOST)
    ).all()
    met = [
        one.rsvp_id
        for evening in history.evenings
        if evening.community_id == community.id
        for one in evening.named
    ]
    earlier = db.session.scalars(
        db.select(Rsvp)
        .join(Rsvp.event)
        .where(Rsvp.id.in_(met))
        .options(
            db.contains_eager(Rsvp.event), db.joinedload(Rsvp.role), db.joinedload(Rsvp.person)
        )
        .order_by(Event.starts_at.desc(), Rsvp.turn)
    ).all()
    found: dict[int, Choice] = {}
    for rsvp in (*coming, *earlier):
        if rsvp.person_id != person.id:
            found.setdefault(rsvp.person_id, Choice(rsvp))
    return list(found.values())


def events_to_come(person: Person, community: Community, now: datetime) -> list[int]:
    """Where somebody has a place in a community, as far as it isn't over."""
    mine = (
        db.select(Rsvp.event_id)
        .join(Rsvp.event)
        .where(
            Rsvp.person_id == person.id,
            Rsvp.state == "going",
            Event.community_id == community.id,
            Event.ends_at > now,
        )
    )
    return list(db.session.scalars(mine))


def communities_of(person: Person) -> list[Community]:
    """The communities to whose events somebody ever answered, by name."""
    known = (
        db.select(Event.community_id)
        .join(Rsvp, Rsvp.event_id == Event.id)
        .where(Rsvp.person_id == person.id)
    )
    return list(
        db.session.scalars(
            db.select(Community).where(Community.id.in_(known)).order_by(Community.name)
        )
    )


def _mine(person: Person, events: list[int]) -> list[int]:
    """Those of some events at which somebody has a place themselves: only they are told who comes."""
    mine = db.select(Rsvp.event_id).where(
        Rsvp.person_id == person.id, Rsvp.state == "going", Rsvp.event_id.in_(events)
    )
    return list(db.session.scalars(mine))
