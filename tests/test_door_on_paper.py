"""What door staff read, as it comes out of a printer."""

from pathlib import Path

import pytest
from live_server import ROOT
from markdown_it import MarkdownIt
from playwright.sync_api import Browser
from pypdf import PdfReader

pytestmark = pytest.mark.browser
DOCUMENT = ROOT / "docs" / "door.md"
# Our own typeface, so that every machine breaks the lines alike.
LOOK = f"""
@font-face{{font-family:Door;font-weight:400 700;src:url({(ROOT / "static/fonts/figtree-latin.woff2").as_uri()})}}
@page{{size:A4;margin:14mm}}
body{{margin:0;font:12px/1.35 Door,sans-serif}}
h1{{font-size:20px;margin:0}} h2{{font-size:14px;margin:8px 0 0;break-after:avoid}}
p,ol{{margin:4px 0}} ol{{padding-left:18px}}
table{{border-collapse:collapse;width:100%}} tr{{break-inside:avoid}}
th,td{{border:1px solid #ccc;padding:2px 5px;text-align:left;vertical-align:top}}
img{{display:block;width:100%;max-width:150px}}
"""


def test_what_door_staff_need_fits_on_two_pages(chromium: Browser, tmp_path: Path) -> None:
    words = MarkdownIt("commonmark").enable("table").render(DOCUMENT.read_text())
    file = tmp_path / "door.html"
    file.write_text(
        f'<!doctype html><meta charset="utf-8"><base href="{DOCUMENT.as_uri()}">'
        f"<style>{LOOK}</style>{words}"
    )

    page = chromium.new_page()
    page.goto(file.as_uri())
    loaded = page.evaluate("document.fonts.ready.then(() => document.fonts.check('12px Door'))")
    pictures = page.evaluate("[...document.images].map((picture) => picture.naturalWidth)")
    page.pdf(path=tmp_path / "door.pdf", prefer_css_page_size=True)
    page.close()

    assert loaded
    assert len(pictures) == 4
    assert all(pictures)
    assert len(PdfReader(tmp_path / "door.pdf").pages) == 2
