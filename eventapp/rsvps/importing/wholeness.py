"""All of a list or nothing of it: which rows keep the others out."""

from collections.abc import Sequence

from flask_babel import gettext as _
from flask_babel import lazy_gettext, ngettext

from eventapp.errors import Refused
from eventapp.rsvps.importing.parsing import Intake

NAMED = 3
UNDECIDED = lazy_gettext("Say first whether this is the person who is on the list.")


def unused(found: Intake) -> list[tuple[int, str]]:
    """The rows that can't be used and those of which nobody knows whether they come: line and reason."""
    bad = [(row.line, row.reason) for row in found.bad]
    return sorted(bad + [(o.line, o.reason) for o in found.left_out if o.reading == "unknown"])


def keep_whole(rows: Sequence[tuple[int, str]]) -> None:
    """Refused when there are rows that keep a list from coming in whole; the first are named."""
    if not rows:
        return
    head = ngettext(
        "Nothing is brought in, because one row can’t be.",
        "Nothing is brought in, because %(num)s rows can’t be.",
        len(rows),
    )
    first = [_("Line %(line)s: %(reason)s", line=line, reason=why) for line, why in rows[:NAMED]]
    more = ["…"] if len(rows) > NAMED else []
    raise Refused(" ".join((head, *first, *more)))
