"""Letters are switched off and on again, topic by topic, with all that hangs on them."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from eventapp.communities.access import memberships
from eventapp.errors import Refused
from eventapp.followups import actions as followups
from eventapp.people import preferences
from eventapp.people.models import Person


@dataclass(frozen=True)
class Topic:
    """What can be switched, in words, and whether it is on."""

    key: str
    title: str
    about: str
    on: bool


def topics(person: Person) -> list[Topic]:
    """What somebody may switch off; the daily letter only for those who organize."""
    off, organizes = preferences.off(person), bool(memberships(person))
    return [
        Topic(key, title, about, key not in off)
        for key, (title, about) in words().items()
        if key != "digest" or organizes
    ]


def words() -> dict[str, tuple[str, str]]:
    """What each topic is called, and what comes."""
    return {
        "reminder": (
            _("Reminders"),
            _("When and where, a while before an event that you have a place at."),
        ),
        "card": (
            _("Cards and introductions"),
            _("After an event, whom you met. Off also takes you off everybody’s cards."),
        ),
        "feedback": (_("How was it?"), _("Two taps for the organizers, after an event.")),
        "nudge": (
            _("Did you meet again?"),
            _("Once, four weeks after you were introduced to somebody."),
        ),
        "help": (
            _("Can you help?"),
            _("At most once a week, asks about what you offered; and who can help with yours."),
        ),
        "certificate": (
            _("Certificates"),
            _("After a program, the way to yours. It is on your page of the program anyway."),
        ),
        "materials": (
            _("Materials"),
            _("What to read before a session of your program. It is on your page anyway."),
        ),
        "program": (
            _("How far you are"),
            _("When we missed you at a session of your program, halfway, and at its end."),
        ),
        "message": (
            _("Letters that organizers write, and invitations"),
            _("What organizers type to their guests, and invitations to other events."),
        ),
        "digest": (_("What is new, once a day"), _("For the events that you organize.")),
    }


def switch_off(person: Person, topic: str, *, now: datetime) -> None:
    """No more letters of a topic. With cards goes the consent to keep in touch, everywhere."""
    preferences.switch_off(person, _known(topic), now=now)
    if topic == "card":
        followups.leave_cards(person, now=now)


def switch_on(person: Person, topic: str) -> None:
    """Letters of a topic come again; a consent that was taken back is given on the guest's own page."""
    preferences.switch_on(person, _known(topic))


def _known(topic: str) -> str:
    if topic not in preferences.TOPICS:
        raise Refused(_("There are no such letters. Choose one of those on your page."))
    return topic
