"""Who is written to about new asks on a board: whoever offered that topic, at most once a week."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from eventapp.db import db
from eventapp.followups.help_board import letters, matching
from eventapp.followups.help_board.models import BoardAsk
from eventapp.mail.models import Message
from eventapp.people import preferences
from eventapp.rsvps.models import Rsvp

# So long asks gather, and may be taken back, before the first letter about them.
GATHER = timedelta(days=2)
# A board writes about new asks this often, and to nobody more often than that.
EVERY, APART = timedelta(days=7), timedelta(days=6)


def due(now: datetime) -> list[int]:
    """The communities, by number, whose board has asks that nobody was told of, and whose week is over."""
    asks = db.aliased(BoardAsk)
    lately = db.exists().where(
        asks.community_id == BoardAsk.community_id, asks.told_at > now - EVERY
    )
    waiting = db.select(BoardAsk.community_id).where(
        BoardAsk.told_at.is_(None), BoardAsk.put_at <= now - GATHER, ~lately
    )
    return sorted(set(db.session.scalars(waiting)))


def readers(community_id: int, *, now: datetime) -> list[int]:
    """Whom to write to, by the answers with their offers: somebody for whom a new ask is on the board."""
    untold = matching.open_asks(community_id, now=now).where(BoardAsk.told_at.is_(None))
    asks = db.session.scalars(untold).all()
    listed = matching.topics(community_id)
    with_subject: defaultdict[str, list[BoardAsk]] = defaultdict(list)
    for ask in asks:
        for subject in matching.about(ask, listed):
            with_subject[subject].append(ask)
    helpers = matching.helpers(community_id, listed)
    strangers = matching.strangers({*helpers, *(ask.rsvp.person_id for ask in asks)})
    return sorted(
        helper.offers[0][0]
        for helper in helpers.values()
        if any(
            strangers.may_meet(ask.rsvp.person_id, helper.person_id)
            for ask in _about_theirs(helper, with_subject)
        )
    )


def _about_theirs(
    helper: matching.Helper, with_subject: defaultdict[str, list[BoardAsk]]
) -> Iterator[BoardAsk]:
    for _rsvp, subjects in helper.offers:
        for subject in subjects & with_subject.keys():
            yield from with_subject[subject]


def write_part(numbers: Sequence[int], *, now: datetime) -> int:
    """Write to some of them, unless they were written to this week or take no such letters; how many."""
    wanted = (
        db.select(Rsvp)
        .join(Rsvp.event)
        .where(Rsvp.id.in_(numbers), preferences.wanted("help-asks", Rsvp.person_id))
        .options(
            db.contains_eager(Rsvp.event), db.joinedload(Rsvp.person), db.joinedload(Rsvp.link)
        )
        .order_by(Rsvp.id)
    )
    about = {
        letters.digest_about(rsvp.event.community_id, rsvp.person_id): rsvp
        for rsvp in db.session.scalars(wanted)
    }
    lately = db.select(Message.about).where(
        Message.about.in_(about), Message.created_at > now - APART
    )
    for told in set(db.session.scalars(lately)):
        del about[told]
    letters.digest(list(about.values()), now=now)
    return len(about)


def finish(community_id: int, *, now: datetime) -> None:
    """Note that whoever might help was told of all that is on a board."""
    untold = db.update(BoardAsk).where(
        BoardAsk.community_id == community_id, BoardAsk.told_at.is_(None)
    )
    db.session.execute(untold.values(told_at=now))
