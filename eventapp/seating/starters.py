"""Questions to start with, in words; and whose question it is."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from eventapp.communities.models import Community
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.subjects import named
from eventapp.seating.starter_choice import Opening, Voice, opening


def question(community: Community, guests: Iterable[Rsvp], *, table: int, round: int) -> str:
    """What those at a table may begin with in a round; it names nobody."""
    names = [topic.name for topic in community.topics]
    return words(opening([_voice(rsvp, names) for rsvp in guests], table=table, round=round))


def _voice(rsvp: Rsvp, names: list[str]) -> Voice:
    ask, offer = rsvp.ask.text if rsvp.ask else "", rsvp.offer.text if rsvp.offer else ""
    shown = ask.strip(" .") if rsvp.show_name_at else ""
    return Voice(named(ask, names), named(offer, names), shown)


def words(found: Opening) -> str:
    """A question in words."""
    ways = _WAYS[found.kind]
    return str(ways[found.number % len(ways)]) % {"topic": found.about, "ask": found.about}


# The ways to begin, by what they are about.
_WAYS = {
    "shared": (
        _l("Somebody here asks about %(topic)s, and somebody offers it. Who begins?"),
        _l("%(topic)s: what do you wish you had known sooner?"),
        _l("%(topic)s: what would you try first, and what would you leave out?"),
        _l("Who has been through this before: %(topic)s? What surprised you?"),
    ),
    "asked": (
        _l("One of you asks about %(topic)s. Whom would each of you turn to?"),
        _l("%(topic)s: what is the smallest step that would help?"),
        _l("%(topic)s: who has a story, even a short one?"),
        _l("%(topic)s: what would make it easier for somebody new to it?"),
    ),
    "line": (
        _l("One of you asks about “%(ask)s”. Who knows somebody who knows?"),
        _l("One of you asks about “%(ask)s”. What would you try first?"),
        _l("One of you asks about “%(ask)s”. Who has been there?"),
    ),
    "general": (
        _l("What did you learn lately from somebody half your age, or twice?"),
        _l("What could you explain to this table in two minutes?"),
        _l("Which small piece of advice did you keep?"),
        _l("What are you in the middle of, and what is next?"),
        _l("Whom would you like to meet, and whom could you introduce?"),
        _l("What was harder than it looked this year?"),
        _l("What do people come to you for?"),
        _l("What have you changed your mind about?"),
        _l("Which question do you carry around just now?"),
        _l("What went wrong once that you laugh about today?"),
        _l("What would you do with one free day a week?"),
        _l("Who helped you when they didn’t have to?"),
    ),
}
