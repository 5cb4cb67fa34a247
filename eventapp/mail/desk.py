"""The local mailbox: what would have been mailed, while no mail server is set."""

import re
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from eventapp import web
from eventapp.config import is_loopback
from eventapp.mail import local_mailbox

bp = Blueprint("mail_desk", __name__)

ADDRESS = re.compile(r"(https?://[^\s<>\"]+)")
SHOWN = 200


@dataclass(frozen=True)
class Letter:
    """One letter in the mailbox: the name of its file and what its head says."""

    name: str
    subject: str
    to: str
    sender: str
    date: datetime | None


@bp.get("/dev/mailbox")
def mailbox() -> ResponseReturnValue:
    """The letters, newest first."""
    _see_that_it_is_ours()
    names = local_mailbox.names()
    letters = [_head(name, local_mailbox.read(name)) for name in names[:SHOWN]]
    return render_template("messages/mailbox.html", letters=letters, number=len(names))


@bp.get("/dev/mailbox/<name>")
def letter(name: str) -> ResponseReturnValue:
    """One letter: its text with links to follow, its looks, its calendar part, its attachments."""
    message = _letter(name)
    body = message.get_body(("plain",))
    text = body.get_content() if body else ""
    parts = [
        (number, part.get_content_type(), part.get_filename() or "")
        for number, part in enumerate(_leaves(message))
    ]
    calendar = next(
        (part for part in _leaves(message) if part.get_content_type() == "text/calendar"), None
    )
    return render_template(
        "messages/letter.html",
        letter=_head(name, message),
        pieces=_pieces(text),
        html=message.get_body(("html",)) is not None,
        calendar=calendar.get_content() if calendar else "",
        method=calendar.get_param("method", "") if calendar else "",
        attachments=[part for part in parts if part[2]],
    )


def _pieces(text: str) -> list[str]:
    """The text in pieces, every second one an address; what ends a sentence isn't part of it."""
    found = ADDRESS.split(text)
    for at in range(1, len(found), 2):
        whole = found[at]
        found[at] = whole.rstrip(".,;:!?)")
        found[at + 1] = whole[len(found[at]) :] + found[at + 1]
    return found


@bp.get("/dev/mailbox/<name>/html")
def letter_html(name: str) -> ResponseReturnValue:
    """A letter's HTML for the frame: it may run nothing, fetch nothing, and open links on top."""
    message = _letter(name)
    body = message.get_body(("html",)) or abort(404)
    shown = {
        str(part["Content-ID"]).strip("<>"): part.get_content()
        for part in _leaves(message)
        if part["Content-ID"]
    }
    return framed(body.get_content(), shown)


def framed(html: str, pictures: Mapping[str, bytes]) -> Response:
    """A letter's HTML as a page for a frame, its pictures by their Content-ID put into it."""
    for content_id, content in pictures.items():
        address = f"data:image/png;base64,{b64encode(content).decode()}"
        html = html.replace(f'src="cid:{content_id}"', f'src="{address}"')
    html = html.replace("<head>", '<head><base target="_top">', 1)
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'self'; "
        "sandbox allow-top-navigation-by-user-activation"
    )
    return response


@bp.get("/dev/mailbox/<name>/parts/<int:number>")
def part(name: str, number: int) -> ResponseReturnValue:
    """An attachment, to keep."""
    leaves = list(_leaves(_letter(name)))
    if number >= len(leaves):
        abort(404)
    found = leaves[number]
    response = Response(found.get_payload(decode=True), mimetype="application/octet-stream")
    filename = re.sub(r"[^A-Za-z0-9._-]", "_", found.get_filename() or "part")
    response.headers["Content-Disposition"] = f"attachment; filename={filename}"
    return response


def _see_that_it_is_ours() -> None:
    """Raise a 404 wherever letters really leave, or strangers could look."""
    host = urlsplit(current_app.config["BASE_URL"]).hostname or ""
    if current_app.config["SMTP_URL"] or not is_loopback(host):
        abort(404)
    web.private()


def _letter(name: str) -> EmailMessage:
    _see_that_it_is_ours()
    if name not in local_mailbox.names():
        abort(404)
    return local_mailbox.read(name)


def _head(name: str, message: EmailMessage) -> Letter:
    date = message["Date"]
    return Letter(
        name=name,
        subject=str(message["Subject"] or ""),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        date=parsedate_to_datetime(str(date)) if date else None,
    )


def _leaves(message: EmailMessage) -> Iterator[EmailMessage]:
    return (part for part in message.walk() if not part.is_multipart())
