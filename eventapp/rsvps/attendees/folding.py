"""Text compared by the database as people compare it: without case and accents.

On SQLite it is our own `fold` that the database calls; PostgreSQL has what it takes. Both find the
same for what is typed in Latin, Greek and Cyrillic letters.
"""

import sqlite3
import unicodedata
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Text, event
from sqlalchemy.engine import Engine
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from eventapp.rsvps.topics import fold

_NAME = "eventapp_fold"
# A database of the C locale knows the case of English letters alone: these are the other large ones of
# Latin, Greek and Cyrillic that have no accent to lose.
_LARGE = "".join(
    sign
    for sign in map(chr, range(0xC0, 0x530))
    if len(sign.casefold()) == 1 and sign.casefold() != sign == unicodedata.normalize("NFD", sign)
)
_SMALL = _LARGE.casefold()
_LINE = " || '\n' || "


class folded(FunctionElement[str]):
    """A text without case and accents, to compare and to sort by."""

    type = Text()
    inherit_cache = True


class together(FunctionElement[str]):
    """Several texts as one, each on its line, so that nothing is found across two of them."""

    type = Text()
    inherit_cache = True


@compiles(together)
def _as_one(element: together, compiler: SQLCompiler, **given: Any) -> str:
    return f"({_LINE.join(_texts(element, compiler, **given))})"


def _texts(element: together, compiler: SQLCompiler, **given: Any) -> list[str]:
    return [f"coalesce({compiler.process(text, **given)}, '')" for text in element.clauses]


@compiles(folded, "sqlite")
def _on_sqlite(element: folded, compiler: SQLCompiler, **given: Any) -> str:
    return f"{_NAME}({compiler.process(element.clauses, **given)})"


@compiles(folded, "postgresql")
def _on_postgresql(element: folded, compiler: SQLCompiler, **given: Any) -> str:
    (text,) = element.clauses.clauses
    if isinstance(text, together):
        # One text that isn't plain makes no work of those beside it.
        each = _texts(text, compiler, **given)
    else:
        each = [compiler.process(text, **given)]
    return f'({_LINE.join(map(_as_folded, each))}) COLLATE "C"'


def _as_folded(text: str) -> str:
    parts = f"normalize(normalize({text}, NFKC), NFD)"
    bare = f"regexp_replace({parts}, '[\\u0300-\\u036f]', '', 'g')"
    whole = f"replace(translate(lower({bare}), '{_LARGE}', '{_SMALL}'), 'ß', 'ss')"
    # Most texts are written in the letters of ASCII alone, which is told faster than the rest is done.
    plain = f"octet_length({text}) = char_length({text})"
    return f"CASE WHEN {plain} THEN lower({text}) ELSE {whole} END"


@event.listens_for(Engine, "connect")
def _teach(connection: object, _record: ConnectionPoolEntry) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function(_NAME, 1, _fold, deterministic=True)


# A page asks for the same names each time.
@lru_cache(maxsize=20_000)
def _fold(text: str | None) -> str | None:
    return None if text is None else fold(text)


def holds(text: ColumnElement[str], sought: str) -> ColumnElement[bool]:
    """Whether a text has what is sought somewhere in it, by letters alone."""
    found: ColumnElement[bool] = folded(text).contains(fold(sought), autoescape=True)
    return found
