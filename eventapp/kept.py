"""What a process keeps for its next requests: the newest so many things of a kind."""

from collections.abc import Hashable
from typing import Any

from flask import current_app


def of(kind: str) -> dict[Any, Any]:
    """The things of a kind that this app keeps, by their keys."""
    kept: dict[Any, Any] = current_app.extensions.setdefault(kind, {})
    return kept


def keep(kind: str, key: Hashable, thing: object, *, most: int) -> None:
    """Keep one thing more, or another in its place; the oldest goes when there are more than `most`."""
    kept = of(kind)
    kept[key] = thing
    while len(kept) > most:
        kept.pop(next(iter(kept)), None)
