"""Names as lists have them: one cell or two, turned, with titles, two people in one."""

import re
from collections.abc import Mapping

from eventapp.rsvps.cells import clean
from eventapp.rsvps.topics import fold, words

_TITLES = "mr mrs ms miss mx dr prof herr frau sir dame mme ing dipl"
_SUFFIXES = "jr sr ii iii iv phd md mba msc ma ba dds esq cpa"
# Between two people; 'y', 'e' and 'i' aren't here: they stand inside family names.
_BETWEEN = re.compile(r" (?:&|\+|and|und|et|og|och|и|та|と) ", re.IGNORECASE)
# What a pasted list has before each name.
_BULLET = re.compile(r"^(?:[-–—•*·]|[0-9]{1,3}[.)]) +")
_NOBLE = frozenset(("von", "zu", "de", "van"))


class Several(ValueError):
    """A cell that names people who can't be told apart."""


def parted(whole: str) -> tuple[str, str]:
    """A whole name as first name and the rest; "Obi, Grace" is turned, titles are dropped."""
    before, _comma, after = (part.strip() for part in whole.partition(","))
    if before and after and "".join(words(after)) not in _SUFFIX_WORDS:
        return after, before
    parts = (before or after).split()
    while len(parts) > 1 and "".join(words(parts[0])) in _TITLE_WORDS:
        parts.pop(0)
    return (parts[0], " ".join(parts[1:])) if parts else ("", "")


def same_name(first: str, last: str, other_first: str, other_last: str) -> bool:
    """Whether two names at one address are one person's; a last name may have been left out."""
    surnames = {fold(last), fold(other_last)} - {""}
    return fold(first) == fold(other_first) and len(surnames) < 2


def broken(row: Mapping[str, str]) -> bool:
    """Whether a name or address runs over several lines, as after a missing quotation mark."""
    said = (row.get(field, "").strip() for field in ("email", "first_name", "last_name", "name"))
    return any("\n" in text or "\r" in text for text in said)


def named(row: Mapping[str, str]) -> tuple[str, str]:
    """First and last name as they stand in their own cells, and nothing read into them."""
    return clean(row.get("first_name", "")), clean(row.get("last_name", ""))


def people(row: Mapping[str, str]) -> list[tuple[str, str]]:
    """Who a row names, as first and last name: mostly one, two where a cell says 'Ann & Bob Lee'.

    Nobody when there is no name; `Several` for more than two, and for 'Mr & Mrs Lee'.
    """
    first, last, whole = (clean(row.get(key, "")) for key in ("first_name", "last_name", "name"))
    whole = _BULLET.sub("", whole)
    first, last = _joined(first, last, whole, split="last_name" in row)
    couple = _couple(first or whole)
    if couple and first and last:
        return [(one.strip(), last) for one in couple]
    if couple:
        left, right = map(parted, couple)
        return [left if left[1] else (left[0], right[1]), right]
    if not first and not last:
        first, last = parted(whole)
    return [(first, last)] if first else [(last, "")] if last else []


def _joined(first: str, last: str, whole: str, *, split: bool) -> tuple[str, str]:
    if whole and first and not last and not split and fold(whole) != fold(first):
        # 'Vorname; Name' holds the family name in the second, 'First name, Name' may hold both.
        return first, whole[len(first) :].strip() if whole.startswith(f"{first} ") else whole
    if whole and last and not first:
        # 'name, lastname' holds the given name in the first, 'Full name, Last name' both.
        said, family = words(whole), words(last)
        size = len(family)
        if size < len(said) and family in (said[-size:], said[:size]):
            first, rest = parted(whole)
            return first, rest or last
        return ("", "") if said == family else (whole, last)
    return first, last


def _couple(whole: str) -> list[str]:
    parts = _BETWEEN.split(whole)
    if len(parts) < 2 or set(words(parts[0])[-1:]) & _NOBLE:
        return []
    lone = ["".join(words(part)) for part in parts]
    if len(parts) > 2 or not all(lone) or set(lone) & _TITLE_WORDS or "," in whole:
        raise Several(whole)
    return parts


_TITLE_WORDS, _SUFFIX_WORDS = frozenset(words(_TITLES)), frozenset(words(_SUFFIXES))
