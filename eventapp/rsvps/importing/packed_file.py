"""A file as text, so that a page can carry it to its next step, or the worker can find it."""

from flask import request
from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.events.importing import carried_file
from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.files import BYTES


def pack(data: bytes) -> str:
    """A file as text that a page can carry to its next step; Refused when it is too long for that."""
    try:
        return carried_file.packed(data)
    except carried_file.Lost:
        raise Refused(
            _(
                "This list is too long for the page. Split it, or ask whoever runs this site to import it."
            )
        ) from None


def unpack(text: str) -> bytes:
    """The file that `pack` put into a page; BadFile when it was damaged on the way."""
    try:
        return carried_file.unpacked(text, most=BYTES)
    except carried_file.Lost:
        raise parsing.BadFile(_("The list got lost on the way. Choose the file again.")) from None


def listed() -> bytes:
    """The list that was sent with a form: chosen just now, or carried by the page; BadFile without one."""
    upload = request.files.get("file")
    if upload and upload.filename:
        data: bytes = upload.read()
        return data
    if not request.form.get("list"):
        raise parsing.BadFile(_("Choose a file first."))
    return unpack(request.form["list"])
