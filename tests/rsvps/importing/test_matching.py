"""A list beside who is on the list already: the same, changed, asked about, or new."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.rsvps.importing.matching import SAID, Decisions, Held, match
from eventapp.rsvps.importing.parsing import Entry, LeftOut

AS_IT_IS = Decisions()


def held(number=1, name="Ada Berg", email="ada@example.org", **given) -> Held:
    first, _space, last = name.partition(" ")
    said = dict.fromkeys(SAID, "") | {"first_name": first, "last_name": last}
    fields = {"shares": False, "state": "going", "own": False}
    said |= {key: given.pop(key) for key in SAID if key in given}
    return Held(id=number, email=email, said=said, **fields | given)


def row(line=2, name="Ada Berg", email="ada@example.org", **given) -> Entry:
    first, _space, last = name.partition(" ")
    return Entry(line, first, last, email, **given)


def names(entries) -> list[str]:
    return [f"{entry.first_name} {entry.last_name}".strip() for entry in entries]


def told(matches) -> list[tuple[str, str, str]]:
    return [(c.field, c.was, c.becomes) for one in matches for c in one.changes]


def test_who_is_on_the_list_stays_once():
    found = match([held()], [row(), row(3, "Bo", "bo@example.org")], decisions=AS_IT_IS)

    assert names(found.new) == ["Bo"]
    assert [one.held.id for one in found.same] == [1]


def test_what_only_a_list_said_is_changed_by_a_list():
    found = match(
        [held(organization="Harbour")], [row(organization="Lighthouse")], decisions=AS_IT_IS
    )

    assert told(found.changed) == [("organization", "Harbour", "Lighthouse")]


def test_a_guest_s_own_words_stay_and_the_dropped_ones_are_named():
    found = match([held(own=True, ask="SQL")], [row(ask="Hiring")], decisions=AS_IT_IS)

    assert found.changed == []
    assert told(found.kept) == [("ask", "SQL", "Hiring")]


def test_a_blank_in_the_list_changes_nothing():
    found = match([held(ask="SQL", ask_kind="skill")], [row()], decisions=AS_IT_IS)

    assert [*found.changed, *found.kept] == []


def test_a_no_stays_a_no_and_is_named():
    found = match([held(state="cancelled")], [row(ask="SQL")], decisions=AS_IT_IS)

    assert found.changed == []
    assert told(found.kept) == [("state", "cancelled", "going")]


def test_a_mended_address_is_asked_about_and_comes_in_as_nobody_before():
    found = match(
        [held(name="Pekka Ylonen", email="peka@example.org")],
        [row(name="Pekka Ylönen", email="pekka@example.org")],
        decisions=AS_IT_IS,
    )

    assert [(one.differs, one.held.id) for one in found.undecided] == [("address", 1)]
    assert [*found.new, *found.mended] == []


def test_a_mended_address_is_the_same_person_when_somebody_says_so():
    old, new = held(email="old@example.org"), row(email="new@example.org")

    found = match([old], [new], decisions=Decisions(same=frozenset({"2"})))

    assert told(found.mended) == [("email", "old@example.org", "new@example.org")]
    assert [*found.new, *found.undecided] == []


def test_another_person_of_one_name_comes_in_when_somebody_says_so():
    old, new = held(email="old@example.org"), row(email="new@example.org")

    found = match([old], [new], decisions=Decisions(rest="other"))

    assert names(found.new) == ["Ada Berg"]
    assert found.mended == []


def test_a_guest_who_answered_keeps_their_address_even_when_they_are_the_same():
    old, new = held(email="old@example.org", own=True), row(email="new@example.org")

    found = match([old], [new], decisions=Decisions(rest="same"))

    assert found.mended == []
    assert told(found.kept) == [("email", "old@example.org", "new@example.org")]


def test_one_name_with_two_addresses_in_the_file_is_two_people_and_pointed_out():
    rows = [row(), row(3, email="other@example.org")]

    found = match([held()], rows, decisions=AS_IT_IS)

    assert names(found.new) == ["Ada Berg"]
    assert [entry.line for entry in found.namesakes] == [3]
    assert found.undecided == []


def test_somebody_left_out_still_has_their_address():
    out = LeftOut(3, "", "away", "Cancelled", "ada@example.org", "Ada", "Berg")

    found = match([held()], [row(2, email="other@example.org")], [out], decisions=AS_IT_IS)

    assert names(found.new) == ["Ada Berg"]
    assert found.undecided == []


def test_two_names_at_one_new_address_both_come():
    rows = [row(2, "Lena Haas", "haas@example.org"), row(3, "Milan Haas", "haas@example.org")]

    found = match([], rows, decisions=AS_IT_IS)

    assert names(found.new) == ["Lena Haas"]
    assert [(entry.first_name, whose) for entry, whose in found.sharing] == [("Milan", "Lena Haas")]


def test_an_address_is_its_owner_s_also_when_who_shares_it_stands_above():
    rows = [
        row(2, "Tobias", "maren@example.org", shares=3),
        row(3, "Maren Okkels", "maren@example.org"),
    ]

    found = match([], rows, decisions=AS_IT_IS)

    assert names(found.new) == ["Maren Okkels"]
    assert [(entry.first_name, whose) for entry, whose in found.sharing] == [
        ("Tobias", "Maren Okkels")
    ]


def test_a_second_name_at_a_known_address_shares_it_when_both_are_listed():
    rows = [row(), row(3, "Milan Haas")]

    found = match([held()], rows, decisions=AS_IT_IS)

    assert [(entry.first_name, whose) for entry, whose in found.sharing] == [("Milan", "Ada Berg")]
    assert len(found.same) == 1


def test_another_name_at_a_known_address_is_asked_about():
    asked = match([held()], [row(name="Milan Haas")], decisions=AS_IT_IS)
    mended = match([held()], [row(name="Milan Haas")], decisions=Decisions(rest="same"))
    sharing = match([held()], [row(name="Milan Haas")], decisions=Decisions(rest="other"))

    assert [one.differs for one in asked.undecided] == ["name"]
    assert told(mended.changed) == [
        ("first_name", "Ada", "Milan"),
        ("last_name", "Berg", "Haas"),
    ]
    assert names(entry for entry, _whose in sharing.sharing) == ["Milan Haas"]


def test_a_name_that_was_given_in_part_is_the_same_person():
    found = match([held(name="Ada")], [row()], decisions=AS_IT_IS)

    assert told(found.changed) == [("last_name", "", "Berg")]


def test_a_name_that_is_left_out_in_the_list_is_the_same_person_and_kept():
    found = match([held(name="Ada Berg")], [row(name="Ada")], decisions=AS_IT_IS)

    assert len(found.same) == 1
    assert [*found.undecided, *found.changed, *found.sharing] == []


def test_another_first_name_is_asked_about_whatever_words_they_have_in_common():
    found = match([held(name="Ada Maria Berg")], [row(name="Maria Berg")], decisions=AS_IT_IS)

    assert [one.differs for one in found.undecided] == ["name"]


def test_without_an_address_one_name_is_one_person():
    rows = [row(2, email=""), row(3, "Bo Ek", "")]

    found = match([held()], rows, decisions=AS_IT_IS)

    assert names(found.new) == ["Bo Ek"]
    assert len(found.same) == 1


def test_a_row_without_an_address_is_somebody_of_the_file_who_has_one():
    rows = [row(2, email=""), row(3)]

    found = match([], rows, decisions=AS_IT_IS)

    assert [entry.line for entry in found.new] == [3]
    assert [entry.line for entry in found.repeated] == [2]


def test_two_who_go_by_one_first_name_stay_two_when_they_are_read_again():
    rows = [row(2, "Anna", ""), row(3, "Anna", "")]

    first = match([], rows, decisions=AS_IT_IS)
    again = match([held(1, "Anna", ""), held(2, "Anna", "")], rows, decisions=AS_IT_IS)

    assert len(first.new) == 2
    assert (len(again.new), len(again.same)) == (0, 2)


def test_whoever_had_no_address_is_asked_about_when_one_comes():
    found = match([held(email="")], [row()], decisions=Decisions(rest="same"))

    assert told(found.mended) == [("email", "", "ada@example.org")]


def test_a_place_that_the_list_calls_cancelled_is_pointed_out_and_kept():
    out = LeftOut(2, "", "away", "Cancelled", "ada@example.org", "Ada", "Berg")

    found = match([held()], [], [out], decisions=AS_IT_IS)
    chosen = match([held()], [], [out], decisions=Decisions(off=frozenset({1})))
    own = match([held(own=True)], [], [out], decisions=Decisions(off=frozenset({1})))

    assert [one.chosen for one in (*found.off, *chosen.off, *own.off)] == [False, True, False]


def test_what_is_not_decided_yet_takes_nobody_off():
    out = LeftOut(2, "", "unknown", "✗", "ada@example.org", "Ada", "Berg")

    assert match([held()], [], [out], decisions=AS_IT_IS).off == []


PEOPLE = st.tuples(
    st.sampled_from(["Ada Berg", "Bo", "Bo Ek", "Ada"]),
    st.sampled_from(["", "a@example.org", "b@example.org"]),
)


@given(
    st.lists(PEOPLE, max_size=5, unique_by=lambda one: one),
    st.lists(PEOPLE, max_size=6),
    st.sampled_from(["", "same", "other"]),
    st.booleans(),
)
def test_each_row_has_one_fate_and_nobody_is_two_rows(here, listed, rest, own):
    answers = [held(n, name, email, own=own) for n, (name, email) in enumerate(here)]
    rows = [row(n, name, email) for n, (name, email) in enumerate(listed, 2)]

    found = match(answers, rows, decisions=Decisions(rest=rest))

    fates = [*found.new, *(entry for entry, _whose in found.sharing), *found.repeated]
    matched = [*found.same, *found.changed, *found.kept, *found.mended, *found.undecided]
    assert sorted([entry.line for entry in fates] + [one.entry.line for one in matched]) == [
        entry.line for entry in rows
    ]
    taken = [one.held.id for one in [*found.changed, *found.mended]]
    assert len(taken) == len(set(taken))
