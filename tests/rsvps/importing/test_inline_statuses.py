"""Who is coming, told outside any column: beside a name, on a line between rows, in a title."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsx_builder import Page, xlsx

from eventapp.rsvps.importing import inline_statuses, parsing, reading
from eventapp.rsvps.importing.columns import OWN
from eventapp.rsvps.importing.status_columns import READINGS

TABLE = "<table><tr><th>Name</th><th>Email</th></tr>{}</table>"
ROW = "<tr><td>{0} Lee</td><td>{0}@example.org</td></tr>"


def read(text, **chosen):
    return reading.look(text if isinstance(text, bytes) else text.encode(), **chosen).found


def coming(found):
    return {entry.first_name for entry in found.entries if entry.reading == "coming"}


def fate(found):
    """How each row is read, by first name."""
    rows = [*found.entries, *found.left_out]
    return {row.first_name: row.reading for row in rows}


def shown(found):
    return [(state.heading, state.value, state.reading, state.rows) for state in found.states]


@pytest.mark.parametrize(
    ("cell", "name", "remark"),
    [
        ("Bob (cancelled)", "Bob", "away"),
        ("Bob Ray [CANCELED 3 Nov]", "Bob Ray", "away"),
        ("Cy - abgesagt", "Cy", "away"),
        ("Cy – hat leider abgesagt", "Cy", "away"),
        ("Orr, Dee (annulé)", "Orr, Dee", "away"),
        ("Orr, Dee, cancelled", "Orr, Dee", "away"),
        ("CANCELLED: Gus Orr", "Gus Orr", "away"),
        ("Storno Wim Orr", "Wim Orr", "away"),
        ("Uli Orr storniert", "Uli Orr", "away"),
        ("Max: nein", "Max", "away"),
        ("Ned (can't make it)", "Ned", "away"),
        ("Zoé (afgezegd)", "Zoé", "away"),
        ("Hal Ray WAITLIST", "Hal Ray", "waiting"),
        ("Vic (Warteliste 3)", "Vic", "waiting"),
        ("Ola (maybe)", "Ola", "undecided"),
        ("Ola / tbc", "Ola", "undecided"),
        ("☐ Quy Tran", "Quy Tran", "undecided"),
        ("[ ] Quy Tran", "Quy Tran", "undecided"),
        ("✗ Flo", "Flo", "unknown"),
        ("~Rob~", "Rob", "unknown"),
        ("Eve?", "Eve", "unknown"),
        ("Eve (not cancelled)", "Eve", "unknown"),
        ("[x] Pia", "Pia", "coming"),
        ("Tom ✓", "Tom", "coming"),
    ],
)
def test_a_state_in_a_name_is_no_part_of_the_name(cell, name, remark):
    bare, said = inline_statuses.apart(cell)

    assert (bare, inline_statuses.answered(said)) == (name, remark)


@pytest.mark.parametrize(
    "cell",
    ["Ann Lee", "Katherine (Kate) Lee", "Ian (she/her)", "Joe (Acme)", "Kim, Won", "Lee, No", "T. Rex",
     "Fabian Cancellara", "Cancellara, Fabian", "Anne-Marie Noël", "Bo - Acme GmbH", "Si Ray", "Ne Zha",
     "Jean-Luc de la Vega", "O'Neill, Pat", "=HYPERLINK(\"http://evil.example\",\"x\")"],
)  # fmt: skip
def test_a_name_without_a_state_stays_whole(cell):
    assert inline_statuses.apart(cell) == (cell, "")


def test_nobody_with_a_state_beside_the_name_comes_in_silence():
    found = read(
        "Name,Email\nAnn Lee,a@x.org\nBob (cancelled),b@x.org\nCy - abgesagt,c@x.org\n"
        "Dee (Warteliste),d@x.org\nEve (Cancelled),e@x.org\n"
    )

    assert fate(found) == {
        "Ann": "coming", "Bob": "away", "Cy": "away", "Dee": "waiting", "Eve": "away"
    }  # fmt: skip
    assert ("Beside the name", "cancelled", "away", 2) in shown(found)


def test_a_state_beside_either_part_of_a_name_counts():
    found = read(
        "First name,Last name,Email\nAnn,Lee,a@x.org\nBob,Ray (storniert),b@x.org\n"
        "CANCELLED,Cy Orr,c@x.org\nDee - no show,Zed,d@x.org\n"
    )

    assert fate(found) == {"Ann": "coming", "Bob": "away", "Cy Orr": "away", "Dee": "away"}


def test_a_state_beside_a_name_is_corrected_with_a_click():
    text = "Name,Email\nAnn Lee,a@x.org\nBob Ray?,b@x.org\n"
    (state,) = read(text).states

    found = read(text, corrections={(state.column, state.value): "coming"})

    assert state.unsure
    assert [(entry.first_name, entry.last_name) for entry in found.entries][1] == ("Bob", "Ray")


def test_a_state_beside_two_names_is_asked_about():
    found = read("Name,Email\nAnn (cancelled) & Bob Zed,a@x.org\nCy,c@x.org\n")

    assert [(bad.line, "several people" in bad.reason) for bad in found.bad] == [(2, True)]


def test_words_beside_a_name_that_nobody_knows_are_pointed_out():
    found = read("Name,Email\nKim (sick),k@x.org\nJo (Acme),j@x.org\n")

    assert [note.text for note in found.notes] == [
        "“sick” stands beside the name; taken as coming all the same."
    ]


@pytest.mark.parametrize(
    ("line", "meaning"),
    [
        ("CANCELLED", "away"), ("Cancelled (3):", "away"), ("--- Stornierte Buchungen ---", "away"),
        ("Leider abgesagt haben:", "away"), ("Cancelled after 1 Nov", "away"), ("No-shows", "away"),
        ("Annulés", "away"), ("Cancelados", "away"), ("Afgemeld", "away"), ("Non (2)", "away"),
        ("Waiting list:", "waiting"), ("Warteliste", "waiting"), ("Lista de espera", "waiting"),
        ("Reservelijst", "waiting"), ("Reserve list:", "waiting"), ("Ersatz", "waiting"),
        ("Bajas", "away"), ("Kommen nicht", "away"), ("Désistements", "away"), ("Disdette", "away"),
        ("Dropped out", "away"), ("Unsicher", "undecided"), ("Pendientes", "undecided"),
        ("Wachtlijst (4)", "waiting"), ("Pending", "undecided"), ("Maybe", "undecided"),
    ],
)  # fmt: skip
def test_whoever_stands_below_a_line_that_says_so_isnt_coming(line, meaning):
    found = read(f"Name,Email\nAnn Lee,a@x.org\n\n{line},\nBob Ray,b@x.org\nCy Orr,c@x.org\n")

    assert fate(found) == {"Ann": "coming", "Bob": meaning, "Cy": meaning}
    assert shown(found) == [("Line above the rows", line, meaning, 2)]


def test_a_line_that_says_coming_ends_one_that_says_cancelled_and_any_other_is_asked_about():
    found = read(
        "Name,Email\nCancelled:,\nAnn Lee,a@x.org\nConfirmed (1),\nBob Ray,b@x.org\nAbsagen,\n"
        "Cy Orr,c@x.org\nSpeakers:,\nDee Zed,d@x.org\n"
    )

    assert fate(found) == {"Ann": "away", "Bob": "coming", "Cy": "away", "Dee": "unknown"}


def test_a_row_with_nothing_but_a_name_is_a_person_below_any_line():
    found = read("Name,Company\nAnn Lee,Acme\nCancelled,\nBob Ray,\nSi,\nCancellara,\n")

    assert fate(found) == {"Ann": "coming", "Bob": "away", "Si": "away", "Cancellara": "away"}


def test_a_line_that_nobody_knows_is_told_with_what_it_means_for_those_below():
    found = read("Name,Email\nAnn Lee,a@x.org\nSecond row seats,\nBob Ray,b@x.org\n")

    assert [bad.line for bad in found.bad] == [3]
    assert "taken as coming all the same" in found.bad[0].reason


def test_a_line_merged_over_the_whole_sheet_is_one():
    rows = [["Name", "Email"], ["Ann Lee", "a@x.org"], ["Storniert", None], ["Bob Ray", "b@x.org"]]

    found = read(xlsx(Page("Guests", rows, merged=["A3:B3"])))

    assert fate(found) == {"Ann": "coming", "Bob": "away"}


@pytest.mark.parametrize(
    "above", ["Cancelled registrations", "Warteliste (Stand 3.11.)", "No-shows"]
)
def test_a_title_above_the_list_counts(above):
    assert coming(read(f"{above}\n\nName,Email\nAnn Lee,a@x.org\n")) == set()


@pytest.mark.parametrize(
    "above",
    [
        "Guests of the March meetup",
        "Open Source Night",
        "Applied Physics Circle",
        "Cancel until 3 Nov",
    ],
)
def test_a_title_that_says_nothing_of_it_doesnt(above):
    assert coming(read(f"{above}\n\nName,Email\nAnn Lee,a@x.org\n")) == {"Ann"}


def test_a_list_that_begins_with_cancelled_has_nobody_coming():
    assert fate(read("Cancelled\nAnn Lee,a@x.org\nBob Ray,b@x.org\n")) == {
        "Ann": "away",
        "Bob": "away",
    }


def test_a_poll_that_was_pasted_is_read_answer_by_answer():
    found = read(
        "No (2)\nAnn Lee\nBob Ray\nYes (1)\nCy Orr\nMaybe:\nDee Zed\n", picks={"name": (0,)}
    )

    assert fate(found) == {"Ann": "away", "Bob": "away", "Cy": "coming", "Dee": "undecided"}


def listed(name, *people):
    return Page(name, [["Name", "Email"], *([f"{one} Lee", f"{one}@x.org"] for one in people)])


@pytest.mark.parametrize(
    "name",
    ["Cancelled", "Storniert", "Waitlist", "Warteliste 2026", "Absagen", "Annulés", "Wait list"],
)
def test_a_sheet_of_those_who_dont_come_isnt_chosen_for_its_length(name):
    away, guests = listed(name, "Bob", "Cy", "Dee", "Eve"), listed("Guests", "Ann")

    assert coming(read(xlsx(away, guests))) == {"Ann"}
    assert coming(read(xlsx(away))) == set()


def test_the_name_of_the_only_sheet_is_shown_with_how_it_is_read():
    found = read(xlsx(listed("Waitlist", "Ann", "Bob")))

    assert shown(found) == [("Title of the list", "Waitlist", "waiting", 2)]


@pytest.mark.parametrize(
    "above", ["<h2>Storniert</h2>", "<p>Storniert (2)</p>", "<h3>Cancelled</h3><p>Two people.</p>"]
)
def test_a_table_of_a_page_is_called_what_stands_above_it(above):
    away = above + TABLE.format(ROW.format("Bob") + ROW.format("Cy"))

    assert coming(read(away)) == set()
    assert coming(read(f"<html>{away}<h2>Guests</h2>{TABLE.format(ROW.format('Ann'))}")) == {"Ann"}


def test_a_caption_and_the_name_of_a_sheet_in_excels_xml_count():
    caption = TABLE.format(ROW.format("Ann")).replace(
        "<table>", "<table><caption>Waitlist</caption>"
    )
    xml = (
        '<?xml version="1.0"?><Workbook><Worksheet ss:Name="Cancelled"><Table><Row><Cell><Data>Name'
        "</Data></Cell></Row><Row><Cell><Data>Ann Lee</Data></Cell></Row></Table></Worksheet></Workbook>"
    )

    assert fate(read(caption)) == {"Ann": "waiting"}
    assert fate(read(xml)) == {"Ann": "away"}


def test_our_own_list_has_names_as_they_are():
    headings = ["Status", *dict.fromkeys(OWN.values()), "Answered"]
    row = {"Status": "Going", "First name": "Bob (cancelled)", "Email": "b@x.org"}
    text = parsing.write(headings, [[row.get(heading, "") for heading in headings]])

    assert fate(read(text)) == {"Bob (cancelled)": "coming"}


@given(st.text(max_size=60))
def test_whatever_stands_in_a_name_is_kept_in_one_of_its_parts(text):
    name, remark = inline_statuses.apart(text)

    assert (
        inline_statuses.answered(remark) in {*READINGS}
        if remark
        else name == inline_statuses.clean(text)
    )
    assert len(name) <= len(text) * 4


@given(st.text(max_size=60))
def test_whatever_a_line_or_title_says_is_read_somehow(text):
    assert inline_statuses.told(text) in {"", *READINGS}
    assert inline_statuses.title(text) in {"", inline_statuses.clean(text)}
    assert inline_statuses.section([text], after=False) in {"", inline_statuses.clean(text)}


def test_a_process_of_its_own_finds_the_same(monkeypatch):
    data = b'Name,Email,Note\nAnn?,a@x.org,\nBob,b@x.org,"x\nCy,c@x.org,y"\nCancelled,,\nDee,d@x.org,\n'
    here = reading.look(data, roles=[])
    monkeypatch.setattr(reading, "ON_THE_SPOT", 0)

    there = reading.look(data, roles=[])

    assert there == here
    assert here.sheet.sections
    assert here.sheet.torn
