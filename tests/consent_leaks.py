"""What one of two learned of the other and should not have, or should have and did not."""

from collections.abc import Iterable, Iterator

import followup_builders
from consent_courses import AFTER, ALL, BEFORE, OLD, UNSENT, Course, introduced, seen, told
from consent_surfaces import hellos_of, kept_letters, pages_of, questions_to
from consent_tables import Evening, Guest, Two, evening, walk, weeks_later
from flooding import Clock
from visitor import Visitor

from eventapp.front.my_data import held_on


def leaks_of(
    mine: Course,
    others: Iterable[Course],
    client: Visitor,
    moved: Clock,
    *,
    all_shares: bool = False,
) -> list[str]:
    """Walk an evening, look at everything, and let four weeks pass; in words what isn't as promised."""
    at = evening(mine, list(others), all_shares=all_shares)
    found: list[str] = []
    walk(at, lambda: found.extend(_waiting(at, client)))
    found += [*_batch(at), *_pages(at, pages_of(at.one, client)), *_held(at)]
    if not all_shares:
        found += _pages(at, hellos_of(at.one, at, client))
    weeks_later(at, moved)
    found += _pages(at, questions_to(at.one, client))
    return [*found, *_letters(at), *_kept(at)]


def _batch(at: Evening) -> Iterator[str]:
    """A batch knows of those alone who ticked each other."""
    both = [two for two in at.twos if two.one.course.ticks and two.other.course.ticks]
    wanted = [(at.one.rsvp_id, two.other.rsvp_id) for two in both]
    yield from (f"a batch: {pair}" for pair in set(at.batch) ^ set(wanted))


def _waiting(at: Evening, client: Visitor) -> Iterator[str]:
    """While introductions wait, a card says of those alone that both said yes who are being introduced,
    and nothing is held but what both said yes to when the batch was made."""
    if at.one.rsvp is None:
        return
    if at.one.course.agreed(UNSENT):
        card = client.get(followup_builders.path_of(at.one.rsvp)).text
        shown = card.count("You both said yes") + card.count("in touch already")
        wanted = sum(introduced(two.one.course, two.other.course) for two in at.twos)
        if shown != wanted:
            yield f"a card: {shown} introductions for {wanted} of ({at.one.course})"
    both = sum(two.one.course.ticked(BEFORE) and two.other.course.ticked(BEFORE) for two in at.twos)
    if (found := len(held_on(at.one.rsvp.person)["connections"])) > both:
        yield f"data.json: {found} connections of {both} of ({at.one.course})"


def _held(at: Evening) -> Iterator[str]:
    """What is held on somebody tells of no yes but those that both heard of."""
    if at.one.rsvp is None:
        return
    held = held_on(at.one.rsvp.person)
    both = [two for two in at.twos if introduced(two.one.course, two.other.course)]
    wanted = sum(not two.other.course.gone(ALL, AFTER) for two in both)
    letters = sum(one["kind"] == "introduction" for one in held["letters"])
    shared = sum(len(one["shared"]) for one in held["answers"])
    # What two share goes with the details of either.
    kept = wanted - sum(two.other.course.gone(OLD, AFTER) for two in both)
    counts = {
        "connections": (len(held["connections"]), wanted),
        "letters": (letters, wanted),
        "shared": (shared, kept),
    }
    for name, (found, wanted) in counts.items():
        if found != wanted:
            yield f"data.json: {found} {name} for {wanted} of ({at.one.course})"


def _pages(at: Evening, pages: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    shown: dict[str, str] = {}
    for place, path, text in pages:
        for two in at.twos:
            may = seen(two.other.course, at.one.course, place, two.ways(two.other))[1]
            yield from (
                f"{path}: {word} of {_case(two.other, at.one)}"
                for word in two.other.named_in(text) - may
            )
        shown[place] = shown.get(place, "") + text
    for place, text in shown.items():
        for two in at.twos:
            must = seen(two.other.course, at.one.course, place, two.ways(two.other))[0]
            yield from (
                f"{place}: no {word} of {_case(two.other, at.one)}"
                for word in must - two.other.named_in(text)
            )


def _letters(at: Evening) -> Iterator[str]:
    to_one = at.letters_to(at.one)
    for two in at.twos:
        yield from _told(two, two.other, at.one, to_one)
        yield from _told(two, at.one, two.other, at.letters_to(two.other))


def _kept(at: Evening) -> Iterator[str]:
    """Of who is erased, or whose data is old, no letter keeps a word."""
    letters = list(kept_letters())
    for guest in at.guests:
        if guest.course.gone(ALL, AFTER) or guest.course.gone(OLD, AFTER):
            words = {word for text in letters for word in guest.named_in(text)}
            yield from (
                f"a kept letter: {word} of ({guest.course}), by ({at.one.course})" for word in words
            )


def _told(two: Two, of: Guest, to: Guest, letters: list[tuple[str, str]]) -> Iterator[str]:
    kinds = {"card", "introduction", "half-hour", "nudge"} | {kind for kind, _text in letters}
    for kind in sorted(kinds):
        must, may = told(of.course, to.course, kind, two.ways(of))
        said = set[str]().union(*(of.named_in(text) for name, text in letters if name == kind))
        yield from (f"letter {kind}: {word} of {_case(of, to)}" for word in said - may)
        yield from (f"letter {kind}: no {word} of {_case(of, to)}" for word in must - said)


def _case(of: Guest, to: Guest) -> str:
    return f"({of.course}) to ({to.course})"
