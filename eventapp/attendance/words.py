"""What marks are called."""

from flask_babel import gettext as _


def marks() -> dict[str, str]:
    """Each mark in a word or two."""
    return {
        "there": _("There"),
        "elsewhere": _("Caught up"),
        "excused": _("Excused"),
        "absent": _("Absent"),
        "coming": _("To come"),
        "none": _("No place"),
    }


def corrections() -> dict[str, str]:
    """What may be said by hand, as a choice."""
    return {
        "there": _("There"),
        "absent": _("Absent"),
        "excused": _("Excused"),
        "elsewhere": _("Caught up elsewhere"),
    }


def kinds() -> dict[str, str]:
    """Who isn't enrolled, in a word or two."""
    return {
        "enrolled": _("Enrolled"),
        "drop-in": _("Drop-in"),
        "waiting": _("Waitlist"),
        "left": _("Left the program"),
    }
