"""Which column of an attendee list holds what: told by its heading, and by what stands below it."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache

from eventapp.rsvps.importing import status_columns
from eventapp.rsvps.importing.column_samples import Column, looks
from eventapp.rsvps.importing.heading_words import (
    AROUND,
    BUYERS,
    ELSEWHERE,
    FAMILY,
    GIVEN,
    GUESTS,
    HEADINGS,
    JOINED,
    OTHERS,
    PHRASES,
    TAILS,
    WHOLE_ALONE,
)
from eventapp.rsvps.topics import words

FIELDS = (
    "first_name",
    "infix",
    "last_name",
    "name",
    "email",
    "role",
    "stage",
    "industry",
    "organization",
    "ask",
    "ask_kind",
    "offer",
    "offer_kind",
    "pronouns",
    "access_needs",
    "food",
    "show_name",
    "keep_in_touch",
    "status",
    "quantity",
    "guests",
)
# The headings of our own file, as `people_export` writes them: found by their whole text alone.
OWN = {
    "ask_kind": "Ask kind",
    "offer_kind": "Offer kind",
    "show_name": "Shows first name",
    "keep_in_touch": "Keeps in touch",
    "access_needs": "Access needs",
    "food": "Food",
    "first_name": "First name",
    "last_name": "Last name",
    "email": "Email",
    "pronouns": "Pronouns",
    "role": "Role",
    "stage": "Career stage",
    "industry": "Industry",
    "organization": "Organization",
    "ask": "Ask",
    "offer": "Offer",
}
_CONSENTS = ("show_name", "keep_in_touch")
Columns = dict[str, tuple[int, ...]]

_NAMES = ("first_name", "last_name", "name")


def guess(
    headings: Sequence[str], rows: Iterable[Sequence[str]] = (), *, _: Callable[[str], str] = str
) -> Columns:
    """Recognised columns as field -> columns, best first; the rest is left to the organizer.

    Cells count as much as headings: an address column holds addresses, what is one value for all
    is the organizer's own, and the guest's address or name goes before the buyer's. Further
    columns of a field are asked row by row where the first is empty; for `status` all of them
    count. `_` translates the headings of our own file.
    """
    seen = looks([_plain(heading) for heading in headings], rows)
    found: Columns = _own(headings, _)
    if "email" not in found:
        found |= _addresses(seen)
    if "first_name" not in found:
        found |= _persons(seen, found)
    taken = {at for columns in found.values() for at in columns}
    found["status"] = status_columns.columns([look for look in seen if look.at not in taken])
    taken.update(found["status"])
    for source in (_EXACT, _INSIDE):
        for field in source:
            if field not in (*_NAMES, "email") and field not in found:
                at = _best(field, [look for look in seen if look.at not in taken], source)
                if at is not None:
                    found[field] = (at,)
                    taken.add(at)
    return {field: found[field] for field in FIELDS if found.get(field)}


def named(cells: Sequence[str]) -> Columns:
    """What a row would mean as headings: to find out which row they are."""
    return guess([cell if len(cell) < 300 else "" for cell in cells])


def looked(heading: str, at: int, values: Mapping[str, int]) -> Column:
    """One column alone, with how often each value stands in it."""
    return Column(at, _plain(heading), dict(values))


def picked(mapping: Mapping[str, tuple[int, ...]], picks: Mapping[str, object]) -> Columns:
    """The mapping with what the organizer chose: a column, several, or None for not in this file.

    The guessed column chosen again keeps what stands in for it where it is empty.
    """
    found = dict(mapping)
    for field, chosen in picks.items():
        columns = chosen if isinstance(chosen, tuple) else () if chosen is None else (chosen,)
        if not columns:
            found.pop(field, None)
        elif found.get(field, ())[:1] != columns or field == "status":
            found[field] = columns
    return found


def ours(headings: Sequence[str], *, _: Callable[[str], str] = str) -> bool:
    """Whether this is our own export: it alone says what its guests consented to."""
    return {*_CONSENTS, "ask_kind", "offer_kind"} <= _own(headings, _).keys()


def _own(headings: Sequence[str], _: Callable[[str], str]) -> Columns:
    plain = [heading.strip().casefold() for heading in headings]
    found: Columns = {}
    for field, heading in OWN.items():
        for text in (_(heading), heading):
            if field not in found and text.casefold() in plain:
                found[field] = (plain.index(text.casefold()),)
    # Only all of them together make it ours; otherwise each is a heading like any other.
    return found if found.keys() >= {*_CONSENTS, "ask_kind", "offer_kind"} else {}


def _addresses(seen: Sequence[Column]) -> Columns:
    def rank(look: Column) -> tuple[bool, bool, int, int, int]:
        said = set(look.plain.split())
        owner = 0 if said & _GUEST else 3 if said & _BUYER else 1 if _is_email(look) else 2
        exact = _EXACT["email"].index(look.plain) if look.plain in _EXACT["email"] else 99
        return look.constant, owner == 3, owner, exact, look.at

    able = [look for look in seen if not set(look.plain.split()) & _OTHER]
    holding = sorted((look for look in able if look.addresses), key=rank)
    if not holding:
        # Nobody's address is right, or nobody gave one: the heading alone tells.
        headed = sorted((look for look in able if _is_email(look) and not look.mute), key=rank)
        if not headed:
            return {}
        return {"email": tuple(look.at for look in headed[:3])}
    best, *others = holding
    spare = [look.at for look in others if _is_email(look) and not look.constant]
    return {"email": (best.at, *spare[:2])}


def _is_email(look: Column) -> bool:
    return look.plain in _EXACT["email"] or any(
        f" {phrase} " in f" {look.plain} " for phrase in _INSIDE["email"]
    )


def _persons(seen: Sequence[Column], found: Columns) -> Columns:
    taken = {at for columns in found.values() for at in columns}
    kinds = _name_columns(seen, taken)
    names: Columns = {}
    for owner in ("guest", "buyer"):
        mine = {kind: kinds[kind, owner] for kind in _NAMES if (kind, owner) in kinds}
        if not names:
            names.update({kind: (same[0].at,) for kind, same in mine.items()})
            if "name" in mine:
                names["name"] = tuple(look.at for look in mine["name"][:3])
            _settle(names, seen)
        elif mine.keys() <= names.keys() or "name" in mine:
            # The buyer's stand in only as what the guest's are: whole beside whole, or a pair.
            same_kind = mine.keys() & ({"name"} if "name" in mine else names.keys())
            for kind in same_kind:
                names[kind] = (*names.get(kind, ()), mine[kind][0].at)
    return names or _looking_like_names(seen, taken)


def _name_columns(seen: Sequence[Column], taken: set[int]) -> dict[tuple[str, str], list[Column]]:
    """The columns for each part of a name and its owner, best first."""
    kinds: dict[tuple[str, str], list[Column]] = {}
    for look in seen:
        kind, owner = _person(look.plain)
        if kind and look.at not in taken and not look.addresses:
            kinds.setdefault((kind, owner), []).append(look)
    for same in kinds.values():
        same.sort(key=lambda look: (look.constant or look.empty, _rank(look), look.at))
    return kinds


def _settle(names: Columns, seen: Sequence[Column]) -> None:
    for own, other in (("first_name", "last_name"), ("last_name", "first_name")):
        alone = own in names and other not in names and "name" not in names
        if alone and seen[names[own][0]].plain in _WHOLE_PLAIN:
            names["name"] = names.pop(own)
    both = names.get("name", ())[:2]
    if len(both) == 2 and len(names) == 1 and seen[both[0]].plain == seen[both[1]].plain:
        # One heading over two columns, as merged cells leave it.
        names.update(first_name=both[:1], last_name=both[1:])
        del names["name"]


def _looking_like_names(seen: Sequence[Column], taken: set[int]) -> Columns:
    for look in seen:
        other = set(look.plain.split()) & (_OTHER | _OTHERWISE)
        known = any(look.plain in wanted for wanted in _EXACT.values())
        if look.names and look.at not in taken and not other and not known:
            return {"name": (look.at,)}
    return {}


@lru_cache(maxsize=4096)
def _person(plain: str) -> tuple[str, str]:
    """Which part of a name a heading speaks of, if any, and whether it is the guest's or the buyer's."""
    said = set(plain.split())
    return _part(plain), "buyer" if said & _BUYER and not said & _GUEST else "guest"


def _part(plain: str) -> str:
    said = plain.split()
    if not said or set(said) & (_OTHER - {"host"}) or len(said) > 12 or plain in _EXACT["infix"]:
        return ""
    if (set(said) & _FIRST and set(said) & _LAST) or " ".join(said) in _EXACT["name"]:
        return "name"
    core = " ".join(word for word in said if word not in _AROUND_IT | _GUEST | _BUYER) or plain
    if core == "name" and {"ticket", "holder"} & set(said) == {"ticket"} and "full" not in said:
        # The kind of ticket.
        return ""
    for kind in _NAMES:
        if plain in _EXACT[kind] or core in _EXACT[kind]:
            return kind
    inside = (kind for kind in _NAMES for phrase in _INSIDE[kind] if f" {phrase} " in f" {plain} ")
    return next(inside, "")


def _rank(look: Column) -> int:
    ranks = [_EXACT[kind].index(look.plain) for kind in _NAMES if look.plain in _EXACT[kind]]
    return min(ranks) if ranks else -1 if set(look.plain.split()) & _GUEST else 50


def _best(field: str, free: Sequence[Column], source: Mapping[str, Sequence[str]]) -> int | None:
    """The column for a field: not one value for all, not empty, where there is another."""
    wanted = source.get(field, ())
    able: list[tuple[bool, bool, int, int]] = []
    for look in free:
        rank = -1
        if source is _EXACT:
            ranks = _RANKS[field]
            rank = ranks.get(look.plain, ranks.get(_guests_own(look.plain), -1))
        elif not _OTHERWISE & set(look.plain.split()):
            text = f" {look.plain} "
            rank = next((n for n, phrase in enumerate(wanted) if f" {phrase} " in text), -1)
        if rank >= 0:
            able.append((look.constant, look.empty, rank, look.at))
    return min(able)[3] if able else None


def _guests_own(plain: str) -> str:
    """What the guest's own, as in 'Ticket Company Name', is called by itself; empty for others."""
    said = plain.split()
    return " ".join(word for word in said if word not in _GUEST) if set(said) & _GUEST else ""


@lru_cache(maxsize=4096)
def _plain(heading: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading[:300])
    spaced = spaced.replace("#", " number").replace("+", " plus ")
    said = (part for word in words(spaced) for part in _apart(word))
    return re.sub(r"\be mail", "email", " ".join(said))


def _apart(word: str) -> tuple[str, ...]:
    """A word that two were written into as one: 'teilnehmername' is the teilnehmer's name."""
    for tail in _TAILS:
        if word.endswith(tail) and word.removesuffix(tail) in _JOINED:
            return word.removesuffix(tail), tail
    return (word,)


def _listed(text: str) -> tuple[str, ...]:
    return tuple(_plain(part) for part in text.split(";") if part.strip())


_JOINED, _TAILS = frozenset(words(JOINED)), tuple(words(TAILS))
_EXACT = {field: _listed(text) for field, text in HEADINGS.items()}
_RANKS = {field: {text: n for n, text in enumerate(wanted)} for field, wanted in _EXACT.items()}
_INSIDE = {field: _listed(text) for field, text in PHRASES.items()}
_WHOLE_PLAIN = _listed(WHOLE_ALONE)
_GUEST, _BUYER, _OTHER = (frozenset(words(text)) for text in (GUESTS, BUYERS, OTHERS))
_AROUND_IT, _OTHERWISE = frozenset(words(AROUND)), frozenset(words(ELSEWHERE))
_FIRST, _LAST = frozenset(words(GIVEN)), frozenset(words(FAMILY))
