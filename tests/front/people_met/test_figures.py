"""Whom somebody has met, counted: by field and by role, whose ask one could help with, what is missing."""

from hypothesis import given
from hypothesis import strategies as st

from eventapp.front.people_met import figures
from eventapp.front.people_met.figures import Met

ROLES = (("Leader", 5), ("Student", 4), ("Newcomer", 1), ("", 8))


def met(person_id: int = 1, *, event_id: int = 1, role: int = 0, **given: str) -> Met:
    name, mark = ROLES[role]
    said = {"industry": "", "organization": "", "ask": "", "offer": ""} | given
    return Met(event_id, person_id, person_id, f"Guest{person_id}", name, mark, **said)


people = st.lists(
    st.builds(
        met,
        st.integers(1, 80),
        role=st.integers(0, 3),
        industry=st.sampled_from(["Health", "health ", "Law", "", "Farming"]),
    ),
    max_size=120,
)


def test_a_field_is_one_however_it_is_written() -> None:
    found = figures.fields(
        [met(1, industry="Health"), met(2, industry=" health"), met(3, industry="Law")]
    )

    assert [(one.name, one.number) for one in found] == [("Health", 2), ("Law", 1)]


@given(people)
def test_every_line_counts_its_people_and_has_room_for_its_marks(some: list[Met]) -> None:
    unit = figures.unit(some)

    found = figures.fields(some, unit=unit)

    assert sum(one.number for one in found) == sum(1 for one in some if one.industry.strip())
    assert all(len(one.marks) <= figures.MOST_MARKS for one in found)
    assert all(len(one.marks) * unit >= one.number for one in found)
    # Whoever is there at all is seen.
    for line in found:
        theirs = {
            one.mark for one in some if one.industry.strip().casefold() == line.name.casefold()
        }
        assert set(line.marks) == theirs


@given(people)
def test_each_person_counts_once_as_they_came_last(some: list[Met]) -> None:
    found = figures.latest(some)

    assert [one.person_id for one in found] == list(dict.fromkeys(one.person_id for one in some))
    assert all(one in some for one in found)
    assert sum(one.number for one in figures.roles(found)) == sum(1 for one in found if one.role)


def test_what_is_missing_is_among_what_was_there_and_not_among_what_was_met() -> None:
    assert figures.missing(["Law", "Health", "Arts"], {" health"}) == ["Law", "Arts"]


def test_i_could_help_with_what_my_offer_is_about_in_words_or_by_a_topic() -> None:
    asks = [
        met(1, ask="my first job in data"),
        met(2, ask="Where can I swim here?"),
        met(3, event_id=2, ask="my first job in data"),
        met(4),
    ]

    found = figures.could_help(asks, ["a first job in data: how I got mine"], {1: (), 2: ("Data",)})

    assert found == {(1, 1), (2, 3)}
    assert figures.could_help(asks, [], {1: (), 2: ()}) == set()
