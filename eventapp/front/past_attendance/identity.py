"""Who of several evenings is one person: by the address, and by the name where two share one (pure)."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from eventapp.front.past_attendance.evenings import Evening, Person

# An address with an empty name is its owner; with a name, somebody who shares it; a name alone has none.
Identity = tuple[str, str]


def identities(evenings: Iterable[Evening]) -> dict[Person, Identity]:
    """Each person that a list names, and who they are over all of its evenings.

    One address is one person, however the name was spelled over the years; but two names that came to
    the same evening are two people, of whom the one who came most often owns the address.
    """
    came: Counter[Person] = Counter()
    together: defaultdict[str, set[str]] = defaultdict(set)
    for evening in evenings:
        names: defaultdict[str, list[str]] = defaultdict(list)
        for email, name in evening.guests:
            came[email, name] += 1
            names[email].append(name)
        for email, both in names.items():
            if email and len(both) > 1:
                together[email].update(both)
    owner: dict[str, str] = {}
    for (email, name), _times in came.most_common():
        owner.setdefault(email, name)
    return {
        (email, name): (
            (email, "")
            if email and (name == owner[email] or name not in together[email])
            else (email, name)
        )
        for email, name in came
    }
