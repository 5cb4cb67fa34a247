"""Which letters the guests of an event can get, when each leaves, and whose words it has."""

from collections.abc import Collection
from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from eventapp.events.models import Event
from eventapp.front.mail_log import kind_words
from eventapp.programs.waitlist import is_session

# Whose subject and opening words an organizer may write.
OWN = (
    "invitation", "pending", "approved", "declined", "invite", "waitlist", "promoted", "offer",
    "offer-over", "still-coming", "reminder", "route", "update", "cancelled", "card", "introduction",
    "feedback", "materials", "missed",
)  # fmt: skip
# What an answer or a link hangs on: these say what is true, and nothing else.
FIXED = (
    "moved", "reopened", "goodbye", "again", "calendar-no", "calendar-yes", "answer-check", "shared",
    "shared-promoted", "nudge", "links",
)  # fmt: skip
# What only the people of a program get.
OF_SESSIONS = ("materials", "missed")
# What only a calendar causes whose answers are read.
BY_CALENDAR = ("calendar-no", "calendar-yes", "answer-check")
# Whose first line is a fact, which stays above the words of an organizer.
FACT_FIRST = ("invitation", "waitlist", "route", "update", "cancelled")


@dataclass(frozen=True)
class Kind:
    """One kind of letter: what it is called, when it leaves, and whether its words may be own."""

    key: str
    word: str
    leaves: str
    editable: bool
    fact_first: bool


def kinds(event: Event, own: Collection[str] = ()) -> list[Kind]:
    """The letters of an event in the order in which a guest might get them.

    One that the event's settings rule out is left out, unless somebody has written words for it.
    """
    words, leaves = kind_words(), _leaves()
    return [
        Kind(key, words.get(key) or _("Invitation"), leaves[key], key in OWN, key in FACT_FIRST)
        for key in (*OWN, *FIXED)
        if key in own or _happens(event, key)
    ]


def _happens(event: Event, key: str) -> bool:
    if key in {"pending", "approved", "declined"}:
        return event.needs_approval
    if key in {"offer", "offer-over"}:
        return event.capacity is not None and event.waitlist_mode == "offer"
    if key in {"waitlist", "promoted", "shared-promoted"}:
        return event.capacity is not None
    if key in OF_SESSIONS:
        return is_session(event)
    if key == "still-coming":
        return event.confirm_hours is not None
    if key == "reminder":
        return event.reminder_hours is not None
    if key in BY_CALENDAR:
        return current_app.config["ANSWER_ADDRESS"] is not None
    return key != "moved" or event.capacity is not None or event.needs_approval


def _leaves() -> dict[str, str]:
    return {
        "invitation": _("When you invite somebody by letter"),
        "pending": _("When somebody asks to come"),
        "approved": _("When you say yes to somebody"),
        "declined": _("When you say no to somebody"),
        "invite": _("When somebody gets a place"),
        "waitlist": _("When somebody joins the waitlist"),
        "promoted": _("When somebody moves up from the waitlist"),
        "offer": _("When a place is offered to the next in line"),
        "offer-over": _("When an offered place wasn’t taken in time"),
        "still-coming": _("Some hours before, to everybody with a place"),
        "reminder": _("Some hours before, unless they are asked whether they still come"),
        "feedback": _("The morning after, to whoever was there and gets no card"),
        "nudge": _("Four weeks after two were introduced"),
        "materials": _("Two days before, to the enrolled who come, if there is something to read"),
        "missed": _("The morning after, to the enrolled who had a place and weren’t there"),
        "reopened": _("When what was called off takes place after all"),
        "calendar-no": _("When somebody presses no in their calendar"),
        "calendar-yes": _("When somebody without a place presses yes there"),
        "answer-check": _("When somebody may have answered in another’s name"),
        "route": _("When tables are published or changed"),
        "update": _("When title, time or place change"),
        "cancelled": _("When the event is called off"),
        "card": _("The morning after, to whoever was there"),
        "introduction": _("When two have both said yes to each other"),
        "moved": _("When you take back a place or a yes"),
        "goodbye": _("When somebody gives their place back, or is taken off"),
        "again": _("When a name and address are typed once more"),
        "shared": _("When a second guest has the same address"),
        "shared-promoted": _("When that guest moves up from the waitlist"),
        "links": _("When somebody asks for their links"),
    }
