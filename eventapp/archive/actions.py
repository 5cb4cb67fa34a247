"""A community is taken out as a file, or brought in from one: begun, watched, stopped, forgotten."""

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from babel.units import format_unit
from flask_babel import get_locale
from flask_babel import gettext as _

from eventapp import languages, work
from eventapp.archive import bringing, papers, writing
from eventapp.archive.models import Archive, ArchiveFile
from eventapp.archive.package import Reader, Writer
from eventapp.communities.activity.models import Activity
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.people.models import Person

OPEN = ("waiting", "running")
# A file is there for a day.
KEPT = timedelta(days=1)


def take_out(community: Community, *, by: Person, now: datetime) -> Archive:
    """Have the worker write the archive of a community; while it is at it, twice is once."""
    lock_row(Community, community.id)
    newest = latest(community)
    if newest and newest.state in OPEN:
        return newest
    return _begin("out", community, by=by, now=now)


def bring_in(sent: bytes, *, by: Person, now: datetime) -> Archive:
    """Have the worker bring a community in. Refused for what is no archive, and while one is on its way."""
    bringing.opened(sent)
    lock_row(Person, by.id)
    on_its_way = db.select(Archive.id).where(
        Archive.by_id == by.id, Archive.way == "in", Archive.state.in_(OPEN)
    )
    if db.session.scalar(on_its_way.limit(1)):
        raise Refused(_("A community of yours is on its way in. Wait until it is there."))
    archive = _begin("in", None, by=by, now=now)
    archive.size = len(sent)
    db.session.add(ArchiveFile(archive_id=archive.id, body=sent))
    db.session.flush()
    return archive


def _begin(way: str, community: Community | None, *, by: Person, now: datetime) -> Archive:
    archive = Archive(
        way=way,
        community=community,
        by=by,
        language=languages.now(),
        made_at=now,
        heard_at=now,
    )
    db.session.add(archive)
    db.session.flush()
    return archive


def latest(community: Community) -> Archive | None:
    """The archive of a community that was asked for last."""
    found: Archive | None = db.session.scalar(
        db.select(Archive)
        .filter_by(community_id=community.id, way="out")
        .order_by(Archive.id.desc())
        .limit(1)
    )
    return found


def write(out: Writer, community: Community, *, now: datetime) -> Iterator[tuple[int, int]]:
    """Write an archive part by part: how many of how many parts are done."""
    writing.steady()
    evenings, certificates = papers.wanted(community)
    parts = 2 + len(evenings) + len(certificates)
    writing.readme(out, community)
    writing.faces(out, community)
    writing.data(out, community, now=now)
    yield 1, parts
    writing.lists(out, community, now=now)
    writing.calendar(out, community)
    yield 2, parts
    for done, _one in enumerate(papers.draw(out, evenings, certificates), start=3):
        yield done, parts


def finish(archive: Archive, body: bytes, *, now: datetime) -> None:
    """Keep what was written, for a day; nothing where it was to stop meanwhile."""
    if archive.stopping:
        return end(archive, "stopped", now=now)
    db.session.merge(ArchiveFile(archive_id=archive.id, body=body))
    archive.size, archive.made_at = len(body), now
    return end(archive, "done", now=now)


def sent(archive: Archive) -> bytes:
    """The file of one that comes in."""
    found = db.session.get(ArchiveFile, archive.id)
    if found is None:
        raise Refused(broke_off())
    return found.body


def arrive(archive: Archive, found: Reader, *, now: datetime) -> Community:
    """Bring in what was sent and looked through: all of it, or Refused."""
    owner = archive.by
    if owner is None:
        raise Refused(broke_off())
    community = bringing.bring(found, owner, now=now)
    archive.community_id = community.id
    db.session.add(
        Activity(community_id=community.id, person_id=owner.id, what="archive_desk.send", at=now)
    )
    end(archive, "done", now=now)
    return community


def end(archive: Archive, state: str, *, now: datetime, said: str = "") -> None:
    """Close an archive; what was sent goes at once, whatever became of it."""
    archive.state, archive.said, archive.heard_at = state, said, now
    if archive.way == "in" or state != "done":
        archive.kept = False
        gone = db.delete(ArchiveFile).where(ArchiveFile.archive_id == archive.id)
        db.session.execute(gone.execution_options(synchronize_session=False))


def stop(archive: Archive, *, now: datetime) -> None:
    """Let it end without a file, or without a community. Twice is once."""
    if work.ask_to_stop(archive, now=now):
        end(archive, "stopped", now=now)


def take_up_lost(*, now: datetime) -> None:
    """Let those of which nothing is heard any more begin anew, a few times."""
    for archive in work.take_up_lost(Archive, now=now):
        end(archive, "failed", now=now, said=broke_off())


def forget_of(communities: Collection[int]) -> None:
    """Forget archives of some communities at once, as somebody in them is erased; one that is written stops."""
    theirs = db.and_(Archive.way == "out", Archive.community_id.in_(communities))
    numbers = db.session.scalars(db.select(Archive.id).where(theirs, Archive.kept)).all()
    for forgotten in (
        db.update(Archive).where(theirs, Archive.state == "running").values(stopping=True),
        db.delete(ArchiveFile).where(ArchiveFile.archive_id.in_(numbers)),
        db.update(Archive)
        .where(Archive.id.in_(numbers), Archive.state.not_in(OPEN))
        .values(kept=False),
    ):
        db.session.execute(forgotten.execution_options(synchronize_session=False))


def broke_off() -> str:
    """What is said of one that was lost."""
    return _("It broke off. Begin once more.")


def said(archive: Archive) -> str:
    """How far it is, in a sentence."""
    if archive.state == "waiting":
        return _("It waits for its turn. If that takes minutes, the worker isn’t running.")
    if archive.stopping:
        return _("Stopping …")
    if archive.way == "in":
        return _("Every line is looked at, then all of it is there at once.")
    if not archive.done:
        return _("Everything is being gathered.")
    return _("%(done)s of %(parts)s parts are in.", done=archive.done, parts=archive.parts)


def size_said(archive: Archive) -> str:
    """How large the file is, as one says it: 103.3 kB, 12 MB."""
    size = archive.size or 0
    number, unit = (size / 1e6, "megabyte") if size >= 1e6 else (size / 1e3, "kilobyte")
    said: str = format_unit(round(number, 1), f"digital-{unit}", "short", locale=get_locale())
    return said
