"""Who is in, when several doors press without hearing of one another: a rule of the presses alone (pure)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

# Who pressed: a member's number, or a pass's.
By = tuple[int | None, int | None]


@dataclass(frozen=True, order=True)
class Press:
    """Somebody pressed in or out for one guest, at a moment; no two are the same."""

    at: datetime
    number: int
    key: str
    inside: bool = field(compare=False)
    by: By = field(compare=False)


def standing(presses: Iterable[Press]) -> Press | None:
    """The check-in that stands once all is known: the first one after the last undo; None: not in.

    It doesn't matter in which order the presses became known, nor how often: so all doors agree.
    """
    stands: Press | None = None
    for press in sorted(presses):
        if not press.inside:
            stands = None
        elif stands is None:
            stands = press
    return stands
