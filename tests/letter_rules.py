"""The rules that a letter keeps so that it arrives, is read everywhere and moves calendars, each by its name.

`broken` tells which of them a letter doesn't keep. It takes the bytes as they leave.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import cached_property
from urllib.parse import urlsplit

from calendar_rules import Calendar

from eventapp import tokens

ALTERNATIVE = ["multipart/alternative", "text/plain", "text/html"]


@dataclass(frozen=True)
class Letter:
    """A letter's bytes, whose site it comes from, and the other addresses that it may lead to."""

    data: bytes
    site: str
    others: tuple[str, ...] = ()

    @cached_property
    def message(self) -> EmailMessage:
        """The letter as the standard library parses it."""
        parsed = message_from_bytes(self.data, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        return parsed

    @property
    def head(self) -> str:
        """Its headers as they are written."""
        return self.data.partition(b"\r\n\r\n")[0].decode("ascii", "replace")

    def part(self, kind: str) -> EmailMessage | None:
        """The part of a type."""
        return self._parts.get(kind)

    @cached_property
    def _parts(self) -> dict[str, EmailMessage]:
        # Asking a part for its type parses its header anew each time.
        parts = [(part.get_content_type(), part) for part in self.message.walk()]
        return dict(reversed(parts))

    def content(self, kind: str) -> bytes:
        """What stands in the part of a type."""
        part = self.part(kind)
        return b"" if part is None else part.get_payload(decode=True)

    @cached_property
    def calendar(self) -> Calendar | None:
        """Its calendar, sent as its parameter says."""
        part = self.part("text/calendar")
        if part is None:
            return None
        return Calendar(self.content("text/calendar"), part.get_param("method", ""))

    @property
    def sender(self) -> str:
        """The address it is from."""
        return self.message["From"].addresses[0].addr_spec

    @property
    def links(self) -> list[str]:
        """Where its HTML leads."""
        found = re.findall(r'href="([^"]*)"', self.content("text/html").decode())
        return [link.replace("&amp;", "&") for link in found]


def broken(letter: Letter) -> list[str]:
    """The rules that a letter doesn't keep."""
    return [name for name, kept in RULES.items() if not kept(letter)]


def _tree(message: EmailMessage) -> object:
    kind = message.get_content_type()
    return [kind, *map(_tree, message.iter_parts())] if message.is_multipart() else kind


def _built(of: Letter) -> bool:
    method = of.calendar.sent_as if of.calendar else ""
    alternative = ALTERNATIVE + (["text/calendar"] if method else [])
    files = ["application/ics"] if method == "REQUEST" else []
    files += ["text/vcard"] if of.part("text/vcard") else []
    return _tree(of.message) == (["multipart/mixed", alternative, *files] if files else alternative)


def _methods(of: Letter) -> bool:
    return of.calendar is None or of.calendar.value("METHOD") == of.calendar.sent_as != ""


def _short_lines(of: Letter) -> bool:
    rows = [row for row in of.data.split(b"\r\n") if not row.startswith(b"List-Unsubscribe:")]
    return all(len(row) <= 78 for row in rows)


def _encoded(of: Letter) -> bool:
    leaves = [part for part in of.message.walk() if not part.is_multipart()]
    texts = [part for part in leaves if part.get_content_maintype() == "text"]
    return all(part["Content-Transfer-Encoding"] == "base64" for part in leaves) and all(
        part.get_param("charset") == "utf-8" for part in texts
    )


def _same_file(of: Letter) -> bool:
    file = of.part("application/ics")
    return file is None or (
        file.get_filename() == "invite.ics"
        and of.content("application/ics") == of.content("text/calendar")
    )


def _one_address(of: Letter) -> bool:
    return len(of.message["To"].addresses) == 1 and not {"Cc", "Bcc"} & set(of.message.keys())


def _to_its_guest(of: Letter) -> bool:
    to = of.message["To"].addresses[0].addr_spec
    return of.calendar is None or of.calendar.address("ATTENDEE") == to


def _organizer(of: Letter) -> bool:
    if of.calendar is None:
        return True
    organizer, to = of.calendar.address("ORGANIZER"), of.message["To"].addresses[0].addr_spec
    return organizer.rpartition("@")[2] == of.sender.rpartition("@")[2] and organizer != to


def _answered(of: Letter) -> bool:
    if "Reply-To" not in of.message:
        return True
    [answers, *others] = [one.addr_spec for one in of.message["Reply-To"].addresses]
    to = of.message["To"].addresses[0].addr_spec
    same = of.calendar is None or of.calendar.address("ORGANIZER") == answers
    return not others and answers != to and same


def _own_id(of: Letter) -> bool:
    known, domain = of.message["Message-ID"] or "", of.sender.rpartition("@")[2]
    return bool(re.fullmatch(rf"<[0-9a-f]{{16,40}}@{re.escape(domain)}>", known))


def _stopped(of: Letter) -> bool:
    if "List-Unsubscribe" not in of.message:
        return "List-Unsubscribe-Post" not in of.message
    whole = re.search(r"(?m)^List-Unsubscribe: <(https?://[!-~]+)>\r?$", of.head)
    post = of.message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    # Not every program shows a button for it.
    shown = bool(whole) and whole[1] in of.links
    return shown and post and of.calendar is None


def _fetches_nothing(of: Letter) -> bool:
    html = of.content("text/html").decode()
    return not re.search(
        r"(?i)<(img|script|link|iframe|form|input|video|object|base)\b|\b(src|srcset|background)=|url\(|@import",
        html,
    )


WAYS_TO_SOMEBODY = ("mailto:", "tel:")


def _stays_here(of: Letter) -> bool:
    ours = urlsplit(of.site).netloc
    return all(
        link in of.others or link.startswith(WAYS_TO_SOMEBODY) or urlsplit(link).netloc == ours
        for link in of.links
    )


def _text_alone(of: Letter) -> bool:
    text = of.content("text/plain").decode()
    return bool(of.links) and all(
        link in text for link in of.links if not link.startswith(WAYS_TO_SOMEBODY)
    )


def _revealed(of: Letter) -> bool:
    kinds = ("text/plain", "text/html", "text/calendar", "text/vcard")
    said = [of.head, *(of.content(kind).decode().replace("\r\n ", "") for kind in kinds)]
    return not any(tokens.PLACEHOLDER.search(text) or "~answers~" in text for text in said)


def _hidden_plainly(of: Letter) -> bool:
    html = of.content("text/html").decode()
    return not re.search(r'style="[^"]*(display: ?none|font-size: ?[01]px)', html)


RULES: dict[str, Callable[[Letter], bool]] = {
    "travels as plain ASCII": lambda of: of.data.isascii(),
    "ends every line with CR LF": lambda of: not re.search(rb"(?<!\r)\n|\r(?!\n)", of.data),
    "has short lines": _short_lines,
    "is parsed without a complaint": lambda of: not any(p.defects for p in of.message.walk()),
    "is built as mail programs expect": _built,
    "has its calendar inside, not attached": lambda of: (
        "Content-Disposition" not in (of.part("text/calendar") or {})
    ),
    "says METHOD alike in both places": _methods,
    "has its parts in base64 and UTF-8": _encoded,
    "attaches the same calendar as invite.ics": _same_file,
    "goes to one address": _one_address,
    "goes to the guest that its calendar names": _to_its_guest,
    "is organized by us, not by who gets it": _organizer,
    "says that no person wrote it": lambda of: of.message["Auto-Submitted"] == "auto-generated",
    "wants no answer of a machine": lambda of: (
        of.message["X-Auto-Response-Suppress"] == "OOF, AutoReply"
    ),
    "is answered by one address, as its calendar is": _answered,
    "has a Message-ID of ours": _own_id,
    "names the letter it follows in both headers": lambda of: (
        of.message["In-Reply-To"] == of.message["References"]
    ),
    "is stopped with one press, or never": _stopped,
    "fetches nothing": _fetches_nothing,
    "leads to no other site": _stays_here,
    "is shorter than what is cut": lambda of: len(of.content("text/html")) < 102 * 1024,
    "has all its links in its text": _text_alone,
    "leaves with its secrets put in": _revealed,
    "hides nothing by a trick": _hidden_plainly,
    "says its language and knows the dark": lambda of: (
        b"<html lang=" in of.content("text/html")
        and b"prefers-color-scheme:dark" in of.content("text/html").replace(b" ", b"")
    ),
}
