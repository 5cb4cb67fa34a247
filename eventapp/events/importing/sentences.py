"""What is odd about an event of a calendar, in sentences."""

from collections.abc import Callable, Mapping

from flask_babel import gettext as _

_ODD: Mapping[str, Callable[[], str]] = {
    "no_title": lambda: _("It has no title. Give it one."),
    "no_zone": lambda: _("No time zone is named. It was read on your community’s clocks."),
    "zone_unknown": lambda: _(
        "Its time zone has a name of its own. The moment is right; your community’s clocks show it."
    ),
    "all_day": lambda: _("It lasts all day. It was taken as from 9 to 5."),
    "no_end": lambda: _("It has no end that makes sense. It was taken as two hours long."),
    "no_place": lambda: _("No place is named, and no link to join."),
    "long": lambda: _("It lasts several days."),
    "not_followed": lambda: _(
        "It repeats by a rule that isn’t understood. This is its first date."
    ),
    "link_in_text": lambda: _(
        "Its description holds a link to join, and everybody reads the description."
    ),
}
_UNREAD: Mapping[str, Callable[[], str]] = {
    "no_start": lambda: _("It doesn’t say when it begins."),
    "far": lambda: _("Its date can’t be right."),
}


def odd(name: str) -> str:
    """What was taken for what was missing."""
    return _ODD[name]()


def unread(why: str) -> str:
    """Why an entry can't be an event."""
    return _UNREAD[why]()
