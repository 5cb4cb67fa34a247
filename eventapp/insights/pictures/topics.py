"""What was asked against what was offered, and which asks met an offer at a table."""

from flask_babel import gettext as _

from eventapp.insights import hiding, svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.topics import Topic, Topics, scarcest, topics_of

NAME = "asks-and-offers"
WIDE, NARROW = 520, 326
MOST = 10


def draw(evening: Evening) -> Picture | Hidden:
    """Two bars a topic: asked to the left, hatched where no ask met an offer, and offered to the right."""
    about = _("Asks and offers")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    found = topics_of(evening)
    if found is None or not found.named:
        return Hidden(
            NAME,
            about,
            _("No topic was asked about by %(fewest)s people or more.", fewest=hiding.FEWEST),
        )
    title, note = _finding(found), _note(found)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(found, WIDE, f"{NAME}-w", title, note),
        narrow=_drawn(found, NARROW, f"{NAME}-n", title, note),
        table=_table(found),
        people=_people(found),
    )


def said_of_offers(topic: Topic) -> str:
    """How many offered a topic, in a word."""
    return (
        _("fewer than %(fewest)s", fewest=hiding.FEWEST)
        if topic.offered is None
        else str(topic.offered)
    )


def _finding(found: Topics) -> str:
    short = scarcest(found.named)
    if short is None:
        most = found.named[0]
        return _(
            "Help was at hand: even %(topic)s was offered by %(offered)s",
            topic=most.name,
            offered=most.offered,
        )
    return _(
        "Help is shortest with %(topic)s: %(asked)s asked, %(offered)s offered",
        topic=short.name,
        asked=short.asked,
        offered=said_of_offers(short),
    )


def _note(found: Topics) -> str:
    if found.asked is None:
        return _("How many asked in all isn’t shown: nearly everybody did.")
    if found.answered is None:
        return _(
            "%(asked)s people asked for something. How many asks met an offer isn’t shown.",
            asked=found.asked,
        )
    return _(
        "%(answered)s of %(asked)s asks met somebody at a table who offers it; %(open)s are still open.",
        answered=found.answered,
        asked=found.asked,
        open=found.asked - found.answered,
    )


def _people(found: Topics) -> dict[str, int]:
    people: dict[str, int] = {}
    if found.asked is not None:
        people["asking"] = found.asked
    if found.answered is not None:
        people["answered"] = found.answered
    for topic in found.topics:
        people[f"asked {topic.name}"] = topic.asked
        if topic.offered is not None:
            people[f"offered {topic.name}"] = topic.offered
        if topic.answered is not None:
            people[f"answered {topic.name}"] = topic.answered
    return people


def _table(found: Topics) -> Table:
    return Table(
        (_("Topic"), _("Asked"), _("Met an offer at a table"), _("Offered")),
        tuple(
            (
                topic.name or _("Everything else"),
                topic.asked,
                words.NOT_SHOWN if topic.answered is None else topic.answered,
                said_of_offers(topic) if topic.name else words.NOT_SHOWN,
            )
            for topic in found.topics
        ),
    )


def _drawn(found: Topics, wide: int, name: str, title: str, told: str) -> str:
    small = wide < 500
    topics = found.named[:MOST]
    most = max(max(topic.asked, topic.offered or 0) for topic in topics)
    middle, label = wide / 2, 0.0 if small else _room(topics)
    half = middle - (8 if small else label) - 30
    defined, hatched = svg.hatch(name)
    gap = 6 if small else label
    parts = [
        defined,
        svg.text(middle - gap - 2, 14, _("asked"), size=13, anchor="end", weight=600, fill="ink-2"),
        svg.text(middle + gap + 2, 14, _("offered"), size=13, weight=600, fill="ink-2"),
    ]
    y = 26.0
    for topic in topics:
        top = y + (20 if small else 4)
        room = wide if small else 2 * label - 14
        parts.append(
            svg.text(
                middle,
                y + (14 if small else 20),
                topic.name,
                anchor="middle",
                weight=600,
                room=room,
            )
        )
        side = 2 if small else label
        parts += _asked(topic, middle - side, top, half / most, hatched)
        parts += _offered(topic, middle + side, top, half / most)
        y += 48 if small else 38
    apart = [topic for topic in topics if topic.answered is not None]
    legend = [
        ("brand", _("met an offer"), any(topic.answered for topic in apart)),
        (hatched, _("still open"), any(topic.answered != topic.asked for topic in apart)),
        ("sunk", _("not told apart"), len(apart) < len(topics)),
    ]
    x = 0.0
    for fill, said in [(fill, said) for fill, said, there in legend if there]:
        if x + 24 + svg.width(said, 13) > wide:
            x, y = 0.0, y + 24
        parts.append(svg.rect(x + 1, y + 8, 16, 16, fill=fill, stroke="brand"))
        parts.append(svg.text(x + 24, y + 21, said, size=13, fill="ink-2"))
        x += 40 + svg.width(said, 13)
    return svg.document(name, wide, y + 34, title, told, parts)


def _room(topics: tuple[Topic, ...]) -> float:
    """How much the widest name takes of either side."""
    widest = max(svg.width(topic.name, 14, weight=600) for topic in topics)
    return min(widest / 2 + 12, 112)


def _asked(topic: Topic, right: float, top: float, unit: float, hatched: str) -> list[str]:
    long = topic.asked * unit
    fill = "sunk" if topic.answered is None else hatched
    parts = [svg.rect(right - long, top, long, 22, fill=fill, radius=5, stroke="brand")]
    if topic.answered:
        parts.append(
            svg.rect(right - topic.answered * unit, top, topic.answered * unit, 22, radius=5)
        )
    parts.append(svg.text(right - long - 7, top + 16, topic.asked, anchor="end", weight=700))
    return parts


def _offered(topic: Topic, left: float, top: float, unit: float) -> list[str]:
    if topic.offered is None:
        said = f"< {hiding.FEWEST}"
        return [
            svg.line(left + 1, top, left + 1, top + 22, stroke="field", wide=2, dash="3 3"),
            svg.text(left + 9, top + 16, said, weight=700, fill="ink-2"),
        ]
    long = topic.offered * unit
    bar = (
        [svg.rect(left, top, long, 22, fill="sun", radius=5, stroke="field", thick=1)]
        if long
        else []
    )
    return [*bar, svg.text(left + long + 7, top + 16, topic.offered, weight=700)]
