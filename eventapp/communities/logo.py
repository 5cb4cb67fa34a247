"""A picture that somebody sent, made into a logo that is safe to send on (pure).

Whatever comes in is read as one of three kinds of pictures, and written anew as a small PNG: nothing of
the file itself travels on, neither what else it holds nor where it was taken.
"""

import io
from dataclasses import dataclass

from PIL import Image

from eventapp.communities import sent_picture

# Twice the size that it is shown at, for fine screens.
WIDTH, HEIGHT = 320, 112
MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 12_000_000
# Enough for what is left of it without its rim.
DRAFT = 4 * WIDTH
SMALL = 24_000
KINDS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Logo:
    """A PNG, and how wide and high it is shown."""

    content: bytes
    width: int
    height: int


def read(sent: bytes) -> Logo:
    """The logo in a PNG, JPEG or WebP file; NoPicture says why there is none."""
    shown = _without_rim(
        sent_picture.read(
            sent, kinds=KINDS, most_bytes=MOST_BYTES, most_pixels=MOST_PIXELS, draft=DRAFT
        )
    )
    shown.thumbnail((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    width, height = (max(1, round(side / 2)) for side in shown.size)
    return Logo(_png(shown), width, height)


def _without_rim(shown: Image.Image) -> Image.Image:
    """The same without the empty rim that many files have around a logo."""
    box = shown.getchannel("A").getbbox()
    return shown.crop(box) if box else shown


def _png(shown: Image.Image) -> bytes:
    content = _saved(shown)
    # Every letter carries it: a photograph does with fewer colours.
    return (
        content if len(content) <= SMALL else _saved(shown.quantize(128, Image.Quantize.FASTOCTREE))
    )


def _saved(shown: Image.Image) -> bytes:
    out = io.BytesIO()
    # What belongs to the picture alone: no profile, no text, no date.
    Image.Image.save(shown, out, "PNG", optimize=True)
    return out.getvalue()
