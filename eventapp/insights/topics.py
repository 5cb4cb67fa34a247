"""What was asked and offered by those who came, as far as it may be told (pure)."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
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
    """Topics, those where most asks stay open first; how many asked, and how many asks met an offer, are
    None where they aren't told."""

    topics: tuple[Topic, ...]
    asked: int | None
    answered: int | None

    @property
    def named(self) -> tuple[Topic, ...]:
        """Without everything else."""
        return tuple(topic for topic in self.topics if topic.name)


def topics_of(evening: Evening) -> Topics | None:
    """The topics of an evening; None where fewer than five asked, or nobody."""
    asks = [n for n in evening.came if evening.guests[n].has_ask]
    if len(asks) < hiding.FEWEST:
        return None
    offers = Counter(name for n in evening.came for name in evening.guests[n].offered)
    helped = {n for n in asks if answered(evening, n)}
    counted = _counted(_by_topic(evening, asks, offers), helped)
    whole = not hiding.few(len(evening.came) - len(asks))
    if not whole:
        # Who didn't ask is few: they are counted with the last topic, so neither is told.
        counted = sorted(counted, key=lambda part: (part[0] == "", -part[1], part[0]))[:-1]
    told = hiding.open_splits([(met, asked - met) for _name, asked, met in counted])
    topics = [
        Topic(name, asked, _offered(offers, name), met if n in told else None)
        for n, (name, asked, met) in enumerate(counted)
    ]
    sides = len(helped), len(asks) - len(helped)
    return Topics(
        tuple(sorted(topics, key=_order)),
        len(asks) if whole else None,
        sides[0] if whole and not any(map(hiding.few, sides)) else None,
    )


def _by_topic(evening: Evening, asks: list[int], offers: Counter[str]) -> dict[str, list[int]]:
    """Who asks about what, each counted once."""
    came = evening.came
    asked = Counter(name for n in came for name in evening.guests[n].asked)
    # What nearly everybody offered would tell on those who didn't: it isn't named.
    common = {n: count for n, count in asked.items() if not hiding.few(len(came) - offers[n])}
    found: dict[str, list[int]] = {}
    for n in asks:
        found.setdefault(_topic(evening.guests[n].asked, common), []).append(n)
    return found


def _counted(
    by_topic: Mapping[str, list[int]], answered: Collection[int]
) -> list[tuple[str, int, int]]:
    """Each topic with how many asked, and how many of these asks met an offer; few go together."""
    names = sorted(by_topic, key=lambda name: (name == "", -len(by_topic[name]), name))
    found = []
    for part in hiding.joined([len(by_topic[name]) for name in names]):
        people = [n for place in part for n in by_topic[names[place]]]
        name = names[part[0]] if len(part) == 1 else ""
        found.append((name, len(people), sum(n in answered for n in people)))
    return found


def _topic(names: frozenset[str], common: Mapping[str, int]) -> str:
    """The one topic that an ask is counted under: the one that most asked about."""
    return max(names & common.keys(), key=lambda name: (common[name], name), default="")


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
