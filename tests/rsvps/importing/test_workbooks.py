"""Workbooks, and the tables that only bear their name: which sheet, which rows, what each cell says."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from xlsx_builder import Cell, Page, xlsx

from eventapp.rsvps.importing import parsing, reading

HEADINGS = ["Name", "Email", "Phone", "Registered", "Company"]
MAREN = ["Maren Okkels", "maren@example.org", 4531234567, Cell(46327, style=1), "Harbour Light"]
PEKKA = ["Pekka Ylönen", "pekka@example.org", 358401234567.0, Cell(46328, style=1), "Kotka Maps"]


def read(*pages, sheet=None):
    return parsing.read(xlsx(*pages), sheet=sheet)


def taken(sheet):
    return parsing.entries(sheet, parsing.guess(sheet), roles=[])


def test_the_people_of_a_workbook_come_in():
    found = taken(read(Page("Guests", [HEADINGS, MAREN, PEKKA])))

    assert [
        (entry.line, entry.first_name, entry.email, entry.organization) for entry in found.entries
    ] == [
        (2, "Maren", "maren@example.org", "Harbour Light"),
        (3, "Pekka", "pekka@example.org", "Kotka Maps"),
    ]


def test_a_phone_stays_a_phone_and_a_day_a_day():
    sheet = read(Page("Guests", [HEADINGS, MAREN, PEKKA]))

    assert [cells[2:4] for _line, cells in sheet.rows] == [
        ["4531234567", "2026-11-01"],
        ["358401234567", "2026-11-02"],
    ]


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (12.5, "12.5"),
        (0.1, "0.1"),
        (1e10, "10000000000"),
        (-3.0, "-3"),
        (True, "true"),
        (Cell("Maren Okkels", formula='A1&" "&B1'), "Maren Okkels"),
        (Cell(7, formula="SUM(A1:A3)"), "7"),
        ("  =1+1", "  =1+1"),
        ("00451", "00451"),
    ],
)
def test_a_cell_says_what_its_sheet_shows(value, said):
    sheet = read(Page("Guests", [["Name", "Email", "Other"], ["Ann", "a@example.org", value]]))

    assert sheet.rows[0][1][2] == said


def test_of_several_sheets_the_list_of_people_is_taken_and_another_may_be_chosen():
    notes = Page("Notes", [["Bring the keys"], ["Ask Maren about the projector"], ["Tidy up"]])
    helpers = Page("Helpers", [["Name", "Email"], ["Ann Lee", "ann@example.org"]])
    guests = Page("Guests", [HEADINGS, MAREN, PEKKA])

    sheet = read(notes, helpers, guests)

    assert (sheet.name, sheet.names) == ("Guests", ("Notes", "Helpers", "Guests"))
    assert [
        entry.first_name for entry in taken(read(notes, helpers, guests, sheet="Helpers")).entries
    ] == ["Ann"]


def test_a_hidden_sheet_is_neither_taken_nor_offered():
    old = Page("Old", [HEADINGS, *[MAREN] * 9], state="hidden")

    sheet = read(Page("Guests", [HEADINGS, PEKKA]), old)

    assert (sheet.name, sheet.names, len(sheet.rows)) == ("Guests", ("Guests",), 1)
    with pytest.raises(parsing.BadFile, match="no sheet of this name"):
        read(Page("Guests", [HEADINGS, PEKKA]), old, sheet="Old")


def test_a_row_that_was_filtered_away_is_left_out_and_named():
    found = taken(read(Page("Guests", [HEADINGS, MAREN, PEKKA], hidden=[3])))

    assert [entry.first_name for entry in found.entries] == ["Maren"]
    assert [(out.line, out.reading, out.first_name) for out in found.left_out] == [
        (3, "hidden", "Pekka")
    ]


def test_a_row_with_a_line_through_it_is_asked_about():
    pekka = [Cell(text, style=3) for text in ("Pekka Ylönen", "pekka@example.org")]
    ann = [Cell(text, style=4) for text in ("Ann Lee", "ann@example.org")]

    found = taken(read(Page("Guests", [HEADINGS[:2], MAREN[:2], pekka, ann])))

    assert [entry.first_name for entry in found.entries] == ["Maren", "Ann"]
    assert [(state.heading, state.reading, state.rows) for state in found.states] == [
        ("Struck through", "unknown", 1)
    ]


def test_headings_under_merged_groups_are_told_apart():
    rows = [
        ["Guest", None, "Buyer", None],
        ["Name", "Email", "Name", "Email"],
        ["Ann Lee", "ann@example.org", "Bob", "bob@example.org"],
    ]

    sheet = read(Page("Guests", rows, merged=["A1:B1", "C1:D1"]))

    assert sheet.headings == ["Guest Name", "Guest Email", "Buyer Name", "Buyer Email"]
    assert [(e.first_name, e.email) for e in taken(sheet).entries] == [("Ann", "ann@example.org")]


def test_one_heading_merged_over_two_columns_is_a_whole_name_in_two():
    rows = [["Name", None, "Email"], ["Maren", "Okkels", "maren@example.org"]]

    found = taken(read(Page("Guests", rows, merged=["A1:B1"])))

    assert [(e.first_name, e.last_name) for e in found.entries] == [("Maren", "Okkels")]


def test_a_company_merged_over_its_people_is_each_ones_company():
    rows = [["Company", "Name", "Email"], ["Harbour", "Ann", "a@x.org"], [None, "Bob", "b@x.org"]]

    found = taken(read(Page("Guests", rows, merged=["A2:A3"])))

    assert [entry.organization for entry in found.entries] == ["Harbour", "Harbour"]


def test_a_binary_workbook_is_read_with_its_phones_its_days_and_its_hidden_rows():
    sheet = parsing.read((Path(__file__).parent / "exports" / "workbook.xls").read_bytes())
    found = taken(sheet)

    assert (sheet.name, sheet.names) == ("Gäste", ("Notes", "Gäste"))
    assert sheet.rows[0][1][2:4] == ["4531234567", "2026-11-01"]
    assert [(entry.first_name, entry.reading) for entry in found.entries] == [
        ("Maren", "coming"),
        ("Tobias", "coming"),
        ("Aiyana", "waiting"),
    ]
    assert [(out.line, out.reading) for out in found.left_out] == [(5, "away"), (6, "hidden")]


def test_a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_unpacked():
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(9):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b" " * 10_000_000)

    with pytest.raises(parsing.BadFile, match="unpacks to more"):
        parsing.read(out.getvalue())


@pytest.mark.parametrize("name", ["word/document.xml", "photo.jpg"])
def test_a_zip_of_something_else_is_no_list(name):
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        packed.writestr(name, "x")

    with pytest.raises(parsing.BadFile, match="no table"):
        parsing.read(out.getvalue())


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8">
<style>td {{ mso-number-format: General }}</style></head><body><table><tr><td>{menu}</td></tr></table>
<table border=1><TR><TH>Name<TH>Email</TH><th colspan="2">Company &amp; role</th></TR>
<tr><td>Maren&nbsp;<b>Okkels</b></td><td><a href="mailto:m">maren@example.org</a></td>
<td rowspan=2>Harbour</td><td>x</td></tr>
<tr><td>Pekka Yl&ouml;nen</td><td>pekka@example.org</td><td>y</td></tr>
<tr style='display: none'><td>Old Guest</td><td>old@example.org</td><td>z</td></tr>
</table></body></html>"""


def test_a_web_page_under_a_workbooks_name_is_read_as_its_largest_table():
    sheet = parsing.read(PAGE.format(menu="Export").encode())
    found = taken(sheet)

    assert sheet.rows[1] == (3, ["Pekka Ylönen", "pekka@example.org", "Harbour", "y"])
    assert [(entry.first_name, entry.last_name) for entry in found.entries] == [
        ("Maren", "Okkels"),
        ("Pekka", "Ylönen"),
    ]
    assert [out.reading for out in found.left_out] == ["hidden"]


def test_a_long_page_is_no_long_cell():
    rows = "".join(f"<tr><td>Ann{n}</td><td>a{n}@x.org</td></tr>" for n in range(3_000))

    found = reading.look(
        f"<table><tr><td>Name</td><td>Email</td></tr>{rows}</table>".encode()
    ).found

    assert len(found.entries) == 3_000


def test_the_xml_that_excel_wrote_before_it_zipped_is_read_with_its_gaps():
    sheet = parsing.read(
        b'<?xml version="1.0"?><Workbook xmlns:ss="urn:x"><Worksheet ss:Name="Guests"><Table>'
        b'<Row><Cell><Data ss:Type="String">Name</Data></Cell><Cell><Data>Company</Data></Cell>'
        b"<Cell><Data>Email</Data></Cell></Row><Row><Cell><Data>Ann Lee</Data></Cell>"
        b'<Cell ss:Index="3"><Data>ann@example.org</Data></Cell></Row></Table></Worksheet></Workbook>'
    )

    assert sheet.rows == [(2, ["Ann Lee", "", "ann@example.org"])]


def test_tabs_under_a_workbooks_name_are_a_list_without_addresses():
    found = taken(
        parsing.read((Path(__file__).parent / "exports" / "meetup-attendees.xls").read_bytes())
    )

    assert [(e.first_name, e.email, e.reading) for e in found.entries][:2] == [
        ("Maren", "", "coming"),
        ("Tobias", "", "coming"),
    ]
    assert "guests (2)" in found.notes[0].text
