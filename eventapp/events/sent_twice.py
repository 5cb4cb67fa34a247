"""What a page makes is made once: the same form sent twice finds what it made the first time."""

import json
import re

from flask import current_app
from werkzeug.datastructures import MultiDict

from eventapp import tokens
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.events.models import Event

# What each page that makes something is told apart by (`_parts.html`, `once`).
_PAGE = re.compile(r"[A-Za-z0-9_-]{22}")


def mark(sent: MultiDict[str, str]) -> str:
    """What the same page with the same words would send once more; nothing where no page is named.

    Other words from the same page are another event: somebody went back, and chose another day.
    """
    if not _PAGE.fullmatch(sent.get("once", "")):
        return ""
    said = sorted((name, word) for name, word in sent.items(multi=True) if name != "csrf_token")
    return tokens.digest(json.dumps(said))[:32]


def made(host: Community, mark: str) -> Event | None:
    """The event that was made with a mark before; until this transaction ends nobody makes another."""
    if not mark:
        return None
    lock_row(Community, host.id)
    found: Event | None = db.session.scalar(
        db.select(Event).filter_by(community_id=host.id, uid=uid(mark))
    )
    return found


def uid(mark: str) -> str:
    """What an event that is made with a mark is known by in calendars, and so is made once."""
    domain = current_app.config["MAIL_FROM"].rpartition("@")[2]
    return f"{mark or tokens.new_nonce()}@{domain}"
