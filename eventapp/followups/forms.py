"""What a card may send: ticks by the number of an RSVP, and a line for each of them."""

from collections.abc import Collection
from dataclasses import dataclass, field

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from eventapp.mail.outbox import one_line

LONGEST = 200


@dataclass
class Picks:
    """The people ticked and the lines written; `errors` are sentences by RSVP."""

    ticked: set[int] = field(default_factory=set)
    lines: dict[int, str] = field(default_factory=dict)
    errors: dict[int, str] = field(default_factory=dict)

    def notes(self) -> dict[int, str]:
        """The line for everyone who is ticked."""
        return {who: self.lines.get(who, "") for who in self.ticked}


def read(sent: MultiDict[str, str], named: Collection[int]) -> Picks:
    """The picks a browser sent, of the people who are on the card: anything else is left out."""
    picks = Picks()
    keep = set(sent.getlist("keep"))
    for who in named:
        line = one_line(sent.get(f"line-{who}", ""))
        picks.lines[who] = line
        if str(who) not in keep:
            continue
        picks.ticked.add(who)
        if len(line) > LONGEST:
            picks.errors[who] = _(
                "Make this line shorter: at most %(most)s characters.", most=LONGEST
            )
    return picks
