"""A picture that somebody sent, made into the wide picture at the head of a page (pure).

Whatever comes in is turned upright, cut to one shape around its middle and written anew in two widths:
nothing of the file itself travels on, neither where it was taken nor with what.
"""

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from eventapp.communities import sent_picture
from eventapp.communities.sent_picture import NoPicture

# Three times as wide as it is high, for wide screens and for phones.
WIDE, NARROW = (1600, 533), (800, 267)
LEAST_WIDTH = 600
MOST_BYTES = 8 * 1024 * 1024
# As telephones take them.
MOST_PIXELS = 25_000_000
# The kinds whose readers are safe with what strangers send, and what cameras and programs write.
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


@dataclass(frozen=True)
class HeaderPicture:
    """The same picture as WebP, for wide screens and for phones."""

    wide: bytes
    narrow: bytes


def read(sent: bytes) -> HeaderPicture:
    """The header picture in a file; NoPicture says why there is none."""
    upright = sent_picture.read(
        sent, kinds=KINDS, most_bytes=MOST_BYTES, most_pixels=MOST_PIXELS, draft=WIDE[0]
    )
    if upright.width < LEAST_WIDTH:
        raise NoPicture("small")
    return HeaderPicture(_webp(upright, WIDE), _webp(upright, NARROW))


def _webp(shown: Image.Image, size: tuple[int, int]) -> bytes:
    # Nothing is made larger than it was sent.
    width = min(size[0], shown.width)
    cut = ImageOps.fit(shown, (width, round(width * size[1] / size[0])), Image.Resampling.LANCZOS)
    white = Image.new("RGBA", cut.size, "white")
    out = io.BytesIO()
    Image.alpha_composite(white, cut).convert("RGB").save(
        out, "WEBP", quality=80, method=4, exif=b"", icc_profile=b"", xmp=b""
    )
    return out.getvalue()
