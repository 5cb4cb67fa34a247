"""The few numbers that stand above the pictures; each is one that a picture shows, too."""

from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.insights import hiding
from eventapp.insights.evening import Evening
from eventapp.insights.pictures import distinct, funnel, topics
from eventapp.insights.pictures.distinct import bars_of, usual
from eventapp.insights.pictures.funnel import steps_of
from eventapp.insights.topics import topics_of


@dataclass(frozen=True)
class Headline:
    """A number, empty where it isn't shown, and what it is."""

    number: str
    said: str
    # The picture that shows it, too.
    about: str = funnel.NAME


def headlines(evening: Evening) -> list[Headline]:
    """How many came, met, were answered and kept in touch."""
    few = hiding.few(len(evening.came))
    people = {} if few else {step.key: step.people for step in steps_of(evening)}
    went = people.get("place")
    asks = None if few else topics_of(evening)
    told = asks is not None and asks.answered is not None and asks.asked is not None
    return [
        came_of(went, people.get("came")),
        _met(evening if evening.met and not few else None),
        Headline(
            _("%(some)s of %(all)s", some=asks.answered, all=asks.asked) if asks and told else "",
            _("asks met an offer"),
            topics.NAME,
        ),
        Headline(_number(people.get("connected")), _("left with someone to write to")),
    ]


def came_of(place: int | None, came: int | None) -> Headline:
    """How many came, and of how many with a place where both may be shown."""
    if came is None or hiding.few(came):
        return Headline("", _("came"))
    if place is None or hiding.few(place - came):
        return Headline(str(came), _("came"))
    return Headline(str(came), _("of %(num)s came", num=place))


def _met(evening: Evening | None) -> Headline:
    half = _("people or more met by half the room")
    if evening is None:
        return Headline("", half, distinct.NAME)
    met = sorted(len(evening.met_by[n]) for n in evening.came)
    [(kind, number)] = usual(met, bars_of(met)).items()
    said = half if kind == "half" else _("other people met on average")
    return Headline(str(number), said, distinct.NAME)


def _number(people: int | None) -> str:
    return "" if people is None else str(people)
