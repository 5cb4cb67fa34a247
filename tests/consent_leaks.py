"""What one of two learned of the other and should not have, or should have and did not."""

from collections.abc import Iterable, Iterator

from consent_courses import AFTER, ALL, Course, seen, told
from consent_surfaces import hellos_of, kept_letters, pages_of, questions_to
from consent_tables import Evening, Guest, Two, evening, walk, weeks_later
from flooding import Clock
from visitor import Visitor


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
    walk(at)
    found = [*_pages(at, pages_of(at.one, client)), *_pages(at, hellos_of(at.one, at, client))]
    weeks_later(at, moved)
    asked = list(_pages(at, questions_to(at.one, client)))
    return [*found, *asked, *_letters(at), *_kept(at)]


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
    """Of who is erased no letter keeps a word."""
    letters = list(kept_letters())
    for guest in at.guests:
        if guest.course.gone(ALL, AFTER):
            words = {word for text in letters for word in guest.named_in(text)}
            yield from (f"a kept letter: {word} of {guest.course}" for word in words)


def _told(two: Two, of: Guest, to: Guest, letters: list[tuple[str, str]]) -> Iterator[str]:
    kinds = {"card", "introduction", "half-hour", "nudge"} | {kind for kind, _text in letters}
    for kind in sorted(kinds):
        must, may = told(of.course, to.course, kind, two.ways(of))
        said = set[str]().union(*(of.named_in(text) for name, text in letters if name == kind))
        yield from (f"letter {kind}: {word} of {_case(of, to)}" for word in said - may)
        yield from (f"letter {kind}: no {word} of {_case(of, to)}" for word in must - said)


def _case(of: Guest, to: Guest) -> str:
    return f"({of.course}) to ({to.course})"
