"""Words in braces that an organizer may put into a letter, and what stands there when it is written (pure)."""

import re
from collections.abc import Mapping

NAMES = ("first name", "event", "when", "place", "community")
_BRACED = re.compile(r"\{([^{}\n]*)\}")


def unknown(text: str) -> str:
    """The first placeholder of a text that stands for nothing, as it was typed; empty when all are known."""
    found = (braced[0] for braced in _BRACED.finditer(text) if _name(braced[1]) not in NAMES)
    return next(found, "")


def renamed(text: str, names: Mapping[str, str]) -> str:
    """A text with its placeholders under other names, as in another language."""
    small = {_name(old): new for old, new in names.items()}

    def new(braced: re.Match[str]) -> str:
        name = small.get(_name(braced[1]))
        return braced[0] if name is None else f"{{{name}}}"

    return _BRACED.sub(new, text)


def filled(text: str, values: Mapping[str, str]) -> str:
    """A text with what its placeholders stand for. What is put in is never looked through again."""
    return _BRACED.sub(lambda braced: values.get(_name(braced[1]), braced[0]), text)


def paragraphs(text: str) -> tuple[tuple[str, ...], ...]:
    """A text as a letter has it: paragraphs of lines."""
    found: list[tuple[str, ...]] = []
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip():
            lines.append(line.strip())
        elif lines:
            found.append(tuple(lines))
            lines = []
    return tuple(found)


def _name(braced: str) -> str:
    return " ".join(braced.lower().split())
