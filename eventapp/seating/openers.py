"""Questions to start with, in words; and whose question it is."""

from collections.abc import Iterable

from flask_babel import gettext as _

from eventapp.communities.models import Community
from eventapp.rsvps.models import Rsvp
from eventapp.rsvps.topics import DEFAULT_TOPICS, topics_in
from eventapp.seating.questions import Opening, Voice, opening


def question(community: Community, guests: Iterable[Rsvp], *, table: int, round: int) -> str:
    """What those at a table may begin with in a round; it names nobody."""
    names = [topic.name for topic in community.topics] or list(DEFAULT_TOPICS)
    return words(opening([_voice(rsvp, names) for rsvp in guests], table=table, round=round))


def _voice(rsvp: Rsvp, names: list[str]) -> Voice:
    ask, offer = rsvp.ask.text if rsvp.ask else "", rsvp.offer.text if rsvp.offer else ""
    shown = ask.strip(" .") if rsvp.show_name_at else ""
    return Voice(topics_in(ask, names), topics_in(offer, names), shown)


def words(found: Opening) -> str:
    """A question in words."""
    said = _WAYS[found.kind](found.about)
    return said[found.number % len(said)]


def _shared(topic: str) -> list[str]:
    return [
        _("Somebody here asks about %(topic)s, and somebody offers it. Who begins?", topic=topic),
        _("%(topic)s: what do you wish you had known sooner?", topic=topic),
        _("%(topic)s: what would you try first, and what would you leave out?", topic=topic),
        _("Who has been through this before: %(topic)s? What surprised you?", topic=topic),
    ]


def _asked(topic: str) -> list[str]:
    return [
        _("One of you asks about %(topic)s. Whom would each of you turn to?", topic=topic),
        _("%(topic)s: what is the smallest step that would help?", topic=topic),
        _("%(topic)s: who has a story, even a short one?", topic=topic),
        _("%(topic)s: what would make it easier for somebody new to it?", topic=topic),
    ]


def _line(ask: str) -> list[str]:
    return [
        _("One of you asks about “%(ask)s”. Who knows somebody who knows?", ask=ask),
        _("One of you asks about “%(ask)s”. What would you try first?", ask=ask),
        _("One of you asks about “%(ask)s”. Who has been there?", ask=ask),
    ]


def _general(_nothing: str) -> list[str]:
    return [
        _("What did you learn lately from somebody half your age, or twice?"),
        _("What could you explain to this table in two minutes?"),
        _("Which small piece of advice did you keep?"),
        _("What are you in the middle of, and what is next?"),
        _("Whom would you like to meet, and whom could you introduce?"),
        _("What was harder than it looked this year?"),
        _("What do people come to you for?"),
        _("What have you changed your mind about?"),
        _("Which question do you carry around just now?"),
        _("What went wrong once that you laugh about today?"),
        _("What would you do with one free day a week?"),
        _("Who helped you when they didn’t have to?"),
    ]


_WAYS = {"shared": _shared, "asked": _asked, "line": _line, "general": _general}
