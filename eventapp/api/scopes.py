"""What a token may be allowed to do."""

from flask_babel import lazy_gettext as _l

SCOPES = {
    "events:read": _l("Read events, drafts too"),
    "events:write": _l("Make, change, publish and call off events, throw drafts away"),
    "programs:read": _l("Read programs and their sessions"),
    "rsvps:read": _l("Read who answered, with addresses"),
    "rsvps:write": _l(
        "Answer for guests, change answers, say yes or no, give places, take people off"
    ),
    "arrivals:read": _l("Read who is checked in"),
    "arrivals:write": _l("Check people in, and undo it"),
    "plans:read": _l("Read who sits at which table"),
    "encounters:read": _l("Read how many people met, never who met whom"),
    "exports:read": _l("Take the lists out as files"),
}
