"""Who of a program gets a letter, and how they are found again when it leaves."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Select

from eventapp import languages
from eventapp.db import db
from eventapp.events.appointment import sender
from eventapp.events.models import Event
from eventapp.events.wording.actions import face
from eventapp.mail import outbox
from eventapp.mail.models import Message
from eventapp.mail.wording import Style
from eventapp.people import preferences
from eventapp.people.actions import nonce_of
from eventapp.people.models import Person
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp

# So many letters a transaction: others write in between.
PART = 25


@dataclass(frozen=True)
class Named:
    """A program as letters about one of its sessions tell of it."""

    title: str


@dataclass(frozen=True)
class Reader:
    """Somebody enrolled, and their place at one session."""

    enrolment: Enrolment
    rsvp: Rsvp
    session: Session


def taking_place() -> Select[Session]:
    """The sessions of programs that take place, to be narrowed down."""
    found: Select[Session] = (
        db.select(Session)
        .join(Session.event)
        .join(Session.program)
        .options(db.contains_eager(Session.event))
        .where(
            Event.published_at.is_not(None),
            Event.cancelled_at.is_(None),
            Program.published_at.is_not(None),
            Program.cancelled_at.is_(None),
        )
    )
    return found


def next_ones(session: Session, kind: str, *, among: Collection[int] | None = None) -> list[Reader]:
    """Some of the enrolled who have a place at a session and had no letter of this kind about it.

    `among` are people, by their numbers. Nobody without an address of their own.
    """
    key = db.literal(f"{kind}:{session.id}:").concat(db.cast(Rsvp.id, db.String))
    asked = (
        _places()
        .where(
            Session.id == session.id,
            preferences.wanted(kind, Rsvp.person_id),
            ~db.exists().where(Message.key == key),
        )
        .order_by(Rsvp.id)
        .limit(PART)
    )
    if among is not None:
        asked = asked.where(Rsvp.person_id.in_(among))
    return [Reader(enrolment, rsvp, session) for enrolment, rsvp in db.session.execute(asked)]


def next_enrolled(
    program: Program, kind: str, *those: ColumnElement[bool], limit: int | None = None
) -> list[Enrolment]:
    """Some of those enrolled who had no letter of this kind about their program."""
    key = db.literal(f"{kind}:").concat(db.cast(Enrolment.id, db.String))
    asked = (
        db.select(Enrolment)
        .join(Enrolment.person)
        .where(
            Enrolment.program_id == program.id,
            Enrolment.state == "enrolled",
            Person.email.is_not(None),
            preferences.wanted(kind, Enrolment.person_id),
            ~db.exists().where(Message.key == key),
            *those,
        )
        .options(db.contains_eager(Enrolment.person), db.joinedload(Enrolment.link))
        .order_by(Enrolment.id)
        .limit(limit or PART)
    )
    return list(db.session.scalars(asked))


def reader_of(message: Message) -> Reader | None:
    """Whom a letter about a session is for; None where they gave that place back, or the program."""
    _kind, session_id, rsvp_id = message.key.split(":")
    session = db.session.scalar(taking_place().where(Session.id == int(session_id)))
    mine = _places().where(Session.id == int(session_id), Rsvp.id == int(rsvp_id))
    found = db.session.execute(mine).one_or_none()
    return Reader(*found, session) if found and session else None


def says_now(
    message: Message, reader: languages.Reader, context: Callable[[], dict[str, Any]]
) -> bool:
    """Have a letter that leaves say what is true now; whether it may leave.

    What may have reached somebody already is said in the same words once more, or not at all.
    """
    fresh = Message(kind=message.kind)
    with languages.spoken(*reader.languages):
        outbox.rewrite(fresh, context())
    if message.tries:
        return fresh.text == message.text
    for name in ("subject", "text", "html", "picture"):
        setattr(message, name, getattr(fresh, name))
    return True


def _places() -> Select[Enrolment, Rsvp]:
    found: Select[Enrolment, Rsvp] = (
        db.select(Enrolment, Rsvp)
        .join(Session, Session.program_id == Enrolment.program_id)
        .join(
            Rsvp,
            db.and_(Rsvp.event_id == Session.event_id, Rsvp.person_id == Enrolment.person_id),
        )
        .join(Rsvp.person)
        .where(Enrolment.state == "enrolled", Rsvp.state == "going", Person.email.is_not(None))
        .options(
            db.contains_eager(Rsvp.person), db.joinedload(Rsvp.link), db.joinedload(Enrolment.link)
        )
    )
    return found


def materials_of(session: Session) -> tuple[tuple[str, str, str], ...]:
    """What is read for a session, as `shown`."""
    return shown(session.materials)


def shown(materials: Sequence[dict[str, str]]) -> tuple[tuple[str, str, str], ...]:
    """Materials as titles, addresses on the web, and whose those are; nothing else is a link."""
    found = [(one.get("title") or one["url"], one["url"], _site(one["url"])) for one in materials]
    return tuple(one for one in found if one[2])


def _site(url: str) -> str:
    """Whose page an address on the web is; empty for what is none."""
    try:
        found = urlsplit(url)
    except ValueError:
        return ""
    of_web = found.scheme in {"http", "https"} and found.hostname
    return found.hostname.removeprefix("www.") if of_web and found.hostname else ""


def post_to_guests(
    kind: str, found: Sequence[Reader], said: Callable[[Reader], dict[str, Any]], *, now: datetime
) -> None:
    """Write to some of the guests of one session about it, each once.

    However often its materials or its time change.
    """
    stops = preferences.addresses((one.rsvp.person_id for one in found), kind, now=now)
    written = []
    for one in found:
        stop, key = stops[one.rsvp.person_id], f"{kind}:{one.session.id}:{one.rsvp.id}"
        with languages.spoken(*one.rsvp.languages):
            more = said(one) | {"unsubscribe_url": stop}
            written.append(letters.written(kind, one.rsvp, key=key, now=now, **more))
    outbox.post_all(written)


def about_session(reader: Reader) -> dict[str, Any]:
    """What every letter about a session says of it and of its program."""
    return {
        "materials": materials_of(reader.session),
        "program": Named(reader.enrolment.program.title),
        "link": outbox.personal_address(
            "programs.mine",
            nonce_of(reader.enrolment.link),
            of=reader.enrolment.program.community.slug,
        ),
    }


def post(
    kind: str,
    found: Sequence[Enrolment],
    *,
    said: Callable[[Enrolment], dict[str, Any]],
    now: datetime,
) -> None:
    """Write to some of the enrolled of one program about all of it, each once."""
    stops = preferences.addresses((one.person_id for one in found), kind, now=now)
    outbox.post_all([_about_all(one, kind, said, stops[one.person_id], now=now) for one in found])


@languages.theirs
def _about_all(
    one: Enrolment,
    kind: str,
    said: Callable[[Enrolment], dict[str, Any]],
    stop: str,
    *,
    now: datetime,
) -> Message:
    return outbox.written(
        kind,
        key=f"{kind}:{one.id}",
        about=f"enrolment:{one.id}",
        to=one.person.email or "",
        to_name=one.name,
        sender_name=sender(one.program.sessions[-1].event),
        context=said(one) | {"unsubscribe_url": stop},
        now=now,
    )


def enrolment_of(message: Message) -> Enrolment | None:
    """Whose letter about a program it is; None where they left it, or it doesn't take place."""
    number = int(message.about.rpartition(":")[2])
    program = db.joinedload(Enrolment.program)
    sessions = program.selectinload(Program.sessions).joinedload(Session.event)
    found = db.session.get(Enrolment, number, options=[program, sessions])
    if found is None or found.state != "enrolled" or found.program.cancelled_at:
        return None
    return found


def about_program(enrolment: Enrolment) -> dict[str, Any]:
    """What every letter about a program says."""
    program = enrolment.program
    return {
        "guest": enrolment,
        "program": program,
        "community": program.community.name,
        "style": Style(face(program.community)),
        "link": outbox.personal_address(
            "programs.mine", nonce_of(enrolment.link), of=program.community.slug
        ),
    }
