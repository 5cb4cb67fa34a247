"""The follow-up card: whom somebody sat with, what those asked and offered, one small step each."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from eventapp.rsvps.subjects import about, named


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
class Step:
    """One small suggestion, to be worded by `words`; `data` holds what its words need."""

    kind: str
    data: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Met:
    """One companion on a card with the step suggested for them."""

    companion: Companion
    step: Step


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


def compose(me: Companion, tables: Iterable[Sitting], *, topics: Collection[str] = ()) -> CardData:
    """The card of one attendee, the same for the same input.

    `tables` are the sittings of this attendee. Someone met in several rounds is listed in the
    first. Without consent people are counted, and nothing of what they wrote is on the card.
    `topics` are the community's, beside the subjects that everybody's table knows.
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
            step = _step(me, companion, topics, used)
            used.append(step.kind)
            people.append(Met(companion, step))
        if people or unnamed:
            rounds.append(RoundMet(sitting.round, sitting.table, tuple(people), unnamed))
    return CardData(tuple(rounds))


def words(step: Step, _: Callable[[str], str] = str) -> str:
    """The suggestion as a sentence; `_` translates the sentence before the names are put in."""
    by_kind = {
        "their_offer_meets_my_ask": {
            "advice": _("%(name)s offered “%(offer)s”, close to what you asked. Ask one question."),
            "introduction": _(
                "%(name)s offered “%(offer)s”, close to what you asked. "
                "Write two lines about yourself to pass on."
            ),
            "skill": _("%(name)s offered “%(offer)s”, close to what you asked. Name one hour."),
            "volunteering": _("%(name)s offered “%(offer)s”, close to what you asked. Say yes."),
        },
        "i_can_help": {
            "advice": _("%(name)s asked about “%(ask)s”. Send the one thing you would do first."),
            "introduction": _("%(name)s asked about “%(ask)s”. Name one person to talk to."),
            "skill": _("%(name)s asked about “%(ask)s”. Offer one hour, and a day for it."),
            "volunteering": _("%(name)s asked about “%(ask)s”. Say which part you would take."),
        },
        "shared_topic": {
            "": _("You both asked about this: %(topic)s. Swap one thing that has helped so far."),
            "advice": _("You and %(name)s wondered about the same: %(topic)s. Swap one answer."),
        },
        "ask_about_offer": {
            "advice": _("%(name)s offered “%(offer)s”. Bring one small question."),
            "introduction": _("%(name)s offered “%(offer)s”. Ask whether one would suit you."),
            "skill": _("%(name)s offered “%(offer)s”. Ask to see how it's done, once."),
            "volunteering": _("%(name)s offered “%(offer)s”. Ask what it takes, then decide."),
        },
        "pass_on_ask": {
            "advice": _("%(name)s asked about “%(ask)s”. Whom do you know who has done it?"),
            "introduction": _("%(name)s asked about “%(ask)s”. Who comes to mind? Two lines do."),
            "skill": _("%(name)s asked about “%(ask)s”. What helped you learn it, or who did?"),
            "volunteering": _("%(name)s asked about “%(ask)s”. Pass it on to one friend."),
        },
    }.get(step.kind)
    if by_kind is None:
        return _("Tell %(name)s one thing you remember from your table.") % step.data
    return by_kind.get(step.data.get("kind", ""), by_kind["advice"]) % step.data


def _step(me: Companion, other: Companion, topics: tuple[str, ...], used: Sequence[str]) -> Step:
    name = other.first_name or ""
    offered = {"name": name, "offer": other.offer, "kind": other.offer_kind}
    asked = {"name": name, "ask": other.ask, "kind": other.ask_kind}
    if _meet(me.ask, other.offer, topics):
        return Step("their_offer_meets_my_ask", offered)
    if _meet(me.offer, other.ask, topics):
        # What I do about their ask depends on the kind of help that I offered.
        return Step("i_can_help", asked | {"kind": me.offer_kind})
    if shared := sorted(_named(me.ask, topics) & _named(other.ask, topics)):
        return Step("shared_topic", {"name": name, "topic": shared[0]})
    choices = _open_steps(me, other, offered, asked)
    if not choices:
        return Step("say_hello", {"name": name})
    # Giving and asking take turns, so that nobody leaves with ten favours to ask.
    return min(choices, key=lambda step: used.count(step.kind))


def _open_steps(
    me: Companion, other: Companion, offered: dict[str, str], asked: dict[str, str]
) -> list[Step]:
    """What is left without a match, the likelier first; the same kind of help decides alone."""
    take = Step("ask_about_offer", offered) if other.offer else None
    give = Step("pass_on_ask", asked) if other.ask else None
    if take and me.ask and me.ask_kind == other.offer_kind:
        return [take]
    if give and me.offer and me.offer_kind == other.ask_kind:
        return [give]
    return [step for step in (take, give) if step]


def _meet(ask: str, offer: str, topics: tuple[str, ...]) -> bool:
    return bool(_about(ask, topics) & _about(offer, topics))


# A line is on as many cards as its guest met people; what it is about is found out once.
_named = lru_cache(maxsize=4096)(named)
_about = lru_cache(maxsize=4096)(about)
