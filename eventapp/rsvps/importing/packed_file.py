"""A file as text, so that a page can carry it to its next step, or the worker can find it."""

import base64
import binascii
import zlib

from flask_babel import gettext as _

from eventapp.errors import Refused
from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.files import BYTES

# A page's hidden field may hold this much (letters of base64).
PAGE_HOLDS = 1_900_000


def pack(data: bytes) -> str:
    """A file as text that a page can carry to its next step; Refused when it is too long for that."""
    text = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode()
    if len(text) > PAGE_HOLDS:
        raise Refused(
            _(
                "This list is too long for the page. Split it, or ask whoever runs this site to import it."
            )
        )
    return text


def unpack(text: str) -> bytes:
    """The file that `pack` put into a page; BadFile when it was damaged on the way."""
    try:
        squeezed = zlib.decompressobj()
        data = squeezed.decompress(base64.urlsafe_b64decode(text), BYTES + 1)
    except (binascii.Error, ValueError, zlib.error):
        raise parsing.BadFile(_("The list got lost on the way. Choose the file again.")) from None
    return data
