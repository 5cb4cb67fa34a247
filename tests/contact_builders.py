"""Somebody with a record of every kind that a site may hold, and a look for them in the whole database."""

from datetime import timedelta
from typing import Any

import avoiding_builders
import followup_builders
import make
import messaging
import program_builders
from sqlalchemy import JSON, Column, LargeBinary, String, Table, UniqueConstraint

from eventapp import clock
from eventapp.attendance.models import Attendance
from eventapp.badges.printing.models import PrintedBadge
from eventapp.certificates import actions as certificates
from eventapp.communities.models import Community
from eventapp.db import Base, db
from eventapp.door.corrections.models import SeatCorrection
from eventapp.door.models import DoorReport, Visit
from eventapp.events.models import Event
from eventapp.followups.help_board.models import AskOutcome, BoardAsk, HelpOffer
from eventapp.followups.meetings import actions as meetings
from eventapp.followups.models import Feedback, Hello, Nudge
from eventapp.followups.sending.models import CardChange
from eventapp.mail import bounces
from eventapp.people import preferences
from eventapp.people.actions import new_link
from eventapp.people.models import Person, SignIn
from eventapp.people.passkeys.models import KeyHolder, Passkey, RecoveryCode
from eventapp.programs import actions as programs
from eventapp.rsvps import history, letters
from eventapp.rsvps.attendees.models import PersonNote, PersonTag
from eventapp.rsvps.invitations.models import InvitationUse
from eventapp.rsvps.models import Repeat, Rsvp
from eventapp.rsvps.parties.actions import Party, bring
from eventapp.rsvps.replies.models import CalendarReply
from eventapp.seating.models import Rule

NAME, FAMILY = "Zebedee", "Quuxley"
EMAIL = "zebedee@quuxley.example"
PHONE = "+44 7700 900123"
FRIEND = "Wilhelmina"
TELLING = (NAME, FAMILY, EMAIL, "quuxley", PHONE, FRIEND)
SAID = {"ask": f"call me, {PHONE}", "offer": f"{NAME} teaches SQL", "access_needs": PHONE}
# What says no more than what somebody came as, or is a word of ours.
COUNTED = {"industry", "stage", "status", "agent"}


def everybody(host: Community, *, event: Event | None = None) -> tuple[Event, list[Rsvp]]:
    """Yesterday's evening: somebody who brought a friend, five others, and all that may hang on it."""
    event = event or make.past_event(community=host, most_guests=2)
    him = make.rsvp(
        event, email=EMAIL, first_name=NAME, last_name=FAMILY, organization=f"{FAMILY} Ltd", **SAID
    )
    # Brought before anybody came, as the event lets.
    (friend,) = bring(him, Party(((FRIEND, FAMILY),)), now=event.starts_at)
    others = [make.rsvp(event) for _ in range(5)]
    people = [him, friend, *others]
    followup_builders.seat(event, [people[:4], people[4:]], [people])
    followup_builders.arrive(*people)
    letters.invite(him, kind="invite", now=clock.now())
    followup_builders.sending.draft(event, now=clock.now())
    followup_builders.tick(him, others[0], others[1], line=f"write me, {EMAIL}")
    followup_builders.tick(others[0], him, line=f"Hello {NAME}")
    followup_builders.tick(others[1], him, line=f"Hello {NAME}")
    for rsvp in (him, *others):
        make.saved(Feedback(rsvp=rsvp, met="yes", words="Good.", answered_at=clock.now()))
    followup_builders.batch(event)
    _beside(host, him, others[0])
    _what_remains(host, him, others[0])
    _program(host, him.person)
    db.session.flush()
    return event, people


def _beside(host: Community, him: Rsvp, other: Rsvp) -> None:
    event, now = him.event, clock.now()
    history.note(him, "address", before=EMAIL, after=EMAIL, why=PHONE, now=now)
    make.saved(PersonNote(community_id=host.id, person_id=him.person_id, text=PHONE, at=now))
    make.saved(PersonTag(community_id=host.id, person_id=him.person_id, word=NAME))
    reported = {"event_id": event.id, "rsvp_id": him.id, "at": now, "received_at": now}
    make.saved(DoorReport(key="1", kind="walk-in", name=f"{NAME} {FAMILY}", **reported))
    make.saved(DoorReport(key="2", kind="in", name="", **reported))
    make.saved(Visit(rsvp_id=him.id, arrived_at=now, left_at=now))
    make.saved(CalendarReply(rsvp_id=him.id, partstat="ACCEPTED", sequence=0, stamp=now))
    make.held_mail(event, rsvp=him, sender=EMAIL, sender_name=NAME, text=PHONE)
    run = make.print_run(event=event)
    make.saved(PrintedBadge(run_id=run.id, rsvp_id=him.id, place=0, mark="m", badge={"n": NAME}))
    invited = make.invitation(event, email=EMAIL, name=NAME)
    make.saved(InvitationUse(invitation_id=invited.id, rsvp_id=him.id))
    make.saved(Rule(event_id=event.id, kind="apart", rsvp_id=him.id, other_id=other.id))
    make.saved(Rule(event_id=event.id, kind="apart", rsvp_id=other.id, other_id=him.id))
    typed = new_link("rsvp", him.person, now=now)
    make.saved(
        Repeat(
            event_id=event.id, first_id=him.id, link_id=typed.id, state="going", turn=99,
            answers={"first_name": NAME}, created_at=now,
        )
    )  # fmt: skip
    connection = followup_builders.connections()[0]
    make.saved(Nudge(connection=connection, rsvp=him, asked_at=now))
    make.address_change(him.person, email=f"new.{EMAIL}")
    make.personal_feed(him.person)
    until = now + timedelta(days=1)
    make.saved(SignIn(person=him.person, digest="d", created_at=now, expires_at=until))
    make.saved(KeyHolder(person=him.person, handle="h", required_at=now))
    key = {"name": NAME, "digest": "d", "credential": b"c", "counter": 0, "created_at": now}
    make.saved(Passkey(person=him.person, **key))
    make.saved(RecoveryCode(person_id=him.person_id, digest="d", created_at=now))
    preferences.switch_off(him.person, "nudge", now=now)
    looked_for = messaging.sent(event, [him, other])
    looked_for.state, looked_for.before = "done", looked_for.before | {"search": {"q": NAME}}
    bounces.note(EMAIL, status="5.1.1", said="", now=now)


def _what_remains(host: Community, him: Rsvp, other: Rsvp) -> None:
    now = clock.now()
    make.saved(Hello(rsvp_id=him.id, other_id=other.id, said_at=now))
    make.saved(Hello(rsvp_id=other.id, other_id=him.id, said_at=now))
    make.saved(CardChange(rsvp_id=him.id, other_id=other.id, what="hello", changed_at=now))
    make.saved(
        SeatCorrection(event_id=him.event_id, round=2, kind="absent", rsvp_id=him.id, made_at=now)
    )
    avoiding_builders.typed(him, PHONE)
    avoiding_builders.typed(other, EMAIL)
    make.saved(AskOutcome(rsvp_id=him.id, said="not_yet", said_at=now))
    for one in (him, other):
        ask = BoardAsk(
            community_id=host.id, rsvp_id=one.id, code=f"c{one.id}", text="salaries", put_at=now,
            ends_at=now + timedelta(weeks=8),
        )  # fmt: skip
        helper = other if one is him else him
        make.saved(HelpOffer(ask=ask, rsvp_id=helper.id, note=PHONE, phone=PHONE, offered_at=now))
    meetings.choose(
        followup_builders.connections()[0],
        him,
        starts_at=now + timedelta(days=3),
        words=PHONE,
        now=now,
    )


def _program(host: Community, person: Person) -> None:
    program = make.program(community=host, sessions=1)
    said = make.answers(program.sessions[0].event, first_name=NAME, last_name=FAMILY, **SAID)
    program_builders.interest(program, EMAIL, confirmed=True)
    enrolment, _link = programs.enrol(program, EMAIL, said, now=clock.now())
    told = {"state": "excused", "reason": f"Call {NAME}, {PHONE}", "said_at": clock.now()}
    make.saved(Attendance(session=program.sessions[0], person=person, **told))
    programs.enrol(program, EMAIL, said, now=clock.now())
    session = program.sessions[0].event
    session.starts_at, session.ends_at = (
        clock.now() - timedelta(hours=hours) for hours in (20, 18)
    )
    theirs = db.select(Rsvp).where(Rsvp.event_id == session.id, Rsvp.person_id == person.id)
    followup_builders.arrive(db.session.scalars(theirs).one())
    certificates.give_by_hand(enrolment, NAME, now=clock.now())


def fill_with_words(them: list[Rsvp]) -> set[str]:
    """Let every free text of every row about somebody tell who they are; the tables that point at them.

    So what a later release keeps about people is looked for, too.
    """
    db.session.flush()
    numbers = {
        "rsvp": [rsvp.id for rsvp in them],
        "person": [rsvp.person_id for rsvp in them],
        "enrolment": list(
            db.session.scalars(
                db.select(Base.metadata.tables["enrolment"].c.id).where(
                    Base.metadata.tables["enrolment"].c.person_id.in_([r.person_id for r in them])
                )
            )
        ),
    }
    seen = set()
    for of in Base.metadata.sorted_tables:
        for key in of.foreign_keys:
            about = numbers.get(key.column.table.name)
            if about is None or key.ondelete == "SET NULL" or key.parent.name == "shares_id":
                continue
            theirs = key.parent.in_(about)
            if db.session.scalar(db.select(db.func.count()).select_from(of).where(theirs)):
                seen.add(of.name)
            if free := {column.name: _words(column) for column in of.c if _free(of, column)}:
                db.session.execute(of.update().where(theirs).values(free))
    db.session.expire_all()
    return seen


def _words(column: Column[Any]) -> object:
    said = f"{NAME} {PHONE}"
    return {"first_name": said} if isinstance(column.type, JSON) else said


def _free(of: Table, column: Column[Any]) -> bool:
    """Whether somebody may have typed into a column: no key, no secret, none of a few words."""
    once = {
        c.name for one in of.constraints if isinstance(one, UniqueConstraint) for c in one.columns
    }
    known = any(str(one.name).endswith(f"{column.name}_known") for one in of.constraints)
    if known or column.unique or column.primary_key or column.foreign_keys or column.name in once:
        return False
    if column.name in COUNTED or column.name in SECRETS or isinstance(column.type, LargeBinary):
        return False
    if isinstance(column.type, JSON):
        return column.name in {"answers", "question_answers", "badge"}
    return isinstance(column.type, String) and (column.type.length or 200) > 64


# Secrets and marks of ours: nobody types them.
SECRETS = {"nonce", "digest", "batch", "once", "organizer", "partstat", "what", "topic", "state"}
SECRETS |= {"zone", "gave_back", "joins", "outcome", "key", "purpose"}


def telling_places() -> list[str]:
    """Every column of the database in which something tells who it was."""
    found = []
    for of in Base.metadata.sorted_tables:
        for row in db.session.execute(db.select(of)).mappings():
            for name, value in row.items():
                text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
                if any(word.lower() in text.lower() for word in TELLING):
                    found.append(f"{of.name}.{name}")
    return sorted(set(found))
