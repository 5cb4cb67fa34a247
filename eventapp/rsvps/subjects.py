"""What an ask or an offer is about, in names that people can read, also where no word is shared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from eventapp.rsvps.subject_words import NO_SUBJECT, PHRASES
from eventapp.rsvps.topics import alternatives, significant, singular, topics_in, words

# Phrases are looked up by how their first word begins; a star stands after at least as many letters.
_BEGINNING = 3


@dataclass(frozen=True)
class Phrase:
    """Words that follow each other and speak of a subject; where `ends` is False any ending will do."""

    words: tuple[str, ...]
    ends: tuple[bool, ...]
    subject: str

    def begins(self, said: Sequence[str]) -> bool:
        """Whether these words begin with the phrase."""
        return len(said) >= len(self.words) and all(
            word == wanted if ends else word.startswith(wanted)
            for word, wanted, ends in zip(said, self.words, self.ends, strict=False)
        )


def about(line: str, topics: Iterable[str]) -> frozenset[str]:
    """What is compared when an ask may meet an offer: its subjects, and the words beside them."""
    spoken, others = _spoken_of(words(line))
    return _named(line, spoken, topics) | significant(others)


def named(line: str, topics: Iterable[str]) -> frozenset[str]:
    """The subjects of a line: topics that a community listed, and what else the general table knows.

    A topic stands for its subject in the table: who listed "SQL" finds it in a line about a slow
    query, under that name.
    """
    spoken, _others = _spoken_of(words(line))
    return _named(line, spoken, topics)


def _named(line: str, spoken: frozenset[str], topics: Iterable[str]) -> frozenset[str]:
    topics = tuple(topics)
    meant = {topic for topic in topics if _meant_by(topic) & spoken}
    taken = frozenset[str]().union(*map(_meant_by, topics))
    return topics_in(line, topics) | meant | (spoken - taken)


def _spoken_of(said: Sequence[str]) -> tuple[frozenset[str], list[str]]:
    """The subjects that the table knows of these words, and the words that it knows nothing of."""
    stems = [singular(word) for word in said]
    found: set[str] = set()
    others: list[str] = []
    at = 0
    while at < len(said):
        here = _longest(stems, at)
        found.update(phrase.subject for phrase in here)
        if not here:
            others.append(said[at])
        at += len(here[0].words) if here else 1
    return frozenset(found) - {NO_SUBJECT}, others


# The topics of a community are looked for in every line of every guest.
@lru_cache(maxsize=1024)
def _meant_by(topic: str) -> frozenset[str]:
    """The subjects that a topic names: one of its alternatives is a phrase of theirs from end to end."""
    parts = [[singular(word) for word in words(part)] for part in alternatives(topic)]
    return frozenset(
        phrase.subject
        for part in parts
        if part
        for phrase in _longest(part, 0)
        if len(phrase.words) == len(part)
    )


def _longest(said: Sequence[str], at: int) -> list[Phrase]:
    """The longest phrases that begin at a word; several if they speak of several subjects."""
    nearby = _phrases().get(said[at][:_BEGINNING], ())
    here = said[at : at + len(nearby[0].words)] if nearby else ()
    found: list[Phrase] = []
    for phrase in nearby:
        if found and len(phrase.words) < len(found[0].words):
            break
        if phrase.begins(here):
            found.append(phrase)
    return found


@cache
def _phrases() -> dict[str, list[Phrase]]:
    """The table by the beginnings of phrases; those with more words come first."""
    found: dict[str, list[Phrase]] = {}
    for phrase in sorted(_read(), key=lambda phrase: -len(phrase.words)):
        found.setdefault(phrase.words[0][:_BEGINNING], []).append(phrase)
    return found


def _read() -> Iterator[Phrase]:
    for line in PHRASES.splitlines():
        subject, colon, phrases = line.partition(": ")
        for phrase in phrases.split(", ") if colon else ():
            parts = phrase.split()
            ends = tuple(not part.endswith("*") for part in parts)
            wanted = tuple(
                singular(part) if whole else part.rstrip("*")
                for part, whole in zip(parts, ends, strict=True)
            )
            yield Phrase(wanted, ends, subject)
