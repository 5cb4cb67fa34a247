"""One small, finite suggestion about somebody one met, in words that are true (pure).

It quotes what the two of them wrote, shortened at the end of a word where a line has no room, and
says that they fit together only where `cards` found that they do.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

# A suggestion is read in one glance; code points, whatever the script.
MOST = 140
# A name that is longer is shortened; a quote that would be shorter than `_LEAST` says nothing.
_NAME, _LEAST = 30, 12
MORE = "…"
_JOINERS = "\u200c\u200d"
# Around what reads from right to left, so that it turns nothing else around.
_ISOLATE, _END = "\u2068", "\u2069"
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Step:
    """A suggestion before its words: what it rests on, how many of its kind the card had before,
    and what both wrote (`name`, `ask`, `offer` are the other's, `my_ask` and `my_offer` one's own)."""

    kind: str
    turn: int = 0
    data: Mapping[str, str] = field(default_factory=dict)


def _(sentence: str) -> str:
    """Marks a sentence for those who gather what is to be translated."""
    return sentence


# By what it rests on, then by the kind of help that it is about.
WORDINGS: dict[str, dict[str, tuple[str, ...]]] = {
    "their_offer_meets_my_ask": {
        "advice": (
            _("%(name)s offered “%(offer)s”; you asked about “%(my_ask)s”: ask for 20 minutes."),
            _("You asked about “%(my_ask)s”; %(name)s offered “%(offer)s”: bring one question."),
        ),
        "introduction": (
            _(
                "%(name)s offered “%(offer)s”; you asked about “%(my_ask)s”: send two lines to pass on."
            ),
            _(
                "You asked about “%(my_ask)s”; %(name)s offered “%(offer)s”: say whom you’d like to meet."
            ),
        ),
        "skill": (
            _("%(name)s offered “%(offer)s”; you asked about “%(my_ask)s”: ask for one hour."),
            _("You asked about “%(my_ask)s”; %(name)s offered “%(offer)s”: ask to be shown once."),
        ),
        "volunteering": (
            _("%(name)s offered “%(offer)s”; you asked about “%(my_ask)s”: suggest a day."),
            _("You asked about “%(my_ask)s”; %(name)s offered “%(offer)s”: start with one hour."),
        ),
    },
    "i_can_help": {
        "advice": (
            _("%(name)s asked about “%(ask)s”; you offered “%(my_offer)s”: offer 20 minutes."),
            _("You offered “%(my_offer)s”; %(name)s asked about “%(ask)s”: send one thing to try."),
        ),
        "introduction": (
            _(
                "%(name)s asked about “%(ask)s”; you offered “%(my_offer)s”: name one person to talk to."
            ),
            _(
                "You offered “%(my_offer)s”; %(name)s asked about “%(ask)s”: write two lines to someone."
            ),
        ),
        "skill": (
            _("%(name)s asked about “%(ask)s”; you offered “%(my_offer)s”: offer one hour."),
            _("You offered “%(my_offer)s”; %(name)s asked about “%(ask)s”: show how, once."),
        ),
        "volunteering": (
            _("%(name)s asked about “%(ask)s”; you offered “%(my_offer)s”: say which day suits."),
            _("You offered “%(my_offer)s”; %(name)s asked about “%(ask)s”: take one small part."),
        ),
    },
    "shared_topic": {
        "": (
            _("You and %(name)s both asked about %(topic)s: swap one thing that helped so far."),
            _("You and %(name)s both asked about %(topic)s: send each other one link."),
            _("You and %(name)s both asked about %(topic)s: compare notes for 20 minutes."),
        ),
    },
    "both_offered": {
        "": (
            _("You offered “%(my_offer)s”, %(name)s “%(offer)s”: trade 20 minutes each."),
            _(
                "%(name)s offered “%(offer)s”, you “%(my_offer)s”: each think of one person to send over."
            ),
        ),
    },
    "both_asked": {
        "": (
            _(
                "You asked about “%(my_ask)s”, %(name)s about “%(ask)s”: each name one person to ask."
            ),
            _(
                "%(name)s asked about “%(ask)s”, you about “%(my_ask)s”: tell who has helped so far."
            ),
        ),
    },
    "ask_about_offer": {
        "advice": (
            _("%(name)s offered “%(offer)s”: bring one small question."),
            _("%(name)s offered “%(offer)s”: ask for the one thing to know first."),
        ),
        "introduction": (
            _("%(name)s offered “%(offer)s”: ask whether one would suit you."),
            _("%(name)s offered “%(offer)s”: say in two lines whom you’d like to meet."),
        ),
        "skill": (
            _("%(name)s offered “%(offer)s”: ask to see how it’s done, once."),
            _("%(name)s offered “%(offer)s”: ask where a beginner starts."),
        ),
        "volunteering": (
            _("%(name)s offered “%(offer)s”: ask what it takes, then decide."),
            _("%(name)s offered “%(offer)s”: ask what the first hour looks like."),
        ),
    },
    "pass_on_ask": {
        "advice": (
            _("%(name)s asked about “%(ask)s”: whom do you know who has done it?"),
            _("%(name)s asked about “%(ask)s”: send one thing you would try."),
        ),
        "introduction": (
            _("%(name)s asked about “%(ask)s”: who comes to mind? Two lines do."),
            _("%(name)s asked about “%(ask)s”: name one person to write to."),
        ),
        "skill": (
            _("%(name)s asked about “%(ask)s”: what helped you learn it, or who did?"),
            _("%(name)s asked about “%(ask)s”: send one page or video worth an hour."),
        ),
        "volunteering": (
            _("%(name)s asked about “%(ask)s”: pass it on to one friend."),
            _("%(name)s asked about “%(ask)s”: who might give one afternoon?"),
        ),
    },
    "say_hello": {
        "": (
            _("Tell %(name)s one thing you remember from your table."),
            _("Send %(name)s two lines while you both remember the evening."),
            _("Ask %(name)s what they took home from the evening."),
            _("Suggest a coffee to %(name)s: 20 minutes, one date."),
        ),
    },
}
# Whose kind of help decides the words.
_HELP = {
    "their_offer_meets_my_ask": "offer_kind",
    "i_can_help": "my_offer_kind",
    "ask_about_offer": "offer_kind",
    "pass_on_ask": "ask_kind",
}
# What is said where a language needs too many words for both.
_SHORTER = {
    "their_offer_meets_my_ask": "ask_about_offer",
    "both_offered": "ask_about_offer",
    "i_can_help": "pass_on_ask",
    "both_asked": "pass_on_ask",
}


def words(step: Step, said: Callable[[str], str] = str) -> str:
    """The suggestion as a sentence of at most `MOST` characters; `said` translates it before names
    and quotes are put in. Empty where a language has no room for any."""
    for sentence in _sentences(step):
        if found := _filled(said(sentence), step.data):
            return found
    return ""


def _sentences(step: Step) -> Iterator[str]:
    """What may be said, the best first: another one each time that the card comes to the same."""
    kind: str | None = step.kind
    while kind:
        wordings = WORDINGS[kind]
        choices = wordings.get(step.data.get(_HELP.get(kind, ""), ""))
        choices = choices or wordings.get("") or wordings["advice"]
        turn = step.turn % len(choices)
        yield from choices[turn:] + choices[:turn]
        kind = _SHORTER.get(kind) or ("say_hello" if kind != "say_hello" else None)


def _filled(sentence: str, data: Mapping[str, str]) -> str:
    """The sentence with name and quotes, shortened as they must be; empty when that says nothing."""
    places = list(dict.fromkeys(_PLACE.findall(sentence)))
    pieces = {place: data.get(place, "") for place in places}
    room = MOST - len(sentence % dict.fromkeys(pieces, ""))
    leftward = {place for place, piece in pieces.items() if _leftward(piece)}
    room -= 2 * len(leftward)
    if "name" in pieces:
        pieces["name"] = shortened(pieces["name"], min(_NAME, max(room, 1)))
        room -= len(pieces["name"])
    quotes = sorted((place for place in places if place != "name"), key=lambda q: len(pieces[q]))
    for left, place in zip(range(len(quotes), 0, -1), quotes, strict=True):
        most = room // left
        if most < min(_LEAST, len(pieces[place])):
            return ""
        pieces[place] = shortened(pieces[place], most)
        room -= len(pieces[place])
    if room < 0 or any(piece.strip(MORE) == "" for piece in pieces.values()):
        return ""
    for place in leftward:
        pieces[place] = _ISOLATE + pieces[place] + _END
    return sentence % pieces


def shortened(text: str, most: int) -> str:
    """As much of a text as goes into so many characters: whole words, and an ellipsis for the rest."""
    if len(text) <= most:
        return text
    end = most - 1
    if not text[end].isspace():
        blank = max((at for at in range(end) if text[at].isspace()), default=0)
        # A word that takes more than half is broken instead: Japanese has no blanks.
        end = blank if blank >= most // 2 else _between_letters(text, end)
    return text[:end].rstrip().rstrip(",;:–-" + _JOINERS).rstrip() + MORE


def _between_letters(text: str, end: int) -> int:
    """The nearest place before `end` that doesn't tear a letter from its marks."""
    while end > 0 and (_clings(text[end]) or text[end - 1] in _JOINERS):
        end -= 1
    return end


def _clings(char: str) -> bool:
    return unicodedata.category(char)[0] == "M" or char in _JOINERS or "🏻" <= char <= "🏿"


def _leftward(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in {"R", "AL"} for char in text)
