"""What to do next time, from the numbers that pictures show: true, and never of fewer than five people."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights import hiding
from eventapp.insights.evening import Evening
from eventapp.insights.pictures.funnel import steps_of
from eventapp.insights.square import square_of
from eventapp.insights.topics import Topic, topics_of

MOST = 4
# Two roles that met so much less than by chance, where chance would have had so many pairs meet.
RARE, ENOUGH = 0.7, 10


def suggestions(evening: Evening) -> list[str]:
    """At most four sentences, the most useful first."""
    if evening.too_few:
        return []
    return [*_invite(evening), *_more_places(evening), *_mix(evening)][:MOST]


def _invite(evening: Evening) -> list[str]:
    found = topics_of(evening)
    short = sorted((t for t in found.named if t.scarce), key=lambda t: -t.asked) if found else []
    return [_about(topic) for topic in short[:2]]


def _about(topic: Topic) -> str:
    said = {"topic": topic.name, "asked": topic.asked}
    if topic.offered == 0:
        text = _("%(asked)s asked about %(topic)s, and nobody offered it", **said)
    elif topic.offered is None:
        text = _(
            "%(asked)s asked about %(topic)s, and fewer than %(fewest)s offered it",
            fewest=hiding.FEWEST,
            **said,
        )
    else:
        text = _(
            "%(asked)s asked about %(topic)s, and %(offered)s offered it",
            offered=topic.offered,
            **said,
        )
    return ngettext(
        "%(text)s: invite %(num)s person who knows about it.",
        "%(text)s: invite %(num)s people who know about it.",
        topic.to_invite,
        text=text,
    )


def _more_places(evening: Evening) -> list[str]:
    people = {step.key: step.people for step in steps_of(evening)}
    away = people.get("place", 0) - people.get("came", 0)
    waited = sum(guest.state == "waitlisted" for guest in evening.guests)
    if "place" not in people or away <= 0 or waited < hiding.FEWEST:
        return []
    return [
        _(
            "%(away)s of %(place)s with a place stayed away while others waited: ask a few days before who still comes.",
            away=away,
            place=people["place"],
        )
    ]


def _mix(evening: Evening) -> list[str]:
    square = square_of(evening)
    rare = [
        (ratio, cell)
        for cell in square.met
        if cell[0] != cell[1] and square.by_chance(cell) >= ENOUGH
        if (ratio := square.ratio(cell)) is not None and ratio <= RARE
    ]
    if not rare:
        return []
    ratio, (a, b) = min(rare)
    return [
        _(
            "%(one)s and %(other)s met %(less)s %% less than chance would have it: give roles more weight when you make the tables.",
            one=square.names[a],
            other=square.names[b],
            less=round(100 * (1 - ratio)),
        )
    ]
