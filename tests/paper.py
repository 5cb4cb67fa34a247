"""Paper as a printer or a camera sees it: PDFs made into pictures, and codes read from them."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import zxingcpp
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from eventapp import drawing, press

MM = 25.4
# Label printers have 203 dots an inch, and only black ones.
LABEL_DPI = 203


def printed(pages: Sequence[drawing.Page], folder: Path, dpi: int, *how: str) -> list[Image.Image]:
    """The pages through the PDF that the press makes; `-mono` for a printer with black alone."""
    (folder / "paper.pdf").write_bytes(press.draw(pages, title="Paper"))
    for old in folder.glob("paper-*"):
        old.unlink()
    command = ["pdftoppm", "-r", str(dpi), *how, "paper.pdf", "paper"]
    subprocess.run(command, cwd=folder, check=True)
    return [Image.open(file).convert("L") for file in sorted(folder.glob("paper-*"))]


def photographed(page: Image.Image) -> Image.Image:
    """The same held a little askew before a camera that isn't quite sharp."""
    tilted = page.rotate(7, Image.Resampling.BICUBIC, expand=True, fillcolor=255)
    return tilted.filter(ImageFilter.GaussianBlur(0.8))


def read_by_zxing(pages: Sequence[Image.Image]) -> set[str]:
    """What one reader finds."""
    return {code.text for page in pages for code in zxingcpp.read_barcodes(page)}


def read_by_zbar(pages: Sequence[Image.Image], folder: Path) -> set[str]:
    """What another reader finds, that shares no code with the first."""
    names = [f"zbar-{number}.png" for number in range(len(pages))]
    for name, page in zip(names, pages, strict=True):
        page.save(folder / name, compress_level=1)
    command = ["zbarimg", "--raw", "-q", "-Sdisable", "-Sqr.enable", *names]
    found = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return set(found.stdout.split())


def ink(page: Image.Image, lightest: int = 250) -> NDArray[np.bool_]:
    """Where a page isn't white."""
    return np.asarray(page) < lightest
