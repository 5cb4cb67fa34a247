"""A list on standard input, what it says on standard output; for files that take a while.

Runs by itself, as `python -I reader_process.py MEGABYTES SECONDS PARENT`, goes with that parent, and knows
nothing else of the application but the pure modules that read lists: what it reads was made by strangers.
The first line of its input is what was asked, as JSON; the file follows.
"""

import dataclasses
import json
import resource
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

_APP = Path(__file__).resolve().parents[2]


class Told(str):
    """A sentence that is translated later, by who asked: it remembers what it was made of."""

    told: tuple[str, dict[str, Any]]

    def __new__(cls, text: str, sentence: str, given: dict[str, Any]) -> "Told":
        made = super().__new__(cls, text)
        made.told = (sentence, given)
        return made

    def __mod__(self, given: Any) -> "Told":
        return Told(str(self) % given, self.told[0], given)


def plain(value: Any) -> Any:
    """A value as JSON can hold it."""
    if isinstance(value, Told):
        sentence, given = value.told
        return {"sentence": sentence, "given": {key: plain(one) for key, one in given.items()}}
    if isinstance(value, str | int | None):
        return value
    if dataclasses.is_dataclass(value):
        return [plain(getattr(value, field.name)) for field in dataclasses.fields(value)]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    return [plain(one) for one in value]


def main(megabytes: int, seconds: int, parent: int) -> None:
    """Read one list within limits; whatever goes wrong ends with a status other than 0."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The package without what its first file wires: no Flask, no database, no settings.
    package = types.ModuleType("eventapp")
    package.__path__ = [str(_APP)]
    sys.modules["eventapp"] = package
    from eventapp.mail.compose import address
    from eventapp.parent_process import end_with
    from eventapp.rsvps.importing import parsing
    from eventapp.rsvps.importing.inspection import survey

    end_with(parent)
    asked = json.loads(sys.stdin.buffer.readline())

    def _(sentence: str) -> Told:
        return Told(asked["words"].get(sentence, sentence), sentence, {})

    def mail(text: str) -> str:
        return address(text, _).lower()

    checks: dict[str, Callable[[str], str]] = {
        "mail": mail,
        "if given": parsing.IfGiven(mail),
        "none": parsing.unneeded,
    }

    try:
        found = survey(
            sys.stdin.buffer.read(),
            encoding=asked["encoding"],
            sheet=asked["sheet"],
            picks={field: tuple(at) for field, at in asked["picks"].items()},
            corrections={(at, value): said for at, value, said in asked["corrections"]},
            roles=asked["roles"],
            check=checks[asked["check"]],
            _=_,
        )
        answer = {"found": plain(found)}
    except parsing.BadFile as error:
        answer = {"bad": plain(error.args[0])}
    sys.stdout.buffer.write(json.dumps(answer).encode())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:4]))
