"""A community that was closed goes: a part at a time, its letters before what they are about.

First its guests, event by event and program by program, with whoever is known nowhere else; then what
they came to, and what is left at last.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from eventapp import clock
from eventapp.communities.models import Community, Membership
from eventapp.communities.team.models import TeamInvitation
from eventapp.db import db, lock_row_if_there, reading
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.followups.help_board.letters import digest_about
from eventapp.followups.help_board.models import BoardAsk
from eventapp.followups.meetings import letters as half_hours
from eventapp.followups.models import Card, Connection
from eventapp.front import erasing
from eventapp.front.closing.actions import GRACE
from eventapp.mail import forgetting, local_mailbox, outbox
from eventapp.mail.models import Message
from eventapp.people import actions as people
from eventapp.people.models import Link, Person, SignIn
from eventapp.programs.interest import letters as interest
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.replies import held
from eventapp.webhooks.models import WebhookEndpoint

# So many guests go in one transaction, in which nobody else writes.
PART = 10


def let_go() -> int:
    """Take out the next part of a community whose time is over; 0 when nothing is left of any."""
    before = clock.now() - GRACE
    over = db.select(Community.id).where(Community.closed_at < before)
    with reading():
        number = db.session.scalar(over.order_by(Community.id).limit(1))
    host = lock_row_if_there(Community, number) if number else None
    # It may have been opened again, or another worker was first.
    if host is None or host.closed_at is None or host.closed_at >= before:
        return 0
    if not (_guests(host) or _event(host) or _enrolled(host) or _wishes(host) or _program(host)):
        _rest(host)
    db.session.flush()
    # What was read may be gone.
    db.session.expire_all()
    return 1


def _guests(host: Community) -> bool:
    """Some answers, with all that hangs on them."""
    theirs = db.select(Rsvp).join(Rsvp.event).where(Event.community_id == host.id)
    rsvps = db.session.scalars(theirs.order_by(Rsvp.event_id, Rsvp.id).limit(PART)).all()
    if not rsvps:
        return False
    numbers, persons = [one.id for one in rsvps], {one.person_id for one in rsvps}
    _forget_letters([*_abouts(host, numbers, persons)])
    asked = db.update(Rsvp).where(Rsvp.brought_by_id.in_(numbers))
    db.session.execute(asked.values(brought_by_id=None))
    links = [one.link_id for one in rsvps]
    for of, mine in ((Repeat, Repeat.first_id), (Card, Card.rsvp_id)):
        links += db.session.scalars(db.select(of.link_id).where(mine.in_(numbers)))
    _delete(Rsvp, Rsvp.id.in_(numbers))
    _delete(Link, Link.id.in_(links))
    _let_people_go(persons)
    return True


def _abouts(host: Community, rsvps: Sequence[int], persons: Collection[int]) -> Iterable[str]:
    yield from (f"rsvp:{number}" for number in rsvps)
    yield from (digest_about(host.id, person) for person in persons)
    asks = db.session.scalars(db.select(BoardAsk.id).where(BoardAsk.rsvp_id.in_(rsvps)))
    yield from (f"ask:{number}" for number in asks)
    met = db.or_(Connection.low_id.in_(persons), Connection.high_id.in_(persons))
    here = db.select(Connection.id).join(Connection.event).where(Event.community_id == host.id)
    connections = db.session.scalars(here.where(met)).all()
    yield from (f"connection:{number}" for number in connections)
    yield from half_hours.abouts(connections)


def _event(host: Community) -> bool:
    """One event, to which nobody comes any more."""
    first = db.select(Event.id).where(Event.community_id == host.id).order_by(Event.id).limit(1)
    number = db.session.scalar(first)
    if number is None:
        return False
    invited = db.session.scalars(db.select(Invitation.id).where(Invitation.event_id == number))
    _forget_letters([f"event:{number}", *(f"invitation:{one}" for one in invited)])
    both = db.select(Connection.low_id, Connection.high_id).where(Connection.event_id == number)
    persons = {one for pair in db.session.execute(both) for one in pair}
    _delete(Event, Event.id == number)
    _let_people_go(persons)
    return True


def _enrolled(host: Community) -> bool:
    """Some enrolments."""
    theirs = db.select(Enrolment).join(Enrolment.program).where(Program.community_id == host.id)
    found = db.session.scalars(theirs.order_by(Enrolment.id).limit(PART)).all()
    if not found:
        return False
    numbers, links = [one.id for one in found], [one.link_id for one in found]
    again = RepeatedEnrolment.first_id.in_(numbers)
    links += db.session.scalars(db.select(RepeatedEnrolment.link_id).where(again))
    _forget_letters([f"enrolment:{number}" for number in numbers])
    persons = {one.person_id for one in found}
    _delete(Enrolment, Enrolment.id.in_(numbers))
    _delete(Link, Link.id.in_(links))
    _let_people_go(persons)
    return True


def _wishes(host: Community) -> bool:
    """Some of those who asked to hear of another run or the next date."""
    whose = db.func.coalesce(Program.community_id, EventSeries.community_id)
    theirs = db.select(Interest).outerjoin(Interest.program).outerjoin(Interest.series)
    found = db.session.scalars(theirs.where(whose == host.id).limit(PART)).all()
    if not found:
        return False
    _forget_letters([interest.about(one) for one in found])
    persons = {one.person_id for one in found}
    _delete(Interest, Interest.id.in_([one.id for one in found]))
    _let_people_go(persons)
    return True


def _program(host: Community) -> bool:
    """All programs, which nobody is in any more."""
    theirs = db.select(Program.id).where(Program.community_id == host.id)
    numbers = db.session.scalars(theirs).all()
    for column in (Program.first_id, Program.requires_id):
        points = db.update(Program).where(column.in_(numbers))
        db.session.execute(points.values({column.key: None}))
    _delete(Program, Program.id.in_(numbers))
    return bool(numbers)


def _rest(host: Community) -> None:
    """The community itself, with what was written to whoever ran it."""
    abouts = [f"organizing:{host.id}"]
    for kind, name in ((TeamInvitation, "team"), (WebhookEndpoint, "webhook"), (BoardAsk, "ask")):
        mine = db.select(kind.id).where(kind.community_id == host.id)
        abouts += [f"{name}:{number}" for number in db.session.scalars(mine)]
    _forget_letters(abouts)
    # What members were told of their part, and whatever else was written in its name. Another community
    # may have the same one: what hasn't left is theirs, for nobody has written in this one's for a week.
    theirs = Message.sender_name == outbox.one_line(host.name), Message.about.like("person:%")
    _delete(Message, *theirs, Message.state != "queued")
    _delete(Message, Message.about.like(f"help:{host.id}:%"))
    local_mailbox.forget(re.compile(rf"(?<!\w){re.escape(host.name)}(?!\w)"))
    team = db.session.scalars(
        db.select(Membership.person_id).where(Membership.community_id == host.id)
    ).all()
    _delete(Community, Community.id == host.id)
    # Whoever ran it and is signed in may run another; who isn't goes when nobody knows them.
    _let_people_go({number for number in team if not _signed_in(number)})


def _signed_in(number: int) -> bool:
    asked = db.select(SignIn.id).where(SignIn.person_id == number).limit(1)
    return db.session.scalar(asked) is not None


def _forget_letters(abouts: Iterable[str]) -> None:
    for about in forgetting.among(Message.about, abouts):
        _delete(Message, about)


def _let_people_go(persons: Collection[int]) -> None:
    """Whom no community knows any more, with their sign-ins, links and letters."""
    for number in sorted(persons):
        # While it is locked nobody answers as them.
        person = lock_row_if_there(Person, number)
        if person is None or person.erased_at:
            continue
        both = erasing.at_address(person)
        if any(erasing.held_anywhere(one) for one in both):
            continue
        if person.email:
            held.forget(person.email)
        people.erase(person)


def _delete(kind: Any, *where: Any) -> None:
    unread = {"synchronize_session": False}
    db.session.execute(db.delete(kind).where(*where), execution_options=unread)
