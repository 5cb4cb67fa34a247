"""Whoever is erased is in no table, file, queue, letter, page, feed, list or archive any more, and in no log."""

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from pathlib import Path

import api_builders
import archive_builders
import contact_builders
import make
import pytest
import redis
from conftest import running, sqlite_copy, visitor
from flask import Flask
from visitor import Visitor
from werkzeug.exceptions import HTTPException

from eventapp import clock
from eventapp.archive.models import ArchiveFile
from eventapp.badges.printing.models import PrintFile
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.events.models import Event
from eventapp.front import erasing
from eventapp.mail import jobs, local_mailbox
from eventapp.mail.deliver import deliver_due
from eventapp.mail.models import Message
from eventapp.programs.models import Program
from eventapp.retention import raw_file
from eventapp.rsvps import letters
from eventapp.rsvps.models import Rsvp

# Pages that draw what other pages say.
DRAWN = (".pdf", ".png", ".svg", "/picture", "logo")
# So many addresses of each kind of page are opened.
OF_EACH = 2


@dataclass
class Site:
    """A site in which somebody is known in every way, and where to look for them."""

    app: Flask
    folder: Path
    rsvp: int
    slug: str
    owner: Visitor
    secret: str
    redis: redis.Redis | None
    anybody: Visitor = field(init=False)

    def __post_init__(self) -> None:
        self.anybody = visitor(self.app)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.services)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    """One machine with SQLite and its queue in a file; PostgreSQL with its queue in Redis."""
    if request.param == "sqlite":
        url, address = sqlite_copy(request.getfixturevalue("empty_sqlite"), tmp_path), None
    else:
        url = request.getfixturevalue("filled_postgres_url")
        address = request.getfixturevalue("redis_url")
    with running(url, tmp_path, REDIS_URL=address) as app:
        yield filled(app, tmp_path, redis.Redis.from_url(address) if address else None)


def filled(app: Flask, folder: Path, queue: redis.Redis | None) -> Site:
    host = make.community(slug="leith")
    _event, people = contact_builders.everybody(host)
    him, staff = people[0], make.member(host)
    # Somebody goes on coming, so that there are pages and letters.
    ahead = make.event(community=host, title="Next evening")
    make.rsvp(ahead, person=people[3].person, letter="invite")
    contact_builders.fill_with_words(people[:2])
    make.archive(host)
    db.session.commit()
    deliver_due(200)
    # What waits, in all its parts, for them and about them.
    letters.invite(him, kind="invite", now=clock.now())
    secret = api_builders.token(host, by=staff)
    owner = visitor(app)
    make.sign_in(owner, staff)
    db.session.commit()
    return Site(app, folder, him.id, host.slug, owner, secret, queue)


def telling(said: bytes | str) -> bool:
    text = said if isinstance(said, str) else said.decode(errors="replace")
    return any(word.lower() in text.lower() for word in contact_builders.TELLING)


def parts(body: bytes) -> Iterator[bytes]:
    """What is in a file: of a packed one all that is packed in it, too."""
    yield body
    if body.startswith(b"PK") and zipfile.is_zipfile(io.BytesIO(body)):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            for name in packed.namelist():
                yield from parts(packed.read(name))


def in_files(site: Site) -> set[str]:
    """Files with a byte of them: the database with its free pages and its log, the queue, letters."""
    db.session.remove()
    raw_file.end_log()
    found = set()
    for file in site.folder.rglob("*"):
        if file.is_file():
            body = file.read_bytes()
            letter = [body] if file.suffix != ".eml" else [*unfolded(body)]
            if any(telling(part) for part in letter):
                found.add(file.suffix or file.name)
    return found


def unfolded(body: bytes) -> Iterator[bytes]:
    yield body
    for part in message_from_bytes(body, policy=policy.default).walk():
        yield " ".join(map(str, part.values())).encode()
        if not part.is_multipart():
            yield part.get_payload(decode=True).replace(b"\r\n ", b"")


def in_queue(site: Site) -> list[bytes]:
    """What the queue holds in Redis."""
    found = []
    for key in site.redis.keys() if site.redis else ():
        kind = site.redis.type(key)
        assert kind in {b"list", b"string", b"hash", b"zset", b"set"}
        found += [key, site.redis.dump(key) or b""]
    return [said for said in found if telling(said)]


def pages(site: Site) -> set[str]:
    """Where they are told of: pages, feeds and lists of every kind that a link or the map of addresses leads to."""
    owner = found_at(site, site.owner)
    return {f"owner {path}" for path in owner} | set(found_at(site, site.anybody))


def found_at(site: Site, client: Visitor) -> Iterator[str]:
    ahead, seen, of_kind = [*beginnings(site)], set[str](), Counter[str]()
    while ahead:
        path = ahead.pop()
        kind = kind_of(site, path)
        if path in seen or not kind or of_kind[kind] == OF_EACH:
            continue
        seen.add(path)
        of_kind[kind] += 1
        answer = client.get(path)
        if answer.status_code != 200:
            continue
        if any(telling(part) for part in parts(answer.data)):
            yield path
        if answer.mimetype == "text/html":
            ahead += re.findall(r'href="(/[^"#?]*)"', answer.text)
    assert len(of_kind) > 50


def kind_of(site: Site, path: str) -> str:
    """Which page an address opens; none for what is drawn, or asks other servers."""
    found = site.app.url_map.bind("localhost")
    try:
        endpoint, values = found.match(path.partition("?")[0])
    except HTTPException:
        return ""
    drawn = endpoint == "asset" or any(mark in path for mark in DRAWN)
    return "" if drawn else f"{endpoint} {values.get('export', '')} {values.get('kind', '')}"


def beginnings(site: Site) -> Iterator[str]:
    """Every address that needs no more than a community, an event or a program; the last is looked at first."""
    programs = db.session.scalars(db.select(Program.slug)).all()
    for rule in site.app.url_map.iter_rules():
        if "GET" in rule.methods and rule.arguments <= {"community", "event", "program"}:
            path = str(rule).replace("<community>", site.slug)
            for event in slugs() if "event" in rule.arguments else [""]:
                for program in programs if "program" in rule.arguments else [""]:
                    yield path.replace("<event>", event).replace("<program>", program)
    yield from told_now(site)


def told_now(site: Site) -> Iterator[str]:
    """Where anybody would look for them: whom they know, and lists."""
    yield f"/desk/{site.slug}/contacts"
    for slug in slugs():
        desk = f"/desk/{site.slug}/events/{slug}"
        yield f"{desk}/people"
        for name in ("people", "seats", "arrivals"):
            yield from (f"{desk}/{name}.{kind}" for kind in ("csv", "xlsx", "json"))


def slugs() -> list[str]:
    """Yesterday's evening and the one to come."""
    return list(db.session.scalars(db.select(Event.slug).order_by(Event.id)))[:2]


def api(site: Site) -> list[str]:
    """What programs read of them."""
    ask = {"Authorization": f"Bearer {site.secret}"}
    found = []
    numbers = db.session.scalars(db.select(Event.id)).all()
    of_programs = db.session.scalars(db.select(Program.id)).all()
    paths = ["events", "programs", *(f"programs/{one}/enrolments" for one in of_programs)]
    for number in numbers:
        paths += [
            f"events/{number}/{name}"
            for name in ("", "rsvps", "arrivals", "plan", "exports/people.json")
        ]
    answered = 0
    for path in paths:
        answer = site.anybody.get(f"/api/v1/{path.rstrip('/')}", headers=ask)
        answered += answer.status_code == 200
        if telling(answer.data):
            found.append(path)
    assert answered > len(numbers)
    return found


def in_archive(site: Site) -> bool:
    host = db.session.scalars(db.select(Community).filter_by(slug=site.slug)).one()
    # It is read at one moment, in a transaction of its own.
    db.session.commit()
    return any(telling(part) for part in parts(archive_builders.taken_out(host)))


def test_somebody_erased_is_found_nowhere(site: Site, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("deliver", "announcements", "cards"):
        jobs.ask(name)
    shown = {path for path in told_now(site) if any(map(telling, parts(site.owner.get(path).data)))}
    assert {path.rpartition(".")[2] for path in shown} >= {"csv", "xlsx"}
    assert api(site)
    assert in_archive(site)
    assert {".eml"} <= in_files(site)
    assert db.session.scalar(db.select(ArchiveFile.archive_id)) is not None
    assert db.session.scalar(db.select(PrintFile.run_id)) is not None
    waits = db.select(Message.text).where(Message.state == "queued", Message.calendar.is_not(None))
    assert any(telling(text) for text in db.session.scalars(waits))
    letters_there = len(local_mailbox.names())
    capfd.readouterr()

    erasing.erase(db.session.get_one(Rsvp, site.rsvp).person, now=clock.now())
    db.session.commit()

    assert in_files(site) == set()
    assert contact_builders.telling_places() == []
    assert db.session.scalar(db.select(ArchiveFile.archive_id)) is None
    assert db.session.scalar(db.select(PrintFile.run_id)) is None
    assert in_queue(site) == []
    assert pages(site) == set()
    assert api(site) == []
    assert not in_archive(site)
    deliver_due(200)
    assert in_files(site) == set()
    assert 0 < len(local_mailbox.names()) < letters_there
    logged = capfd.readouterr()
    assert not telling(logged.out + logged.err)
