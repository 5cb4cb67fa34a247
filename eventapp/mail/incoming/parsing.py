"""A mail that came in, from bytes to what it is. Pure, and never raises, whatever the bytes.

In this order: a bounce, for Postfix and Exim mark theirs as automatic; a calendar answer, which
some programs mark so too; what nobody wrote; a person's own words. What can't be told for sure is
Unclear, with a sentence for the organizer.
"""

import re
from dataclasses import replace
from email import message_from_bytes
from email.message import Message

from eventapp.mail.incoming import calendar_answers
from eventapp.mail.incoming.authentication import is_proven
from eventapp.mail.incoming.automatic_mail import is_report, why_automatic
from eventapp.mail.incoming.bounces import bounce
from eventapp.mail.incoming.calendar_answers import NoAnswer
from eventapp.mail.incoming.calendar_lines import Unreadable
from eventapp.mail.incoming.contents import (
    Automatic,
    CalendarAnswer,
    Content,
    Incoming,
    NewTime,
    Unclear,
    Words,
)
from eventapp.mail.incoming.mail_parts import (
    addresses,
    content,
    decoded,
    header,
    is_from_mail_system,
    parts,
    type_of,
)
from eventapp.mail.incoming.own_words import own_words

MOST_OCTETS, MOST_HEADERS, MOST_PARTS = 1024 * 1024, 64 * 1024, 100
MOST_RECIPIENTS, LONGEST_HEADER = 50, 500
DELIVERED_TO = ("Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To", "To", "Cc")
# The library takes a header's parameters apart in a time that grows with their square.
_LONG_PARAMETERS = re.compile(rb"(?im)^content-[a-z-]+[ \t]*:(?:[^\n]|\n[ \t]){8000}")
CALENDARS = ("text/calendar", "application/ics")
TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
NOT_READ = "The letter can't be read: it is no mail, or a broken one."


def read(
    raw: bytes,
    *,
    recipient: str | None = None,
    trusted_server: str | None = None,
) -> Incoming:
    """What came in.

    `recipient` is the address of the envelope where the mail server says it; `trusted_server` the
    name that our receiving server gives itself in Authentication-Results.
    """
    whole, why = _within_limits(raw)
    unread = Incoming(
        message_id="",
        sender="",
        sender_name="",
        recipients=(recipient.lower(),) if recipient else (),
        subject="",
        proven=False,
        content=Unclear(why=why or NOT_READ),
    )
    try:
        message = message_from_bytes(whole)
        known = _headers(message, unread, trusted_server=trusted_server)
    except Exception:  # A stranger's bytes: whatever is raised, nothing is known of them.
        return unread
    if why or not message.keys():
        return known
    try:
        return replace(known, content=_content(message, known.sender))
    except Exception:  # As above; whom it is from is known at least.
        return known


def _within_limits(raw: bytes) -> tuple[bytes, str]:
    """What of a mail may be parsed, and why that isn't all: parts within parts take it long."""
    why = ""
    if len(raw) > MOST_OCTETS:
        why = "The letter is larger than 1 MiB."
    elif len(re.findall(rb"(?i)content-type", raw)) > MOST_PARTS:
        why = "The letter has too many parts."
    elif _LONG_PARAMETERS.search(raw):
        why = "The letter has a header that is too long."
    if why:
        return re.split(rb"\r?\n\r?\n", raw[:MOST_HEADERS], maxsplit=1)[0] + b"\n\n", why
    return raw, why


def _headers(message: Message, unread: Incoming, *, trusted_server: str | None) -> Incoming:
    every = addresses(message, "From")
    name, sender = every[0] if len(every) == 1 else ("", "")
    delivered_to = [email for _name, email in addresses(message, *DELIVERED_TO)]
    return replace(
        unread,
        message_id=header(message, "Message-ID")[:LONGEST_HEADER],
        sender=sender,
        sender_name=decoded(name)[:LONGEST_HEADER],
        recipients=tuple(dict.fromkeys([*unread.recipients, *delivered_to]))[:MOST_RECIPIENTS],
        subject=header(message, "Subject")[:LONGEST_HEADER],
        proven=is_proven(message, sender=sender, trusted_server=trusted_server),
    )


def _content(message: Message, sender: str) -> Content:
    if reported := bounce(message):
        return reported
    answered, why = _calendar_answer(message, sender)
    if answered:
        return answered
    if is_from_mail_system(message) or is_report(message):
        # It may be about a letter that didn't arrive.
        return Unclear(why="A mail server reports something in a form that can't be read.")
    if automatic := why_automatic(message):
        return Automatic(why=automatic)
    if any(type_of(part) in TNEF or _file_name(part) == "winmail.dat" for part in parts(message)):
        return Unclear(
            why="Outlook sent it in a form of its own (winmail.dat), which only Outlook can read."
        )
    if words := own_words(message):
        return Words(text=words)
    return Unclear(why=why or "The letter holds no words of the sender's own.")


def _calendar_answer(message: Message, sender: str) -> tuple[Content | None, str]:
    """The answer in a mail's calendar parts, or why there is none in them.

    Many programs send it twice. Where one of two can't be read, the other speaks; two that differ
    are refused.
    """
    said: list[CalendarAnswer | NewTime] = []
    broken, without_answer = "", ""
    for part in parts(message):
        if type_of(part) not in CALENDARS and not _file_name(part).endswith(".ics"):
            continue
        method = part.get_param("method") or ""
        try:
            found = calendar_answers.answer(
                content(part),
                guest=sender,
                method=method if isinstance(method, str) else method[2],
                charset=part.get_content_charset(),
            )
        except NoAnswer as refused:
            without_answer = str(refused)
        except Unreadable as refused:
            broken = broken or str(refused)
        else:
            said.append(found)
    if len({replace(one, comment="") for one in said}) > 1:
        return Unclear(why="The letter holds two answers that contradict each other."), ""
    if said:
        return said[0], ""
    return (Unclear(why=broken), "") if broken else (None, without_answer)


def _file_name(part: Message) -> str:
    return (part.get_filename() or "").lower()
