"""What stands on a certificate fits, whatever somebody is called and however many sit at the table."""

import pytest
from hypothesis import given as given_some
from hypothesis import strategies as st

from eventapp import drawing
from eventapp.badges import qr
from eventapp.certificates.certificate import SIGNED, Hand, Sheet, Words, page, seated


def sheet(
    name: str,
    program: str = "",
    community: str = "",
    line: str = "",
    hands: tuple[Hand, ...] = (),
) -> Sheet:
    return Sheet(
        name,
        program,
        community,
        line,
        "Given",
        "a.example/7K2M-Q9XD",
        qr.svg("a"),
        8,
        (1, 2),
        hands,
    )


NAMES = (
    "Aiko Tanaka",
    "Maria-Aleksandra Wolfeschlegelsteinhausenbergerdorff van der Westhuizen",
    "W" * 160,
    "فاطمة الزهراء",
    "",
)


@pytest.mark.parametrize("hands", [(), (Hand("Noor Rahman", "Educator, led the evenings"),) * 5])
@pytest.mark.parametrize("name", NAMES)
def test_every_line_of_a_certificate_stands_whole_and_inside_its_table(
    name: str, hands: tuple[Hand, ...]
) -> None:
    said = "All of what was learned. " * 12
    found = sheet(name, "Ö" * 80, "Q" * 80, said, hands)

    drawn = page(found, Words("Tableful", "This says that", "came, asked, and worked through"))

    lines = drawing.texts(drawn.parts)
    words = "".join(line.said for line in lines).replace(" ", "")
    assert all(text.replace(" ", "") in words for text in (name, found.program, found.community))
    assert said.strip().replace(" ", "") in words
    assert found.address in words
    assert words.count("NoorRahman") == min(len(hands), 3)
    assert all(24 < line.y < 186 for line in lines)
    # What is said comes one below the other, and ends above the lines to sign on.
    left = [line.y for line in lines if line.anchor == "left"]
    names = left[: len(left) - 2 * min(len(hands), 3)]
    assert names == sorted(names)
    assert names[-1] < SIGNED - 5


def test_a_short_name_is_large_and_a_long_one_keeps_its_words_whole() -> None:
    short, long = (
        list(drawing.texts(page(sheet(name), Words("", "", "")).parts)) for name in NAMES[:2]
    )

    assert short[0].points == 66
    assert [line.said for line in long][:3] == [
        "Maria-Aleksandra",
        "Wolfeschlegelsteinhausenbergerdorff",
        "van der Westhuizen",
    ]


@given_some(st.lists(st.integers(1, 8), max_size=60), st.integers(1, 19))
def test_everybody_sits_at_the_table_or_else_each_role_has_its_share(
    marks: list[int], places: int
) -> None:
    found = seated(marks, places)

    assert len(found) == places
    sitting = [mark for mark in found if mark]
    assert len(sitting) == min(places, len(marks))
    for mark in set(marks):
        share = marks.count(mark) * len(sitting) / len(marks)
        assert abs(sitting.count(mark) - share) < 1
