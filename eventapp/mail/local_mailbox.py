"""The local mailbox: letters as files, while no mail server is set."""

import re
import time
from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from flask import current_app

from eventapp.mail import compose

NAME = re.compile(r"[0-9]{1,25}-[0-9a-f]{1,64}\.eml")
SECOND = 1_000_000_000


def folder() -> Path:
    """Where they lie."""
    data: Path = current_app.config["DATA_DIR"]
    return data / "mailbox"


def keep(letter: compose.Letter) -> None:
    """Put a letter there: it is there whole, or not at all."""
    folder().mkdir(parents=True, exist_ok=True)
    stem = letter.message_id.strip("<>").partition("@")[0]
    partial = folder() / f".{stem}"
    partial.write_bytes(compose.mime(letter))
    partial.rename(folder() / f"{time.time_ns()}-{stem}.eml")


def names() -> list[str]:
    """The names of all files, the newest letter first."""
    found = (file.name for file in folder().glob("*.eml") if NAME.fullmatch(file.name))
    return sorted(found, key=_nanoseconds, reverse=True)


def read(name: str) -> EmailMessage:
    """A letter by the name of its file."""
    found = message_from_bytes((folder() / name).read_bytes(), policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def forget(naming: re.Pattern[str]) -> None:
    """Remove the letters that name somebody, in their head or in any part."""
    for name in names():
        if any(naming.search(text) for text in _texts(read(name))):
            (folder() / name).unlink(missing_ok=True)


def forget_before(moment: datetime) -> int:
    """Remove the letters that were written before; how many."""
    old = [name for name in names() if _nanoseconds(name) < moment.timestamp() * SECOND]
    for name in old:
        (folder() / name).unlink(missing_ok=True)
    return len(old)


def _texts(letter: EmailMessage) -> Iterator[str]:
    for part in letter.walk():
        yield from (str(value) for value in part.values())
        if not part.is_multipart():
            body = part.get_payload(decode=True)
            # Long lines of calendars and cards are folded.
            text = body.decode(errors="replace") if isinstance(body, bytes) else ""
            yield text.replace("\r\n ", "").replace("\n ", "")


def _nanoseconds(name: str) -> int:
    return int(name.partition("-")[0])
