"""The follow-up card: whom somebody sat with, what those asked and offered, one small step each."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from eventapp.followups.suggestions import Step
from eventapp.rsvps.subjects import about, named

NOTHING: Mapping[int, str] = MappingProxyType({})


@dataclass(frozen=True)
class Companion:
    """Somebody who was checked in; `first_name` is None without consent to be shown.

    Kinds are advice, introduction, skill or volunteering, and empty where nothing was written.
    """

    key: int
    first_name: str | None
    role: str = ""
    organization: str = ""
    ask: str = ""
    ask_kind: str = ""
    offer: str = ""
    offer_kind: str = ""


@dataclass(frozen=True)
class Sitting:
    """One round at one table: those who were checked in, with or without oneself."""

    round: int
    table: int
    people: Sequence[Companion]


@dataclass(frozen=True)
class Met:
    """One companion on a card with the step suggested for them; None where it was left out."""

    companion: Companion
    step: Step | None


@dataclass(frozen=True)
class RoundMet:
    """The people first met in one round; `unnamed` counts those who aren't shown."""

    round: int
    table: int
    people: tuple[Met, ...]
    unnamed: int


@dataclass(frozen=True)
class CardData:
    """One attendee's card, round by round; rounds that brought nobody new are left out."""

    rounds: tuple[RoundMet, ...]

    @property
    def people(self) -> tuple[Met, ...]:
        """Everyone who is named, in the order they were met."""
        return tuple(met for one in self.rounds for met in one.people)

    @property
    def unnamed(self) -> int:
        """How many more were there without being shown."""
        return sum(one.unnamed for one in self.rounds)


def compose(
    me: Companion,
    tables: Iterable[Sitting],
    *,
    topics: Collection[str] = (),
    changed: Mapping[int, str] = NOTHING,
) -> CardData:
    """The card of one attendee, the same for the same input.

    `tables` are the sittings of this attendee. Someone met in several rounds is listed in the
    first. Without consent people are counted, and nothing of what they wrote is on the card.
    `topics` are the community's, beside the subjects that everybody's table knows. `changed` says by
    key about whom there shall be no suggestion (`none`), or one that quotes nothing (`hello`).
    """
    topics = tuple(topics)
    seen = {me.key}
    used: list[str] = []
    rounds = []
    for sitting in sorted(tables, key=lambda one: one.round):
        people: list[Met] = []
        unnamed = 0
        for companion in sitting.people:
            if companion.key in seen:
                continue
            seen.add(companion.key)
            if companion.first_name is None:
                unnamed += 1
                continue
            step = _changed(changed.get(companion.key), me, companion, topics, used)
            if step:
                used.append(step.kind)
            people.append(Met(companion, step))
        if people or unnamed:
            rounds.append(RoundMet(sitting.round, sitting.table, tuple(people), unnamed))
    return CardData(tuple(rounds))


def _changed(
    how: str | None, me: Companion, other: Companion, topics: tuple[str, ...], used: Sequence[str]
) -> Step | None:
    if how == "none":
        return None
    if how == "hello":
        return Step("say_hello", used.count("say_hello"), {"name": other.first_name or ""})
    return _step(me, other, topics, used)


def _step(me: Companion, other: Companion, topics: tuple[str, ...], used: Sequence[str]) -> Step:
    kind, topic = _kind(me, other, topics, used)
    return Step(
        kind,
        used.count(kind),
        {
            "name": other.first_name or "",
            "ask": other.ask,
            "ask_kind": other.ask_kind,
            "offer": other.offer,
            "offer_kind": other.offer_kind,
            "my_ask": me.ask,
            "my_offer": me.offer,
            "my_offer_kind": me.offer_kind,
            "topic": topic,
        },
    )


def _kind(
    me: Companion, other: Companion, topics: tuple[str, ...], used: Sequence[str]
) -> tuple[str, str]:
    """What a suggestion rests on, and the subject that both asked about.

    Only the first three say that something fits together.
    """
    if _meet(me.ask, other.offer, topics):
        return "their_offer_meets_my_ask", ""
    if _meet(me.offer, other.ask, topics):
        return "i_can_help", ""
    if shared := sorted(_named(me.ask, topics) & _named(other.ask, topics)):
        return "shared_topic", shared[0]
    # Giving and asking take turns, so that nobody leaves with ten favours to ask.
    return min(_open(me, other) or ["say_hello"], key=used.count), ""


def _open(me: Companion, other: Companion) -> list[str]:
    """What is left where nothing fits: both sides' words if both wrote any, the same kind of help first."""
    both = [
        kind
        for kind, mine, theirs in (
            ("both_offered", me.offer, other.offer),
            ("both_asked", me.ask, other.ask),
        )
        if mine and theirs
    ]
    if both:
        return both
    take = ["ask_about_offer"] if other.offer else []
    give = ["pass_on_ask"] if other.ask else []
    if me.offer and me.offer_kind == other.ask_kind:
        return give + take
    return take + give


def _meet(ask: str, offer: str, topics: tuple[str, ...]) -> bool:
    return bool(_about(ask, topics) & _about(offer, topics))


# A line is on as many cards as its guest met people; what it is about is found out once.
_named = lru_cache(maxsize=4096)(named)
_about = lru_cache(maxsize=4096)(about)
