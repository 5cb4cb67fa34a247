"""Two rows about one person that contradict each other: asked about, unless time tells."""

import pytest

from eventapp.rsvps.importing import reading

TWICE = "Name,Email,Status\n{0},a@x.org,Cancelled\n{1},a@x.org,Confirmed\nBob,b@x.org,Confirmed\n"


def read(text, **chosen):
    return reading.look(text.encode(), **chosen).found


def coming(found):
    return [entry.first_name for entry in found.entries]


@pytest.mark.parametrize("names", [("Ann Lee", "Ann Lee"), ("Ann", "Ann Lee"), ("ANN LEE", "Ann")])
def test_who_is_cancelled_in_one_row_and_confirmed_in_another_is_asked_about(names):
    found = read(TWICE.format(*names))

    assert coming(found) == ["Bob"]
    assert [(out.line, out.reading) for out in found.left_out] == [(2, "away"), (3, "undecided")]
    assert found.left_out[1].reason == (
        "Line 3 has this person coming, line 2 doesn’t: say which is true."
    )
    assert [(state.value, state.rows) for state in found.states if state.unsure] == [
        (f"{names[1]} (2, 3)", 1)
    ]


@pytest.mark.parametrize(
    ("said", "entries", "left_out"),
    [("coming", [(3, "coming")], []), ("waiting", [(3, "waiting")], []), ("away", [], [3])],
)
def test_what_somebody_says_of_the_two_rows_holds(said, entries, left_out):
    text = TWICE.format("Ann Lee", "Ann Lee").rpartition("Bob")[0]
    (asked,) = [state for state in read(text).states if state.unsure]

    found = read(text, corrections={(asked.column, asked.value): said})

    assert [(entry.line, entry.reading) for entry in found.entries] == entries
    assert [out.line for out in found.left_out if out.line == 3] == left_out
    assert not any(state.unsure for state in found.states)


@pytest.mark.parametrize(
    ("heading", "older", "newer"),
    [
        ("Order date", "2026-11-01 10:00", "2026-11-01 10:05"),
        ("Zeitstempel", "9.10.2026 18:00", "1.11.2026 09:00"),
        ("Timestamp", "11/5/2026 11:00:00 AM", "11/5/2026 1:00:00 PM"),
        ("Created at", "2026-11-01T10:00:00Z", "2026-11-02T09:00:00Z"),
    ],
)
def test_whoever_came_back_after_cancelling_comes_and_not_the_other_way_round(
    heading, older, newer
):
    rows = "Name,Email,Status,{}\nAnn,a@x.org,{},{}\nAnn,a@x.org,{},{}\n"

    back = read(rows.format(heading, "Cancelled", older, "Confirmed", newer))
    gone = read(rows.format(heading, "Confirmed", older, "Cancelled", newer))

    assert [entry.line for entry in back.entries] == [3]
    assert "which is older" in back.notes[0].text
    assert gone.entries == []


def test_a_day_that_may_be_read_two_ways_decides_nothing():
    found = read(
        "Name,Email,Status,Date\nAnn,a@x.org,Cancelled,3/11/2026\nAnn,a@x.org,Confirmed,4/10/2026\n"
    )

    assert found.entries == []


def test_without_addresses_the_whole_name_tells():
    found = read("Name,Status\nAnn Lee,Cancelled\nAnn Lee,Confirmed\nAnn Ray,Confirmed\n")

    assert [entry.last_name for entry in found.entries] == ["Ray"]


def test_another_name_at_the_address_has_nothing_to_do_with_it():
    assert coming(read(TWICE.format("Eve Lee", "Ann Lee"))) == ["Ann", "Bob"]
