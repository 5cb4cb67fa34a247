"""QR codes as the smallest pictures that print sharp (pure)."""

import base64
import struct
import zlib

import numpy as np
import zxingcpp

# On paper: what turns a PDF into dots smooths pictures that it has to enlarge, and makes a raster of
# the grey where there is only black. With one pixel a module no label printer's code could be read.
PRINTED = 4


def png(content: str, *, pixels: int = 1) -> bytes:
    """A 1-bit PNG of so many pixels per module and no quiet zone (ISO/IEC 18004, level M)."""
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    modules = np.array(code.to_image(scale=pixels, add_quiet_zones=False))
    height, width = modules.shape
    rows = b"".join(b"\0" + row.tobytes() for row in np.packbits(modules > 0, axis=1))
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def data_uri(content: str) -> str:
    """The same, to put into a page."""
    return "data:image/png;base64," + base64.b64encode(png(content)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
