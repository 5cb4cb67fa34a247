"""What a mail server says when it doesn't take a letter, and what follows from it. Pure.

The answers are those of RFC 5321 (three digits), RFC 3463 (5.1.1 and its like) and the words that
servers put behind them.
"""

import re
from dataclasses import dataclass
from enum import Enum

NO_ANSWER = "The mail server could not be reached or broke off"
LONGEST_WORDS = 300
_ENHANCED = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
# A page of ours has its secret in its address, and filters quote the address that they don't like.
_ADDRESS = re.compile(r"(?i)\b(https?://[^/\s<>\"']*)[^\s<>\"']*")


class Stage(Enum):
    """How far a conversation had come: whether what was said is about us, or about one letter."""

    US = "us"
    LETTER = "letter"


class Verdict(Enum):
    """What becomes of a letter that wasn't taken, and of the others."""

    FINAL = "it is never taken"
    LATER = "it is tried later"
    DOMAIN = "it is tried later, and so is whatever goes to the same domain"
    OURS = "it is tried later; whoever runs this site has to do something"
    ALL = "our mail server takes nothing from us now: all letters wait, none is counted as tried"


@dataclass(frozen=True)
class Refusal:
    """A server's answer: three digits, 5.1.1 or its like or nothing, and its words, cleaned."""

    code: int
    status: str
    words: str

    def __str__(self) -> str:
        return " ".join(part for part in (str(self.code), self.status, self.words) if part)


class NotTaken(Exception):
    """A letter wasn't taken; without a refusal the server didn't answer, or broke off."""

    def __init__(self, stage: Stage, refusal: Refusal | None, *, how: str = "") -> None:
        self.stage, self.refusal = stage, refusal
        # The server hung up, or gave no answer at all.
        self.broke_off = refusal is None or refusal.code == 421
        super().__init__(str(refusal) if refusal else f"{NO_ANSWER} ({how}).")


def refusal(code: int, said: bytes | str) -> Refusal:
    """A server's answer as it is kept: on one line, short, without what opens anybody's page."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    words = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    found = _ENHANCED.search(words)
    # Its own digits decide; the other ones only where they agree.
    agrees = found is not None and found[1] == str(code)[:1]
    if found and agrees:
        # A line that goes on repeats it.
        words = " ".join(words.replace(found[0], " ").split())
    words = _ADDRESS.sub(r"\1/…", words).strip(" -:")
    if len(words) > LONGEST_WORDS:
        words = words[: LONGEST_WORDS - 1].rstrip() + "…"
    return Refusal(code, found[0] if found and agrees else "", words)


def read(trouble: str) -> Refusal | None:
    """The refusal that a letter keeps as its trouble; None where there was no answer."""
    found = re.match(r"(?:The mail server answered )?([45]\d\d)\b\.?(.*)", trouble, re.DOTALL)
    return refusal(int(found[1]), found[2]) if found else None


def verdict(error: NotTaken) -> Verdict:
    """What follows when a letter isn't taken."""
    stage, said = error.stage, error.refusal
    if said is None:
        return Verdict.ALL if stage is Stage.US else Verdict.LATER
    # RFC 5321, 4.2.2 and RFC 4954, 6: who isn't let in is told so at any command.
    if said.code in {530, 534, 535, 538} or said.status == "5.7.8":
        return Verdict.ALL
    too_large = said.code == 552 or said.status == "5.3.4"
    if stage is Stage.US:
        return Verdict.FINAL if too_large else Verdict.ALL
    if said.code >= 500:
        return Verdict.OURS if no_relay(said) else Verdict.FINAL
    return Verdict.DOMAIN if _slow_down(said) else Verdict.LATER


def about_address(said: Refusal) -> bool:
    """Whether a final no is about the address, or about mail from us to it; a letter may be too large."""
    if said.status:
        return said.status.startswith(("5.1.", "5.2.", "5.7."))
    return said.code in {550, 551, 553}


def no_relay(said: Refusal) -> bool:
    """Whether a server only takes letters to its own people: then we are set up wrongly."""
    words = said.words.lower()
    return said.code >= 500 and bool(
        re.search(r"\brelay(ing)?\b.*(denied|not permitted|not allowed|prohibited)|unable to relay", words)
        or re.search(r"(not permitted|not allowed|cannot|does not|won't) (to )?relay", words)
    )  # fmt: skip


def _slow_down(said: Refusal) -> bool:
    """Whether a domain wants less from us, not only this letter later.

    Greylisting asks each letter to come again once, which it can't if the others keep it waiting.
    """
    if re.search("gr[ae]y-?list", said.words.lower()):
        return False
    if said.code == 421 or said.status.startswith("4.7."):
        return True
    return said.code == 450 and not said.status.startswith(("4.1.", "4.2."))
