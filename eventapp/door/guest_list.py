"""The list at the door: who is expected, who is in, who is looked for. Names, never addresses."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from eventapp.communities.models import Membership, Role
from eventapp.db import db
from eventapp.door.models import Arrival, DoorPass, Staff, hands
from eventapp.events.models import Event
from eventapp.people.models import Person
from eventapp.people.names import full_name
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import plain

MOST = 12


@dataclass(frozen=True)
class Entry:
    """One guest as the door sees them."""

    id: int
    first_name: str
    last_name: str
    state: str
    source: str
    role_id: int | None
    person_id: int
    turn: int
    arrived_at: datetime | None
    by_id: int | None
    by: str | None
    last_round: int | None = None
    by_pass_id: int | None = None

    @property
    def name(self) -> str:
        """First and last name as given for this event."""
        return full_name(self.first_name, self.last_name)

    @property
    def going(self) -> bool:
        """Whether this guest has a place."""
        return self.state == "going"

    @property
    def inside(self) -> bool:
        """Whether this guest is checked in."""
        return self.going and self.arrived_at is not None

    def by_hands(self, me: Staff) -> bool:
        """Whether that is who checked them in."""
        return (self.by_id, self.by_pass_id) == hands(me)

    def stays(self, number: int) -> bool:
        """Whether this guest is in and stays for a round (from 1)."""
        return self.inside and (self.last_round is None or self.last_round >= number)


def guest_entries(event: Event) -> list[Entry]:
    """Everybody who ever answered, in the order they came, in one query."""
    rows = db.session.execute(
        db.select(
            Rsvp.id, Rsvp.first_name, Rsvp.last_name, Rsvp.state, Rsvp.source, Rsvp.role_id,
            Rsvp.person_id, Rsvp.turn, Arrival.arrived_at, Arrival.by_id,
            db.func.coalesce(
                DoorPass.name, db.func.nullif(Membership.first_name, ""), Person.first_name
            ),
            Arrival.last_round, Arrival.by_pass_id,
        )
        .outerjoin(Arrival, Arrival.rsvp_id == Rsvp.id)
        .outerjoin(DoorPass, DoorPass.id == Arrival.by_pass_id)
        .outerjoin(Person, Person.id == Arrival.by_id)
        .outerjoin(
            Membership,
            db.and_(
                Membership.person_id == Arrival.by_id,
                Membership.community_id == event.community_id,
            ),
        )
        .where(Rsvp.event_id == event.id)
        .order_by(Rsvp.turn)
    )  # fmt: skip
    return [Entry(*row) for row in rows]


def inside(entries: Iterable[Entry]) -> list[Entry]:
    """Who is checked in, the newest first."""
    came = [(entry.arrived_at, entry.turn, entry) for entry in entries if entry.inside]
    return [entry for _at, _turn, entry in sorted(came, key=lambda c: c[:2], reverse=True)]


def roles_inside(entries: Iterable[Entry], roles: Iterable[Role]) -> list[tuple[Role, int]]:
    """Each role of which somebody is in, with how many, in the community's order."""
    counts = Counter(entry.role_id for entry in entries if entry.inside)
    return [(role, counts[role.id]) for role in roles if counts[role.id]]


def missing(entries: Iterable[Entry]) -> list[Entry]:
    """Who has a place and isn't in, by name."""
    return sorted((e for e in entries if e.going and not e.inside), key=lambda e: plain(e.name))


def found(entries: Iterable[Entry], text: str) -> list[Entry]:
    """Whose name has these letters, whatever their accents: first names that begin so come first.

    Guests who are expected stand before those who are in, and these before those without a place.
    """
    wanted = plain(" ".join(text.split()))
    if not wanted:
        return []
    ranked = [(_rank(entry, wanted), plain(entry.name), entry) for entry in entries]
    hits = [(rank, name, entry) for rank, name, entry in ranked if rank < _NOWHERE]
    hits.sort(key=lambda hit: (not hit[2].going, hit[2].inside, *hit[:2]))
    return [entry for _rank_, _name, entry in hits]


_NOWHERE = 9


def _rank(entry: Entry, wanted: str) -> int:
    name = plain(entry.name)
    if name.startswith(wanted):
        return 0
    turned = plain(f"{entry.last_name} {entry.first_name}")
    if turned.startswith(wanted) or f" {wanted}" in name:
        return 1
    # One letter finds beginnings only; names that are written without a space are found as such.
    if len(wanted) > 1 and (wanted in name or turned.replace(" ", "").startswith(wanted)):
        return 2
    return _NOWHERE


def marked(name: str, text: str) -> Sequence[tuple[str, bool]]:
    """The name in pieces, each with whether it is what was typed: a word's beginning if it can be."""
    wanted = plain(" ".join(text.split()))
    letters, origin = "", []
    for place, letter in enumerate(name):
        made = plain(letter)
        letters += made
        origin += [place] * len(made)
    at = -1 if not wanted else 0 if letters.startswith(wanted) else letters.find(f" {wanted}") + 1
    if at == 0 and not letters.startswith(wanted):
        at = letters.find(wanted)
    if at < 0:
        return [(name, False)]
    begin, last = origin[at], origin[at + len(wanted) - 1]
    end = next((place for place in origin[at + len(wanted) :] if place > last), len(name))
    pieces = [(name[:begin], False), (name[begin:end], True), (name[end:], False)]
    return [(piece, hit) for piece, hit in pieces if piece]
