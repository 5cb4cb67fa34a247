"""QR codes: as shapes for paper, as the smallest picture for the screen (pure)."""

import base64
import struct
import zlib

import numpy as np
import zxingcpp
from numpy.typing import NDArray


def svg(content: str) -> bytes:
    """For paper: shapes of full black, edge to edge (ISO/IEC 18004, level M).

    What turns a PDF into dots smooths a picture that it has to resize, and where there is only black
    it makes a raster of the grey: then one reader in two finds no code. Shapes stay sharp.
    """
    modules = _modules(content) == 0
    shape = "".join(
        f"M{start} {row}h{end - start}v1h{start - end}z"
        for row, line in enumerate(modules)
        for start, end in _runs(line)
    )
    side = len(modules)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"><path d="{shape}"/></svg>'
    ).encode()


def png(content: str) -> bytes:
    """For the screen: a 1-bit PNG of one pixel a module and no quiet zone, level M, too."""
    modules = _modules(content)
    height, width = modules.shape
    rows = b"".join(b"\0" + row.tobytes() for row in np.packbits(modules > 0, axis=1))
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(rows, 9))
        + _chunk(b"IEND", b"")
    )


def _modules(content: str) -> NDArray[np.uint8]:
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return np.array(code.to_image(scale=1, add_quiet_zones=False))


def _runs(line: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """From where to where a row is black."""
    edges = np.flatnonzero(np.diff(line.astype(np.int8), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]


def data_uri(content: str) -> str:
    """The same, to put into a page."""
    return "data:image/png;base64," + base64.b64encode(png(content)).decode()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
