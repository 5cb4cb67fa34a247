"""What of a person goes from a community, and what stays without a name.

Answers, arrivals, seats and meetings stay, as those of a pseudonym, so that past evenings keep their
numbers; whatever says who it was, or was in their own words, goes.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Select, Table

from eventapp import tokens
from eventapp.certificates.models import Certificate
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.door.models import DoorReport
from eventapp.encounters import pseudonyms
from eventapp.events.models import Event
from eventapp.events.series.models import EventSeries
from eventapp.followups.fives import FEWEST
from eventapp.followups.help_board import actions as help_board
from eventapp.followups.help_board.letters import digest_about
from eventapp.followups.meetings import letters as half_hours
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.models import Card, Connection, Feedback, SharedContact
from eventapp.front import erasing, letters_to
from eventapp.front.retention import months
from eventapp.mail import forgetting
from eventapp.mail.models import Message
from eventapp.people.models import Link, Person
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment, Program, RepeatedEnrolment, Session
from eventapp.rsvps.models import Announcement, Ask, HistoryEntry, Offer, Repeat, Rsvp
from eventapp.rsvps.replies.models import GuestMail
from eventapp.seating.avoiding import actions as avoiding

# What lists show where a name was.
NAMELESS = "–"
ANSWER: dict[str, Any] = {
    "first_name": NAMELESS,
    "last_name": "",
    "pronouns": "",
    "organization": "",
    "access_needs": "",
    "food": "",
    "language": "",
    "question_answers": {},
    "once": None,
    "batch": None,
}
# What history tells of without anybody's words: how an answer stood.
STATES = ("going", "waitlisted", "pending", "declined", "cancelled")
# What stays of what points at somebody or at their answers, and why; everything else goes.
STAYS = {
    "person.shares_id": "who shares an address goes on sharing it elsewhere",
    "membership.person_id": "nobody goes who organizes",
    "person_merge.kept_id": "numbers alone, which say whose calendar may not be opened",
    "person_merge.other_id": "the same",
    "rsvp.person_id": "that somebody answered; a pseudonym takes their place",
    "rsvp.brought_by_id": "who came together",
    "enrolment.person_id": "that somebody enrolled; the same",
    "encounter.low_id": "who has met; the same",
    "encounter.high_id": "the same",
    "connection.low_id": "how many were introduced; the same",
    "connection.high_id": "the same",
    "ask.rsvp_id": "that something was asked, without the words",
    "offer.rsvp_id": "the same",
    "arrival.rsvp_id": "who came, and when",
    "visit.rsvp_id": "the same",
    "door_report.rsvp_id": "the same, as it was pressed",
    "seat.rsvp_id": "where they sat",
    "rsvp_history.rsvp_id": "how an answer stood when, without the words",
    "invitation_use.rsvp_id": "that an invitation was taken up",
    "card.rsvp_id": "that there was a card; its link opens nothing",
    "feedback.rsvp_id": "what was said of the evening, as organizers see it",
    "nudge.rsvp_id": "whether two met again, as a number",
}
OWNERS: dict[str, Callable[[int], Select[Any]]] = {
    "community": lambda number: db.select(Community.id).where(Community.id == number),
    "event": lambda number: db.select(Event.id).where(Event.community_id == number),
    "program": lambda number: db.select(Program.id).where(Program.community_id == number),
    "session": lambda number: (
        db.select(Session.id).join(Session.event).where(Event.community_id == number)
    ),
}
# What of an enrolment's answers says no more than what people came as.
COUNTED = ("role_id", "stage", "industry", "ask_kind", "offer_kind", "joins")


def forget(person: Person, community: Community, *, now: datetime) -> None:
    """Let a pseudonym take the place of somebody in a community."""
    here = db.select(Event.id).where(Event.community_id == community.id)
    rsvps = db.session.scalars(
        db.select(Rsvp).where(Rsvp.person_id == person.id, Rsvp.event_id.in_(here))
    ).all()
    enrolments = db.session.scalars(
        db.select(Enrolment)
        .join(Enrolment.program)
        .where(Enrolment.person_id == person.id, Program.community_id == community.id)
    ).all()
    blank = pseudonyms.new(person, now=now)
    # While it is still known with whom they were introduced.
    _forget_between(person, community, rsvps, now=now)
    pseudonyms.take_over(person, blank, here)
    pseudonyms.take_over(person, blank, here, of=Connection)
    _forget_letters(person, community, rsvps, enrolments, now=now)
    _forget_beside(person, community, rsvps)
    _forget_answers(person, blank, rsvps, now=now)
    for enrolment in enrolments:
        _forget_enrolment(enrolment, blank, now=now)
    db.session.flush()
    db.session.expire_all()


def _forget_between(
    person: Person, community: Community, rsvps: Sequence[Rsvp], *, now: datetime
) -> None:
    """That two were introduced stays as a number, without what they shared and agreed on.

    Two whom the board introduced may have answered to different events.
    """
    theirs = db.or_(Connection.low_id == person.id, Connection.high_id == person.id)
    found = db.select(Connection.id).join(Connection.event)
    numbers = db.session.scalars(found.where(theirs, Event.community_id == community.id)).all()
    for rsvp in rsvps:
        help_board.end_place(rsvp, now=now)
    abouts = [f"connection:{number}" for number in numbers]
    abouts += [*half_hours.abouts(numbers), digest_about(community.id, person.id)]
    for about in forgetting.among(Message.about, abouts):
        forgetting.forget_words(about)
        if person.letterbox:
            forgetting.forget_readers(db.and_(about, Message.to == person.letterbox))
    for kind in (SharedContact, Meeting):
        db.session.execute(db.delete(kind).where(kind.connection_id.in_(numbers)))


def _forget_answers(person: Person, blank: Person, rsvps: Sequence[Rsvp], *, now: datetime) -> None:
    numbers = [rsvp.id for rsvp in rsvps]
    typed = db.select(Repeat.link_id).where(Repeat.first_id.in_(numbers))
    db.session.execute(db.delete(Link).where(Link.id.in_(typed)))
    cards = db.select(Card.link_id).where(Card.rsvp_id.in_(numbers))
    for number in (*(rsvp.link_id for rsvp in rsvps), *db.session.scalars(cards)):
        _end_link(number, blank, now=now)
    for line in (Ask, Offer):
        _set(line, line.rsvp_id.in_(numbers), {"text": ""})
    was, became = HistoryEntry.before, HistoryEntry.after
    said = {
        "before": db.case((was.in_(STATES), was), else_=""),
        "after": db.case((became.in_(STATES), became), else_=""),
        "why": "",
    }
    _set(HistoryEntry, HistoryEntry.rsvp_id.in_(numbers), said)
    _set(Rsvp, Rsvp.id.in_(numbers), ANSWER | {"person_id": blank.id})


def _end_link(number: int, blank: Person, *, now: datetime) -> None:
    """A link that letters still carry opens nothing any more, and nothing tells what it was."""
    nonce = tokens.new_nonce()
    ended = {"person_id": blank.id, "nonce": nonce, "digest": tokens.digest(nonce)}
    _set(Link, Link.id == number, ended | {"page_digest": None, "browser": None, "revoked_at": now})


def _forget_enrolment(enrolment: Enrolment, blank: Person, *, now: datetime) -> None:
    typed = db.select(RepeatedEnrolment.link_id).where(RepeatedEnrolment.first_id == enrolment.id)
    db.session.execute(db.delete(Link).where(Link.id.in_(typed)))
    _end_link(enrolment.link_id, blank, now=now)
    # It is nothing without the name.
    db.session.execute(db.delete(Certificate).where(Certificate.enrolment_id == enrolment.id))
    kept = {name: said for name, said in enrolment.answers.items() if name in COUNTED}
    enrolment.answers = {"first_name": NAMELESS} | kept
    enrolment.reflection = ""
    enrolment.person_id = blank.id


def _forget_beside(person: Person, community: Community, rsvps: Sequence[Rsvp]) -> None:
    """What others said or did about somebody, and what they said of an evening."""
    numbers, events = [rsvp.id for rsvp in rsvps], [rsvp.event_id for rsvp in rsvps]
    if person.email:
        here = db.select(Event.id).where(Event.community_id == community.id)
        wrote = GuestMail.event_id.in_(here), GuestMail.sender == person.email
        db.session.execute(db.delete(GuestMail).where(*wrote))
    _set(DoorReport, DoorReport.event_id.in_(events), {"name": ""})
    erasing.forget_searches(Announcement.event_id.in_(events))
    called = {person.name, person.email or "", *(rsvp.name for rsvp in rsvps)}
    avoiding.forget_named(called - {""}, community.id)
    for rsvp in rsvps:
        _forget_words(rsvp)
    for of, column, about in _pointing():
        if about == "rsvp":
            db.session.execute(of.delete().where(column.in_(numbers)))
        elif owner := next((one for one in OWNERS if f"{one}_id" in of.c), None):
            mine = of.c[f"{owner}_id"].in_(OWNERS[owner](community.id))
            db.session.execute(of.delete().where(column == person.id, mine))


def _pointing() -> Iterator[tuple[Table, Column[int], str]]:
    """What points at somebody or at their answers and isn't said to stay: so whatever is new goes."""
    for of in db.metadata.sorted_tables:
        for key in sorted(of.foreign_keys, key=lambda one: one.parent.name):
            about, column = key.column.table.name, key.parent
            named = f"{of.name}.{column.name}" in STAYS
            # Who did something for others did it: that is known of nobody who organizes no more.
            if about in {"person", "rsvp"} and not named and key.ondelete != "SET NULL":
                yield of, column, about


def _forget_words(rsvp: Rsvp) -> None:
    """What was said of an evening stays as organizers see it: among five, and naming nobody."""
    said = db.session.scalar(db.select(Feedback).where(Feedback.rsvp_id == rsvp.id))
    if said is None or not said.words:
        return
    others = db.select(db.func.count(Feedback.id)).join(Feedback.rsvp)
    number = db.session.scalar(others.where(Rsvp.event_id == rsvp.event_id)) or 0
    names = [rsvp.first_name, rsvp.last_name, rsvp.person.letterbox or ""]
    named = any(
        re.search(rf"(?<!\w){re.escape(one)}(?!\w)", said.words, re.I) for one in names if one
    )
    if number < FEWEST or named:
        said.words = ""


def _forget_letters(
    person: Person,
    community: Community,
    rsvps: Sequence[Rsvp],
    enrolments: Sequence[Enrolment],
    *,
    now: datetime,
) -> None:
    """Their letters keep no address; others about the same evenings, which may name them, no words."""
    events = [rsvp.event_id for rsvp in rsvps]
    met = db.session.scalars(db.select(Connection.id).where(Connection.event_id.in_(events)))
    abouts = [*erasing.letters_about(events), *(f"connection:{number}" for number in met)]
    abouts += [f"enrolment:{one.id}" for one in enrolments]
    wishes = db.select(Interest.id).outerjoin(Interest.program).outerjoin(Interest.series)
    held_by = db.func.coalesce(Program.community_id, EventSeries.community_id)
    theirs = Interest.person_id == person.id, held_by == community.id
    abouts += [f"interest:{number}" for number in db.session.scalars(wishes.where(*theirs))]
    old = Message.created_at <= months.before(now, community.contact_months)
    # What organizers were told is about events of any time.
    to_organizers = Message.about.startswith("organizing:")
    # Under whichever address they had.
    own = [f"rsvp:{rsvp.id}" for rsvp in rsvps]
    own += [one for one in abouts if one.startswith(("enrolment:", "interest:"))]
    for about in forgetting.among(Message.about, own):
        forgetting.forget_readers(about)
    address, before = person.letterbox, letters_to.addresses_before([person])
    for about in forgetting.among(Message.about, abouts):
        forgetting.forget_words(db.and_(about, db.or_(~to_organizers, old)))
        emails = before | ({address} if address else set())
        theirs = db.or_(Message.to.in_(emails), Message.reply_to.in_(emails))
        forgetting.forget_readers(db.and_(about, theirs))
    if address:
        # Of asks that are long gone.
        told = db.and_(Message.to == address, Message.kind == "help-offer", old)
        forgetting.forget_readers(told)
    # Whoever it was with may be gone, and the half-hour with them; the letters to this one are there.
    mine = db.or_(db.false(), *(Message.about.like(f"half-hour:%:{one.id}") for one in rsvps))
    forgetting.forget_readers(db.and_(Message.to == address, mine))
    of_person = db.and_(Message.about == f"person:{person.id}", old)
    db.session.execute(db.delete(Message).where(of_person))


def _set(kind: Any, where: ColumnElement[bool], values: dict[str, Any]) -> None:
    db.session.execute(
        db.update(kind).where(where).values(values),
        execution_options={"synchronize_session": False},
    )
