"""One builder a record: each adds to the open session, flushes, and gives the record back."""

import io
from datetime import UTC, datetime, timedelta
from itertools import count

from flask.testing import FlaskClient
from PIL import Image

from eventapp import clock, tokens
from eventapp.archive.models import Archive, ArchiveFile
from eventapp.badges.printing.models import PrintFile, PrintRun
from eventapp.certificates.models import Certificate
from eventapp.communities.access import found
from eventapp.communities.models import Community, Membership
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.people.actions import token_of
from eventapp.people.models import AddressChange, Person, SignIn
from eventapp.programs.models import Enrolment, Program, Session
from eventapp.rsvps import actions
from eventapp.rsvps.importing.models import LongList
from eventapp.rsvps.invitations import letters as invitation_letters
from eventapp.rsvps.invitations.models import Invitation
from eventapp.rsvps.merging.models import PersonMerge
from eventapp.rsvps.models import Announcement, Rsvp
from eventapp.rsvps.personal_feed import actions as personal_feeds
from eventapp.rsvps.personal_feed.models import PersonalFeed
from eventapp.rsvps.questions import actions as questions
from eventapp.rsvps.questions.models import Question
from eventapp.rsvps.replies.models import GuestMail
from eventapp.seating.models import Search

NOON = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
_n = count(1)


def saved(record):
    db.session.add(record)
    db.session.flush()
    return record


def person(**given) -> Person:
    n = next(_n)
    fields = {"email": f"guest{n}@example.org", "first_name": f"Guest{n}", "created_at": NOON}
    return saved(Person(**fields | given))


def community(**given) -> Community:
    n = next(_n)
    fields = {"name": f"Community {n}", "slug": f"community-{n}", "zone": "Europe/Berlin"}
    language = given.pop("language", "")
    made = found(**fields | {"owner": None, "now": NOON} | given)
    made.language = language
    db.session.flush()
    return made


def png(width: int = 60, height: int = 20, colour: str = "#0B6B4B", *, kind: str = "PNG") -> bytes:
    """A picture of one colour, as a file."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, kind)
    return out.getvalue()


def member(of: Community, right: str = "owner", **given) -> Person:
    someone = person(**given)
    saved(Membership(community=of, person=someone, right=right, created_at=NOON))
    return someone


def evening(days: int) -> datetime:
    """Half past six in some days: an hour of its own, as tests must not depend on when they run."""
    return (clock.now() + timedelta(days=days)).replace(hour=18, minute=30, second=0)


def event(**given) -> Event:
    """A published meetup on an evening three days from now, with room for 36."""
    n = next(_n)
    host = given.pop("community", None) or community()
    start = evening(3)
    fields = {
        "community": host,
        "slug": f"event-{n}",
        "uid": f"event-{n}@example.org",
        "title": f"Event {n}",
        "summary": "Sit down with someone new",
        "starts_at": start,
        "ends_at": start + timedelta(hours=2, minutes=30),
        "zone": host.zone,
        "place_name": "The Reading Room",
        "capacity": 36,
        "revised_at": NOON,
        "created_at": NOON,
        "published_at": NOON,
        "roles": list(host.roles),
    }
    return saved(Event(**fields | given))


def draft(**given) -> Event:
    return event(published_at=None, **given)


def past_event(**given) -> Event:
    start = clock.now() - timedelta(days=1, hours=3)
    fields = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    return event(**fields | given)


def answers(of: Event, **given) -> actions.Answers:
    n = next(_n)
    fields = {
        "first_name": f"Guest{n}",
        "role_id": of.roles[n % len(of.roles)].id if of.roles else None,
        "ask": "my first job in data",
        "offer": "a look at your CV",
        "show_name": True,
        "keep_in_touch": True,
    }
    return actions.Answers(**fields | given)


def rsvp(of: Event | None = None, *, letter: str | None = None, **given) -> Rsvp:
    """An RSVP with a place (or in the queue, when the event is full); no letter unless asked."""
    of = of or event()
    email = given.pop("email", None)
    someone = given.pop("person", None) or (person(email=email) if email else person())
    return actions.admit(
        of, someone, answers(of, **given), source="web", now=clock.now(), letter=letter
    )


def sign_in(client: FlaskClient, someone: Person, *, days: int = 1) -> None:
    """Sign a person in with a test client's browser, for so long."""
    key = f"key-{next(_n)}-{someone.id}"
    now = clock.now()
    saved(
        SignIn(
            person=someone,
            digest=tokens.digest(key),
            created_at=now,
            expires_at=now + timedelta(days=days),
        )
    )
    db.session.commit()
    with client.session_transaction() as session:
        session["sign_in"] = key


def program(*, sessions: int = 3, **given) -> Program:
    """A published program whose sessions come week by week, the first three days from now."""
    n = next(_n)
    host = given.pop("community", None) or community()
    fields = {
        "community": host,
        "slug": f"program-{n}",
        "title": f"Program {n}",
        "created_at": NOON,
        "published_at": NOON,
    }
    made = Program(**fields | given)
    for position in range(1, sessions + 1):
        start = evening(3 + 7 * (position - 1))
        one = event(community=host, starts_at=start, ends_at=start + timedelta(hours=2))
        made.sessions.append(Session(event=one, position=position))
    return saved(made)


def search(**given) -> Search:
    """A longer search that is running: for an event, or all sessions of a program."""
    kind, now = "series" if "program" in given else "mix", clock.now()
    fields = {"kind": kind, "state": "running", "seconds": 10, "seed": 1, "seen": ""}
    return saved(Search(**fields | {"started_at": now, "heard_at": now} | given))


def question(of: Event, label: str = "Where from?", **given) -> Question:
    """A question of an event, after its others; a short answer that nobody must give, unless said."""
    values = {
        "label": label,
        "kind": "one" if "options" in given else "short",
        "help": "",
        "options": [],
        "after_value": "",
    }
    return questions.add(of, values | given)


def announcement(**given) -> Announcement:
    """Letters to everybody of an event that the worker has still to write."""
    fields = {"kind": "invite", "before": {}, "people": 40, "until": 0, "since": 0}
    return saved(Announcement(**fields | {"started_at": NOON, "due_at": NOON} | given))


def invitation(to: Event | None = None, **given) -> Invitation:
    """An invitation by letter that was written a while ago; one for many without an address."""
    n = next(_n)
    fields = {"event": to or event(), "email": f"invited{n}@example.org", "most": 1, "letters": 1}
    fields |= {"nonce": tokens.new_nonce(), "created_at": NOON}
    fields["written_at"] = clock.now() - timedelta(days=2)
    made = Invitation(**fields | given)
    made.digest = tokens.digest(invitation_letters.token_of(made))
    return saved(made)


def held_mail(of: Event | None, **given) -> GuestMail:
    """Mail that came in about an event and waits to be looked at."""
    fields = {
        "received_id": next(_n),
        "event": of,
        "sender": "170@example.org",
        "sender_name": "71",
    }
    fields |= {"subject": "72", "why": "73", "text": "74"}
    return saved(GuestMail(**fields | {"at": clock.now()} | given))


def personal_feed(of: Person) -> PersonalFeed:
    """The calendar of a person, at its first address."""
    personal_feeds.renew(of, instead_of="", now=NOON)
    feed = personal_feeds.feed_of(of)
    assert feed
    return feed


def long_list(**given) -> LongList:
    """A list that the worker has in hand."""
    fields = {"file": "", "chosen": [], "state": "running", "tries": 1}
    return saved(LongList(**fields | {"started_at": NOON, "heard_at": clock.now()} | given))


def print_run(**given) -> PrintRun:
    """Badges that were printed and whose file is there."""
    fields = {"stock": "Avery L4785", "per_sheet": 10, "choices": {}, "number": 1, "sheets": 1}
    when = {"state": "done", "made_at": clock.now(), "heard_at": clock.now()}
    run = saved(PrintRun(**fields | when | given))
    saved(PrintFile(run_id=run.id, body=b"%PDF-1.7"))
    return run


def archive(of: Community | None, **given) -> Archive:
    """A community that was taken out and whose file is there."""
    fields = {"way": "out", "community": of, "state": "done", "heard_at": clock.now()}
    made = saved(Archive(**fields | {"made_at": clock.now()} | given))
    saved(ArchiveFile(archive_id=made.id, body=b"PK"))
    return made


def address_change(of: Person, email: str = "192@example.org", **given) -> AddressChange:
    """Another address that somebody asked for, and whose letter they have still to read."""
    fields = {"person": of, "email": email, "nonce": tokens.new_nonce(), "created_at": clock.now()}
    made = AddressChange(**fields | {"expires_at": clock.now() + timedelta(days=1)} | given)
    made.digest = tokens.digest(token_of(made))
    return saved(made)


def merge(of: Community, kept: Person, other: Person) -> PersonMerge:
    """Two people who were merged a moment ago, and nothing was moved for it."""
    fields = {"community_id": of.id, "kept_id": kept.id, "other_id": other.id, "moved": []}
    return saved(PersonMerge(**fields, at=clock.now()))


def certificate(of: Enrolment, **given) -> Certificate:
    """A certificate of somebody enrolled, as if the program were over."""
    fields = {
        "enrolment": of,
        "number": "7K2M-Q9XD",
        "name": of.name,
        "program": of.program.title,
        "community": of.program.community.name,
        "first_at": NOON,
        "last_at": NOON + timedelta(days=35),
        "zone": of.program.community.zone,
        "sessions": 6,
        "there": 6,
        "minutes": 540,
        "people": 18,
        "roles": 7,
        "given_at": clock.now(),
        "issue": 1,
    }
    of.certified_at = clock.now()
    return saved(Certificate(**fields | given))
