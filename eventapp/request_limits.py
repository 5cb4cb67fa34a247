"""How much a browser may send: asked before anything else looks at it, CSRF and forms included.

A thread that cleans half a million letters does nothing else for a second or two, and three senders
make everybody wait. So whatever is far longer than a page could need is turned away unread. What is
a little too long comes as far as its form, which says so and shows it again.
"""

from dataclasses import dataclass

from flask import Flask, abort, request, session
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.exceptions import RequestEntityTooLarge
from wtforms.fields.core import UnboundField

from eventapp import request_turns


@dataclass(frozen=True)
class Room:
    """What one request may hold: bytes in all and of text, letters in a field, and fields."""

    body: int
    text: int
    letters: int
    fields: int


GUESTS = Room(body=64 * 1024, text=64 * 1024, letters=4_000, fields=400)
DESK = Room(body=256 * 1024, text=256 * 1024, letters=20_000, fields=2_000)
# A list of people comes as a file, and travels on from page to page in a hidden field.
# A calendar has a tick for each of its events.
LISTS = Room(body=6 * 1024 * 1024, text=2 * 1024 * 1024, letters=2 * 1024 * 1024, fields=1_200)
TAKES_LISTS = {
    "imports.show",
    "imports.look",
    "calendar_imports.show",
    "calendar_imports.look",
    "past_attendance.show",
    "past_attendance.look",
}
# A file is read by 64 KiB, with what is left of the 64 before: with room for one alone it would be too much.
BESIDE_A_FILE = 128 * 1024
# A logo comes as a file; what is a little too large is told so by its page.
PICTURES = Room(body=3 * 1024 * 1024, text=BESIDE_A_FILE, letters=4_000, fields=20)
TAKES_PICTURES = {"communities_desk.look"}
HEADER_PICTURES = Room(body=9 * 1024 * 1024, text=BESIDE_A_FILE, letters=4_000, fields=20)
# A whole community comes as one file; larger ones are for the command line.
ARCHIVES = Room(body=32 * 1024 * 1024, text=BESIDE_A_FILE, letters=4_000, fields=20)
ADDRESS, HEADERS, NAME = 8_000, 32_000, 200


def init(app: Flask) -> None:
    """Measure every request; nothing that reads a body may be asked before."""
    app.before_request_funcs.setdefault(None, []).insert(0, measure)
    request_turns.init(app)


def measure() -> None:
    """Take in all of the request, within bounds; then it may wait for its turn."""
    try:
        _take_in()
    finally:
        # Who is turned away gets a page, too, which is work.
        request_turns.take()


def _take_in() -> None:
    """Turn away what is far too long, or no form at all: 413, 414, 431 or 400 with a sentence."""
    if len(request.environ.get("PATH_INFO", "")) + len(request.query_string) > ADDRESS:
        abort(414, _("This address is far too long. Open the page from its own link."))
    if sum(len(value) for _name, value in request.headers) > HEADERS:
        abort(431, _("Your browser sent too much beside its question. Clear this site’s cookies."))
    room = _room()
    request.max_content_length = room.body
    request.max_form_memory_size = room.text
    request.max_form_parts = room.fields
    try:
        many = False
        if request.mimetype != "multipart/form-data":
            whole = request.get_data()
            # Counted before they are taken apart, which makes an object of each.
            if request.mimetype == "application/x-www-form-urlencoded":
                many = whole.count(b"&") >= room.fields
        names = [] if many else [*request.form, *request.files]
    except RequestEntityTooLarge:
        abort(413, None if room is LISTS else _too_much())
    if many:
        abort(413, _too_much())
    # A part without a name: no browser sends one, and whoever looks through the names stumbles.
    if None in names or any(len(name) > NAME for name in names):
        abort(
            400, _("This form has fields that the page doesn’t. Open the page and send it again.")
        )
    for name, values in request.form.lists():
        longest = max(map(len, values), default=0)
        if longest > room.letters:
            abort(
                413,
                _(
                    "“%(field)s” is far too long: %(letters)s letters. Go back, shorten it, and send it again.",
                    field=label(name),
                    letters=longest,
                ),
            )


def _room() -> Room:
    if request.path.startswith("/api/"):
        return DESK
    # Who isn't signed in gets no desk, so needs no room for one; the cookie can't be made up.
    if not request.path.startswith("/desk/") or "sign_in" not in session:
        return GUESTS
    if request.endpoint in TAKES_PICTURES and request.mimetype == "multipart/form-data":
        return PICTURES
    if request.endpoint == "face_desk.header" and request.mimetype == "multipart/form-data":
        return HEADER_PICTURES
    if request.endpoint == "archive_desk.send" and request.mimetype == "multipart/form-data":
        return ARCHIVES
    return LISTS if request.endpoint in TAKES_LISTS else DESK


def _too_much() -> str:
    return _("That is far more than this page asks for. Go back, shorten it, and send it again.")


def label(name: str) -> str:
    """What the forms of the site call a field."""
    forms = [FlaskForm]
    for form in forms:
        forms += form.__subclasses__()
        field = getattr(form, name, None)
        if isinstance(field, UnboundField) and field.args:
            return str(field.args[0])
    return name[:40].replace("_", " ")
