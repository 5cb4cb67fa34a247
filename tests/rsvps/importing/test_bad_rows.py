"""Rows that can't be used, taken out as a file, mended and brought in again: nobody comes twice."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_page import bring, page_of, read, send, states, upload
from xlsx_builder import Page, xlsx

from eventapp.rsvps.importing import bad_rows, parsing

LIST = """Name;Mail;Company
Ada;ada@example.org;Leith
Bö;bo@;Łódź
Cleo;;=Lab
Dana;dana@example.org;Leith
""".encode()


def taken(data: bytes) -> tuple[parsing.Sheet, parsing.Intake]:
    sheet = parsing.read(data)
    return sheet, parsing.entries(sheet, parsing.guess(sheet), roles=[])


def to_mend(data: bytes) -> bytes:
    sheet, found = taken(data)
    return bad_rows.written(sheet, found.bad)


def lines(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def names(data: bytes) -> list[tuple[str, str]]:
    return [(entry.first_name, entry.reading) for entry in taken(data)[1].entries]


def test_the_bad_rows_stand_under_their_own_headings_behind_what_is_wrong():
    assert lines(to_mend(LIST)) == [
        ["What is wrong", "Name", "Mail", "Company"],
        ["“bo@” isn't an email address.", "Bö", "bo@", "Łódź"],
        ["This row has no email address.", "Cleo", "", "'=Lab"],
    ]


def test_what_we_wrote_beside_the_rows_is_no_column_of_the_list():
    sheet, found = taken(to_mend(LIST))

    assert sheet.mended
    assert sheet.headings == ["Name", "Mail", "Company"]
    assert [bad.reason for bad in found.bad] == [row[0] for row in lines(to_mend(LIST))[1:]]
    assert not parsing.read(LIST).mended


def test_mended_in_a_spreadsheet_they_are_known_as_well():
    rows = [["What is wrong", "Name", "Mail"], ["No address.", "Bo", "bo@example.org"]]

    sheet, found = taken(xlsx(Page("Rows", rows)))

    assert sheet.mended
    assert [entry.email for entry in found.entries] == ["bo@example.org"]


def test_a_row_with_too_many_cells_stays_as_it_is_and_can_be_mended():
    data = b"Name,Mail\nAda,ada@example.org\nBo,Berg,bo@example.org\n"

    again = to_mend(data)

    assert lines(again)[1][1:] == ["Bo", "Berg", "bo@example.org"]
    assert "3 cells under 2 headings" in taken(again)[1].bad[0].reason
    assert names(again.replace(b"Bo,Berg", b"Bo Berg")) == [("Bo", "coming")]


def test_who_stood_below_a_line_that_says_cancelled_does_not_come_once_mended():
    data = (
        b"Name,Mail\nAda,ada@example.org\nBo,X,bo@example.org\nCANCELLED\n"
        b"Cleo,X,cleo@example.org\nWaiting list:\nDana,X,dana@example.org\n"
    )

    mended = to_mend(data).replace(b",X", b"")

    assert names(mended) == [("Bo", "coming"), ("Dana", "waiting")]
    assert [(out.first_name, out.reading) for out in taken(mended)[1].left_out] == [("Cleo", "away")]  # fmt: skip


def test_who_stood_in_a_sheet_of_those_who_wait_waits_once_mended():
    rows = [["Name", "Mail"], ["Ada", "ada@example.org"], ["Bo", "bo@"]]

    mended = to_mend(xlsx(Page("Waitlist", rows))).replace(b"bo@", b"bo@example.org")

    assert names(mended) == [("Bo", "waiting")]


def test_a_hidden_row_is_left_out_whatever_is_wrong_with_it():
    rows = [["Name", "Mail"], ["Ada", "ada@example.org"], ["Bo", "X", "bo@example.org"]]

    _sheet, found = taken(xlsx(Page("Guests", rows, hidden=[3])))

    assert found.bad == []
    assert [out.reason for out in found.left_out] == ["This row is hidden in the file."]


CELL = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5))
def test_what_was_taken_out_to_mend_comes_back_as_it_was(rows):
    data = parsing.write(["Name", "Email", "Note"], [[name, "", note] for name, note in rows])
    try:
        sheet, found = taken(data)
    except parsing.BadFile:
        return
    if not found.bad:
        return

    again, same = taken(bad_rows.written(sheet, found.bad))

    assert again.headings == sheet.headings
    assert len(same.entries) == 0
    clean = [[parsing.clean(cell) for cell in bad.cells] for bad in found.bad]
    assert [[parsing.clean(cell) for cell in bad.cells] for bad in same.bad] == clean


def test_the_page_gives_the_rows_as_a_file_and_brings_nobody_in(organizer, event):
    shown = upload(organizer, event, LIST)

    file = send(organizer, event, shown, go="mend")

    assert "2 rows can’t be used" in read(shown)
    assert file.mimetype == "text/csv"
    assert file.headers["Content-Disposition"] == f"attachment; filename={event.slug}-rows-to-mend.csv"  # fmt: skip
    assert [row[1:] for row in lines(file.data)] == [row[1:] for row in lines(to_mend(LIST))]
    assert states() == []


def test_the_mended_rows_come_in_and_who_is_in_comes_once(organizer, event):
    shown = bring(organizer, event, LIST)
    mended = send(organizer, event, shown, go="mend").data
    mended = mended.replace(b",bo@,", b",bo@example.org,").replace(b"Cleo,,", b"Cleo,cleo@example.org,")  # fmt: skip

    page = bring(organizer, event, mended)
    bring(organizer, event, mended)
    bring(organizer, event, LIST)

    assert "These are rows that you took out to mend." in read(page)
    assert [name for name, _state in states()] == ["Ada", "Dana", "Bö", "Cleo"]


@pytest.mark.parametrize("go", ["look", "bring"])
def test_a_list_without_bad_rows_offers_no_file(organizer, event, go):
    shown = upload(organizer, event, b"Name,Email\nAda,ada@example.org\n")

    assert 'value="mend"' not in shown.text
    assert send(organizer, event, shown, go=go).status_code in {200, 303}
    assert organizer.get(page_of(event)).status_code == 200
