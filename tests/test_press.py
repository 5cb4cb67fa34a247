"""The printing press: what strangers typed stays text, and it reads, fetches and takes no more than it
may."""

import io
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from eventapp import drawing, press, press_process, typefaces
from eventapp.errors import Refused
from eventapp.paths import ROOT, STATIC, TEMPLATES

FONTS = STATIC / "fonts" / "print"
# Each would do or be something else, were it read as markup, code or a string of code.
MARKUP = [
    '#import "@preview/cetz:0.3.0"',
    '#read("/etc/passwd")',
    "#panic()",
    "$a^2 + b$ and $ x",
    "@label <label>",
    "*bold* _slanted_ `raw`",
    "] } ) \\ \\n // /* \" '",
    "= Heading",
    "- item",
    "\\u{41} ~ -- --- ...",
    "https://example.org",
    "{{ 7 * 7 }} <script>",
]


def page(*lines: str) -> drawing.Page:
    return drawing.Page(
        210,
        297,
        tuple(
            drawing.line(line, typefaces.text(), 12, 20, 20 + 8 * number)
            for number, line in enumerate(lines)
        ),
    )


def read(document: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(document))


def run(template: str, folder: Path) -> bytes:
    """What a template of another folder makes, in this process."""
    (folder / "own.typ").write_text(template)
    asked = {"template": "own.typ", "data": {}, "kind": "pdf", "ppi": 72, "tagged": False}
    return press_process.draw(asked, folder, FONTS)


def test_what_looks_like_markup_is_printed_as_it_was_typed() -> None:
    found = read(press.draw([page(*MARKUP)], title="] #panic() $"))

    assert found.metadata.title == "] #panic() $"
    printed = found.pages[0].extract_text().splitlines()
    assert [line.strip() for line in printed] == MARKUP
    assert not found.pages[0].annotations


def test_a_pdf_has_the_pages_sizes_and_typefaces_of_what_was_drawn_and_asks_not_to_be_scaled() -> (
    None
):
    small = drawing.Page(62, 100, (drawing.line("Aiko", typefaces.display(), 30, 5, 20),))

    found = read(press.draw([page("Hello"), small], title="Two"))

    sizes = [
        tuple(round(float(side) / 72 * 25.4, 1) for side in one.mediabox[2:]) for one in found.pages
    ]
    fonts = str([font.get_object()["/BaseFont"] for one in found.pages
                 for font in one["/Resources"]["/Font"].values()])  # fmt: skip
    assert sizes == [(210, 297), (62, 100)]
    assert "figtree" in fonts
    assert "bricolage" in fonts
    assert found.trailer["/Root"]["/ViewerPreferences"]["/PrintScaling"] == "/None"


def test_a_letter_that_is_no_letter_does_not_stop_the_press() -> None:
    assert press.draw([page("a\ud83db")], title="x").startswith(b"%PDF-")


@pytest.mark.parametrize(
    "code",
    [
        '#read("/etc/passwd")',
        '#read("../secret")',
        '#image("/../../../etc/passwd")',
        '#include "../secret"',
        '#read("link")',
    ],
)
def test_a_template_reads_nothing_outside_its_folder(code: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (tmp_path / "templates").mkdir()

    with pytest.raises(RuntimeError) as failed:
        run(code, tmp_path / "templates")

    assert "secret\n" not in str(failed.value)


def test_a_template_reads_what_lies_beside_it(tmp_path: Path) -> None:
    (tmp_path / "beside").write_text("beside")

    assert "beside" in read(run('#read("beside")', tmp_path)).pages[0].extract_text()


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


@pytest.mark.parametrize("href", ["ADDRESS/b.png", "file:///etc/passwd", "/etc/passwd"])
def test_a_picture_that_asks_for_files_or_addresses_gets_none(
    asked: tuple[str, list[str]], href: str
) -> None:
    address, requests = asked
    href = href.replace("ADDRESS", address)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
        f'<style>@import "{href}";</style><image href="{href}" width="9" height="9"/></svg>'
    )
    picture = drawing.Picture(0, 0, 50, 50, svg.encode(), "svg")

    with pytest.raises(Refused, match="could not be drawn"):
        press.draw([drawing.Page(60, 60, (picture,))], title="x")

    assert requests == []


def test_a_press_without_memory_or_time_is_a_sentence_and_the_next_one_works() -> None:
    many = [page(*MARKUP)] * 4000

    with pytest.raises(Refused, match="could not be drawn"):
        press.render(press.PAGES, drawing.as_data([page("x")], title="x"), megabytes=40)
    with pytest.raises(Refused, match="in time"):
        press.render(press.PAGES, drawing.as_data(many, title="x"), seconds=1)

    assert press.draw([page("x")], title="x").startswith(b"%PDF-")


def test_the_press_knows_none_of_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTAPP_SECRET_KEY", "k" * 40)
    known: list[str] = []
    run_it = subprocess.run

    def watched(*command: Any, **given: Any) -> Any:
        known.extend(given["env"])
        return run_it(*command, **given)

    monkeypatch.setattr(subprocess, "run", watched)
    press.draw([page("Hello")], title="x")

    assert "PATH" in known
    assert not [name for name in known if name.startswith("EVENTAPP")]


def test_the_web_process_never_loads_the_printing_library() -> None:
    code = "import sys, eventapp.press; sys.exit('typst' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_no_template_needs_a_package_or_reads_text_as_code() -> None:
    for template in (TEMPLATES / "print").rglob("*.typ"):
        assert "@preview" not in template.read_text()
        assert "eval(" not in template.read_text()


def test_documents_are_joined_in_order_and_go_on_asking_not_to_be_scaled() -> None:
    parts = [press.draw([page(said)], title="Said") for said in ("first", "then")]

    joined = press.joined(parts)

    assert [one.extract_text() for one in read(joined).pages] == ["first", "then"]
    assert b"/PrintScaling /None" in joined
