"""One thing that the doctor looked at."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from eventapp.db import reading

Kept = TypeVar("Kept")

# PostgreSQL's SQL_ASCII says nothing of what its bytes mean: psycopg 3 gives them as they are, and
# SQLAlchemy 2.1 fails at the first connection, where it reads which version answers.
NotText = TypeError
GOOD, NOTE, BAD = "ok  ", "note", "BAD "


@dataclass(frozen=True)
class Finding:
    """One thing looked at."""

    sign: str
    subject: str
    sentence: str


def kept(question: Callable[[], Kept]) -> Kept | None:
    """What the database says; None from one that is away or has older tables: it is said already."""
    try:
        with reading():
            return question()
    except (SQLAlchemyError, NotText):
        return None
