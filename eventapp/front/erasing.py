"""Erasing somebody who asks for it: all that is held on them goes, but whom they met, without a name."""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime

from flask import current_app
from sqlalchemy import ColumnElement

from eventapp.badges.printing import actions as printing
from eventapp.communities.activity import notes as activity
from eventapp.communities.forgotten import log
from eventapp.communities.models import Membership
from eventapp.communities.team import actions as team
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db
from eventapp.door.models import DoorReport
from eventapp.encounters import pseudonyms
from eventapp.events.models import Event
from eventapp.followups.meetings import letters as half_hours
from eventapp.followups.models import Connection
from eventapp.front import erasures, letters_to
from eventapp.mail import bounces, forgetting, local_mailbox
from eventapp.mail.models import BouncedAddress, Message
from eventapp.people import actions as people
from eventapp.people.models import AddressChange, Person
from eventapp.programs import actions as programs
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment, Program
from eventapp.rsvps.importing import background as lists
from eventapp.rsvps.invitations import actions as invitations
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import Announcement, HistoryEntry, Rsvp
from eventapp.rsvps.replies import held
from eventapp.rsvps.replies.models import GuestMail
from eventapp.seating.avoiding import actions as avoiding


def erase(person: Person, *, now: datetime) -> int:
    """Take out everything held on a person, also where they are only invited; how many letters went.

    Places end first, as they always do. Who shares the address goes as well. That two people met
    stays with a pseudonym, so that it stays true for the others and they aren't put together anew.
    """
    both = at_address(person)
    known_by = letters_to.addresses_before(both) | {one.email for one in both if one.email}
    # An older backup may have another address for the same record, or two records that became one.
    known_by |= {_record(one.id, one.created_at) for one in (*both, *_merged_into(both))}
    _note(known_by, now=now)
    return _erase(person, now=now)


def _erase(person: Person, *, now: datetime) -> int:
    if person.email:
        lists.leave_out(person.email)
    both = at_address(person)
    _forget_files([one.id for one in both])
    programs.erase_places(person, now=now)
    abouts, before = letters_to.abouts(both), letters_to.addresses_before(both)
    for one in both:
        if pseudonyms.met_anybody(one):
            pseudonyms.take_over(one, pseudonyms.new(one, now=now))
    _forget_elsewhere(both, before)
    if person.email:
        _forget_address(person.email)
    # First what their links belong to: PostgreSQL lets no link go before the card that has it.
    for kind in (Rsvp, Enrolment):
        theirs = kind.person_id.in_([one.id for one in both])
        db.session.execute(db.delete(kind).where(theirs))
    log.note("erased", None, 1, now=now)
    return people.erase(person, abouts=abouts, before=before)


def erase_address(email: str, *, now: datetime) -> bool:
    """Forget an address that only others typed; whether anything was known of it. That is noted."""
    known = _forget_unknown(email)
    if known:
        _note({email}, now=now)
    return known


def _note(known_by: Collection[str], *, now: datetime) -> None:
    """Note it beside the database: a backup that is restored may not bring them back."""
    marks = filter(None, map(pseudonyms.fingerprint, known_by))
    erasures.note(current_app.config["DATA_DIR"], *marks, now=now)


def _record(number: int, created_at: datetime) -> str:
    """What a record is known by whichever address it has: numbers are given anew, moments aren't."""
    return f"person {number} {created_at.isoformat()}"


def _merged_into(those: Sequence[Person]) -> Sequence[Person]:
    """The records that became one with these, one after the other, and that no community knows by themselves."""
    known, last = {one.id for one in those}, those
    found: list[Person] = []
    while last:
        merges = db.select(PersonMerge.other_id).where(
            PersonMerge.kept_id.in_([one.id for one in last]), PersonMerge.undone_at.is_(None)
        )
        others = db.select(Person).where(Person.id.in_(merges), Person.id.not_in(known))
        last = [one for one in db.session.scalars(others) if not held_anywhere(one)]
        known.update(one.id for one in last)
        found += last
    return found


def held_anywhere(person: Person) -> bool:
    """Whether any community still knows somebody."""
    holds = (Rsvp.person_id, Enrolment.person_id, Membership.person_id, Interest.person_id)
    return any(
        db.session.scalar(db.select(column).where(column == person.id).limit(1)) is not None
        for column in holds
    )


def _forget_unknown(email: str) -> bool:
    """What is held on an address that is nobody's."""
    lists.leave_out(email)
    local_mailbox.forget(_naming({email}))
    return _forget_address(email) + people.forget_letters(email) > 0


def _forget_address(email: str) -> int:
    """What others typed of an address, and what came from it or back from it; how much."""
    asked = db.session.execute(db.delete(AddressChange).where(AddressChange.email == email))
    return (
        team.forget_address(email)
        + held.forget(email)
        + bounces.mend(email)
        + invitations.forget(email)
        + int(asked.rowcount)  # type: ignore[attr-defined]
    )


def erase_again(erased_before: Callable[[str], bool], *, now: datetime) -> int:
    """Erase whoever was erased before, and is back with a backup; how many people and addresses.

    It is noted already, under the time that counts: whoever came back after it stays in later backups.
    """
    # Who shares an address goes with its owner.
    people_first = db.select(Person.id, Person.created_at).where(Person.erased_at.is_(None))
    records = db.session.execute(people_first.order_by(Person.shares_id.is_not(None), Person.id))
    numbers = [number for number, at in records.all() if erased_before(_record(number, at))]
    erased = 0
    for number in numbers:
        if person := db.session.get(Person, number, populate_existing=True):
            _erase(person, now=now)
            erased += 1
    columns = (
        Person.email, Invitation.email, TeamInvitation.email, GuestMail.sender,
        AddressChange.email, BouncedAddress.address, Message.to, Message.reply_to,
    )  # fmt: skip
    found = (db.session.scalars(db.select(column).distinct()) for column in columns)
    known = {email for emails in found for email in emails if email}
    back = sorted(filter(erased_before, known))
    for email in back:
        if person := db.session.scalar(db.select(Person).where(Person.email == email)):
            _erase(person, now=now)
        else:
            _forget_unknown(email)
    return erased + len(back)


def at_address(person: Person) -> Sequence[Person]:
    """Whoever has an address, and who shares it, in the order they came."""
    theirs = db.or_(Person.id == person.id, Person.shares_id == person.id)
    return db.session.scalars(db.select(Person).where(theirs).order_by(Person.id)).all()


def _forget_elsewhere(those: Sequence[Person], before: Collection[str]) -> None:
    """What names somebody in what is others': letters about their evenings above all."""
    numbers = [one.id for one in those]
    rsvps = db.session.scalars(db.select(Rsvp).where(Rsvp.person_id.in_(numbers))).all()
    mine = [rsvp.id for rsvp in rsvps]
    events = sorted({rsvp.event_id for rsvp in rsvps})
    names = {name for one in (*those, *rsvps) for name in (one.first_name, one.last_name)} - {""}
    whole = {one.name for one in (*those, *rsvps)} - {""}
    emails = {one.email for one in those if one.email} | {*before}
    connections = _connections(numbers)
    _forget_half_hours(connections)
    _forget_letters(events, names | emails, connections)
    avoiding.forget_named(whole | emails)
    activity.forget(numbers)
    # Whom they brought came with nobody, from now on.
    brought = db.update(Rsvp).where(Rsvp.brought_by_id.in_(mine), Rsvp.id.not_in(mine))
    db.session.execute(brought.values(brought_by_id=None))
    walked_in = DoorReport.event_id.in_(events), DoorReport.name.in_(whole)
    db.session.execute(db.update(DoorReport).where(*walked_in).values(name=""))
    forget_searches(Announcement.event_id.in_(events))
    _forget_in_merges(numbers, emails)


def _forget_files(people: list[int]) -> None:
    """Files that are kept for a day: badges, and archives of whoever knows somebody."""
    theirs = Rsvp.person_id.in_(people)
    printing.forget_of(db.session.scalars(db.select(Rsvp.id).where(theirs)).all())
    hosts = db.select(Event.community_id).join(Rsvp, Rsvp.event_id == Event.id).where(theirs)
    of_programs = db.select(Program.community_id).join(Enrolment)
    enrolled = of_programs.where(Enrolment.person_id.in_(people))
    communities = set(db.session.scalars(hosts)) | set(db.session.scalars(enrolled))
    for forget_of in current_app.extensions["erased"]:
        forget_of(communities)


def _forget_half_hours(connections: Collection[int]) -> None:
    """What was written to others about half-hours with somebody."""
    # What takes one out of the other's calendar has just been written, without a name.
    leaving = db.and_(Message.kind == "half-hour-off", Message.state == "queued")
    for about in forgetting.among(Message.about, half_hours.abouts(connections)):
        forgetting.forget_words(db.and_(about, ~leaving))


def _connections(people: Collection[int]) -> list[int]:
    theirs = db.or_(Connection.low_id.in_(people), Connection.high_id.in_(people))
    return list(db.session.scalars(db.select(Connection.id).where(theirs)))


def _forget_letters(events: list[int], names: set[str], connections: list[int]) -> None:
    """Introductions go with the connection; what else names them keeps none of its words."""
    introduced = [f"connection:{number}" for number in connections]
    for about in forgetting.among(Message.about, introduced):
        db.session.execute(db.delete(Message).where(about))
    naming = _naming(names)
    local_mailbox.forget(naming)
    said = db.or_(db.false(), *(Message.text.contains(name, autoescape=True) for name in names))
    for about in forgetting.among(Message.about, letters_about(events)):
        # What still waits is written anew when it leaves.
        found = db.session.execute(
            db.select(Message.id, Message.text).where(about, said, Message.state != "queued")
        )
        numbers = [number for number, text in found if naming.search(text)]
        forgetting.forget_words(Message.id.in_(numbers))


def _naming(names: Collection[str]) -> re.Pattern[str]:
    """Finds a name or an address as a word of its own."""
    return re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or "(?!)")


def letters_about(events: Collection[int]) -> Iterator[str]:
    """What the letters of some events are about: their guests' answers, the events, the community."""
    rsvps = db.session.scalars(db.select(Rsvp.id).where(Rsvp.event_id.in_(events)))
    yield from (f"rsvp:{number}" for number in rsvps)
    yield from (f"event:{number}" for number in events)
    hosts = db.session.scalars(db.select(Event.community_id).where(Event.id.in_(events)).distinct())
    yield from (f"organizing:{number}" for number in hosts)


def forget_searches(where: ColumnElement[bool]) -> None:
    """Whom letters to an audience looked for may be a name: forgotten once they are written."""
    written = db.select(Announcement).where(
        where, Announcement.kind == "message", Announcement.state.in_(("done", "stopped"))
    )
    for one in db.session.scalars(written):
        if one.before.get("search"):
            one.before = one.before | {"search": {}}


def _forget_in_merges(people: Collection[int], emails: Collection[str]) -> None:
    """An address stands in the history of whoever was found to be the same person."""
    merges = db.select(PersonMerge.kept_id, PersonMerge.other_id).where(
        db.or_(PersonMerge.kept_id.in_(people), PersonMerge.other_id.in_(people))
    )
    others = {number for both in db.session.execute(merges) for number in both} - set(people)
    theirs = db.select(Rsvp.id).where(Rsvp.person_id.in_(others))
    for column in (HistoryEntry.before, HistoryEntry.after):
        named = db.update(HistoryEntry).where(HistoryEntry.rsvp_id.in_(theirs), column.in_(emails))
        db.session.execute(named.values({column.key: ""}))
