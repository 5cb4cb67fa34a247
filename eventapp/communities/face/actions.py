"""A community's header picture is taken, changed and taken away."""

from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.face import header_picture
from eventapp.communities.models import Community
from eventapp.communities.sent_picture import NoPicture
from eventapp.db import db, lock_row
from eventapp.errors import Refused
from eventapp.mail import pictures


def set_header_picture(community: Community, sent: bytes, *, none: bool, now: datetime) -> None:
    """Take a picture as the head of a community's pages, or take it away.

    No file and no wish leaves it as it is. Refused, with the reason, for what is no picture.
    """
    if not sent and not none:
        return
    found = _read(sent) if sent else None
    # Two who send one at once leave none behind.
    lock_row(Community, community.id)
    before = {community.header_picture, community.header_picture_narrow} - {""}
    if found:
        community.header_picture = pictures.keep(found.wide, now=now)
        community.header_picture_narrow = pictures.keep(found.narrow, now=now)
    else:
        community.header_picture = community.header_picture_narrow = ""
    db.session.flush()
    for digest in before:
        forget_unused(digest)


def forget_unused(digest: str) -> None:
    """Let go of a picture that no community has any more."""
    used = db.exists().where(
        db.or_(
            Community.logo == digest,
            Community.header_picture == digest,
            Community.header_picture_narrow == digest,
        )
    )
    if not db.session.scalar(db.select(used)):
        pictures.forget(digest)


def _read(sent: bytes) -> header_picture.HeaderPicture:
    said = {
        "kind": _("That is no picture we can read. Save it as JPEG, PNG or WebP."),
        "size": _(
            "That picture is too large. Send a JPEG under 8 MB, with fewer than 25 million pixels."
        ),
        "small": _("That picture is too small. Send one that is at least 600 pixels wide."),
        "broken": _("That picture is broken. Save it once more and send it again."),
    }
    try:
        return header_picture.read(sent)
    except NoPicture as no:
        raise Refused(said[no.reason]) from None
