"""What an organizer corrected of a list is chosen already on the next one from the same source."""

import make
import pytest
from hypothesis import given
from hypothesis import strategies as st
from import_page import bring, page_of, read, send, states, upload
from visitor import forms

from eventapp import clock
from eventapp.db import db
from eventapp.rsvps.importing import remembered
from eventapp.rsvps.importing.choices import Choices
from eventapp.rsvps.importing.columns import picked
from eventapp.rsvps.importing.models import RememberedMapping
from eventapp.rsvps.importing.statuses import TWICE

HEAD = "Name,Email,Registration state,Remark,Workplace or school"
SAID = "Read as you corrected the last list with these headings"


def listed(*rows: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *rows]).encode()


FIRST = listed("Ada,ada@example.org,Beamed up,x,Leith", "Bo,bo@example.org,Completed,y,Forth")
NEXT = listed("Cleo,cleo@example.org,Beamed up,x,Leith", "Dana,dana@example.org,Completed,y,Forth")


@pytest.fixture
def another(event):
    """The next event of the same community."""
    return make.event(community=event.community)


def chosen(page, name: str) -> str:
    (form,) = [form for form in forms(page.text) if "list" in form.values]
    return form.values[name]


def kept() -> list[RememberedMapping]:
    return list(db.session.scalars(db.select(RememberedMapping)))


def test_columns_and_words_are_chosen_already_on_the_next_list(organizer, event, another):
    bring(organizer, event, FIRST, **{"map-organization": "3", "read-now": "2|coming|Beamed up"})

    page = upload(organizer, another, NEXT)

    assert SAID in read(page)
    assert chosen(page, "map-organization") == "3"
    assert "2 people on this list" in page.text
    send(organizer, another, page, go="bring")
    assert {name for name, _state in states()} == {"Ada", "Bo", "Cleo", "Dana"}


def test_an_encoding_is_chosen_already_where_it_is_not_known_for_sure(organizer, event, another):
    bring(organizer, event, listed("Zoä,z@example.org,,,").decode().encode("mac_roman"), encoding="mac_roman")  # fmt: skip

    page = upload(organizer, another, listed("Leä,l@example.org,,,").decode().encode("mac_roman"))
    sure = upload(organizer, another, listed("Leä,l@example.org,,,"))

    assert "<option selected>mac_roman</option>" in page.text
    assert "<option selected>mac_roman</option>" not in sure.text
    assert all("Leä" in shown.text for shown in (page, sure))


def test_headings_are_the_same_whatever_their_case_and_spaces(organizer, event, another):
    bring(organizer, event, FIRST, **{"map-organization": "3"})

    page = upload(organizer, another, listed("Cleo,c@example.org,,x,", head=HEAD.upper().replace(",", " ,")))  # fmt: skip

    assert chosen(page, "map-organization") == "3"


def test_the_mended_rows_of_a_list_are_read_as_the_list_was(organizer, event):
    bad = FIRST + b"\nEve,,Completed,x,Leith\n"
    shown = bring(organizer, event, bad, **{"map-organization": "3"})
    file = send(organizer, event, shown, go="mend").data

    page = upload(organizer, event, file.replace(b"Eve,,", b"Eve,eve@example.org,"))

    assert chosen(page, "map-organization") == "3"


def test_what_was_only_recognised_is_recognised_anew(organizer, event, another):
    """A column that was empty the last time may say today who has cancelled."""
    head = "Name,Email,Remark,Cancelled at"
    bring(organizer, event, listed("Ada,a@example.org,x,", head=head), **{"map-organization": "2"})

    page = upload(organizer, another, listed("Bo,b@example.org,x,", "Cleo,c@example.org,x,2026-01-02", head=head))  # fmt: skip
    send(organizer, another, page, go="bring")

    assert chosen(page, "map-organization") == "2"
    assert [name for name, _state in states()] == ["Ada", "Bo"]


def test_nothing_is_remembered_and_nothing_said_when_nothing_was_corrected(organizer, event, another):  # fmt: skip
    bring(organizer, event, FIRST)

    assert SAID not in read(upload(organizer, another, NEXT))
    assert kept() == []


def test_nothing_is_remembered_of_a_list_that_was_only_looked_at(organizer, event):
    shown = upload(organizer, event, FIRST)

    send(organizer, event, shown, go="look", **{"map-organization": "3"})

    assert kept() == []


def test_it_is_forgotten_by_one_click_and_the_list_read_as_it_is_recognised(organizer, event, another):  # fmt: skip
    bring(organizer, event, FIRST, **{"map-organization": "3", "read-now": "2|coming|Beamed up"})
    page = upload(organizer, another, NEXT)

    again = send(organizer, another, page, go="forget")

    assert kept() == []
    assert SAID not in read(again)
    assert "One person on this list" in again.text
    assert chosen(again, "map-organization") != "3"


def test_it_is_forgotten_when_the_corrections_are_taken_back(organizer, event, another):
    shown = upload(organizer, event, FIRST)
    before = chosen(shown, "map-organization")
    send(organizer, event, shown, go="bring", **{"map-organization": "3"})

    page = upload(organizer, another, NEXT)
    send(organizer, another, page, go="bring", **{"map-organization": before})

    assert kept() == []


def test_what_one_community_corrected_is_nothing_to_another(organizer, event, app):
    bring(organizer, event, FIRST, **{"map-organization": "3"})
    (mine,) = kept()
    other = make.community()

    assert remembered.find(event.community_id, mine.headings)
    assert remembered.find(other.id, mine.headings) is None
    remembered.forget(other.id, mine.headings)
    assert len(kept()) == 1


def test_a_digest_that_no_page_made_is_none(organizer, event):
    shown = upload(organizer, event, FIRST)

    answer = send(organizer, event, shown, go="bring", source="x" * 500, **{"map-organization": "3"})  # fmt: skip

    assert answer.status_code == 303
    assert kept() == []


def test_remembering_twice_keeps_the_later(each_database):
    host = make.community()
    for column in (3, 4):
        known = remembered.Corrections(columns={"organization": column})
        remembered.keep(host.id, "a" * 64, known, now=clock.now())

    found = remembered.find(host.id, "a" * 64)

    assert found
    assert found[0].columns == {"organization": 4}
    assert len(kept()) == 1


def test_names_and_long_answers_are_not_remembered_as_words():
    readings = {(2, "Beamed up"): "coming", (5 + TWICE, "Ada (2, 5)"): "coming", (2, "x" * 81): "away"}  # fmt: skip

    known = remembered.corrections(Choices(readings=readings), guessed={}, width=5)

    assert known.words == {(2, "Beamed up"): "coming"}


def test_a_field_that_this_release_does_not_know_is_passed_over(app):
    host = make.community()
    make.saved(
        RememberedMapping(
            community=host, headings="b" * 64, used_at=clock.now(),
            corrected={"encoding": "klingon", "columns": {"shoe": 1, "email": 2}, "more": [], "less": [], "words": [[0, "x", "flying"]]},
        )
    )  # fmt: skip

    found = remembered.find(host.id, "b" * 64)

    assert found
    assert found[0] == remembered.Corrections(columns={"email": 2})


COLUMN = st.integers(0, 6)
GUESSED = st.fixed_dictionaries(
    {"status": st.lists(COLUMN, unique=True, max_size=3).map(tuple)},
    optional={name: COLUMN.map(lambda at: (at,)) for name in ("email", "name", "organization")},
)
PICKS = st.fixed_dictionaries(
    {name: st.none() | COLUMN for name in ("email", "name", "organization")}
    | {"status": st.lists(COLUMN, unique=True, max_size=4).map(tuple)}
)


@given(GUESSED, PICKS)
def test_the_same_list_again_is_read_as_it_was_corrected(guessed, picks):
    known = remembered.corrections(Choices(picks=picks), guessed=guessed, width=7)

    again = remembered.applied(known, Choices(), guessed=guessed, recognised="")

    def plain(mapping):
        return {name: {*at} if name == "status" else at for name, at in mapping.items() if at}

    assert plain(picked(guessed, again.picks or {})) == plain(picked(guessed, picks))


@given(GUESSED, PICKS, COLUMN)
def test_a_column_that_says_who_is_coming_from_now_on_is_heard(guessed, picks, new):
    known = remembered.corrections(Choices(picks=picks), guessed=guessed, width=7)
    later = guessed | {"status": tuple(dict.fromkeys((*guessed["status"], new)))}

    again = picked(
        later, remembered.applied(known, Choices(), guessed=later, recognised="").picks or {}
    )

    assert new in again.get("status", ()) or new in known.less


def test_the_page_without_a_file_is_as_before(organizer, event):
    assert organizer.get(page_of(event)).status_code == 200
