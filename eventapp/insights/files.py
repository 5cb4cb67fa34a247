"""Pictures as files to take: SVG, PNG, CSV, and all of them as one ZIP."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import PurePosixPath

from eventapp import drawing, press, typefaces
from eventapp.insights import svg
from eventapp.insights.picture import Hidden, Picture
from eventapp.rsvps import csv_file

# A pixel of a screen, in mm.
PIXEL = 25.4 / 96
# Around a picture that stands by itself, in pixels.
MARGIN = 16
# Twice as many dots as a screen has: sharp on slides.
PPI = 192
KINDS = {"svg": "image/svg+xml", "png": "image/png", "csv": "text/csv"}
_BEGUN = (1980, 1, 1, 0, 0, 0)


def size(drawn: str) -> tuple[float, float]:
    """How wide and high a drawing is, in pixels."""
    view = drawn.partition('viewBox="0 0 ')[2].partition('"')[0]
    wide, high = view.split()
    return float(wide), float(high)


def printed(drawn: str) -> bytes:
    """A drawing for paper and for pictures made of it: light colours, in the typefaces of print."""
    ours = typefaces.text()
    families = ",".join((*ours.families, "sans-serif"))
    return svg.plain(drawn).replace(svg.FAMILY, families).encode()


def made(picture: Picture, kind: str, *, lang: str) -> bytes:
    """One picture as a file; `kind` is one of `KINDS`."""
    if kind == "csv":
        return csv_file.write(picture.table.headings, picture.table.rows)
    if kind == "svg":
        return svg.as_file(picture.wide).encode()
    wide, high = size(picture.wide)
    page = drawing.Page(
        (wide + 2 * MARGIN) * PIXEL,
        (high + 2 * MARGIN) * PIXEL,
        (
            drawing.Rect(0, 0, (wide + 2 * MARGIN) * PIXEL, (high + 2 * MARGIN) * PIXEL, "#FFFFFF"),
            drawing.Picture(
                MARGIN * PIXEL,
                MARGIN * PIXEL,
                wide * PIXEL,
                high * PIXEL,
                printed(picture.wide),
                "svg",
            ),
        ),
    )
    return press.draw([page], title=picture.title, lang=lang, kind="png", ppi=PPI)


def zipped(pictures: Sequence[Picture | Hidden], folder: str, *, lang: str) -> bytes:
    """All pictures in one file, each as SVG, PNG and CSV, numbered in their order."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        shown = [picture for picture in pictures if isinstance(picture, Picture)]
        for number, picture in enumerate(shown, start=1):
            for kind in KINDS:
                name = PurePosixPath(folder, f"{number:02}-{picture.name}.{kind}")
                # The same pictures make the same file.
                entry = zipfile.ZipInfo(str(name), _BEGUN)
                entry.compress_type = zipfile.ZIP_DEFLATED
                archive.writestr(entry, made(picture, kind, lang=lang))
    return out.getvalue()


def stamped(name: str, at: datetime) -> str:
    """The name of a file with its day."""
    return f"{name}-{at:%Y-%m-%d}"
