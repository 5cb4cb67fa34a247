"""The sheet and the pictures that pages of a community show."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from eventapp.communities import contrast
from eventapp.communities.face import accent
from eventapp.communities.models import Community
from eventapp.db import db
from eventapp.mail.models import Picture

bp = Blueprint("face", __name__)

# Their addresses name what they hold, so what is kept never grows old.
FOR_GOOD = "public, max-age=31536000, immutable"


@bp.get("/static/colours/<colour>-<stamp>.css")
def colours(colour: str, stamp: str) -> ResponseReturnValue:
    """The sheet of a colour; of an older release's address, as it is now, for a while."""
    known = contrast.known(colour)
    if known != f"#{colour}":
        abort(404)
    answer = Response(accent.sheet(known), mimetype="text/css")
    fresh = stamp == accent.stamp(known)
    answer.headers["Cache-Control"] = FOR_GOOD if fresh else "public, max-age=60"
    return answer


@bp.get("/<community>/pictures/<digest>")
def picture(community: str, digest: str) -> ResponseReturnValue:
    """A community's logo or header picture, as long as it has it."""
    content: bytes = db.session.scalar(
        db.select(Picture.content)
        .join(
            Community,
            db.or_(
                Community.logo == Picture.digest,
                Community.header_picture == Picture.digest,
                Community.header_picture_narrow == Picture.digest,
            ),
        )
        .where(Community.slug == community, Picture.digest == digest)
        .where(Community.closed_at.is_(None))
    ) or abort(404)
    kind = "image/png" if content.startswith(b"\x89PNG") else "image/webp"
    answer = Response(content, mimetype=kind)
    answer.headers["Cache-Control"] = FOR_GOOD
    return answer
