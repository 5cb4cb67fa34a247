"""What an event is called and said to be, searched by the database: without case and accents."""

import re
import sqlite3
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Text, event, false, true
from sqlalchemy.engine import Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from eventapp.rsvps.attendees.folding import folded, holds
from eventapp.rsvps.topics import alternatives, fold, stems, words

# So many words of a search are looked for, and so many alternatives of a topic.
MOST = 8
# What stands between words: every sign of ASCII but letters, digits, + and #, and what prints as a space,
# a dash or a quote. C++ and C# stay whole, and so do letters of every alphabet.
_BETWEEN = "[\x01-\x22\x24-\x2a\x2c-\x2f\x3a-\x40\x5b-\x60\x7b-\xbf\u2000-\u206f]+"
_NAME = "eventapp_spaced"
# What LIKE reads as more than itself, and how it is written to be no more.
_WILD, _PLAIN = r"([\\%_])", r"\\\1"


class spaced(FunctionElement[str]):
    """A text with one space before, between and after its words."""

    type = Text()
    inherit_cache = True


@compiles(spaced, "sqlite")
def _on_sqlite(element: spaced, compiler: SQLCompiler, **given: Any) -> str:
    return f"{_NAME}({compiler.process(element.clauses, **given)})"


@compiles(spaced, "postgresql")
def _on_postgresql(element: spaced, compiler: SQLCompiler, **given: Any) -> str:
    between = "".join(
        sign if sign in "[]-+" else f"\\u{ord(sign):04x}" for sign in _BETWEEN
    ).replace("'", "''")
    text = compiler.process(element.clauses, **given)
    return f"(' ' || regexp_replace({text}, '{between}', ' ', 'g') || ' ')"


class _holding(FunctionElement[bool]):
    """Whether a text is like each of some patterns."""

    type = Boolean()
    inherit_cache = True


@compiles(_holding, "sqlite")
def _each_on_sqlite(element: _holding, compiler: SQLCompiler, **given: Any) -> str:
    text, *patterns = (compiler.process(one, **given) for one in element.clauses)
    return "(" + " AND ".join(f"{text} LIKE {one} ESCAPE '\\'" for one in patterns) + ")"


@compiles(_holding, "postgresql")
def _each_on_postgresql(element: _holding, compiler: SQLCompiler, **given: Any) -> str:
    # All at once, so that the text is folded once.
    text, *patterns = (compiler.process(one, **given) for one in element.clauses)
    return f"({text} LIKE ALL (ARRAY[{', '.join(patterns)}]))"


@event.listens_for(Engine, "connect")
def _teach(connection: object, _record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function(_NAME, 1, _spaced, deterministic=True)


def _spaced(text: str) -> str:
    return f" {re.sub(_BETWEEN, ' ', text)} "


def said(text: ColumnElement[str], sought: str) -> ColumnElement[bool]:
    """Whether every word that is sought is somewhere in a text."""
    all_of = fold(sought).split()[:MOST]
    if not all_of:
        # Accents alone are no word.
        return true()
    if len(all_of) == 1:
        return holds(text, all_of[0])
    return _holding(folded(text), *(f"%{re.sub(_WILD, _PLAIN, word)}%" for word in all_of))


def names(text: ColumnElement[str], topic: str) -> ColumnElement[bool]:
    """Whether a text names a topic, or one of its alternatives, as whole words; plurals don't matter."""
    forms = set[str]()
    for part in alternatives(topic)[:MOST]:
        single = " ".join(stems(part))
        forms |= {" ".join(words(part)), single, f"{single}s"} if single else set()
    pattern = "|".join(map(re.escape, sorted(forms)))
    found: ColumnElement[bool] = spaced(folded(text)).regexp_match(f" ({pattern}) ")
    return found if forms else false()
