"""The words of a line: which topics of a community they name, and which of them say what it is about."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from eventapp.rsvps.cells import thinned

# Words that many lines share and that say nothing about a subject.
_COMMON = """
    a about after again all also am an and any anyone anything are as ask asking at be been before
    being best better between but by can could did do does doing each every find first for from
    get getting give go going good had happy hard has have having he help helping her here him his
    hour how i idea if in into introduce introduction is it its just know last learn learning let
    like line little long look looking love make making many may me meet meeting more most much my
    need new next no not now of off offer on one only or other others our out over people person
    please question really right see she short should small so some somebody someone something
    start starting still take talk team than thank that the their them then there these they thing
    think this those three through time tip to too tour try two up us use using very want was way
    we week well were what when where which while who whom whose why will with without work working
    would year you your
    advice basics board changing chat event feedback hand local minute moving pair practice returning
    reviewing running share sounding topic
    absolute already always bad early late simple answer beginner bit business career company did didn doesn don else enough
    ever everybody everyone evening everything experience field finding firm free full glad great
    grown hello honest industry job kid level lot many mistake money month morning mostly never nice
    nobody often old own project ready real said same sit since skill something step story stuck sure
    teach thing tired today together tonight tomorrow trick useful used weekend whole won worth yet
    ve ll re
    monday tuesday wednesday thursday friday saturday sunday
    aber als auch auf aus bei bin brauche das dem den der des die ein eine einen einer es für habe
    hilfe ich im ist kann mein meine mich mir mit nach oder sich sie suche über um und uns von vor
    was wie wir zu zum zur
    anfänger biete erfahrung frag frage fragen gern gerne helfen kennt lernen tipp tipps wer werden
    montag dienstag mittwoch donnerstag freitag samstag sonntag
    au aux avec ce ces comment dans de des du elle en est et il je la le les leur ma mes moi mon
    ne nous on ou par pas pour que qui sa se ses son sur un une vous
    al como con cómo del el ella ellos es esta este lo los las mi mis para pero por qué quiero se
    si sin su sus una uno y yo
    """

# Letters that no accent makes, typed and sorted as the plain ones beside them.
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_WORD = re.compile(r"[^\W_]+[+#]*")
# Alternatives in one topic are written with a slash, a comma or an ampersand between spaces.
_ALTERNATIVES = re.compile(r"[/,]|(?<=\s)&(?=\s)")
# Chinese, Japanese and Thai run words together, so there a topic is sought inside the line.
_UNSPACED = re.compile("[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")

_KIND_WORDS = (
    ("introduction", ("introduction", "introduce", "intro", "connect", "referral")),
    ("volunteering", ("volunteer", "volunteering", "voluntary")),
    ("advice", ("advice", "advise", "sounding", "feedback", "review", "reviewing", "opinion",
                "look", "perspective", "mentoring", "practice")),
    ("skill", ("workshop", "debugging", "running", "spreadsheet", "basics", "hour", "teach",
               "training", "tour", "coding", "building", "fixing")),
)  # fmt: skip


def topics_in(line: str, names: Iterable[str]) -> frozenset[str]:
    """The topics among `names` that occur in the line as whole words.

    Case, accents and simple plurals don't matter. A name may hold alternatives
    ("CVs & interviews"): any of them counts. The names come back as they were given.
    """
    said = f" {' '.join(stems(line))} "
    folded = fold(line)
    return frozenset(
        name for name in names if any(_occurs(wanted, said, folded) for wanted in _wanted(name))
    )


def keywords(line: str) -> frozenset[str]:
    """The significant words of a line, folded and in the singular."""
    return significant(words(line))


def significant(said: Iterable[str]) -> frozenset[str]:
    """Which of these folded words say what a line is about, in the singular."""
    return frozenset(
        stem
        for word, stem in ((word, singular(word)) for word in said)
        if len(word) > 1 and not word.isdigit() and word not in _STOP and stem not in _STOP
    )


def alternatives(name: str) -> list[str]:
    """The parts of a topic's name, any of which names it."""
    return [part.strip() for part in _ALTERNATIVES.split(name)]


def kind_in(line: str, fallback: str = "advice") -> str:
    """The kind of help a line speaks of; `fallback` when its words don't tell."""
    said = {*words(line), *stems(line)}
    return next((kind for kind, signs in _KIND_WORDS if said & set(signs)), fallback)


def fold(text: str) -> str:
    """The text without case, accents and compatibility forms, to compare with."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKC", thinned(text)).casefold()
    parts = unicodedata.normalize("NFD", thinned(text))
    # Only the accents of alphabets go: marks of other scripts make different letters.
    bare = "".join(sign for sign in parts if not "\u0300" <= sign <= "\u036f")
    return unicodedata.normalize("NFC", bare)


def plain(text: str) -> str:
    """The text as somebody in a hurry types it: no case, no accents, no crossed letters."""
    return fold(text).translate(_PLAIN)


def words(text: str) -> list[str]:
    """The folded words of a text, in order; C++ and C# stay whole."""
    return _WORD.findall(fold(text))


def stems(text: str) -> list[str]:
    """The folded words of a text, each in the singular as far as simple rules tell."""
    return [singular(word) for word in words(text)]


def singular(word: str) -> str:
    """A folded word in the singular, as far as simple rules tell."""
    if len(word) < 3 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "xes", "sses")):
        return word[:-2]
    return word[:-1]


# The topics of a community are looked for in every line of every guest.
@lru_cache(maxsize=1024)
def _wanted(name: str) -> tuple[tuple[bool, str], ...]:
    """What to look for of each alternative of a name: among the stems, or anywhere in the line."""
    return tuple(
        (False, fold(part)) if _UNSPACED.search(part) else (True, " ".join(stems(part)))
        for part in alternatives(name)
    )


def _occurs(wanted: tuple[bool, str], said: str, folded: str) -> bool:
    by_words, text = wanted
    if by_words:
        return bool(text) and f" {text} " in said
    return text in folded


_STOP = frozenset(words(_COMMON))
