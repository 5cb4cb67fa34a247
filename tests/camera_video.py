"""What a camera at a door sees: a badge held before it, as pictures and as a film that Chromium takes for its camera."""

import base64
import io
from pathlib import Path

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFilter

SMALL, LARGE = (640, 480), (1280, 720)
# The camera of a page that draws, 20 times a second, whatever picture it was given last: for browsers that
# play no film, and for several badges one after the other.
DRAWN = """
if (navigator.mediaDevices) navigator.mediaDevices.getUserMedia = async () => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 640, height: 480 });
  const pen = canvas.getContext("2d");
  setInterval(() => window.badge ? pen.drawImage(window.badge, 0, 0) : pen.fillRect(0, 0, 640, 480), 50);
  return canvas.captureStream(20);
};
"""
# A picture of a data: address, which no page of ours may load.
BITMAP = """async (src) => {
  const bytes = Uint8Array.from(atob(src.split(",")[1]), (letter) => letter.charCodeAt(0));
  return createImageBitmap(new Blob([bytes], { type: "image/png" }));
}"""
# Gives it one.
SHOW = f"async (src) => {{ window.badge = await ({BITMAP})(src); }}"


def picture(
    address: str,
    *,
    side: float = 90,
    tilt: float = 6,
    blur: float = 0.7,
    size: tuple[int, int] = SMALL,
) -> Image.Image:
    """A badge in a dark hall; its code is `side` pixels wide, a little turned and not quite sharp."""
    code = zxingcpp.create_barcode(address, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = np.array(code.to_image(scale=1, add_quiet_zones=False))
    # Drawn four times as large, and made small at the end: so edges are as soft as a lens has them.
    large = round(side * 4)
    badge = Image.new("L", (large * 3, large * 2), 238)
    ImageDraw.Draw(badge).rectangle((large // 8, large // 4, large, large // 2), fill=40)
    sharp = Image.fromarray(modules).resize((large, large), Image.Resampling.NEAREST)
    badge.paste(sharp, (large * 3 // 2, large // 2))
    turned = badge.rotate(tilt, Image.Resampling.BICUBIC, expand=True, fillcolor=70)
    hall = Image.new("L", (size[0] * 4, size[1] * 4), 70)
    left, top = (hall.width - turned.width) // 2, (hall.height - turned.height) // 2
    hall.paste(turned, (left - large // 2, top))
    seen = hall.resize(size, Image.Resampling.LANCZOS)
    return seen.filter(ImageFilter.GaussianBlur(blur))


def data_address(of: Image.Image) -> str:
    """The picture as a data: address."""
    file = io.BytesIO()
    of.save(file, "PNG")
    return "data:image/png;base64," + base64.b64encode(file.getvalue()).decode()


def film(path: Path, of: Image.Image) -> Path:
    """One picture as YUV4MPEG2, played again and again."""
    grey = bytes([128]) * (of.width * of.height // 2)
    head = f"YUV4MPEG2 W{of.width} H{of.height} F10:1 Ip A1:1 C420jpeg\n".encode()
    path.write_bytes(head + b"FRAME\n" + of.tobytes() + grey)
    return path
