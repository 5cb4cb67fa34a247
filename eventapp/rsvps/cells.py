"""One cell of a list: cleaned on the way in, disarmed on the way out; every pattern here is linear."""

import re
import unicodedata
from collections.abc import Iterable

# As long as a mail address can be (RFC 5321, 4.5.3.1).
LONGEST_ADDRESS = 254
# More marks on one letter than any script writes (UAX 15, stream-safe); sorting them takes the square.
_MARKS = 30
_SHORT = 200

_FORMULA = "[=+\\-@＝＋－＠]"
# Blanks that don't begin a new cell themselves: each is then looked at once.
_BEGIN = r"(?:^|(?<=[;\t\r\n]))([^\S\t\r\n]*)"
_ARMED = re.compile(rf"{_BEGIN}(?='*{_FORMULA})|^(?='*[\t\r])")
_DISARMED = re.compile(rf"{_BEGIN}'(?='*{_FORMULA})|^'(?='*[\t\r])")
# Joiners shape Persian, Indic and emoji text; beside ASCII or at an end they only hide.
_JOINER = re.compile("(?<![^\x00-\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\x00-\x7f])")
# Only ever on as many letters as an address may have.
_CHECKED = re.compile(r"[^@\s,;:<>()\"\\]+@(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}")


def disarm(cell: str) -> str:
    """The cell with an apostrophe wherever a spreadsheet would begin to compute it.

    Also after a semicolon, tab or line break inside the cell, where a spreadsheet that expects
    another delimiter begins a new cell. `rearm` gives back exactly what was disarmed.
    """
    return _ARMED.sub(r"\1'", cell.replace("\0", ""))


def rearm(cell: str) -> str:
    """What `disarm` was given; other people's cells lose the apostrophe before a formula, too."""
    return _DISARMED.sub(r"\1", cell) if "'" in cell else cell


def clean(cell: str) -> str:
    """The cell as one line of text: spaces single, nothing invisible, composed, disarming undone."""
    text = rearm(cell)
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    text = unicodedata.normalize("NFC", thinned(text))
    text = " ".join("".join(_visible(text)).split())
    return _JOINER.sub("", text)


def clean_lines(cell: str) -> str:
    """The same for a text that may have several lines."""
    lines = (clean(line) for line in rearm(cell).splitlines())
    return "\n".join(lines).strip()


def plausible(text: str) -> str:
    """A folded address that looks like one; ValueError with a sentence otherwise.

    Full-width forms are folded before looking (CVE-2022-35924), so nobody slips a second
    address past the check. Mail has a stricter check of its own.
    """
    address = ""
    if len(text) <= LONGEST_ADDRESS:
        address = unicodedata.normalize("NFKC", text).strip().lower()
    if len(address) > LONGEST_ADDRESS or not _CHECKED.fullmatch(address):
        raise ValueError(f"“{text[:60]}” isn't an email address.")
    return address


def unwrapped(cell: str) -> str:
    """What stands in a cell of addresses, without 'mailto:' and the name around '<…>'."""
    text = clean(cell)
    if not text.isascii():
        text = text.replace("\u200c", "").replace("\u200d", "")
    if text.endswith(">") and text.count("<") == 1 and text.count(">") == 1:
        text = text[text.index("<") + 1 : -1].strip()
    return text[7:].strip() if text[:7].lower() == "mailto:" else text


def holds_address(cell: str) -> bool:
    """Whether a cell is one mail address, roughly: to tell what a column is about."""
    if ("@" not in cell and "＠" not in cell) or len(cell) > 2 * LONGEST_ADDRESS:
        return False
    name, at, host = unwrapped(cell).replace("＠", "@").partition("@")
    inside = "@" not in host and "." in host.strip(".")
    return bool(at and name and inside) and not any(sign.isspace() for sign in name + host)


def thinned(text: str) -> str:
    """The text with no letter under more marks than any script writes: only mischief has those."""
    if len(text) <= _SHORT or text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MARKS:
            kept.append(sign)
    return "".join(kept)


def _visible(text: str) -> Iterable[str]:
    for sign in text:
        kind = unicodedata.category(sign)
        if sign.isspace():
            yield " "
        elif sign in "\u200c\u200d" or kind not in ("Cc", "Cf", "Cs", "Cn", "Co"):
            yield sign
