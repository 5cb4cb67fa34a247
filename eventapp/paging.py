"""A long list, a part on each page: what was searched for, and which part is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

SIZE = 25


@dataclass(frozen=True)
class Page:
    """One part of a list of `total`, from 1; a number that no page has becomes the nearest."""

    number: int
    total: int
    size: int = SIZE

    @classmethod
    def asked(cls, args: Mapping[str, str], *, total: int, size: int = SIZE) -> "Page":
        """The page that an address asks for; the first without a number."""
        wanted = args.get("page", "")
        number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 10 else 1
        return cls(max(1, min(number, -(-total // size))), total, size)

    @property
    def start(self) -> int:
        """How many come on earlier pages."""
        return (self.number - 1) * self.size

    @property
    def end(self) -> int:
        """How many come up to the last of this page."""
        return min(self.number * self.size, self.total)

    @property
    def only(self) -> bool:
        """Whether everything is on it."""
        return self.total <= self.size


def search_text(args: Mapping[str, str]) -> str:
    """What an address searches for, as far as it is looked at."""
    return " ".join(args.get("q", "").replace("\0", "").split())[:80]
