"""Who of a list may be there twice, under two addresses: suggestions for a person to decide (pure)."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from eventapp.rsvps.topics import fold

# So many of one name are looked at in pairs; of more, nothing follows from their name.
MOST_OF_ONE_NAME = 12
# Where people's letters are, as they mistype it.
_PROVIDERS = (
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "yahoo.com", "icloud.com",
    "proton.me", "gmx.de", "web.de", "live.com", "aol.com", "me.com",
)  # fmt: skip
_SAME = {"googlemail.com": "gmail.com"}


@dataclass(frozen=True)
class Known:
    """One person of a list, as far as two may be one."""

    key: int
    name: str
    email: str
    organization: str = ""
    role: str = ""


@dataclass(frozen=True)
class Twins:
    """Two who may be one person, and why: `letterbox`, `organization` or `role`."""

    first: int
    second: int
    signs: tuple[str, ...]


def twins(people: Iterable[Known]) -> list[Twins]:
    """Each two who may be one, once, in the order of the list.

    One letterbox spelled two ways is sign enough. A name alone is none: many share theirs, so the
    organization or the role must be the same, too.
    """
    listed = list(people)
    place = {one.key: at for at, one in enumerate(listed)}
    found: dict[tuple[int, int], list[str]] = {}

    def note(one: Known, other: Known, sign: str) -> None:
        first, second = sorted((one.key, other.key), key=place.__getitem__)
        found.setdefault((first, second), []).append(sign)

    for same in _alike(listed, lambda one: letterbox(one.email)):
        for one, other in combinations(same, 2):
            if one.email != other.email:
                note(one, other, "letterbox")
    for same in _alike(listed, lambda one: " ".join(sorted(fold(one.name).split()))):
        for one, other in combinations(same, 2):
            if one.email == other.email or " " not in one.name.strip():
                continue
            for sign in ("organization", "role"):
                said = fold(getattr(one, sign))
                if said and said == fold(getattr(other, sign)):
                    note(one, other, sign)
    pairs = sorted(found.items(), key=lambda pair: (place[pair[0][0]], place[pair[0][1]]))
    return [Twins(*pair, tuple(signs)) for pair, signs in pairs]


def _alike(people: Sequence[Known], sign: Callable[[Known], str]) -> list[list[Known]]:
    groups: defaultdict[str, list[Known]] = defaultdict(list)
    for one in people:
        if said := sign(one):
            groups[said].append(one)
    return [group for group in groups.values() if 1 < len(group) <= MOST_OF_ONE_NAME]


def letterbox(email: str) -> str:
    """The letterbox behind an address, whatever its dots, its case, its plus and its typing."""
    name, _at, domain = email.casefold().rpartition("@")
    name = name.partition("+")[0].replace(".", "")
    domain = _mended(domain)
    return f"{name}@{_SAME.get(domain, domain)}" if name and domain else ""


def _mended(domain: str) -> str:
    """A large provider's domain where this one is a slip of the fingers away from it."""
    if domain in _PROVIDERS:
        return domain
    return next((known for known in _PROVIDERS if len(known) > 6 and _slip(domain, known)), domain)


def _slip(typed: str, meant: str) -> bool:
    """Whether one letter is missing, too many, another one, or two have changed places."""
    if abs(len(typed) - len(meant)) > 1:
        return False
    at = next(
        (n for n, pair in enumerate(zip(typed, meant, strict=False)) if pair[0] != pair[1]), None
    )
    if at is None:
        return typed != meant
    rests = (
        (typed[at + 1 :], meant[at:]),
        (typed[at:], meant[at + 1 :]),
        (typed[at + 1 :], meant[at + 1 :]),
    )
    swapped = typed[at : at + 2] == meant[at : at + 2][::-1] and typed[at + 2 :] == meant[at + 2 :]
    return swapped or any(one == other for one, other in rests)
