"""Which mail nobody wrote (RFC 3834): vacation answers, receipts, loops, lists. Pure."""

import re
from email.message import Message

from eventapp.mail.incoming.mail_parts import header, is_without_sender

# What programs add to an answer of theirs. X-Auto-Response-Suppress is none of these: it asks
# others not to answer, and stands in what people write with Outlook too.
MARKS = (
    "X-Autoreply",
    "X-Autorespond",
    "X-Autoresponder",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
    "X-MS-Exchange-Inbox-Rules-Loop",
    "X-MS-Exchange-Generated-Message-Source",
)
PRECEDENCES = ("bulk", "junk", "auto_reply", "auto-reply")


def why_automatic(message: Message) -> str:
    """Why nobody wrote this mail, for the log; empty where somebody may have.

    A letter of ours that comes back is marked as sent by a program, too.
    """
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().lower()
    if submitted not in {"", "no"}:
        return f"It is marked as sent by a program: {submitted}."
    for name in ("Precedence", "Preference"):
        if (value := header(message, name).lower()) in PRECEDENCES:
            return f"It is marked as sent by a program: {value}."
    for name in MARKS:
        if header(message, name).lower() not in {"", "no", "false"}:
            return f"It is marked as sent by a program: {name}."
    if _report_type(message) == "disposition-notification":
        return "It is a receipt: somebody's mail program says that a letter was opened."
    if is_without_sender(message):
        return "It has no sender to answer."
    return ""


def is_report(message: Message) -> bool:
    """Whether a mail server reports something (RFC 6522) that isn't a mere receipt."""
    return _report_type(message) not in {"", "disposition-notification"}


def _report_type(message: Message) -> str:
    """What a report is about (RFC 6522), wherever its parameter stands."""
    if message.get_content_type() != "multipart/report":
        return ""
    found = re.search(r"(?i)report-type=\"?([a-z-]+)", header(message, "Content-Type"))
    return found[1].lower() if found else ""
