"""What the worker lets go, a few people at a time."""

import structlog

from eventapp import clock
from eventapp.communities.models import Community
from eventapp.db import db, reading
from eventapp.front.retention import actions, interests

log = structlog.get_logger()
# So many people a minute, each in a transaction of their own: others write in between.
AT_ONCE = 25


def note_contacts() -> int:
    """Note whose contact data goes, of the events that came of age; how many people more."""
    with reading():
        communities = actions.to_look_at(clock.now())
    return sum(map(_note, communities))


def _note(number: int) -> int:
    noted = actions.note_part(db.session.get_one(Community, number), now=clock.now())
    db.session.commit()
    if noted:
        log.info("contacts noted", people=noted)
    return noted


def let_contacts_go() -> int:
    """Let the contact data go whose time has come, of a few people; of how many."""
    with reading():
        come = actions.next_to_go(clock.now(), AT_ONCE)
    went = sum(map(_let_go, come))
    if went:
        log.info("contacts gone", people=went)
    return went


def _let_go(number: int) -> bool:
    try:
        went = actions.let_go(number, now=clock.now())
        db.session.commit()
    except Exception:
        # One person's trouble must not keep the others; it is tried again.
        db.session.rollback()
        log.exception("contacts", id=number)
        actions.postpone(number, now=clock.now())
        db.session.commit()
        return False
    return went


def let_interests_go() -> int:
    """Forget who asked to hear of a program's next run and was told, or never said yes; how many."""
    with reading():
        over = interests.next_to_go(clock.now(), AT_ONCE)
    went = 0
    for number in over:
        went += interests.let_go(number, now=clock.now())
        db.session.commit()
    return went
