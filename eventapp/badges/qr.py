"""QR codes as shapes, for paper and for the screen (pure)."""

from dataclasses import dataclass

import numpy as np
import zxingcpp
from numpy.typing import NDArray


@dataclass(frozen=True)
class Shape:
    """What is black of a code, edge to edge: so many modules a side, and the path of an SVG."""

    side: int
    path: str


def shape(content: str) -> Shape:
    """A code of full black (ISO/IEC 18004, level M).

    What turns a PDF into dots smooths a picture that it has to resize, and where there is only black
    it makes a raster of the grey: then one reader in two finds no code. Shapes stay sharp.
    """
    modules = _modules(content) == 0
    path = "".join(
        f"M{start} {row}h{end - start}v1h{start - end}z"
        for row, line in enumerate(modules)
        for start, end in _runs(line)
    )
    return Shape(len(modules), path)


def svg(content: str) -> bytes:
    """The same as a picture for paper."""
    drawn = shape(content)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {drawn.side} {drawn.side}">'
        f'<path d="{drawn.path}"/></svg>'
    ).encode()


def _modules(content: str) -> NDArray[np.uint8]:
    code = zxingcpp.create_barcode(content, zxingcpp.BarcodeFormat.QRCode, ec_level="M")
    return np.array(code.to_image(scale=1, add_quiet_zones=False))


def _runs(line: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """From where to where a row is black."""
    edges = np.flatnonzero(np.diff(line.astype(np.int8), prepend=0, append=0))
    return [(int(a), int(b)) for a, b in edges.reshape(-1, 2)]
