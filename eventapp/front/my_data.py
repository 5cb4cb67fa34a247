"""Everything that is held on a person, over all communities, as plain values for a file of theirs.

Other people are in none of it: whoever sat at the same table, or is in touch, is counted at most.
Every column that points at a person or at their answers is named in `held_columns`.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eventapp.attendance.models import Attendance
from eventapp.certificates.models import Certificate
from eventapp.communities.activity.models import Activity
from eventapp.communities.models import Community, Membership
from eventapp.db import Base, db
from eventapp.door.corrections.models import SeatCorrection
from eventapp.door.models import Arrival, DoorReport, Visit
from eventapp.encounters.models import Encounter
from eventapp.events.models import Event
from eventapp.followups.help_board.models import AskOutcome, BoardAsk, HelpOffer
from eventapp.followups.meetings.models import Meeting
from eventapp.followups.models import (
    Card,
    Connection,
    Feedback,
    Hello,
    Nudge,
    SharedContact,
    Wish,
)
from eventapp.followups.sending.models import CardChange
from eventapp.mail.models import Message
from eventapp.people.models import AddressChange, Link, MailPreference, Person, SignIn
from eventapp.people.passkeys.models import KeyHolder, Passkey, RecoveryCode
from eventapp.programs.interest.models import Interest
from eventapp.programs.models import Enrolment, RepeatedEnrolment, Session
from eventapp.rsvps.attendees.models import PersonNote, PersonTag
from eventapp.rsvps.models import HistoryEntry, Repeat, Rsvp
from eventapp.rsvps.personal_feed.models import PersonalFeed
from eventapp.rsvps.replies.models import CalendarReply, GuestMail
from eventapp.seating.avoiding.models import Avoidance
from eventapp.seating.models import Seat

NAMES_ANOTHER = {"introduction", "nudge", "half-hour", "half-hour-off"}
# Letters that another one can stop.
BY_ANOTHER = NAMES_ANOTHER | {"help-offer"}
# Secrets, and what only the machine needs.
UNTOLD = {
    "id",
    "digest",
    "page_digest",
    "nonce",
    "browser",
    "once",
    "batch",
    "turn",
    "sequence",
    "stamped_at",
    "organizer",
    "received_id",
    "key",
    "number",
    "fingerprint",
    "uid",
    "credential",
    "handle",
}


# What is held beside each answer: its name in the file, and by which column it is found.
BESIDE: tuple[tuple[str, type[Base], Any], ...] = (
    ("arrivals", Arrival, Arrival.rsvp_id),
    ("visits", Visit, Visit.rsvp_id),
    ("cards", Card, Card.rsvp_id),
    ("wishes", Wish, Wish.rsvp_id),
    ("history", HistoryEntry, HistoryEntry.rsvp_id),
    ("hellos", Hello, Hello.rsvp_id),
    ("shared", SharedContact, SharedContact.rsvp_id),
    ("feedback", Feedback, Feedback.rsvp_id),
    ("nudges", Nudge, Nudge.rsvp_id),
    ("ask_outcome", AskOutcome, AskOutcome.rsvp_id),
    ("on_the_board", BoardAsk, BoardAsk.rsvp_id),
    ("can_help", HelpOffer, HelpOffer.rsvp_id),
    ("typed_again", Repeat, Repeat.first_id),
    ("calendar", CalendarReply, CalendarReply.rsvp_id),
    ("wrote", GuestMail, GuestMail.rsvp_id),
    ("at_the_door", DoorReport, DoorReport.rsvp_id),
    ("corrected_seats", SeatCorrection, SeatCorrection.rsvp_id),
    ("left_off_cards", CardChange, CardChange.rsvp_id),
)
# Whom somebody said no to is told to nobody, here neither.
ANSWERED_BY_OTHERS: dict[type[Base], set[str]] = {HelpOffer: {"answer", "answered_at"}}


def held_on(person: Person) -> dict[str, Any]:
    """All of it, ready for JSON: times in UTC, secrets and other people left out."""
    return {
        "person": _row(person),
        "answers": _answers(person),
        "enrolments": _enrolments(person),
        "attendance": _attendance(person),
        "interests": [
            {"of": one.of.title} | _row(one)
            for one in _of(Interest, Interest.person_id, [person.id])
        ],
        "met": _met(person),
        "connections": _connections(person),
        "letters": _letters(person),
        "letters_came_back": _row(person.bounced) if person.bounced else None,
        "memberships": [
            {"community": name} | _row(one)
            for one, name in db.session.execute(
                db.select(Membership, Community.name)
                .join(Membership.community)
                .where(Membership.person_id == person.id)
            )
        ],
        "sign_ins": [_row(one) for one in _of(SignIn, SignIn.person_id, [person.id])],
        "passkeys": [_row(one) for one in _of(Passkey, Passkey.person_id, [person.id])],
        "second_step": [_row(one) for one in _of(KeyHolder, KeyHolder.person_id, [person.id])],
        "recovery_codes": [
            _row(one) for one in _of(RecoveryCode, RecoveryCode.person_id, [person.id])
        ],
        "did": [_row(one) for one in _of(Activity, Activity.person_id, [person.id])],
        "notes": [_row(one) for one in _of(PersonNote, PersonNote.person_id, [person.id])],
        "not_with": [_row(one) for one in _of(Avoidance, Avoidance.person_id, [person.id])],
        "tags": [_row(one) for one in _of(PersonTag, PersonTag.person_id, [person.id])],
        "switched_off": [
            _row(one) for one in _of(MailPreference, MailPreference.person_id, [person.id])
        ],
        "address_changes": [
            _row(one) for one in _of(AddressChange, AddressChange.person_id, [person.id])
        ],
        "calendar_feed": [
            _row(one) for one in _of(PersonalFeed, PersonalFeed.person_id, [person.id])
        ],
        "links": [_row(one) for one in _of(Link, Link.person_id, [person.id])],
    }


def _row(record: Base) -> dict[str, Any]:
    """What a record says by itself; a number that points elsewhere says nothing."""
    untold = UNTOLD | ANSWERED_BY_OTHERS.get(type(record), set())
    columns = [c for c in record.__table__.columns if not c.foreign_keys and c.name not in untold]
    return {column.name: _value(getattr(record, column.key)) for column in columns}


def _value(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value


def _of(model: type[Base], column: Any, numbers: Sequence[int]) -> list[Any]:
    found = db.select(model).where(column.in_(numbers)).order_by(model.__table__.c.id)
    return list(db.session.scalars(found))


def _answers(person: Person) -> list[dict[str, Any]]:
    rsvps = db.session.scalars(
        db.select(Rsvp)
        .where(Rsvp.person_id == person.id)
        .join(Rsvp.event)
        .options(
            db.contains_eager(Rsvp.event).joinedload(Event.community),
            db.joinedload(Rsvp.role),
            db.joinedload(Rsvp.ask),
            db.joinedload(Rsvp.offer),
        )
        .order_by(Event.starts_at, Rsvp.id)
    ).all()
    told = {rsvp.id: _answer(rsvp) for rsvp in rsvps}
    for name, model, column in BESIDE:
        for one in _of(model, column, list(told)):
            told[getattr(one, column.key)][name].append(_row(one))
    seats = db.select(Seat).where(Seat.rsvp_id.in_(told)).options(db.joinedload(Seat.table))
    for seat in db.session.scalars(seats.order_by(Seat.plan_id, Seat.round)):
        told[seat.rsvp_id]["seats"].append(_row(seat) | {"table": seat.table.number})
    return list(told.values())


def _answer(rsvp: Rsvp) -> dict[str, Any]:
    # What a draft is called, and when it is, its organizers tell once it is published.
    told = bool(rsvp.event.published_at)
    return {
        "event": rsvp.event.title if told else None,
        "community": rsvp.event.community.name,
        "starts_at": _value(rsvp.event.starts_at) if told else None,
        "role": rsvp.role.name if rsvp.role else None,
        **_row(rsvp),
        "ask": _row(rsvp.ask) if rsvp.ask else None,
        "offer": _row(rsvp.offer) if rsvp.offer else None,
        "seats": [],
        **{name: [] for name, _model, _column in BESIDE},
    }


def _enrolments(person: Person) -> list[dict[str, Any]]:
    mine = db.select(Enrolment).where(Enrolment.person_id == person.id)
    found = db.session.scalars(mine.options(db.joinedload(Enrolment.program))).all()
    told = {
        one.id: {
            "program": one.program.title if one.program.published_at else None,
            **_row(one),
            "typed_again": [],
        }
        for one in found
    }
    for given in _of(Certificate, Certificate.enrolment_id, list(told)):
        # The number is its holder's to show, not a secret.
        told[given.enrolment_id]["certificate"] = _row(given) | {"number": given.number}
    for again in _of(RepeatedEnrolment, RepeatedEnrolment.first_id, list(told)):
        told[again.first_id]["typed_again"].append(_row(again))
    for one in (
        *told.values(),
        *(again for kept in told.values() for again in kept["typed_again"]),
    ):
        # The mark of the form that was sent.
        one["answers"] = {name: said for name, said in one["answers"].items() if name != "once"}
    return list(told.values())


def _attendance(person: Person) -> list[dict[str, Any]]:
    mine = (
        db.select(Attendance, Event.title)
        .join(Attendance.session)
        .join(Session.event)
        .where(Attendance.person_id == person.id)
        .order_by(Event.starts_at)
    )
    return [{"session": title, **_row(said)} for said, title in db.session.execute(mine)]


def _met(person: Person) -> list[dict[str, Any]]:
    """My own side of each round: where I sat, and with how many."""
    rows = db.session.execute(
        db.select(
            Event.title, Encounter.round, Encounter.table, Encounter.met_at,
            db.func.count(Encounter.id),
        )
        .join(Event, Event.id == Encounter.event_id)
        .where(db.or_(Encounter.low_id == person.id, Encounter.high_id == person.id))
        .group_by(Event.id, Event.title, Encounter.round, Encounter.table, Encounter.met_at)
        .order_by(Encounter.met_at, Encounter.round)
    )  # fmt: skip
    return [
        {"event": title, "round": number, "table": table, "met_at": _value(at), "people": people}
        for title, number, table, at, people in rows
    ]


def _connections(person: Person) -> list[dict[str, Any]]:
    rows = db.session.execute(
        db.select(Connection.id, Event.title, Connection.connected_at)
        .join(Connection.event)
        .where(
            db.or_(Connection.low_id == person.id, Connection.high_id == person.id),
            # One that was stopped would tell what the other had ticked.
            Connection.stopped_at.is_(None),
        )
        .order_by(Connection.connected_at)
    ).all()
    told: dict[int, dict[str, Any]] = {
        number: {"event": title, "connected_at": _value(at), "half_hours": []}
        for number, title, at in rows
    }
    for one in _of(Meeting, Meeting.connection_id, list(told)):
        told[one.connection_id]["half_hours"].append(_row(one))
    return list(told.values())


def _letters(person: Person) -> list[dict[str, Any]]:
    """What was written to their address: the words were theirs to keep, and may name others."""
    rows = db.session.execute(
        db.select(Message.kind, Message.state, Message.created_at, Message.sent_at, Message.subject)
        .where(
            Message.to == person.email,
            # What another one took back before it left would tell that they had said it.
            db.or_(Message.state != "withdrawn", Message.kind.not_in(BY_ANOTHER)),
        )
        .order_by(Message.id)
    )
    names = ("kind", "state", "created_at", "sent_at", "subject")
    # The subject of these is the other's name.
    return [
        {name: _value(value) for name, value in zip(names, row, strict=True)}
        | ({"subject": None} if row.kind in NAMES_ANOTHER else {})
        for row in rows
    ]
