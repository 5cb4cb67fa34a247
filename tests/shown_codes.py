"""What a code on a page says, read as a phone's camera reads it."""

import re

import zxingcpp
from PIL import Image, ImageDraw

DRAWN = re.compile(r'<svg class="qr"[^>]* viewBox="0 0 (\d+) \1"[^>]*><path d="([^"]+)"/></svg>')
RUN = re.compile(r"M(\d+) (\d+)h(\d+)v1h-\d+z")


def read(page: str) -> str | None:
    """The text of the one code that a page shows; None where it shows none."""
    shown = DRAWN.search(page)
    if not shown:
        return None
    side = int(shown[1])
    picture = Image.new("L", (side + 8, side + 8), 255)
    pen = ImageDraw.Draw(picture)
    for x, y, wide in RUN.findall(shown[2]):
        left, row = int(x) + 4, int(y) + 4
        pen.line([(left, row), (left + int(wide) - 1, row)], fill=0)
    large = picture.resize((picture.width * 6, picture.height * 6), Image.Resampling.NEAREST)
    (found,) = zxingcpp.read_barcodes(large)
    return found.text
