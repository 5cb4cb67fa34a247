"""The words of an event's letters are kept, copied and given to whoever writes a letter."""

from datetime import datetime

from eventapp import clock, kept
from eventapp.communities.contrast import ink_on
from eventapp.communities.models import Community
from eventapp.db import db, lock_row
from eventapp.events.models import Event
from eventapp.events.wording.models import LetterWords
from eventapp.mail import outbox
from eventapp.mail.wording import Face, OwnWords, Style

MOST = 256


def style(event: Event) -> Style:
    """What makes letters about an event its organizers' own: a letter's context has it as `style`."""
    own = _own(event)
    return Style(face(event.community), own, _values(event) if own else ())


def face(community: Community) -> Face:
    """How a community looks in its letters."""
    return Face(
        name=community.name,
        colour=community.colour,
        ink=ink_on(community.colour) if community.colour else "",
        logo=community.logo,
        width=community.logo_width,
        height=community.logo_height,
        table_word=community.table_word,
        tables_word=community.tables_word,
        privacy_url=outbox.address_of("front.community_privacy", community=community.slug),
    )


def all_words(event: Event) -> dict[str, OwnWords]:
    """What organizers wrote for the letters of an event, by kind; where they never did, no query."""
    if not event.words_version:
        return {}
    found = db.session.scalars(
        db.select(LetterWords).where(LetterWords.event_id == event.id).order_by(LetterWords.kind)
    )
    return {one.kind: OwnWords(one.subject, one.opening) for one in found}


def write(event: Event, kind: str, words: OwnWords, *, now: datetime) -> None:
    """Keep what an organizer wrote for one kind of letter; nothing at all is as usual. Twice is once."""
    lock_row(Event, event.id)
    found = db.session.scalar(db.select(LetterWords).filter_by(event_id=event.id, kind=kind))
    if words == (OwnWords(found.subject, found.opening) if found else OwnWords()):
        return
    if found and words == OwnWords():
        db.session.delete(found)
    else:
        found = found or LetterWords(event_id=event.id, kind=kind)
        found.subject, found.opening, found.changed_at = words.subject, words.opening, now
        db.session.add(found)
    # What a process keeps of the earlier words is used no more.
    event.words_version += 1
    db.session.flush()


def copy(event: Event, draft: Event, *, now: datetime) -> None:
    """Let letters about a copy of an event say what those about the event say."""
    for kind, words in all_words(event).items():
        write(draft, kind, words, now=now)


def _own(event: Event) -> tuple[tuple[str, OwnWords], ...]:
    # Its number may come again after it is gone, its UID never.
    key = event.uid, event.words_version
    found: tuple[tuple[str, OwnWords], ...] | None = kept.of("letter_words").get(key)
    if found is None:
        found = tuple(all_words(event).items())
        kept.keep("letter_words", key, found, most=MOST)
    return found


def _values(event: Event) -> tuple[tuple[str, str], ...]:
    return (
        ("event", event.title),
        ("when", clock.when(event.starts_at, event.ends_at, event.zone)),
        ("place", event.where),
        ("community", event.community.name),
    )
