"""What mail servers report about a letter of ours: bytes of a bounce become a value. Pure.

Reports of RFC 3464 are read wherever they stand, since OpenSMTPD puts them into multipart/mixed;
beside them the plain words of qmail (QSBMF) and of programs that write alike.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.message import Message
from email.parser import HeaderParser
from itertools import islice

from eventapp.content_lines import clean
from eventapp.mail.incoming.contents import Automatic, Bounce
from eventapp.mail.incoming.mail_parts import (
    addresses,
    header,
    is_from_mail_system,
    is_without_sender,
    parts,
    text,
    type_of,
)

LONGEST_SAID, MOST_FAILURES = 300, 20
REPORTS = ("message/delivery-status", "message/global-delivery-status")
LETTERS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY_CODE = re.compile(r"(?m)(?:^|[\s;:])([245])\d\d[ -]")
# Where programs that write plain words name who was not reached, and where their words end.
_REFUSED = re.compile(
    r"(?m)^<([^<>@\s]{1,64}@[^<>\s]{1,255})>:|\bto\s<([^<>@\s]{1,64}@[^<>\s]{1,255})>\.$"
)
_COPY = re.compile(r"(?mi)^-{0,9}[ \t]?(below (this|the next) line|message headers? follow).*$")


@dataclass(frozen=True)
class _Report:
    """What one server says of one address; `action` as in RFC 3464."""

    recipient: str
    action: str
    status: str
    said: str

    @property
    def given_up(self) -> bool:
        """Whether nobody tries any more: the letter never came, whatever the reason.

        OpenSMTPD 6.8 calls delayed what it has thrown away after its time.
        """
        expired = self.status == "4.4.7" and "expired" in self.said.lower()
        return expired or (self.action == "failed" and not self.status.startswith("2"))

    @property
    def in_words(self) -> str:
        """What a report that is no bounce says, for the log, which holds no addresses."""
        if self.action == "delayed":
            return f"A mail server still tries to reach somebody ({self.status})."
        return f"A mail server says what became of a letter: {self.action}."


def bounce(message: Message) -> Bounce | Automatic | None:
    """The bounce that a mail is; Automatic for a report that is none, None where it reports nothing.

    The code that the remote server gave counts before the one of the server that reports: Exim and
    OpenSMTPD write 5.0.0 whatever they heard. What is only delayed is no bounce; a status of 4.x.x
    says that the reason may pass, but the letter is lost.
    """
    reports = list(islice(_reports(message), MOST_FAILURES)) or list(_in_plain_words(message))
    if not reports:
        return None
    given_up = [report for report in reports if report.given_up]
    if not given_up:
        return Automatic(why=reports[0].in_words)
    letter = _letter(message)
    message_id = _message_id(message, letter)
    written_to = {email for _name, email in addresses(letter, "To", "Cc")} if letter else set()
    first, *others = sorted(given_up, key=lambda one: one.recipient not in written_to)
    also = tuple(_bounce(one, message_id) for one in others)
    return replace(_bounce(first, message_id), also=also)


def _bounce(report: _Report, message_id: str) -> Bounce:
    return Bounce(
        recipient=report.recipient, message_id=message_id, status=report.status, said=report.said
    )


def _reports(message: Message) -> Iterator[_Report]:
    words = "\n".join(text(part) for part in parts(message) if type_of(part) == "text/plain")
    for part in parts(message):
        if type_of(part) in REPORTS:
            for block in _blocks(part):
                if recipient := _recipient(block):
                    yield _report(block, recipient, words)


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields in a report; the newer kind is parsed as a letter around the rest."""
    found = part.get_payload()
    for block in found if isinstance(found, list) else []:
        if isinstance(block, Message):
            yield block
            rest = block.get_payload()
            for more in re.split(r"\n\s*\n", rest) if isinstance(rest, str) else []:
                yield HeaderParser().parsestr(more.strip())


def _recipient(block: Message) -> str:
    """The address, as the letter had it where that is known, in small letters."""
    for name in ("Original-Recipient", "Final-Recipient"):
        # A plus may stand encoded, as it travelled (RFC 3461, 4).
        value = header(block, name).rpartition(";")[2].replace("+2B", "+").replace("+3D", "=")
        if "@" in (address := value.strip(" <>").lower()):
            return address
    return ""


def _report(block: Message, recipient: str, words: str) -> _Report:
    said = header(block, "Diagnostic-Code").partition(";")[2].strip()
    if not said:
        said = _said_of(recipient, words)
    action = header(block, "Action").lower()
    status = _STATUS.search(header(block, "Status"))
    return _Report(
        recipient=recipient,
        action="failed" if action.startswith(("fail", "error")) else action,
        status=_status(status[1] if status else "", said),
        said=said[:LONGEST_SAID],
    )


def _said_of(recipient: str, words: str) -> str:
    """What the words beside a report say of one address: its line, and a wrapped one."""
    found = re.search(rf"(?i){re.escape(recipient)}>?:\s*(\S[^\n]*(?:\n[ \t]+\S[^\n]*)*)", words)
    return clean(found[1]) if found else ""


def _status(reported: str, said: str) -> str:
    """The remote server's own code where it gave one, else the class of its reply."""
    code = _REPLY_CODE.search(said)
    if remote := _STATUS.search(said[code.start() :] if code else said):
        return remote[1]
    if code and not reported.startswith(code[1]):
        return f"{code[1]}.0.0"
    return reported


def _in_plain_words(message: Message) -> Iterator[_Report]:
    if not is_from_mail_system(message) and not is_without_sender(message):
        return
    words = next((text(part) for part in parts(message) if type_of(part) == "text/plain"), "")
    words = _COPY.split(words, maxsplit=1)[0]
    found = list(_REFUSED.finditer(words))[:MOST_FAILURES]
    ends = [*(refused.start() for refused in found[1:]), len(words)]
    for this, end in zip(found, ends, strict=False):
        said = clean(words[this.end() : end])
        if status := _status("", said):
            yield _Report((this[1] or this[2]).lower(), "failed", status, said[:LONGEST_SAID])


def _letter(message: Message) -> Message | None:
    """The headers of the letter that came back, attached or as plain text after the words."""
    every = list(parts(message))
    for part in every:
        if type_of(part) in LETTERS:
            inside = part.get_payload()
            if isinstance(inside, list) and isinstance(inside[0], Message):
                return inside[0]
            return HeaderParser().parsestr(text(part).lstrip())
    for part in every:
        if type_of(part) == "text/plain" and (copy := _COPY.search(words := text(part))):
            return HeaderParser().parsestr(words[copy.end() :].lstrip())
    return None


def _message_id(message: Message, letter: Message | None) -> str:
    """The Message-ID of the letter, else of what the report says that it refers to."""
    named = [header(letter, "Message-ID")] if letter else []
    named += [header(message, name) for name in ("References", "In-Reply-To")]
    found = (re.search(r"<[^<>\s]{1,250}>", value) for value in named)
    return next((one[0] for one in found if one), "")
