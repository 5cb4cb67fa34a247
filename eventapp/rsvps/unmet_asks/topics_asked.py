"""Which topics the guests of an event ask about, and how many of them offer it (pure)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from eventapp.rsvps import subjects

# The page of people asks again and again; what a line is about is found out once.
about = lru_cache(maxsize=16_384)(subjects.about)
named = lru_cache(maxsize=16_384)(subjects.named)
# So many asks for one offer, and more, are scarce help.
FOR_ONE = 3


@dataclass(frozen=True)
class Line:
    """What one guest asks or offers; `guest` is any number of theirs."""

    guest: int
    text: str
    kind: str


@dataclass(frozen=True)
class AskedTopic:
    """A topic that guests ask about: their asks, those that no offer meets first, and who offers it."""

    # Empty for asks that name nothing which anybody listed.
    topic: str
    asks: tuple[Line, ...]
    unmet: int
    offers: int

    @property
    def scarce(self) -> bool:
        """Whether somebody should be invited for it."""
        return self.unmet > 0 or len(self.asks) >= FOR_ONE * max(self.offers, 1)


def asked_topics(
    asks: Iterable[Line], offers: Sequence[Line], topics: Iterable[str]
) -> list[AskedTopic]:
    """The topics asked about, those with the most asks that nobody's offer meets first.

    An ask is met by an offer of somebody else's that is about the same, in whatever words.
    """
    listed = tuple(topics)
    offered = _offered(offers, listed)
    known = [(one.guest, named(one.text, listed)) for one in offers]
    found: defaultdict[str, list[tuple[bool, Line]]] = defaultdict(list)
    for ask in asks:
        met = any(offered.get(word, set()) - {ask.guest} for word in about(ask.text, listed))
        for topic in sorted(named(ask.text, listed)) or [""]:
            found[topic].append((met, ask))
    rows = [
        AskedTopic(
            topic,
            tuple(ask for _met, ask in sorted(lines, key=lambda one: one[0])),
            sum(not met for met, _ask in lines),
            len({guest for guest, said in known if topic in said}),
        )
        for topic, lines in found.items()
    ]
    return sorted(rows, key=lambda one: (not one.topic, -one.unmet, -len(one.asks), one.topic))


def unmet(asks: Iterable[Line], offers: Sequence[Line], topics: Iterable[str]) -> int:
    """How many asks no offer of anybody else's meets."""
    listed = tuple(topics)
    offered = _offered(offers, listed)
    return sum(
        not any(offered.get(word, set()) - {ask.guest} for word in about(ask.text, listed))
        for ask in asks
    )


def _offered(offers: Iterable[Line], topics: tuple[str, ...]) -> dict[str, set[int]]:
    """Who offers something about each subject and word."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for offer in offers:
        for word in about(offer.text, topics):
            found[word].add(offer.guest)
    return dict(found)
