"""Tables of pages: boxes and pictures in their cells, and rows that nobody saw."""

import pytest

from eventapp.rsvps.importing import parsing, reading

HEAD = "<table><tr><th>Name</th><th>Email</th><th>Coming</th></tr>"


def read(*rows, head=HEAD):
    return reading.look(f"{head}{''.join(rows)}</table>".encode()).found


def row(name, cell="<td>Yes</td>", *, given=""):
    return f"<tr {given}><td>{name}</td><td>{name.lower()}@example.org</td>{cell}</tr>"


def fate(found):
    return {one.first_name: one.reading for one in [*found.entries, *found.left_out]}


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ('<input type="checkbox" checked>', "coming"),
        ("<INPUT TYPE=checkbox CHECKED=checked>", "coming"),
        ('<input type="checkbox">', "away"),
        ('<label><input type="checkbox" checked> attending</label>', "coming"),
        ('<label><input type="checkbox"> attending</label>', "unknown"),
        ('<input type="checkbox"><input type="checkbox" checked>', "unknown"),
        ('<img src="a.png" alt="Yes">', "coming"),
        ('<img src="a.png" alt="Not coming">', "away"),
        ('<i class="icon" title="Waitlisted"></i>', "waiting"),
        ('<svg aria-label="Cancelled"></svg>', "away"),
        ('<input type="text" value="Cancelled">', "away"),
        ('Yes <img alt="cancelled">', "unknown"),
    ],
)
def test_a_box_says_yes_or_no_and_a_picture_what_stands_for_it(cell, meaning):
    found = read(row("Ann"), row("Bob", f"<td>{cell}</td>"))

    assert fate(found) == {"Ann": "coming", "Bob": meaning}


@pytest.mark.parametrize("tag", ["s", "del", "strike"])
def test_a_line_through_a_name_is_asked_about(tag):
    found = read(row("Ann"), row("Bob").replace("Bob<", f"<{tag}>Bob</{tag}><", 1))

    assert fate(found) == {"Ann": "coming", "Bob": "unknown"}


def test_the_other_tables_of_a_page_can_be_chosen():
    page = f"<h2>Guests</h2>{HEAD}{row('Ann')}{row('Cy')}</table><h2>VIP</h2>{HEAD}{row('Bob')}</table>"

    first, other = parsing.read(page.encode()), parsing.read(page.encode(), sheet="VIP")

    assert (first.name, first.names, len(first.rows)) == ("Guests", ("Guests", "VIP"), 2)
    assert [cells[0] for _line, cells in other.rows] == ["Bob"]
    with pytest.raises(parsing.BadFile, match="no sheet of this name"):
        parsing.read(page.encode(), sheet="Speakers")


def test_a_picture_beside_a_name_counts_only_when_it_says_who_comes():
    found = read(row("Ann"), row("Bob").replace("Bob<", 'Bob <img alt="Cancelled"><', 1))
    faces = read(row("Ann").replace("Ann<", 'Ann <img alt="Photo of Ann"><', 1))

    assert fate(found) == {"Ann": "coming", "Bob": "away"}
    assert fate(faces) == {"Ann": "coming"}


@pytest.mark.parametrize(
    "given",
    ["hidden", 'hidden=""', "HIDDEN='hidden'", 'class="x" hidden', 'style="display : none"',
     "style='color:red;visibility:hidden'", "style=visibility:collapse"],
)  # fmt: skip
def test_a_row_that_is_hidden_in_the_page_is_hidden(given):
    found = read(row("Ann"), row("Bob", given=given), row("Cy"))
    together = read(row("Ann"), f"<tbody {given}>{row('Bob')}{row('Dee')}</tbody>", row("Cy"))

    assert fate(found) == {"Ann": "coming", "Bob": "hidden", "Cy": "coming"}
    assert fate(together) == {
        "Ann": "coming", "Bob": "hidden", "Dee": "hidden", "Cy": "coming"
    }  # fmt: skip


@pytest.mark.parametrize("given", ["data-hidden=1", 'aria-label="hidden"', 'title="display:none"'])
def test_a_row_that_only_speaks_of_hiding_isnt(given):
    assert fate(read(row("Ann"), row("Bob", given=given))) == {"Ann": "coming", "Bob": "coming"}


def test_a_table_that_is_hidden_as_a_whole_has_nobody_coming():
    found = read(row("Ann"), head=HEAD.replace("<table", "<table hidden"))

    assert fate(found) == {"Ann": "hidden"}


def test_a_table_for_looks_isnt_taken_for_the_list():
    menu = f"<table><tr>{'<td>About this page</td>' * 30}</tr><tr><td>More</td></tr></table>"

    sheet = parsing.read(f"{menu}{HEAD}{row('Ann')}</table>".encode())

    assert [cells[0] for _line, cells in sheet.rows] == ["Ann"]
