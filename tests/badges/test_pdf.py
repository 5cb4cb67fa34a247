import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from badge_samples import ORDINARY, SAYING, UNRULY, with_codes
from PIL import Image
from pypdf import PdfReader

from eventapp import pdf, pdf_process
from eventapp.badges import sheet
from eventapp.badges.badge import Badge
from eventapp.badges.stocks import STOCKS
from eventapp.errors import Refused

ROOT = Path(pdf.__file__).parents[1]
L4785, LETTER = STOCKS["avery-l4785"], STOCKS["avery-5390"]
MM = 72 / 25.4


def raster(document: bytes, folder: Path, dpi: int) -> list[Image.Image]:
    (folder / "badges.pdf").write_bytes(document)
    subprocess.run(
        ["pdftoppm", "-r", str(dpi), "-png", "badges.pdf", "page"], cwd=folder, check=True
    )
    return [Image.open(page).convert("L") for page in sorted(folder.glob("page*.png"))]


@pytest.mark.parametrize("key", ["avery-l4785", "avery-5390"])
def test_sheets_have_the_size_of_their_stock_and_as_many_pages_as_needed(key: str) -> None:
    stock = STOCKS[key]

    document = PdfReader(io.BytesIO(pdf.render(sheet.html(ORDINARY * 2, stock))))

    assert len(document.pages) == 2
    box = document.pages[0].mediabox
    assert (float(box.width), float(box.height)) == (
        pytest.approx(stock.sheet_width * MM, abs=0.1),
        pytest.approx(stock.sheet_height * MM, abs=0.1),
    )


def test_our_own_typefaces_are_embedded() -> None:
    page = PdfReader(io.BytesIO(pdf.render(sheet.html(ORDINARY[:1], L4785)))).pages[0]

    names = str([font.get_object()["/BaseFont"] for font in page["/Resources"]["/Font"].values()])

    assert "bricolage" in names
    assert "figtree" in names
    assert "Aiko" in page.extract_text()


@pytest.mark.services
@pytest.mark.parametrize("key", ["avery-l4785", "avery-5390", "avery-l4784", "dymo-30321"])
def test_every_code_is_read_from_paper(key: str, tmp_path: Path) -> None:
    badges = with_codes([*ORDINARY, *UNRULY, *SAYING])

    pages = raster(pdf.render(sheet.html(badges, STOCKS[key])), tmp_path, 300)

    read = {code.text for page in pages for code in zxingcpp.read_barcodes(page)}
    assert read == {badge.url for badge in badges}


@pytest.mark.services
def test_exactly_the_letters_that_are_said_to_be_missing_leave_no_ink(tmp_path: Path) -> None:
    letters = "\U00030ede麺太郎髙﨑ф\ue123𓀀"
    badges = [Badge(letter) for letter in letters]

    (page,) = raster(pdf.render(sheet.html(badges, L4785)), tmp_path, 60)

    dark, dots = np.asarray(page) < 200, 60 / 25.4
    blank = set()
    for number, letter in enumerate(letters):
        x, y = L4785.corner_of(number)
        high, wide = (y + 4, y + L4785.height - 12), (x + 2, x + L4785.width - 2)
        rows, columns = (slice(int(a * dots), int(b * dots)) for a, b in (high, wide))
        blank |= set() if dark[rows, columns].any() else {letter}
    assert {lack.letters for lack in sheet.lacking(badges)} - {""} == blank
    assert "\ue123" in blank


@pytest.mark.services
def test_nothing_that_is_typed_leaves_its_label(tmp_path: Path) -> None:
    pages = raster(pdf.render(sheet.html(with_codes(UNRULY), L4785)), tmp_path, 100)

    ink = np.asarray(pages[0]) < 250
    for label in range(L4785.per_sheet):
        x, y = L4785.corner_of(label)
        left, top, right, bottom = (
            round(edge / 25.4 * 100)
            for edge in (x - 1.4, y - 1.4, x + L4785.width + 1.4, y + L4785.height + 1.4)
        )
        ink[top:bottom, left:right] = False
    assert len(pages) == 1
    assert not ink.any()


def test_documents_are_joined_in_order() -> None:
    parts = [sheet.html(ORDINARY[:1], L4785), sheet.html(ORDINARY[1:2], L4785)]

    joined = PdfReader(io.BytesIO(pdf.render_many(parts)))

    assert [page.extract_text()[:4] for page in joined.pages] == ["Aiko", "Maxi"]


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "http://127.0.0.1/",
        "https://assets.invalid/../../etc/passwd",
        "https://assets.invalid/%2e%2e/%2e%2e/etc/passwd",
        "https://assets.invalid//etc/passwd",
        "https://assets.invalid@127.0.0.1/",
        "https://assets.invalid/fonts",
        "//127.0.0.1/",
        "ftp://127.0.0.1/",
    ],
)
def test_the_press_fetches_nothing_but_shipped_files(url: str) -> None:
    with pytest.raises(ValueError):
        pdf_process.read(url, ROOT / "static")


def test_the_press_reads_a_shipped_typeface() -> None:
    body, _ = pdf_process.read(
        "https://assets.invalid/fonts/bricolage-latin.woff2", ROOT / "static"
    )

    assert body.startswith(b"wOF2")


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "out.txt").symlink_to(tmp_path / "secret")

    with pytest.raises(ValueError):
        pdf_process.read("https://assets.invalid/out.txt", tmp_path / "static")


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine and the requests it was asked."""
    requests: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            requests.append(self.path)
            self.send_error(404)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", requests
        server.shutdown()


def test_a_page_that_asks_for_files_and_addresses_gets_none(asked: tuple[str, list[str]]) -> None:
    address, requests = asked
    page = (
        f'<link rel=stylesheet href="{address}/a.css"><img src="{address}/b.png">'
        f'<style>@import "{address}/c.css";p{{background:url({address}/d.png)}}</style>'
        '<link rel=attachment href="file:///etc/passwd"><img src="file:///etc/passwd">'
        f'<object data="{address}/e.svg"></object><img src="data:image/svg+xml,<svg xmlns='
        f"'http://www.w3.org/2000/svg'><image href='{address}/f.png'/></svg>\"><p>Hello"
    )

    document = PdfReader(io.BytesIO(pdf.render(page)))

    assert requests == []
    assert not document.attachments
    assert "root:" not in document.pages[0].extract_text()


def test_a_press_without_memory_or_time_is_a_sentence_and_the_next_one_works() -> None:
    page = sheet.html(ORDINARY, L4785)

    with pytest.raises(Refused, match="could not be drawn"):
        pdf.render(page, megabytes=40)
    with pytest.raises(Refused, match="in time"):
        pdf.render(page * 400, seconds=1)

    assert pdf.render(page).startswith(b"%PDF-")


def test_the_press_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTAPP_SECRET_KEY", "k" * 40)

    assert not [name for name in pdf._environment() if name.startswith("EVENTAPP")]


def test_the_web_process_never_loads_the_printing_library() -> None:
    code = "import sys, eventapp.pdf; sys.exit('weasyprint' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
