"""What was asked and offered by those who came, as far as it may be told (pure)."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from eventapp.insights import hiding
from eventapp.insights.evening import Evening


@dataclass(frozen=True)
class Topic:
    """What at least five people asked about: who offered it, and how many asks met an offer at a table.

    `offered` is None for one to four; `answered` is None where it would tell on somebody. The topic
    without a name is everything else that was asked.
    """

    name: str
    asked: int
    offered: int | None
    answered: int | None

    @property
    def scarce(self) -> bool:
        """Whether fewer than one in three of those who asked offered it."""
        return self.offered is None or 3 * self.offered < self.asked

    @property
    def to_invite(self) -> int:
        """How many to invite who know about it: one for every four who ask. So it says nothing of
        how many offered."""
        return -(-self.asked // 4)


@dataclass(frozen=True)
class Topics:
    """Topics, those where most asks stay open first; `answered` is None where it isn't told."""

    topics: tuple[Topic, ...]
    asked: int
    answered: int | None

    @property
    def named(self) -> tuple[Topic, ...]:
        """Without everything else."""
        return tuple(topic for topic in self.topics if topic.name)


def topics_of(evening: Evening) -> Topics | None:
    """The topics of an evening; None where fewer than five asked, or nobody."""
    came = [evening.guests[n] for n in evening.came]
    asks = [n for n in evening.came if evening.guests[n].has_ask]
    if len(asks) < hiding.FEWEST:
        return None
    common = Counter(name for guest in came for name in guest.asked)
    said = {n: _topic(evening.guests[n].asked, common) for n in asks}
    held = Counter(said.values())
    names = sorted(held, key=lambda name: (name == "", -held[name], name))
    parts = hiding.joined([held[name] for name in names])
    helped = {n for n in asks if answered(evening, n)}
    counted = []
    for part in parts:
        of = {names[n] for n in part}
        people = [n for n in asks if said[n] in of]
        name = names[part[0]] if len(part) == 1 else ""
        met = sum(n in helped for n in people)
        counted.append((name, len(people), met))
    told = hiding.open_splits([(met, asked - met) for _name, asked, met in counted])
    offers = Counter(name for guest in came for name in guest.offered)
    topics = [
        Topic(name, asked, _offered(offers, name), met if n in told else None)
        for n, (name, asked, met) in enumerate(counted)
    ]
    whole = len(helped), len(asks) - len(helped)
    return Topics(
        tuple(sorted(topics, key=_order)),
        len(asks),
        None if any(map(hiding.few, whole)) else whole[0],
    )


def _topic(names: frozenset[str], common: Counter[str]) -> str:
    """The one topic that an ask is counted under: the one that most asked about."""
    return max(names, key=lambda name: (common[name], name), default="")


def answered(evening: Evening, asking: int) -> bool:
    """Whether somebody who offers it sat at a table with whoever asks."""
    wanted = evening.guests[asking].ask_about
    return any(wanted & evening.guests[n].offer_about for n in evening.met_by[asking])


def _offered(offers: Counter[str], name: str) -> int | None:
    return None if not name or hiding.few(offers[name]) else offers[name]


def _order(topic: Topic) -> tuple[bool, bool, int, str]:
    still_open = topic.asked - (topic.answered or 0)
    return (not topic.name, not topic.scarce, -still_open, topic.name)


def scarcest(topics: Sequence[Topic]) -> Topic | None:
    """Where help was shortest: a topic that few offered, most asked first."""
    found = [topic for topic in topics if topic.name and topic.scarce]
    return max(found, key=lambda topic: (topic.asked, topic.name), default=None)
