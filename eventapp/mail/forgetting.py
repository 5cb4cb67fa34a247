"""What letters said is forgotten; that they were written, and what became of them, stays as a number."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement
from sqlalchemy.orm import InstrumentedAttribute

from eventapp.db import db
from eventapp.mail.models import Message

WORDS = {"subject": "", "text": "", "html": "", "calendar": None, "card": None}
READER = {
    "to": "", "to_name": "", "reply_to": None, "unsubscribe": None,
    "client": None, "mailbox": None, "trouble": None,
}  # fmt: skip
# So many are named in one query.
PART = 500


def has_words() -> ColumnElement[bool]:
    """Whether a letter still says something: what doesn't is never sent again."""
    return Message.text != ""


def forget_words(where: ColumnElement[bool]) -> None:
    """Forget what letters said; who got them stays. One that waits never leaves."""
    _set(db.and_(where, has_words()), WORDS)


def forget_readers(where: ColumnElement[bool]) -> None:
    """Forget what letters said, and to whom."""
    _set(where, WORDS | READER)


def _set(where: ColumnElement[bool], values: dict[str, str | None]) -> None:
    state = db.case((Message.state == "queued", "withdrawn"), else_=Message.state)
    db.session.execute(
        db.update(Message).where(where).values(values | {"state": state}),
        execution_options={"synchronize_session": "fetch"},
    )


def among(
    column: InstrumentedAttribute[str], wanted: Iterable[str]
) -> Iterable[ColumnElement[bool]]:
    """Conditions that together say that a column is one of many words, each by its index."""
    words = list(wanted)
    for start in range(0, len(words), PART):
        yield column.in_(words[start : start + PART])
