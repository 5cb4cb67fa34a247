"""Words by which a community finds its people again."""

from collections.abc import Sequence

from eventapp.db import db
from eventapp.rsvps.attendees.models import PersonTag


def add(community_id: int, people: Sequence[int], word: str) -> int:
    """Give some people a tag; how many had it not yet."""
    mine = db.select(PersonTag.person_id).where(
        PersonTag.community_id == community_id, PersonTag.word == word
    )
    tagged = set(db.session.scalars(mine))
    new = [number for number in dict.fromkeys(people) if number not in tagged]
    db.session.add_all(
        PersonTag(community_id=community_id, person_id=number, word=word) for number in new
    )
    db.session.flush()
    return len(new)


def remove(community_id: int, person_id: int, word: str) -> None:
    """Take a tag off somebody. Twice is once."""
    db.session.execute(
        db.delete(PersonTag).where(
            PersonTag.community_id == community_id,
            PersonTag.person_id == person_id,
            PersonTag.word == word,
        )
    )


def words(community_id: int) -> list[str]:
    """Every tag of a community."""
    asked = db.select(PersonTag.word).where(PersonTag.community_id == community_id).distinct()
    return sorted(db.session.scalars(asked))
