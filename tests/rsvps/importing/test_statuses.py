"""Who is coming, as other lists say it: nothing unknown is ever taken for a yes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.importing import parsing
from eventapp.rsvps.importing.status_columns import CAREFUL, READINGS, attendance, reading

WORD = st.text(st.characters(codec="utf-8", exclude_characters='\0,\r\n"'), max_size=30)


def listed(*rows, corrections=None):
    sheet = parsing.read("\n".join(rows).encode())
    mapping = parsing.guess(sheet)
    return parsing.entries(sheet, mapping, roles=[], corrections=corrections)


def shown(found):
    return [(state.heading, state.value, state.reading, state.rows) for state in found.states]


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("Attending", "coming"),
        ("Checked In", "coming"),
        ("approved", "coming"),
        ("ACTIVE", "coming"),
        ("Ja", "coming"),
        ("✓", "coming"),
        ("Yes, I'll be there", "coming"),
        ("Ja, gerne", "coming"),
        ("Not Attending", "away"),
        ("Refunded/Canceled", "away"),
        ("Deleted", "away"),
        ("declined", "away"),
        ("Withdrawn", "away"),
        ("Voided", "away"),
        ("cancelled by self", "away"),
        ("Cancelled - duplicate", "away"),
        ("annulé", "away"),
        ("No, sorry", "away"),
        ("Sorry, can't make it", "away"),
        ("I can't come", "away"),
        ("Leider nein", "away"),
        ("pending_approval", "undecided"),
        ("Pending (pay later)", "undecided"),
        ("AWAITING_PAYMENT", "undecided"),
        ("invited", "undecided"),
        ("Unpaid", "undecided"),
        ("Maybe", "undecided"),
        ("waitlist", "waiting"),
        ("On waitlist", "waiting"),
        ("Warteliste", "waiting"),
        ("purple", "unknown"),
        ("✗", "unknown"),
        ("✘", "unknown"),
        ("x", "unknown"),
        ("?", "unknown"),
        ("2", "unknown"),
        ("1", "unknown"),
        ("Yes, but only online", "unknown"),
        ("Yes if I find a sitter", "unknown"),
        ("Confirmed (unpaid)", "unknown"),
        ("see notes", "unknown"),
    ],
)
def test_a_word_under_status_tells_who_is_coming(status, meaning):
    assert attendance(status) == meaning


@pytest.mark.parametrize(
    ("kind", "value", "meaning"),
    [
        ("answer", "1", "coming"),
        ("answer", "0", "away"),
        ("paid", "No", "undecided"),
        ("paid", "Yes", "coming"),
        ("contrary", "1", "away"),
        ("contrary", "Yes", "away"),
        ("contrary", "true", "away"),
        ("contrary", "2026-11-05 10:00", "away"),
        ("contrary", "Cancelled", "away"),
        ("contrary", "0", "coming"),
        ("contrary", "No", "coming"),
        ("contrary", "-", "coming"),
        ("contrary", "", "coming"),
        ("contrary", "x", "unknown"),
        ("contrary", "fell ill", "unknown"),
        ("amount", "0.00", "coming"),
        ("waiting", "Yes", "waiting"),
        ("waiting", "No", "coming"),
        ("unsettled", "Yes", "undecided"),
        ("unsettled", "No", "coming"),
        ("contrary", "5 Nov 2026", "away"),
        ("waiting", "3", "waiting"),
        ("waiting", "0", "coming"),
        ("answer", "(OK)", "unknown"),
        ("answer", "☐ coming", "unknown"),
        ("answer", "✗ not coming", "away"),
    ],
)
def test_a_word_means_what_its_column_asks(kind, value, meaning):
    assert reading(kind, value) == meaning


@given(WORD)
def test_a_word_nobody_taught_us_is_not_coming(word):
    found = attendance(f"zq{word}")

    assert found in {"unknown", "away", "undecided", "waiting"}


@given(st.lists(st.tuples(WORD, WORD), min_size=1, max_size=6))
def test_the_most_careful_of_several_columns_decides(pairs):
    rows = [f"Ann{n},a{n}@example.org,{one},{two}" for n, (one, two) in enumerate(pairs)]

    found = listed("Name,Email,Ticket status,Order status", *rows)

    known = {(state.column, state.value.casefold()): state.reading for state in found.states}
    for entry in found.entries:
        assert entry.reading in {"coming", "waiting"}
    for state in found.states:
        assert state.reading in READINGS
        assert state.rows >= 1
    assert CAREFUL.index("away") < CAREFUL.index("unknown") < CAREFUL.index("coming")
    assert len(known) == len(found.states)


def test_each_word_is_told_with_how_it_is_read_and_how_many_rows_it_touches():
    found = listed(
        "Name,Email,Status",
        "Ann,a@x.org,Confirmed",
        "Bob,b@x.org, confirmed ",
        "Eve,e@x.org,purple",
        "Uma,u@x.org,Waitlist",
    )

    assert shown(found) == [
        ("Status", "Confirmed", "coming", 2),
        ("Status", "purple", "unknown", 1),
        ("Status", "Waitlist", "waiting", 1),
    ]
    assert [state.value for state in found.states if state.unsure] == ["purple"]


def test_an_unknown_word_is_left_out_until_it_is_said_what_it_means():
    rows = ("Name,Email,Status", "Ann,a@x.org,Confirmed", "Eve,e@x.org,Purple")

    before, after = listed(*rows), listed(*rows, corrections={(2, "PURPLE "): "coming"})

    assert [out.reason for out in before.left_out] == [
        "Marked “Purple” under “Status”: say first what that means."
    ]
    assert [entry.first_name for entry in after.entries] == ["Ann", "Eve"]
    assert not any(state.unsure for state in after.states)


def test_a_known_word_can_be_said_to_mean_something_else():
    rows = ("Name,Email,Status", "Ann,a@x.org,Confirmed", "Eve,e@x.org,Pending")

    found = listed(*rows, corrections={(2, "Pending"): "waiting", (2, "Confirmed"): "away"})

    assert [(entry.first_name, entry.reading) for entry in found.entries] == [("Eve", "waiting")]


def test_a_cancelled_order_isnt_coming_whatever_its_status():
    found = listed(
        "Name,Email,Status,Order cancelled,Refunded amount",
        "Ann,a@x.org,Confirmed,0,0.00",
        "Bob,b@x.org,Confirmed,1,0.00",
        "Eve,e@x.org,Confirmed,0,12.50",
    )

    assert [entry.first_name for entry in found.entries] == ["Ann", "Eve"]
    assert found.left_out[0].reason == "Marked “Order cancelled: 1” in the list: not coming."
    assert [note.text for note in found.notes] == ["“Refunded amount: 12.50” is taken as coming."]
    assert [state.value for state in found.states if state.unsure] == ["12.50"]


@pytest.mark.parametrize(
    "heading", ["Paid", "Paid?", "Has paid", "Bezahlt", "Ticket paid", "Fee paid?", "Payment"]
)
def test_whoever_hasnt_paid_is_not_decided(heading):
    found = listed(f"Name,Email,{heading}", "Ann,a@x.org,Yes", "Bob,b@x.org,No")

    assert [entry.first_name for entry in found.entries] == ["Ann"]
    assert [out.reading for out in found.left_out] == ["undecided"]


def test_nobody_is_away_because_they_werent_there_yet():
    found = listed("Name,Email,Attended", "Ann,a@x.org,No", "Bob,b@x.org,No")

    assert [entry.reading for entry in found.entries] == ["coming", "coming"]


def test_whoever_doesnt_dine_comes_all_the_same():
    found = listed("Name,Email,Status,Attending dinner?", "Ann,a@x.org,Confirmed,No")

    assert [entry.first_name for entry in found.entries] == ["Ann"]


def test_a_place_in_line_is_waiting():
    found = listed("Name,Email,Waitlist position", "Ann,a@x.org,", "Bob,b@x.org,3")

    assert [entry.reading for entry in found.entries] == ["coming", "waiting"]


def test_no_answer_to_the_question_is_no_yes():
    found = listed("Name,Email,Will you attend?", "Ann,a@x.org,Yes", "Bob,b@x.org,")

    assert [entry.first_name for entry in found.entries] == ["Ann"]
    assert found.left_out[0].reason == "No answer under “Will you attend?”."


def test_an_empty_state_beside_others_is_asked_about():
    found = listed("Name,Email,Status", "Ann,a@x.org,Confirmed", "Bob,b@x.org,")

    assert [(state.value, state.reading) for state in found.states] == [
        ("Confirmed", "coming"),
        ("", "unknown"),
    ]


def test_where_only_exceptions_are_marked_the_rest_is_coming():
    found = listed("Name,Email,Status", "Ann,a@x.org,", "Bob,b@x.org,cancelled", "Eve,e@x.org,")

    assert [entry.first_name for entry in found.entries] == ["Ann", "Eve"]


def test_a_list_without_states_is_all_coming_and_says_none():
    found = listed("Name,Email,Company", "Ann,a@x.org,Us", "Bob,b@x.org,Them")

    assert (len(found.entries), found.states) == (2, [])


def test_a_word_for_not_coming_in_another_column_is_pointed_out():
    found = listed("Name,Email,Remark", "Ann,a@x.org,vegan", "Bob,b@x.org,cancelled")

    assert [note.text for note in found.notes] == [
        "“cancelled” stands under “Remark”; taken as coming all the same."
    ]


def test_a_confirmation_that_wasnt_given_is_no_yes():
    found = listed("Name,Email,Confirmed", "Ann,a@x.org,yes", "Bob,b@x.org,no", "Eve,e@x.org,x")

    assert [entry.first_name for entry in found.entries] == ["Ann"]


def test_a_ticket_that_begins_with_cancelled_is_pointed_out():
    found = listed("Name,Email,Ticket", "Ann,a@x.org,Early bird", "Bob,b@x.org,CANCELLED - Early")

    assert [note.line for note in found.notes] == [3]


def test_a_line_of_totals_asks_nothing():
    found = listed("Name,Email,Status,Price", "Ann,a@x.org,Confirmed,10", ",,,10")

    assert [bad.line for bad in found.bad] == [3]
    assert not any(state.unsure for state in found.states)


def test_one_who_waits_in_one_row_and_comes_in_another_comes():
    found = listed("Name,Email,Status", "Ann Lee,a@x.org,Waitlist", "Ann Lee,a@x.org,Confirmed")

    assert [(entry.line, entry.reading) for entry in found.entries] == [(2, "coming")]
