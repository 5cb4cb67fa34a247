"""What an event is called and said to be, searched by the database: without case and accents."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, literal, or_

from eventapp.rsvps.attendees.folding import folded, holds
from eventapp.rsvps.topics import alternatives, fold, stems, words

# So many words of a search are looked for.
_MOST = 8
# What may stand right beside a word.
_MARKS = ".,;:!?()[]/\"'’‘“”„«»…–—-&\n\t"


def said(text: ColumnElement[str], sought: str) -> ColumnElement[bool]:
    """Whether every word that is sought is somewhere in a text."""
    return and_(*(holds(text, word) for word in fold(sought).split()[:_MOST]))


def names(text: ColumnElement[str], topic: str) -> ColumnElement[bool]:
    """Whether a text names a topic, or one of its alternatives, as whole words; plurals don't matter."""
    spaced: Any = literal(" ").concat(folded(text)).concat(" ")
    for mark in _MARKS:
        spaced = func.replace(spaced, mark, " ")
    forms = set[str]()
    for part in alternatives(topic)[:_MOST]:
        single = " ".join(stems(part))
        forms |= {" ".join(words(part)), single, f"{single}s"} if single else set()
    return or_(false(), *(spaced.contains(f" {form} ", autoescape=True) for form in sorted(forms)))
