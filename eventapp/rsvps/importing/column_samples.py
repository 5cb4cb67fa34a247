"""What a column looks like from what stands in it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from eventapp.rsvps.cells import clean, holds_address

# As many rows tell what a column is about; more would only take longer.
ROWS = 400
# So many rows with one value are no accident.
_SAME = 3


@dataclass(frozen=True)
class Column:
    """One column: its heading in plain words, and what its cells have in common."""

    at: int
    plain: str
    # How often each value stands there, cleaned; the empty one too.
    values: dict[str, int]

    @cached_property
    def filled(self) -> int:
        """How many cells hold something."""
        return sum(self.values.values()) - self.values.get("", 0)

    @cached_property
    def empty(self) -> bool:
        """Whether there are rows, and none of them holds anything."""
        return bool(self.values) and not self.filled

    @cached_property
    def constant(self) -> bool:
        """Whether one value stands in every row: the organizer's, not a guest's."""
        return len(self.values) == 1 and self.filled >= _SAME

    @cached_property
    def mute(self) -> bool:
        """Whether several rows hold one same word that can't be an address."""
        said = [value for value in self.values if value]
        return len(said) == 1 and self.filled > 1 and "@" not in said[0]

    @cached_property
    def addresses(self) -> bool:
        """Whether most of what it holds are mail addresses."""
        if not self.filled:
            return False
        good = sum(number for value, number in self.values.items() if holds_address(value))
        return 2 * good >= self.filled

    @cached_property
    def names(self) -> bool:
        """Whether it may well hold people's names: two to four words of letters, rarely twice."""
        said = [value for value in self.values if value]
        named = [value for value in said if _is_name(value)]
        return bool(said) and 5 * len(named) >= 4 * len(said) and 5 * len(said) >= 4 * self.filled


def looks(plain: Sequence[str], rows: Iterable[Sequence[str]]) -> list[Column]:
    """The columns of a list, from their headings in plain words and the first rows.

    Of a column that holds nothing there, what stands further down: a rare mark is one, too.
    """
    values: list[dict[str, int]] = [{} for _heading in plain]
    rest = iter(rows)
    for cells in islice(rest, ROWS):
        for seen, cell in zip(values, cells, strict=False):
            _note(seen, cell)
    bare = [at for at, seen in enumerate(values) if not seen.keys() - {""}]
    for cells in rest if bare else ():
        for at in bare:
            if at < len(cells) and cells[at].strip():
                _note(values[at], cells[at])
    return [Column(at, text, values[at]) for at, text in enumerate(plain)]


def _note(seen: dict[str, int], cell: str) -> None:
    said = clean(cell[:400])
    seen[said] = seen.get(said, 0) + 1


def _is_name(text: str) -> bool:
    parts = text.split()
    good = all(
        part.strip(".'’-").replace("-", "").replace("’", "").replace("'", "").isalpha()
        for part in parts
    )
    return 2 <= len(parts) <= 4 and len(text) < 60 and good and parts[0][:1] == parts[0][:1].upper()
