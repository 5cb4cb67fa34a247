"""What a letter's own is in the letters that leave: where it is answered to, where it bounces to, its links."""

from dataclasses import dataclass
from typing import Any

from flask import current_app

from eventapp import tokens
from eventapp.content_lines import rewritten
from eventapp.mail import answer_addresses


@dataclass(frozen=True)
class Own:
    """Addresses of our own for one letter; None where the setting or the letter knows none."""

    answers: str | None
    bounces: str | None


def of(message: Any) -> Own:
    """The addresses for a letter of the outbox: answers go to the RSVP that it is about.

    Or to whom the letter says itself.
    """
    setting: str | None = current_app.config["ANSWER_ADDRESS"]
    answers: str | None = message.reply_to
    if not setting:
        return Own(answers, None)
    secret, (thing, _colon, number) = current_app.config["SECRET_KEY"], message.about.partition(":")
    if thing == "rsvp" and not answers:
        answers = answer_addresses.address(setting, answer_addresses.RSVP, int(number), secret)
    return Own(
        answers,
        answer_addresses.address(setting, answer_addresses.LETTER, message.id, secret),
    )


def form() -> str:
    """What an RSVP keeps of the ORGANIZER that its entry is first written with; "" for MAIL_FROM."""
    return current_app.config["ANSWER_ADDRESS"] or ""


def reaches_us(kept: str | None) -> bool:
    """Whether what is pressed in an entry comes to us, from what its RSVP keeps of the ORGANIZER."""
    is_read = bool(current_app.config["ANSWER_ADDRESS"])
    return is_read and answer_addresses.HOLE in (form() if kept is None else kept)


def organizer(kept: str | None) -> str:
    """The ORGANIZER of an entry that waits, from what its RSVP keeps: without the token."""
    found: str = kept or current_app.config["MAIL_FROM"]
    return found.replace(answer_addresses.HOLE, answer_addresses.PLACEHOLDER)


def revealed(calendar: bytes | None, message: Any) -> bytes | None:
    """The calendar of a letter with what waits without secrets: the token of the RSVP that it is
    about in ORGANIZER, and the guest's own link in DESCRIPTION.
    """
    if calendar is None or b"~" not in calendar:
        return calendar
    secret = current_app.config["SECRET_KEY"]
    number = message.about.rpartition(":")[2]
    # The words of a letter name its own links and no others (`outbox.rewrite`); a description may
    # hold what somebody typed to look like one.
    own = set(tokens.PLACEHOLDER.findall(message.text))

    def put(line: str) -> str:
        if line.startswith("DESCRIPTION"):
            return tokens.reveal(line, secret, only=own)
        if not line.startswith("ORGANIZER"):
            return line
        # Its name, which somebody typed, stands before.
        before, hole, after = line.rpartition(answer_addresses.PLACEHOLDER)
        token = answer_addresses.token(answer_addresses.RSVP, int(number), secret) if hole else ""
        return before + token + after

    return rewritten(calendar, put)
