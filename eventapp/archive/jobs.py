"""The worker's part: one archive at a time, written part by part, brought in all at once."""

from threading import Lock

import structlog

from eventapp import clock, languages, work
from eventapp.archive import actions, bringing
from eventapp.archive.models import Archive
from eventapp.archive.package import Writer
from eventapp.communities.models import Community
from eventapp.db import db, only_reads, reading, release
from eventapp.errors import Refused
from eventapp.mail import jobs

log = structlog.get_logger()
# Letters must not wait behind archives: only one of the worker's threads is ever busy with them.
_one = Lock()


def archives() -> None:
    """Work off what waits, the first that came first."""
    jobs.one_by_one(_one, _waiting, _next)


def wake() -> None:
    """Take up what was lost, and have what waits begun that the queue forgot."""
    actions.take_up_lost(now=clock.now())
    db.session.commit()
    if _waiting():
        jobs.ask("archives")


def _waiting() -> bool:
    found = work.waits(Archive)
    release()
    return found


def _next() -> None:
    claimed = work.claim(Archive, now=clock.now())
    if claimed is None:
        return release()
    number, tries, language = claimed.id, claimed.tries, claimed.language
    carry_out = _write if claimed.way == "out" else _bring
    db.session.commit()
    with languages.spoken(language):
        try:
            carry_out(number, tries)
        except Refused as no:
            db.session.rollback()
            _close(number, tries, str(no))
        except Exception:
            db.session.rollback()
            log.exception("archive", id=number)
            _close(number, tries, actions.broke_off())
    return None


def _write(number: int, tries: int) -> None:
    found = db.session.get_one(Archive, number)
    of, out = found.community_id, Writer(clock.now())
    release()
    # Read without keeping anybody from writing.
    only_reads(True)
    try:
        community = db.session.get_one(Community, of)
        for done, parts in actions.write(out, community, now=clock.now()):
            release()
            only_reads(False)
            if not _told(number, tries, done, parts):
                return
            only_reads(True)
    finally:
        release()
        only_reads(False)
    body = out.finished()
    if archive := work.mine(Archive, number, tries):
        actions.finish(archive, body, now=clock.now())
    db.session.commit()


def _bring(number: int, tries: int) -> None:
    # Looked through while others write; then all of it is written at once.
    with reading():
        sent = actions.sent(db.session.get_one(Archive, number))
    found = bringing.look_through(bringing.opened(sent))
    archive = work.mine(Archive, number, tries)
    if archive is None:
        return release()
    if archive.stopping:
        actions.end(archive, "stopped", now=clock.now())
        return db.session.commit()
    community = actions.arrive(archive, found, now=clock.now())
    log.info("community brought in", community=community.slug)
    return db.session.commit()


def _told(number: int, tries: int, done: int, parts: int) -> bool:
    """Write down how far one is; whether it goes on."""
    archive, now = work.mine(Archive, number, tries), clock.now()
    goes_on = archive is not None and not archive.stopping
    if archive and goes_on:
        archive.done, archive.parts, archive.heard_at = done, parts, now
    elif archive:
        actions.end(archive, "stopped", now=now)
    db.session.commit()
    return goes_on


def _close(number: int, tries: int, said: str) -> None:
    if archive := work.mine(Archive, number, tries):
        actions.end(archive, "failed", now=clock.now(), said=said)
    db.session.commit()
