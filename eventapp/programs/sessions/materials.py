"""What the enrolled read or take with them: one a line, a title and its address (pure)."""

from collections.abc import Collection, Iterable, Mapping
from urllib.parse import urlsplit

MOST = 20
LONGEST_TITLE, LONGEST_ADDRESS = 120, 2000


class Wrong(ValueError):
    """A line that is no material: which one, and what is wrong with it.

    `what` is `address` (none of http or https at its end), `title` (none before it), `long` or
    `many`.
    """

    def __init__(self, line: int, what: str) -> None:
        super().__init__(f"{line}: {what}")
        self.line, self.what = line, what


def read(text: str) -> list[dict[str, str]]:
    """The materials of some lines; raises Wrong for the first line that isn't one."""
    found: list[dict[str, str]] = []
    for number, line in enumerate(text.splitlines(), start=1):
        words = line.split()
        if not words:
            continue
        title, url = " ".join(words[:-1]), words[-1]
        if not _is_address(url):
            raise Wrong(number, "address")
        if not title:
            raise Wrong(number, "title")
        if len(title) > LONGEST_TITLE or len(url) > LONGEST_ADDRESS:
            raise Wrong(number, "long")
        if len(found) == MOST:
            raise Wrong(number, "many")
        found.append({"title": title, "url": url})
    return found


def written(materials: Iterable[Mapping[str, str]]) -> str:
    """The same as lines, to change them."""
    return "\n".join(f"{one['title']} {one['url']}" for one in materials)


def changed(
    theirs: Iterable[dict[str, str]],
    before: Collection[Mapping[str, str]],
    after: Collection[Mapping[str, str]],
) -> list[dict[str, str]]:
    """Another session's materials, once those of one were changed: what was added there joins them,
    what was taken away goes."""
    stay = [one for one in theirs if one not in before or one in after]
    return stay + [dict(one) for one in after if one not in before and one not in stay]


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        # Reading the port is what finds a wrong one.
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False
