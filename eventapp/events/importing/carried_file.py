"""A file as text, so that a page can carry it to its next step (pure)."""

import base64
import binascii
import zlib

# A page's hidden field may hold this much (letters of base64).
PAGE_HOLDS = 1_900_000


class Lost(ValueError):
    """What a page carried was changed on the way, or can't be carried."""


def packed(data: bytes) -> str:
    """A file as text; Lost when it is too long for a page."""
    text = base64.urlsafe_b64encode(zlib.compress(data, 9)).decode()
    if len(text) > PAGE_HOLDS:
        raise Lost
    return text


def unpacked(text: str, *, most: int) -> bytes:
    """The file again, one byte more than it may have at most; Lost when it was damaged."""
    try:
        data = zlib.decompressobj().decompress(base64.urlsafe_b64decode(text), most + 1)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise Lost from error
    if not data:
        raise Lost
    return data
