"""A workbook as another program reads it: each cell as what it is, and no text ever a formula."""

import io
import re
import zipfile
from datetime import datetime

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps import xlsx_file
from eventapp.rsvps.cells import disarm

MOMENT = datetime.fromisoformat("2026-11-29 18:05")
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)


def written(*rows, headings=("One", "Two", "Three"), title="Guests") -> bytes:
    return xlsx_file.write(title, headings, rows)


def cells(data: bytes) -> list[list[object]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    return book.get_sheet_by_index(0).to_python()


def part(data: bytes, name: str = "xl/worksheets/sheet1.xml") -> str:
    return zipfile.ZipFile(io.BytesIO(data)).read(name).decode()


def test_each_cell_is_what_it_is():
    (_headings, row) = cells(written(["Żółć 井上 يمام", 7, MOMENT]))

    assert row == ["Żółć 井上 يمام", 7, MOMENT]


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("http://evil.example","x")', "+44 20 7946 0000", "-1+1", "@SUM(1)", "{=1+1}",
     "\t=1", "＝1+1", "https://evil.example", "mailto:a@example.org", "007", "1e5"],
)  # fmt: skip
def test_a_text_stays_text_whatever_it_begins_with(text):
    data = written([text])
    sheet = part(data)

    assert cells(data)[1][0] == text
    assert "<f>" not in sheet
    assert "<hyperlink" not in sheet
    assert re.search(r'<c r="A2"[^>]* t="inlineStr"', sheet)


def test_what_would_be_computed_when_somebody_edits_it_is_marked_as_text():
    data = written(["=1+1"], ["plain"])
    styles, sheet = part(data, "xl/styles.xml"), part(data)

    marked = [n for n, xf in enumerate(re.findall(r"<xf [^>]*?quotePrefix|<xf ", styles.partition("<cellXfs")[2])) if "quote" in xf]  # fmt: skip
    assert len(marked) == 1
    assert re.search(rf'<c r="A2" s="{marked[0]}"', sheet)
    assert re.search(r'<c r="A3" t=', sheet)


def test_text_that_looks_like_a_workbook_s_own_markup_stays_text():
    text = "<r><t>x</t></r></is></c><c r='B2'><f>1+1</f></c><r></r>"

    data = written([text])

    assert cells(data)[1] == [f"{text} ", "", ""]
    assert "<f>" not in part(data)


def test_letters_that_no_workbook_can_hold_are_left_out():
    (_headings, row) = cells(written(["a\0b\x0bc\ud800d\uffff", "two\r\nlines", "_x0041_"]))

    assert row == ["abc?d", "two\nlines", "_x0041_"]


def test_a_text_longer_than_a_cell_is_cut():
    assert len(cells(written(["x" * 40_000]))[1][0]) == 32_767


def test_headings_are_bold_and_stay_in_sight_and_columns_are_as_wide_as_what_they_hold():
    sheet = part(written(["a" * 30, 1, None]))

    assert 'state="frozen"' in sheet
    assert 'topLeftCell="A2"' in sheet
    assert re.findall(r'<col min="(\d)" max="(\d)" width="(\d+)', sheet) == [("1", "1", "32"), ("2", "3", "8")]  # fmt: skip
    assert re.search(r'<c r="A1" s="[1-9]"', sheet)
    assert '<autoFilter ref="A1:C2"' in sheet


@pytest.mark.parametrize("title", ["", "''", "[a]:*?/\\", "x" * 99, "History"])
def test_any_title_makes_a_sheet(title):
    assert cells(written(["a"], title=title))[1][0] == "a"


@given(st.lists(st.tuples(TEXT, TEXT, TEXT), max_size=4))
def test_whatever_is_written_is_read_back(rows):
    found = cells(written(*rows, headings=("A", "B", "C")))

    plain = [list(row) for row in rows]
    seen = [[cell.removesuffix(" ") if cell.endswith("</r> ") else cell for cell in row] for row in found[1:]]  # fmt: skip
    while plain and not any(plain[-1]):
        plain.pop()
    assert found[0] == ["A", "B", "C"]
    assert seen[: len(plain)] == plain
    assert all(not any(row) for row in seen[len(plain) :])


@given(TEXT)
def test_no_text_is_ever_a_formula(text):
    sheet = part(written([text]))

    assert "<f>" not in sheet
    assert disarm(text) == text or ' s="' in sheet.partition('r="A2"')[2][:8]
