"""A picture that somebody sent, made into the wide picture at the head of a page (pure).

Whatever comes in is turned upright, cut to one shape around its middle and written anew in two widths:
nothing of the file itself travels on, neither where it was taken nor with what.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

# Three times as wide as it is high, for wide screens and for phones.
WIDE, NARROW = (1600, 533), (800, 267)
LEAST_WIDTH = 600
MOST_BYTES = 8 * 1024 * 1024
MOST_PIXELS = 40_000_000
# The kinds whose readers are safe with what strangers send, and what cameras and programs write.
KINDS = ("PNG", "JPEG", "WEBP", "GIF", "BMP", "TIFF")


class NoPicture(ValueError):
    """What was sent can't be a header picture; `reason` is size, kind, small or broken."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class HeaderPicture:
    """The same picture as WebP, for wide screens and for phones."""

    wide: bytes
    narrow: bytes


def read(sent: bytes) -> HeaderPicture:
    """The header picture in a file; NoPicture says why there is none."""
    if len(sent) > MOST_BYTES:
        raise NoPicture("size")
    with warnings.catch_warnings():
        # Pixels are counted before any is drawn, so nobody has to be warned of many.
        warnings.simplefilter("ignore")
        shown = _upright(_opened(sent))
    if shown.width < LEAST_WIDTH:
        raise NoPicture("small")
    return HeaderPicture(_webp(shown, WIDE), _webp(shown, NARROW))


def _opened(sent: bytes) -> Image.Image:
    try:
        shown = Image.open(io.BytesIO(sent), formats=KINDS)
    except Image.DecompressionBombError:
        raise NoPicture("size") from None
    except Exception:
        raise NoPicture("kind") from None
    if shown.width * shown.height > MOST_PIXELS:
        raise NoPicture("size")
    return shown


def _upright(shown: Image.Image) -> Image.Image:
    try:
        # A photograph is opened no larger than it is needed.
        shown.draft("RGB", (2 * WIDE[0], 2 * WIDE[0]))
        upright = ImageOps.exif_transpose(shown).convert("RGBA")
    except Exception:
        # A decoder stumbles over broken pictures in its own way each.
        raise NoPicture("broken") from None
    white = Image.new("RGBA", upright.size, "white")
    return Image.alpha_composite(white, upright).convert("RGB")


def _webp(shown: Image.Image, size: tuple[int, int]) -> bytes:
    # Nothing is made larger than it was sent.
    width = min(size[0], shown.width)
    cut = ImageOps.fit(shown, (width, round(width * size[1] / size[0])), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    cut.save(out, "WEBP", quality=80, method=4, exif=b"", icc_profile=b"", xmp=b"")
    return out.getvalue()
