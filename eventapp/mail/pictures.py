"""The pictures that letters carry: kept once, read once for many letters."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy.exc import IntegrityError

from eventapp import kept
from eventapp.db import db
from eventapp.mail import compose, wording
from eventapp.mail.models import Message, Picture


def keep(content: bytes, *, now: datetime) -> str:
    """Keep a PNG for letters; its digest. The same picture is kept once."""
    digest = sha256(content).hexdigest()
    if db.session.get(Picture, digest) is None:
        try:
            with db.session.begin_nested():
                db.session.add(Picture(digest=digest, content=content, created_at=now))
        except IntegrityError:
            # Somebody else has kept it at the same moment.
            pass
    return digest


def forget(digest: str) -> None:
    """Let go of a picture that nobody uses any more, unless a letter with it may still leave."""
    waits = db.exists().where(
        Message.state.in_(("queued", "failed")), Message.picture == Picture.digest
    )
    db.session.execute(db.delete(Picture).where(Picture.digest == digest, ~waits))


def content(digest: str) -> bytes | None:
    """The bytes of a picture; None when there is none."""
    found: bytes | None = db.session.scalar(
        db.select(Picture.content).where(Picture.digest == digest)
    )
    return found


def load(digests: Iterable[str | None]) -> None:
    """Read the pictures of some letters, in the transaction that is there, unless they are known."""
    known = kept.of("pictures")
    wanted = {digest for digest in digests if digest and digest not in known}
    if wanted:
        found = db.select(Picture.digest, Picture.content).where(Picture.digest.in_(wanted))
        for digest, shown in db.session.execute(found):
            kept.keep("pictures", digest, shown, most=128)


def of(digest: str | None) -> tuple[compose.Picture, ...]:
    """What a letter carries, as it was loaded; nothing where it has no picture or lost it."""
    shown = kept.of("pictures").get(digest)
    if digest is None or shown is None:
        return ()
    return (compose.Picture(wording.content_id(digest), "image/png", shown),)
