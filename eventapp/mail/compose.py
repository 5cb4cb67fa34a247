"""A letter as the bytes that travel. Pure: the same letter gives the same bytes, so a retry does too.

All of it is encoded here. The standard library decodes an encoded-word that stands in a given name,
and a line break hidden in it then begins a header of its own; and it takes ten times as long.
"""

import re
import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from email_validator import EmailNotValidError, validate_email

# RFC 5321, 4.5.3.1; checking a longer one letter by letter would only take time.
LONGEST_ADDRESS = 254
# Control characters, halves of surrogate pairs, and what else breaks a line.
_UNSAFE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a letter; `content_type` as in `text/vcard; charset=utf-8`."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True)
class Picture:
    """A picture within a letter's HTML, which names it as `cid:` and this."""

    content_id: str
    content_type: str
    content: bytes


@dataclass(frozen=True, kw_only=True)
class Letter:
    """One letter to one person; `calendar` is iCalendar bytes of the `method` named beside it.

    `envelope` is the address that a bounce goes to, where that is another one than `sender`.
    """

    message_id: str
    sender_name: str
    sender: str
    to_name: str
    to: str
    reply_to: str | None = None
    envelope: str | None = None
    subject: str
    text: str
    html: str
    calendar: bytes | None = None
    method: str | None = None
    attachments: Sequence[Attachment] = ()
    pictures: Sequence[Picture] = ()
    in_reply_to: str | None = None
    unsubscribe_url: str | None = None
    request_id: str | None = None
    date: datetime


def mime(letter: Letter) -> bytes:
    """The message: plain text, HTML, then the calendar as alternatives; files beside them.

    A calendar that asks for something goes twice, inside for mail programs that answer it and as
    `invite.ics` for the rest, which show files alone (RFC 6047, 2.4); KMail 22.12 then shows it
    twice. One that cancels goes inside alone: who opens files by hand uses programs that read no
    METHOD (khal, calcurse), and would put in again what should go. Pictures are with the HTML and
    nothing else (RFC 2387): a calendar in there would be no answer. Raises ValueError naming the
    field that can't be sent.
    """
    _check(letter)
    # No line of base64 holds "=_", so the boundary needs no chance to be safe.
    boundary = f"=_{sha256(letter.message_id.encode()).hexdigest()[:24]}"
    html = _part('text/html; charset="utf-8"', _crlf(letter.html))
    if letter.pictures:
        shown = [html, *map(_within, letter.pictures)]
        html = _together('related; type="text/html"', shown, boundary=f"{boundary}-2")
    body = [_part('text/plain; charset="utf-8"', _crlf(letter.text)), html]
    files = [_attached(file) for file in letter.attachments]
    if letter.calendar is not None:
        kind = f'text/calendar; charset="utf-8"; method="{letter.method}"'
        body.append(_part(kind, letter.calendar))
        if letter.method != "CANCEL":
            invite = 'application/ics; name="invite.ics"'
            files.insert(0, _part(invite, letter.calendar, file="invite.ics"))
    whole = _together("alternative", body, boundary=f"{boundary}-{1 if files else 0}")
    if files:
        whole = _together("mixed", [whole, *files], boundary=f"{boundary}-0")
    return "".join(f"{line}\r\n" for line in _headers(letter)).encode("ascii") + whole


def address(text: str, _: Callable[[str], str] = str) -> str:
    """The one plain address in what somebody typed, in ASCII with the domain in small letters.

    Look-alikes are folded first (NFKC), so what is checked is what will be written to. Raises
    ValueError with a sentence for whoever typed it, in the language of `_`.
    """
    if len(text.strip()) > LONGEST_ADDRESS:
        raise ValueError(_("An address has at most 254 letters. Check what was pasted."))
    folded = unicodedata.normalize("NFKC", text).strip()
    if _UNSAFE.search(folded) or any(c.isspace() for c in folded):
        raise ValueError(_("Leave out spaces and line breaks: an address has none."))
    if folded.count("@") != 1 or any(c in folded for c in ",;<>"):
        raise ValueError(_("Give one email address, as in aiko@example.org."))
    try:
        found = validate_email(
            folded, check_deliverability=False, allow_smtputf8=False, strict=True
        )
    except EmailNotValidError:
        raise ValueError(
            _("That doesn't look like an email address. Check it for a missing letter or dot.")
        ) from None
    if found.ascii_email is None:
        raise ValueError(_("Our mail can't reach an address with such letters. Give another one."))
    return found.ascii_email


def tidy(text: str) -> str:
    """A rendered text part: no trailing blanks, never two empty lines in a row."""
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def one_line(text: str) -> str:
    """A rendered subject: its white space collapsed."""
    return " ".join(text.split())


def _headers(letter: Letter) -> Iterable[str]:
    yield _mailbox("From", letter.sender_name, letter.sender, "sender")
    yield _mailbox("To", letter.to_name, letter.to, "to")
    yield f"Subject: {letter.subject if _sendable(letter.subject) else _encoded(letter.subject)}"
    yield f"Date: {format_datetime(letter.date)}"
    yield f"Message-ID: {_bracketed(letter.message_id, 'message_id')}"
    if letter.reply_to:
        yield _mailbox("Reply-To", "", letter.reply_to, "reply_to")
    if letter.in_reply_to:
        first = _bracketed(letter.in_reply_to, "in_reply_to")
        yield from (f"In-Reply-To: {first}", f"References: {first}")
    yield "Auto-Submitted: auto-generated"
    yield "X-Auto-Response-Suppress: OOF, AutoReply"
    if letter.unsubscribe_url:
        # In one piece, however long: some readers don't join what is folded.
        yield f"List-Unsubscribe: <{letter.unsubscribe_url}>"
        yield "List-Unsubscribe-Post: List-Unsubscribe=One-Click"
    if letter.request_id:
        yield f"X-Request-ID: {letter.request_id}"
    yield "MIME-Version: 1.0"


def _check(letter: Letter) -> None:
    for name in ("sender_name", "to_name", "subject"):
        if _UNSAFE.search(getattr(letter, name)):
            raise ValueError(f"{name} holds a control character.")
    if not letter.subject.strip():
        raise ValueError("subject is empty.")
    if letter.date.tzinfo is None:
        raise ValueError("date needs a time zone.")
    url = letter.unsubscribe_url
    if url is not None and not re.fullmatch(r"https?://[!-;=?-~]{1,900}", url):
        raise ValueError("unsubscribe_url must be an ASCII http or https address.")
    stated = re.findall(rb"(?m)^METHOD:([A-Z-]+)\r?$", letter.calendar or b"")
    if stated != ([letter.method.encode()] if letter.method else []):
        raise ValueError("method must be the METHOD of the calendar, and go with one.")


def _mailbox(header: str, name: str, addr_spec: str, field: str) -> str:
    """A header with one address and the name it belongs to."""
    if not re.fullmatch(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,253}", addr_spec):
        raise ValueError(f"{field} must be one plain ASCII address.")
    shown = one_line(name)
    if not shown:
        return f"{header}: {addr_spec}"
    escaped = re.sub(r'(["\\])', r"\\\1", shown)
    written = f'"{escaped}"' if _sendable(shown) else _encoded(shown)
    line = f"{header}: {written} <{addr_spec}>"
    return line if len(line) <= 76 else f"{header}: {written}\r\n <{addr_spec}>"


def _bracketed(identifier: str, field: str) -> str:
    bare = identifier.removeprefix("<").removesuffix(">")
    if not re.fullmatch(r"[!-;=?A-~]{1,200}@[!-;=?A-~]{1,200}", bare):
        raise ValueError(f"{field} must look like <left@right>, in ASCII.")
    return f"<{bare}>"


def _attached(file: Attachment) -> bytes:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._ -]{0,99}", file.name):
        raise ValueError("An attachment's name must be short and plain ASCII.")
    known = re.fullmatch(r"([a-z]+/[a-z0-9.+-]+)(?:; *charset=([a-z0-9-]+))?", file.content_type)
    if not known:
        raise ValueError("An attachment's content_type must look like text/vcard; charset=utf-8.")
    kind, charset = known.groups()
    return _part(f'{kind}; charset="{charset}"' if charset else kind, file.content, file=file.name)


def _within(picture: Picture) -> bytes:
    if not re.fullmatch(r"image/(png|jpeg)", picture.content_type):
        raise ValueError("A picture's content_type must be image/png or image/jpeg.")
    about = f"Content-ID: {_bracketed(picture.content_id, 'content_id')}\r\n"
    return _part(
        picture.content_type, picture.content, more=f"{about}Content-Disposition: inline\r\n"
    )


def _part(content_type: str, content: bytes, *, file: str = "", more: str = "") -> bytes:
    head = f"Content-Type: {content_type}\r\nContent-Transfer-Encoding: base64\r\n{more}"
    if file:
        head += f'Content-Disposition: attachment; filename="{file}"\r\n'
    written = b64encode(content)
    lines = [written[at : at + 76] + b"\r\n" for at in range(0, len(written), 76)]
    return b"".join([head.encode("ascii"), b"\r\n", *lines])


def _together(kind: str, parts: Sequence[bytes], *, boundary: str) -> bytes:
    head = f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n'.encode("ascii")
    between = f"\r\n--{boundary}".encode("ascii")
    return head + b"".join([between + b"\r\n" + part for part in parts]) + between + b"--\r\n"


def _crlf(text: str) -> bytes:
    return b"".join(line + b"\r\n" for line in text.encode().splitlines())


def _sendable(text: str) -> bool:
    # "=?" would be read as an encoded-word; longer lines would have to be folded.
    return text.isascii() and "=?" not in text and len(text) <= 62


def _encoded(text: str) -> str:
    """The text as encoded-words (RFC 2047, 2), each of at most 64 characters."""
    chunks, chunk = [], b""
    for octets in (character.encode() for character in text):
        if len(chunk) + len(octets) > 39:
            chunks.append(chunk)
            chunk = b""
        chunk += octets
    words = [f"=?utf-8?b?{b64encode(part).decode()}?=" for part in [*chunks, chunk]]
    return "\r\n ".join(words)
