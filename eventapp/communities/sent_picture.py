"""A picture that somebody sent, read within bounds (pure); what is made of it is others' to say."""

import io
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
    draft: int | None = None,
) -> Image.Image:
    """The picture in a file, upright, as RGBA; NoPicture says why there is none.

    A photograph that is needed no larger than `draft` pixels is opened so, which is faster.
    """
    if len(sent) > most_bytes:
        raise NoPicture("size")
    with warnings.catch_warnings():
        # Pixels are counted before any is drawn, so nobody has to be warned of many.
        warnings.simplefilter("ignore")
        shown = _opened(sent, kinds, most_pixels)
        try:
            if draft:
                shown.draft("RGB", (draft, draft))
            return ImageOps.exif_transpose(shown).convert("RGBA")
        except Exception:
            # A decoder stumbles over broken pictures in its own way each.
            raise NoPicture("broken") from None


def _opened(sent: bytes, kinds: tuple[str, ...], most_pixels: int) -> Image.Image:
    try:
        shown = Image.open(io.BytesIO(sent), formats=kinds)
    except Image.DecompressionBombError:
        raise NoPicture("size") from None
    except Exception:
        raise NoPicture("kind") from None
    if shown.width * shown.height > most_pixels:
        raise NoPicture("size")
    return shown
