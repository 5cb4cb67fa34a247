"""What a community calls its tables: the one home of every name of a table.

A name is said alone, "Table 4", or within a sentence, "you sit at table 4". A word of a community's own
is put as it was typed in both, "Circle 4": no grammar of any language is guessed. Sentences about tables
in general keep the usual word. Pages know their community; a letter says whose word it means, for it is
written once for many, and by a worker that has no page.
"""

from typing import Protocol

from flask import g, has_app_context
from flask_babel import gettext as _


class HasWords(Protocol):
    """Who calls tables something: a community, or what a page or a letter knows of one."""

    @property
    def table_word(self) -> str:
        """What one table is called; empty is as usual."""

    @property
    def tables_word(self) -> str:
        """What several are called; empty is as usual."""


def table(number: object, whose: HasWords | None = None) -> str:
    """A table by its name, as a heading or a label: "Table 4"."""
    own = _whose(whose)
    if own and own.table_word:
        return f"{own.table_word} {number}"
    return _("Table %(table)s", table=number)


def at_table(number: object, whose: HasWords | None = None) -> str:
    """A table by its name, within a sentence: "table 4"."""
    own = _whose(whose)
    if own and own.table_word:
        return f"{own.table_word} {number}"
    return _("table %(table)s", table=number)


def tables(numbers: object, whose: HasWords | None = None) -> str:
    """Several tables by their names: "Tables 3, 4"."""
    own = _whose(whose)
    if own and own.table_word:
        return f"{own.tables_word or own.table_word} {numbers}"
    return _("Tables %(tables)s", tables=numbers)


def at_tables(numbers: object, whose: HasWords | None = None) -> str:
    """Several tables by their names, within a sentence: "tables 3 and 4"."""
    own = _whose(whose)
    return (
        tables(numbers, own) if own and own.table_word else _("tables %(tables)s", tables=numbers)
    )


def sign(number: object, whose: HasWords | None = None) -> str:
    """A table in as few signs as a badge has room for: "T4"; of an own word the first letter."""
    own = _whose(whose)
    if own and own.table_word:
        return f"{own.table_word[0].upper()}{number}"
    return _("T%(table)s", table=number)


def word(whose: HasWords | None = None) -> str:
    """What a table is called, where its number stands apart: "Table"."""
    own = _whose(whose)
    return own.table_word if own and own.table_word else _("Table")


def _whose(given: HasWords | None) -> HasWords | None:
    if given is not None:
        return given
    found: HasWords | None = g.get("host") if has_app_context() else None
    return found
