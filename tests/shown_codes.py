"""What a code on a page says, read as a phone's camera reads it."""

import base64
import io
import re

import zxingcpp
from PIL import Image

PICTURE = re.compile(r'<img[^>]* src="data:image/png;base64,([^"]+)"')


def read(page: str) -> str | None:
    """The text of the one code that a page shows; None where it shows none."""
    shown = PICTURE.search(page)
    if not shown:
        return None
    picture = Image.open(io.BytesIO(base64.b64decode(shown[1]))).convert("L")
    framed = Image.new("L", (picture.width + 8, picture.height + 8), 255)
    framed.paste(picture, (4, 4))
    (found,) = zxingcpp.read_barcodes(framed.resize((framed.width * 6, framed.height * 6), 0))
    return found.text
