"""People out of pasted text: addresses with or without names, however they are set apart."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from eventapp.mail import compose

# "Ann Example" <ann@example.org>
_ANGLED = re.compile(r"([^<>;,\t]*)<([^<>]*)>")
_APART = re.compile(r"[\s,]+")
_AROUND = " \t,\"'()"
NAME = 80


@dataclass(frozen=True)
class Invitee:
    """Somebody to invite; the name may be missing."""

    email: str
    name: str = ""


@dataclass
class Pasted:
    """Who was found, each once and in their order, and what is no address."""

    people: dict[str, Invitee] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)


def read(text: str, said: Callable[[str], str]) -> Pasted:
    """Everybody in pasted text: one a line, or apart by commas, semicolons or spaces.

    What stands beside the only address of a line is a name. `said` puts a sentence into the
    reader's language.
    """
    found = Pasted()
    for part in re.split(r"[\n;]+", text):
        for name, address in _pairs(part):
            try:
                email = compose.address(address, said).lower()
            except ValueError:
                found.wrong.append(address[:NAME])
                continue
            if not found.people.get(email, Invitee(email)).name:
                found.people[email] = Invitee(email, name)
    return found


def _pairs(part: str) -> list[tuple[str, str]]:
    if angled := _ANGLED.findall(part):
        return [(_name(name), address.strip()) for name, address in angled]
    words = [word for word in _APART.split(part) if word]
    addresses = [word.strip(_AROUND) for word in words if "@" in word]
    if len(addresses) == 1:
        rest = (word for word in words if "@" not in word)
        return [(_name(" ".join(rest)), addresses[0])]
    if addresses:
        return [("", address) for address in addresses]
    # A line without any address is something that was meant to be one.
    return [("", part.strip())] if part.strip() else []


def _name(text: str) -> str:
    return " ".join(text.strip(_AROUND).split())[:NAME]
