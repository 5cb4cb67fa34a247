"""Values of an archive, before it is asked what they are for (pure)."""

import math
import re
from typing import Any
from urllib.parse import urlsplit

LETTERS = 20_000
MOST = 2**31 - 1
# Of JSON: how deep, and how many values in one.
DEPTH, VALUES = 6, 5_000
CONTROL_OF_PROSE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class Wrong(ValueError):
    """A value that can't be kept."""


def is_a(given: Any, kind: type) -> Any:
    """The same, if it is exactly of that kind."""
    if type(given) is not kind:
        raise Wrong(kind.__name__)
    return given


def weigh(given: Any, depth: int = 0) -> int:
    """How many values there are; Wrong for what is too deep, too many, or no text."""
    if depth > DEPTH:
        raise Wrong("deep")
    if isinstance(given, str):
        if len(given) > LETTERS or CONTROL_OF_PROSE.search(given):
            raise Wrong("text")
        return 1
    if isinstance(given, float) and not math.isfinite(given):
        raise Wrong("number")
    if isinstance(given, int) and abs(given) > MOST:
        raise Wrong("number")
    parts: list[Any] = []
    if isinstance(given, dict):
        parts = [*given.keys(), *given.values()]
    elif isinstance(given, list):
        parts = given
    number = 1 + sum(weigh(part, depth + 1) for part in parts)
    if number > VALUES:
        raise Wrong("many")
    return number


def web_address(text: str) -> bool:
    """Whether it is empty, or an address of the web: anything else could run in a page."""
    if not text:
        return True
    try:
        parts = urlsplit(text)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text
    except ValueError:
        return False
