"""Noting whose contact data goes, in time; and letting it go."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from eventapp.communities.forgotten import log
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.front import erasing
from eventapp.front.retention import due, forgetting, months
from eventapp.front.retention.models import ContactEnd
from eventapp.people import actions as people
from eventapp.people.models import Person
from eventapp.rsvps.merging.models import PersonMerge

# So many events are looked at in one transaction, in which nobody else writes.
EVENTS = 5
# After so long they are all looked at anew: somebody was added to one, or organizes no more.
ANEW = timedelta(days=30)
LATER = timedelta(hours=1)


def keep_for(community: Community, keeps: int, *, now: datetime) -> None:
    """Keep contact data for so many months from now on. Who is to go by that is noted anew, so nobody
    goes within a day."""
    lock_row(Community, community.id)
    if community.contact_months == keeps:
        return
    community.contact_months = keeps
    db.session.execute(db.delete(ContactEnd).where(ContactEnd.community_id == community.id))
    look_anew(community, now=now)


def look_anew(community: Community, *, now: datetime) -> None:
    """Look at all past events once more for whose contact data is to go: some came in that are older."""
    community.contacts_looked_to, community.contacts_looked_at = None, now


def to_look_at(now: datetime) -> Sequence[int]:
    """The communities with past events that nobody was looked for at yet, and are of age tomorrow."""
    tomorrow = now + due.NOTICE
    of_age = db.or_(
        *(
            db.and_(
                Community.contact_months == keeps, Event.ends_at <= months.before(tomorrow, keeps)
            )
            for keeps in due.MONTHS
        )
    )
    # Behind what was looked at each community has an index of its events by their ends.
    new = db.exists().where(
        Event.community_id == Community.id,
        db.or_(
            Community.contacts_looked_to.is_(None), Event.ends_at > Community.contacts_looked_to
        ),
        of_age,
    )
    at = Community.contacts_looked_at
    found = db.select(Community.id).where(db.or_(at.is_(None), at <= now - ANEW, new))
    return db.session.scalars(found.order_by(Community.id)).all()


def _looks_anew(community: Community, now: datetime) -> bool:
    looked_at = community.contacts_looked_at
    return looked_at is None or looked_at <= now - ANEW


def _next_end(community: Community, now: datetime) -> datetime | None:
    """The end of the last event of the next part."""
    aged = due.of_age(community, keeps=community.contact_months, until=now + due.NOTICE)
    part = db.select(Event.ends_at).where(aged).order_by(Event.ends_at).limit(EVENTS).subquery()
    ends: datetime | None = db.session.scalar(
        db.select(db.func.max(part.c.ends_at, type_=Event.ends_at.type))
    )
    return ends


def note_part(community: Community, *, now: datetime) -> int:
    """Note who of some past events is to go, and when; how many more."""
    lock_row(Community, community.id)
    if _looks_anew(community, now):
        look_anew(community, now=now)
    end = _next_end(community, now)
    if end is None:
        return 0
    keeps, until = community.contact_months, now + due.NOTICE
    aged = db.and_(due.of_age(community, keeps=keeps, until=until), Event.ends_at <= end)
    new = sorted(due.addresses_at(aged) - due.noted(community).keys())
    found = [
        {"community_id": community.id, "person_id": one.person_id, "goes_at": one.goes_at}
        for one in due.among(new, community, {}, now=now, until=until, keeps=keeps)
    ]
    if found:
        db.session.execute(db.insert(ContactEnd), found)
    community.contacts_looked_to = end
    db.session.flush()
    return len(found)


def next_to_go(now: datetime, most: int) -> Sequence[int]:
    """What is noted and whose time has come, by number."""
    come = db.select(ContactEnd.id).where(ContactEnd.goes_at <= now)
    return db.session.scalars(come.order_by(ContactEnd.goes_at, ContactEnd.id).limit(most)).all()


def let_go(number: int, *, now: datetime) -> bool:
    """Forget in a community who somebody is, unless they came again meanwhile; whether they went."""
    end = db.session.get(ContactEnd, number, populate_existing=True, with_for_update=True)
    if end is None:
        return False
    community = db.session.get_one(Community, end.community_id, populate_existing=True)
    # While they are locked nobody answers as one of them.
    person = lock_row(Person, end.person_id)
    those = [lock_row(Person, one.id) for one in erasing.at_address(person)]
    notes, keeps = {person.id: end.goes_at}, community.contact_months
    found = list(due.among([person.id], community, notes, now=now, until=now, keeps=keeps))
    db.session.delete(end)
    db.session.flush()
    if not found or found[0].goes_at > now:
        return False
    merged = _merged_into(those, community)
    for one in those:
        forgetting.forget(one, community, now=now)
    for one in (person, *merged):
        _remove_unless_held(one)
    log.note("contacts", community.id, 1, now=now)
    return True


def postpone(number: int, *, now: datetime) -> None:
    """Try again later, so that others aren't kept waiting."""
    later = db.update(ContactEnd).where(ContactEnd.id == number)
    db.session.execute(later.values(goes_at=now + LATER))


def _merged_into(those: Sequence[Person], community: Community) -> Sequence[Person]:
    """The records that became one with these here, and may hold nothing any more."""
    merges = db.select(PersonMerge.other_id).where(
        PersonMerge.kept_id.in_([one.id for one in those]),
        PersonMerge.community_id == community.id,
    )
    found = db.select(Person).where(
        Person.id.in_(merges), Person.id.not_in([one.id for one in those])
    )
    return db.session.scalars(found.order_by(Person.id)).all()


def _remove_unless_held(person: Person) -> None:
    """Take out who is known to no community any more, with their sign-ins, links and letters."""
    both = erasing.at_address(person)
    held = [one for one in both if erasing.held_anywhere(one)]
    if not held:
        people.erase(person)
        return
    for one in both:
        if one not in held and one.id != person.id:
            db.session.execute(db.delete(Person).where(Person.id == one.id))
