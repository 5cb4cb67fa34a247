"""Attendance as a file: states as words, totals, and nothing that a spreadsheet would compute."""

import csv
import io

import attendance_builders as builders
import make
import pytest
import python_calamine
from attendance_builders import drop_in, held, say
from visitor import Visitor

EXPECTED = [
    ["Ann", "Enrolled", "There", "To come", 1, 0, 0, 0],
    ["Ben", "Enrolled", "Absent", "Excused", 0, 0, 1, 1],
    ["Cat", "Enrolled", "Caught up", "To come", 0, 1, 0, 0],
    ["=1+1", "Drop-in", "No place", "To come", 0, 0, 0, 0],
    ["Total: There", "", 1, 0, 1, "", "", ""],
    ["Total: Caught up", "", 1, 0, "", 1, "", ""],
    ["Total: Excused", "", 0, 1, "", "", 1, ""],
    ["Total: Absent", "", 1, 0, "", "", "", 1],
]


@pytest.fixture
def files(client: Visitor) -> str:
    """Where the files of a program are: one session is over, one to come."""
    program, people = builders.course(sessions=2)
    for one, name in zip(people, ("Ann", "Ben", "Cat"), strict=True):
        one.answers = one.answers | {"first_name": name, "last_name": ""}
    drop_in(program.sessions[1], first_name="=1+1")
    first = held(program, 0, people[1], people[2])
    say(first, people[2], "elsewhere")
    say(program.sessions[1], people[1], "excused")
    make.sign_in(client, make.member(program.community))
    return f"/desk/{program.community.slug}/programs/{program.slug}/attendance"


def test_the_csv_has_a_word_a_session_and_totals(client, files):
    answer = client.get(f"{files}.csv")

    headings, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")))

    assert headings[:2] == ["Name", "Status"]
    assert headings[2].startswith("1. Event ")
    assert headings[4:] == ["There", "Caught up", "Excused", "Absent"]
    disarmed = [[str(cell) for cell in row] for row in EXPECTED]
    disarmed[3][0] = "'=1+1"
    assert rows == disarmed
    assert "attachment" in answer.headers["Content-Disposition"]


def test_the_workbook_has_the_same_with_numbers_as_numbers(client, files):
    answer = client.get(f"{files}.xlsx")

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    _headings, *rows = sheet.get_sheet_by_index(0).to_python()

    assert rows == EXPECTED


def test_there_is_no_other_kind_of_file(client, files):
    assert client.get(f"{files}.pdf").status_code == 404
