"""Files in and out: what is found out about them, what is refused, what leaves safely."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.cells import rearm
from eventapp.rsvps.importing import csv_text, parsing

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_delimiter_and_line_end_is_found_out(delimiter, end):
    rows = [["Vorname", "Nachname", "E-Mail"], ["Édith", "Bouvet", "edith@example.org"]]

    sheet = parsing.read(end.join(delimiter.join(row) for row in rows).encode())

    assert (sheet.delimiter, sheet.headings, sheet.rows) == (delimiter, rows[0], [(2, rows[1])])


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_any_common_encoding_is_found_out(encoding):
    data = "Name,Email\nÉdith Bouvet,edith@example.org\nHerma Heß,herma@example.org\n"

    sheet = parsing.read(data.encode(encoding))

    assert [cells[0] for _line, cells in sheet.rows] == ["Édith Bouvet", "Herma Heß"]


def test_an_alphabet_that_cannot_be_told_is_refused_until_it_is_chosen():
    data = "Name,Email\nПанас Фесенко,panas@example.org\n".encode("cp1251")

    with pytest.raises(parsing.BadFile, match="CSV UTF-8"):
        parsing.read(data)

    assert parsing.read(data, encoding="cp1251").rows[0][1][0] == "Панас Фесенко"


def test_a_codec_that_is_no_choice_is_refused():
    with pytest.raises(parsing.BadFile):
        parsing.read(b"Name,Email\nA,a@example.org\n", encoding="unicode_escape")


def test_excels_own_hint_names_the_delimiter():
    sheet = parsing.read(b"sep=;\r\nName;Email\r\nObi, Grace;grace@example.org\r\n")

    assert sheet.delimiter == ";"
    assert sheet.rows == [(3, ["Obi, Grace", "grace@example.org"])]


def test_a_list_without_headings_keeps_its_first_person():
    sheet = parsing.read(b"Ann,ann@example.org\nBob,bob@example.org\n")

    assert sheet.headings == ["Column 1", "Email"]
    assert [line for line, _cells in sheet.rows] == [1, 2]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b"\r\n \r\n", "empty"),
        (b"Name,Email\n", "no row"),
        (b"PK\x03\x04rest", "damaged"),
        (b"\xd0\xcf\x11\xe0rest", "damaged"),
        (b"%PDF-1.7", "no table"),
        (b"Name,Email\nA\0,a@example.org\n" * 3, "no table"),
        (b"x" * 5_000_001, "5 MB"),
        (b"Name,Email\n" + b"A,a@example.org\n" * 20_001, "20,000 rows"),
        (b"Name,Email\n" + b"," * 200 + b"x\n", "200 columns"),
        (b'Name,Email\nA,a@example.org\n"B,b@example.org\n', "line 3 is never closed"),
        (b"Name,Email\n" + b"A" * 200_000 + b",a@example.org\n", "longer than 32,767"),
        (b"Name,Email\n" + b"\n" * 200_001 + b"A,a@example.org\n", "200,000 lines"),
        (b"Name,Email\r" + b"\r" * 200_001 + b"A,a@example.org\r", "200,000 lines"),
        ("Name,Email\n" + "Ä" * 33_000 + ",a@example.org\n", "Line 2 has a cell"),
    ],
)
def test_what_is_no_list_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(parsing.BadFile, match=sentence):
        parsing.read(data if isinstance(data, bytes) else data.encode())


@pytest.mark.parametrize("blank", ["\n", "\r\n", ",,\n", " \n"])
def test_blank_lines_below_a_list_are_never_read(blank, monkeypatch):
    seen = []
    lines = csv_text.io.StringIO
    monkeypatch.setattr(
        csv_text.io, "StringIO", lambda text, **how: seen.append(len(text)) or lines(text, **how)
    )

    sheet = parsing.read(f"Name,Email,\nAnn,a@example.org,\n{blank * 1_000_000}".encode())

    assert [line for line, _cells in sheet.rows] == [2]
    assert max(seen) < 40


SWALLOWED = {
    "closed by the next one": 'Ann,a@x.org,"hello\nBob,b@x.org,\nCy,c@x.org,"bye"',
    "closed at an end": 'Ann,a@x.org,"hello\nBob,b@x.org,\nCy,c@x.org,bye"',
    "closed by inches": 'Ann,a@x.org,"hello\nBob,b@x.org,\nCy,c@x.org,5" pipes',
    "without addresses": 'Ann,,"hello\nBob,,fine\nCy,,bye"',
}


@pytest.mark.parametrize("rows", SWALLOWED)
def test_an_open_quotation_mark_in_any_column_is_told_with_its_line(rows):
    sheet = parsing.read(
        f"Name,Email,Remark\nEve,e@x.org,\n{SWALLOWED[rows]}\nDee,d@x.org,\n".encode()
    )

    found = parsing.entries(sheet, parsing.guess(sheet), roles=[])

    assert [(bad.line, "before line 5" in bad.reason) for bad in found.bad] == [(3, True)]
    assert [entry.first_name for entry in found.entries] == ["Eve", "Dee"]


def test_an_open_quotation_mark_is_told_also_where_no_row_looks_like_one():
    sheet = parsing.read(b'Name,Remark\nAnn,"hello\nBob,\nCy,"bye"\nDee,\nEve,\n')

    found = parsing.entries(sheet, parsing.guess(sheet), roles=[])

    assert [bad.line for bad in found.bad] == [2]


def test_a_remark_of_several_lines_is_no_open_quotation_mark():
    sheet = parsing.read(
        b'Name,Email,Remark\nAnn,a@x.org,"likes ham, eggs\nand, of course, ""tea"""\nBob,b@x.org,\n'
    )

    found = parsing.entries(sheet, parsing.guess(sheet), roles=[])

    assert [entry.line for entry in found.entries] == [2, 4]


@given(st.binary(max_size=400))
def test_any_bytes_are_a_sheet_or_a_sentence(data):
    with contextlib.suppress(parsing.BadFile):
        sheet = parsing.read(data)

        assert all(len(cells) >= len(sheet.headings) for _line, cells in sheet.rows)


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        ("＋1", "'＋1"),
        ("－1", "'－1"),
        ("＠x", "'＠x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "  '=1"),
        ("a;=1", "a;'=1"),
        ("a\n=1", "a\n'=1"),
        ("O'Donnell-Hall", "O'Donnell-Hall"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_formulas_are_disarmed_on_the_way_out(cell, safe):
    assert parsing.disarm(cell) == safe


@given(TEXT)
def test_a_disarmed_cell_never_begins_a_formula(cell):
    assert parsing.disarm(cell).lstrip()[:1] not in tuple("=+-@＝＋－＠")


def test_what_is_written_opens_in_a_spreadsheet():
    data = parsing.write(
        ["Name", "Ask"], [["Édith", '=HYPERLINK("x")'], ["김", None], ["\ud800", 3]]
    )

    assert data.startswith(b"\xef\xbb\xbfName,Ask\r\n")
    assert data.decode("utf-8-sig").splitlines()[1:] == [
        'Édith,"\'=HYPERLINK(""x"")"',
        "김,",
        "?,3",
    ]


@given(TEXT | st.text("'=+-@;\t\r\n \u2028", max_size=12))
def test_what_is_disarmed_is_given_back_as_it_was(cell):
    assert rearm(parsing.disarm(cell)) == cell


@given(st.lists(TEXT, min_size=1, max_size=5))
def test_what_is_written_is_read_again(asks):
    rows = [["Ann", f"a{n}@example.org", ask] for n, ask in enumerate(asks)]

    sheet = parsing.read(parsing.write(["Name", "Email", "Remark"], rows))

    assert [cells[2] for _line, cells in sheet.rows] == [
        parsing.disarm(ask) if ask.strip() else cells[2]
        for ask, (_line, cells) in zip(asks, sheet.rows, strict=True)
    ]


def test_two_rows_of_headings_are_one_under_their_groups():
    sheet = parsing.read(
        b"Guest,,Buyer,\nName,Email,Name,Email\nAnn Lee,ann@example.org,Bob,bob@example.org\n"
    )

    found = parsing.guess(sheet)

    assert sheet.headings == ["Guest Name", "Guest Email", "Buyer Name", "Buyer Email"]
    assert (found["name"][0], found["email"]) == (0, (1, 3))
