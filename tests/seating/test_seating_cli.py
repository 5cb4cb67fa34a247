"""Tables from the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader
from xlsx_builder import Page, xlsx

SHARED = Path(__file__).resolve().parents[3] / "shared"
PEOPLE = "Name,Email,Role,Company\n" + "".join(
    f"Person{n},p{n}@example.org,{('Leader', 'Student')[n % 2]},Firm{n % 3}\n" for n in range(12)
)


def say(app, *words: object):
    return app.test_cli_runner().invoke(args=["seating", *map(str, words)])


@pytest.fixture
def instances() -> Path:
    folder = SHARED / "seating" / "instances"
    if not folder.exists():
        pytest.skip(f"The seating problems are missing: {folder}")
    return folder


@pytest.mark.parametrize(
    ("command", "name"),
    [("solve", "net_n048_t6_r3"), ("reseat", "reseat_n048_t6_r3")],
)
def test_a_printed_plan_is_accepted_by_the_independent_scorer(
    app, tmp_path, instances, command, name
):
    problem = instances / f"{name}.json"
    budget = ("--steps", "200") if command == "solve" else ()

    done = say(app, command, problem, *budget)

    plan = tmp_path / "plan.json"
    plan.write_text(done.output)
    scorer = [sys.executable, SHARED / "seating" / "score.py", plan, "--instance", problem]
    scored = subprocess.run([*scorer, "--json"], capture_output=True, text=True, check=False)
    assert scored.returncode == 0, scored.stdout
    assert json.loads(scored.stdout)["violations"] == 0


def test_the_same_seed_and_steps_print_the_same_plan(app, instances):
    words = ("solve", instances / "net_n048_t6_r3.json", "--steps", "100", "--seed", "3")

    assert say(app, *words).output == say(app, *words).output


def test_an_organizer_with_a_list_sees_who_sits_where_and_can_keep_it(app, tmp_path):
    people, kept = tmp_path / "people.csv", tmp_path / "seats.csv"
    people.write_text(PEOPLE)

    done = say(app, "tables", people, "--tables", "3x4", "--rounds", "2", "--csv", kept)

    assert done.exit_code == 0, done.output
    assert done.output.count("Table ") == 6
    assert all(done.output.count(f"Person{n}") >= 2 for n in range(12))
    assert "Seats off the role mix: 0 (at least 0)." in done.output
    rows = kept.read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "Name,Round 1,Round 2"
    assert len(rows) == 13


@pytest.mark.parametrize(
    ("content", "words", "sentence"),
    [
        ("{", ("solve",), "Error: "),
        ('{"people": []}', ("solve",), "The problem can't be read"),
        ('{"people": [], "tables": [], "rounds": 1}', ("reseat",), "no 'previous' plan"),
        (PEOPLE, ("tables", "--tables", "1x4"), "12 people, but only 4 chairs. Try --tables 3x4."),
        ("Ada\nGrace\n", ("tables", "--tables", "1x4"), "needs a heading above it"),
        (PEOPLE, ("tables", "--tables", "many"), "write it as in 8x6"),
    ],
)
def test_what_cannot_be_seated_is_said_in_a_sentence(app, tmp_path, content, words, sentence):
    file = tmp_path / "file"
    file.write_text(content)

    done = say(app, words[0], file, *words[1:])

    assert done.exit_code != 0
    assert sentence in done.output


def test_a_list_becomes_paper_with_everybody_in_each_round_and_by_name(app, tmp_path):
    people, kept = tmp_path / "people.csv", tmp_path / "tables.pdf"
    people.write_text(PEOPLE)

    done = say(
        app,
        "tables",
        people,
        "--tables",
        "3x4",
        "--rounds",
        "2",
        "--pdf",
        kept,
        "--title",
        "An evening",
    )

    assert done.exit_code == 0, done.output
    pages = [page.extract_text() for page in PdfReader(kept).pages]
    heads = ("Round 1", "Round 2", "Door list")
    assert [page.startswith(head) for page, head in zip(pages, heads, strict=True)] == [True] * 3
    assert all(f"Person{n}" in page.split() for page in pages for n in range(12))
    assert all("An evening" in page for page in pages)


def test_a_file_that_cannot_be_written_is_told(app, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(PEOPLE)

    done = say(app, "tables", people, "--tables", "3x4", "--csv", tmp_path / "no" / "tables.csv")

    assert done.exit_code == 1
    assert "can't be written: No such file or directory." in done.output


def test_a_list_of_names_alone_is_enough(app, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text("Name\nAda Lovelace\nGrace Hopper\n")

    done = say(app, "tables", people, "--tables", "1 × 4", "--rounds", "1")

    assert done.exit_code == 0, done.output
    assert "Table 1: Ada Lovelace, Grace Hopper" in done.output
    assert "No column is headed as a role, so roles are not mixed." in done.output


def test_who_is_left_out_of_a_list_is_told_line_by_line(app, tmp_path):
    people = tmp_path / "people.csv"
    people.write_text(
        "Name,Email,Role,Status\nAda,a@example.org,Leader,going\nAda,a@example.org,Leader,going\n"
        "Bob,b@example.org,Leader,cancelled\nEve,,Student,going\nUma,nowhere,Student,going\n"
    )

    done = say(app, "tables", people, "--tables", "1x4", "--rounds", "1")

    assert done.exit_code == 0, done.output
    assert "Line 3 is left out: The address is already on line 2; counted once." in done.output
    assert "Line 4 is left out: Marked “cancelled” in the list: not coming." in done.output
    assert "Table 1: Ada, Eve, Uma" in done.output


@pytest.mark.parametrize("export", ["eventbrite", "luma"])
def test_an_export_is_seated_as_it_came(app, tmp_path, export):
    people = SHARED / "data" / f"attendees-{export}-export.csv"
    if not people.exists():
        pytest.skip(f"The export is missing: {people}")
    kept = tmp_path / "tables.pdf"

    done = say(app, "tables", people, "--tables", "17x8", "--seconds", "0", "--pdf", kept)

    assert done.exit_code == 0, done.output
    assert len(PdfReader(kept).pages) >= 4


@pytest.mark.parametrize(
    ("people", "room", "sizes"),
    [
        (13, "4x4", [3, 3, 3, 4]),
        (12, "3x4", [4, 4, 4]),
        (9, "4x4", [3, 3, 3]),
        (20, "8x6", [4, 4, 4, 4, 4]),
        (3, "4x4", [3]),
    ],
)
def test_tables_are_as_full_as_each_other(app, tmp_path, people, room, sizes):
    file = tmp_path / "people.csv"
    file.write_text("Name\n" + "".join(f"Person{n}\n" for n in range(people)))

    done = say(app, "tables", file, "--tables", room, "--rounds", "2", "--seconds", "0.2")

    seated = [line.count("Person") for line in done.output.splitlines() if "  Table " in line]
    assert done.exit_code == 0, done.output
    assert sorted(seated[: len(sizes)]) == sizes
    assert sorted(seated[len(sizes) :]) == sizes


def test_a_workbook_is_seated_and_its_other_sheet_by_name(app, tmp_path):
    people = tmp_path / "people.xlsx"
    guests = Page(
        "Guests", [["Name", "Status"], ["Ada", "going"], ["Bob", "waitlist"], ["Eve", "x"]]
    )
    people.write_bytes(xlsx(guests, Page("Crew", [["Name"], ["Uma"]])))

    done = say(app, "tables", people, "--tables", "1x4", "--rounds", "1")
    chosen = say(app, "tables", people, "--tables", "1x4", "--rounds", "1", "--sheet", "Crew")
    told = say(app, "tables", people, "--tables", "1x4", "--rounds", "1", "--state", "x=coming")

    assert "Table 1: Ada\n" in done.output
    assert "Line 3 is left out: Bob waits for a place." in done.output
    assert "Status: 'x' is read as NOT UNDERSTOOD, left out, to be confirmed (1 row)" in done.output
    assert "Table 1: Uma\n" in chosen.output
    assert "Table 1: Ada, Eve\n" in told.output
