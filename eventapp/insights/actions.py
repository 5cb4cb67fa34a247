"""The pictures of an event made, and kept."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from eventapp.db import db
from eventapp.door.models import Arrival, Visit
from eventapp.events.models import Event
from eventapp.insights import gallery, hiding, stamps
from eventapp.insights.evening import Evening
from eventapp.insights.headlines import Headline, came_of, headlines
from eventapp.insights.models import KeptPicture, LookBack
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.pictures import chance, funnel, topics
from eventapp.insights.reading import evening_of
from eventapp.insights.suggestions import suggestions
from eventapp.rsvps.models import Rsvp

# For so long after an event the worker looks by itself whether something changed.
FRESH = timedelta(days=14)
# After an upgrade all events that ever were are to be drawn: some each minute.
MOST_AT_ONCE = 5
# The pictures whose numbers suggestions say.
SAID_OF = frozenset({topics.NAME, funnel.NAME, chance.NAME})


def due(now: datetime) -> list[int]:
    """Events that are over whose pictures were never made, the latest first, and those of late whose
    pictures are to be looked at again."""
    over = db.select(Event.id).where(
        Event.published_at.is_not(None), Event.cancelled_at.is_(None), Event.ends_at <= now
    )
    latest = Event.ends_at.desc()
    fresh = db.session.scalars(over.where(Event.ends_at > now - FRESH).order_by(latest))
    missing = db.session.scalars(
        over.outerjoin(LookBack, LookBack.event_id == Event.id)
        .where(LookBack.event_id.is_(None))
        .order_by(latest)
        .limit(MOST_AT_ONCE)
    )
    return list(dict.fromkeys((*fresh, *missing)))


@dataclass(frozen=True)
class Drawn:
    """The pictures of an event, and the rows they were drawn from."""

    stamp: str
    marks: list[str]
    evening: Evening
    pictures: tuple[Picture | Hidden, ...]


def drawn(event: Event, *, now: datetime) -> Drawn | None:
    """The pictures of an event as its rows are now, or None when those that are kept are; only reads."""
    stamp = stamps.stamp_of(event)
    before = db.session.scalar(db.select(LookBack.stamp).where(LookBack.event_id == event.id))
    if not event.over(now) or before == stamp:
        return None
    evening = evening_of(event, now=now)
    return Drawn(stamp, stamps.marks_of(evening), evening, gallery.pictures_of(evening))


def keep(event: Event, new: Drawn, *, now: datetime) -> bool:
    """Keep the pictures of an event, or those whose numbers have changed; whether any was.

    What changed of fewer than five people isn't shown yet (`hiding.may_follow`): that picture stays as
    it was, and so do the words that say its numbers.
    """
    kept = db.session.get(LookBack, event.id, with_for_update=True, populate_existing=True)
    if kept and kept.stamp == new.stamp:
        return False
    shown = _may_follow(event, kept, new.pictures, new.marks)
    if kept is None:
        kept = LookBack(
            event_id=event.id, stamp=new.stamp, made_at=now, marks=new.marks,
            headlines=[], suggestions=[],
        )  # fmt: skip
        db.session.add(kept)
    kept.stamp, kept.held_back = new.stamp, len(shown) < len(new.pictures)
    if not shown:
        return False
    _keep(event, new.pictures, shown)
    kept.made_at, kept.marks = now, new.marks
    _say(kept, new.evening, shown)
    db.session.flush()
    return True


def made(event: Event, *, now: datetime) -> bool:
    """Draw and keep the pictures of an event, or those anew whose numbers have changed."""
    new = drawn(event, now=now)
    return new is not None and keep(event, new, now=now)


def _say(kept: LookBack, evening: Evening, shown: Collection[str]) -> None:
    """The words beside the pictures, as far as the pictures they are about are those of now."""
    before = kept.headlines
    kept.headlines = [
        asdict(line) if line.about in shown or not before else before[n]
        for n, line in enumerate(headlines(evening))
    ]
    if set(shown) >= SAID_OF or not before:
        kept.suggestions = list(suggestions(evening))


def looked_back(event: Event) -> LookBack | None:
    """What is kept of an event beside its pictures, without what only making them anew needs."""
    wanted = db.select(LookBack).where(LookBack.event_id == event.id)
    found: LookBack | None = db.session.scalar(wanted.options(db.defer(LookBack.marks)))
    return found


def first_headlines(event: Event) -> list[Headline]:
    """What is known before the pictures are made: how many came, of how many."""
    came = db.or_(
        db.exists().where(Arrival.rsvp_id == Rsvp.id), db.exists().where(Visit.rsvp_id == Rsvp.id)
    )
    place, here = db.session.execute(
        db.select(
            db.func.count().filter(db.or_(Rsvp.state == "going", came)),
            db.func.count().filter(came),
        ).where(Rsvp.event_id == event.id)
    ).one()
    return [came_of(place, here)]


def pictures(event: Event) -> list[Picture | Hidden]:
    """The pictures that are kept of an event, in their order."""
    rows = db.session.scalars(
        db.select(KeptPicture).where(KeptPicture.event_id == event.id).order_by(KeptPicture.place)
    )
    return [_unkept(row) for row in rows]


def picture(event: Event, name: str) -> Picture | Hidden | None:
    """One of them, by its name."""
    row = db.session.scalar(db.select(KeptPicture).filter_by(event_id=event.id, name=name))
    return _unkept(row) if row else None


def _may_follow(
    event: Event, kept: LookBack | None, drawn: Iterable[Picture | Hidden], marks: list[str]
) -> frozenset[str]:
    """The names of those pictures that may be shown after what was shown."""
    before = _people(pictures(event)) if kept else {}
    changed = stamps.changed(kept.marks, marks) if kept else 0
    return frozenset(
        one.name
        for one in drawn
        if hiding.may_follow(changed, before, one.people if isinstance(one, Picture) else {})
    )


def _people(pictures: Iterable[Picture | Hidden]) -> dict[str, int]:
    """All numbers of people in some pictures; what two of them show is one number."""
    return {
        name: count
        for picture in pictures
        if isinstance(picture, Picture)
        for name, count in picture.people.items()
    }


def _keep(event: Event, drawn: Sequence[Picture | Hidden], shown: Collection[str]) -> None:
    db.session.execute(
        db.delete(KeptPicture).where(KeptPicture.event_id == event.id, KeptPicture.name.in_(shown))
    )
    db.session.execute(
        db.insert(KeptPicture),
        [
            {"event_id": event.id, "place": place, "name": one.name, **_kept(one)}
            for place, one in enumerate(drawn)
            if one.name in shown
        ],
    )


def _kept(drawn: Picture | Hidden) -> dict[str, Any]:
    content = asdict(drawn)
    content.pop("name")
    if isinstance(drawn, Picture):
        return {"wide": content.pop("wide"), "narrow": content.pop("narrow"), "content": content}
    return {"wide": "", "narrow": "", "content": content}


def _unkept(row: KeptPicture) -> Picture | Hidden:
    content = dict(row.content)
    if "reason" in content:
        return Hidden(row.name, **content)
    table = content.pop("table")
    rows = tuple(tuple(cells) for cells in table["rows"])
    return Picture(
        name=row.name,
        wide=row.wide,
        narrow=row.narrow,
        table=Table(tuple(table["headings"]), rows),
        **content,
    )
