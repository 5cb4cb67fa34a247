import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from pypdf import PdfReader

from eventapp import pdf, pdf_process
from eventapp.errors import Refused

ROOT = Path(pdf.__file__).parents[1]


def test_documents_are_joined_in_order() -> None:
    parts = ["<p>Aiko</p>", "<p>Maximiliano</p>"]

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
    page = "<p>Aiko</p>" * 40

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
