"""A picture that somebody sent, read within bounds (pure); what is made of it is others' to say."""

import io
import math
import warnings

from PIL import Image, ImageOps


class NoPicture(ValueError):
    """What was sent can't be used; `reason` is size, kind, broken or small."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read(
    sent: bytes,
    *,
    kinds: tuple[str, ...],
    most_bytes: int,
    most_pixels: int,
    draft: int,
) -> Image.Image:
    """The picture in a file, upright, as RGBA; NoPicture says why there is none.

    What is needed no larger than `draft` pixels wide and high is made smaller at once: a small file may
    be a picture that fills the memory many times over.
    """
    if len(sent) > most_bytes:
        raise NoPicture("size")
    with warnings.catch_warnings():
        # Pixels are counted before any is drawn, so nobody has to be warned of many.
        warnings.simplefilter("ignore")
        shown = _opened(sent, kinds, most_pixels)
        try:
            shown.draft("RGB", (draft, draft))
            # The large one is let go before the others are made.
            shown = _smaller(shown, draft)
            shown = ImageOps.exif_transpose(shown)
            return shown.convert("RGBA")
        except Exception:
            # A decoder stumbles over broken pictures in its own way each.
            raise NoPicture("broken") from None


# None shall take more than 100 MB: a JPEG is read smaller than it is, and WebP’s reader keeps a picture four
# times over.
PIXELS = {"JPEG": 25_000_000, "WEBP": 5_000_000}
OTHER_PIXELS = 20_000_000


def _smaller(shown: Image.Image, draft: int) -> Image.Image:
    """A picture with about as many pixels as are needed, or up to four times as many; it still says
    which side is up."""
    factor = math.isqrt(shown.width * shown.height // draft**2)
    if factor < 2:
        return shown
    # Others would be made in yet another kind of the same size first.
    if shown.mode not in {"L", "RGB", "CMYK", "YCbCr"}:
        size = (max(1, shown.width // factor), max(1, shown.height // factor))
        return shown.resize(size, Image.Resampling.NEAREST)
    return shown.reduce(factor)


def _opened(sent: bytes, kinds: tuple[str, ...], most_pixels: int) -> Image.Image:
    try:
        shown = Image.open(io.BytesIO(sent), formats=kinds)
    except Image.DecompressionBombError:
        raise NoPicture("size") from None
    except Exception:
        raise NoPicture("kind") from None
    most = PIXELS.get(shown.format or "", OTHER_PIXELS)
    if shown.width * shown.height > min(most, most_pixels):
        raise NoPicture("size")
    return shown
