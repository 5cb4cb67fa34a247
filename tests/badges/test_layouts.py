from collections.abc import Iterator

import pytest
from badge_samples import ORDINARY, SAYING, UNRULY, with_codes

from eventapp import text_fitting, typefaces
from eventapp.badges import sheet
from eventapp.badges.badge import Badge, Logo, Words
from eventapp.badges.forms import PRINTED
from eventapp.badges.layouts.sides import behind, front
from eventapp.drawing import POINT, Band, Group, Part, Picture, Stripes, Text, texts
from eventapp.role_marks import MARKS

AIKO = with_codes(ORDINARY[:1])[0]
WORDS = Words(event="Evening", logo=Logo(b"logo", 320, 112))


def flat(parts: tuple[Part, ...]) -> Iterator[Part]:
    for part in parts:
        yield from flat(part.parts) if isinstance(part, Group) else (part,)


def said(parts: tuple[Part, ...]) -> list[str]:
    return [text.said for text in texts(parts)]


@pytest.mark.parametrize("key", [key for key, stock in PRINTED.items() if stock.fold])
def test_a_folded_card_says_the_same_on_both_halves_and_one_stands_on_its_head(key: str) -> None:
    stock = PRINTED[key]

    upper, lower = front(AIKO, stock, WORDS)

    assert isinstance(upper, Group)
    assert isinstance(lower, Group)
    assert upper.parts == lower.parts
    assert (upper.turned, lower.turned) == (180, 0)
    assert (upper.y, lower.y) == (0, stock.height / 2)


def test_on_a_narrow_roll_a_badge_lies_along_the_paper() -> None:
    (label,) = front(AIKO, PRINTED["brother-dk-11202"], WORDS)

    assert isinstance(label, Group)
    assert (label.width, label.height, label.turned) == (100, 62, 90)
    # Turned around its middle, it covers the label.
    assert (label.x + label.width / 2, label.y + label.height / 2) == (31, 50)


@pytest.mark.parametrize("key", [key for key, one in PRINTED.items() if one.kind == "thermal"])
def test_a_label_printer_is_given_nothing_but_black(key: str) -> None:
    badge = with_codes([ORDINARY[4]])[0]

    for part in flat(front(badge, PRINTED[key], WORDS)):
        colours: list[str | None] = []
        if isinstance(part, Band | Stripes):
            colours = [part.fill]
        elif isinstance(part, Picture):
            assert part.data != b"logo"
            colours = ["#99E7EF"] if b"#99E7EF" in part.data or b"#2A1830" in part.data else []
        elif not isinstance(part, Group):
            colours = [run.colour for run in getattr(part, "runs", ())]
        assert set(colours) <= {"#000000", "#FFFFFF"}, part


def test_with_colours_the_band_is_that_of_the_role_and_the_logo_is_there() -> None:
    drawn = list(flat(front(AIKO, PRINTED["avery-l4785"], WORDS)))

    assert [part.fill for part in drawn if isinstance(part, Band)] == [MARKS[4].fill]
    assert [part.width for part in drawn if isinstance(part, Picture) and part.data == b"logo"]


def test_an_upright_card_says_each_round_over_its_table_and_the_event() -> None:
    lines = said(front(AIKO, PRINTED["a6-lanyard-4up"], WORDS))

    assert {"Evening", "Round 1", "T3", "Round 2", "T7", "Round 3", "T1"} <= set(lines)
    assert lines.index("Aiko") < lines.index("Ask me about my first job in data")


def test_a_host_s_card_names_the_one_table() -> None:
    lines = said(front(Badge("Ravi", host_table="7"), PRINTED["a6-lanyard-4up"], WORDS))

    assert {"All evening", "T7"} <= set(lines)


def test_a_small_label_asks_nothing_but_has_name_role_and_tables() -> None:
    lines = said(front(SAYING[0], PRINTED["avery-l4784"], WORDS))

    assert lines == ["Mia", "Berg", "T3", "Leader"]


def test_the_back_says_whose_it_is_and_where_to_sit() -> None:
    lines = said(behind(AIKO, PRINTED["avery-5390"], WORDS))

    assert lines == [
        "Aiko Tanaka", "Round 1", "T3", "Round 2", "T7", "Round 3", "T1", "Evening · Scan at the door",
    ]  # fmt: skip


@pytest.mark.parametrize("key", [key for key, one in PRINTED.items() if one.two_sided])
def test_on_the_back_no_name_reaches_into_the_code(key: str) -> None:
    for badge in with_codes([*ORDINARY, *SAYING, *UNRULY]):
        drawn = list(flat(behind(badge, PRINTED[key], Words())))

        (code,) = [part for part in drawn if isinstance(part, Picture)]
        # The name is drawn before the code.
        for text in drawn[: drawn.index(code)]:
            assert isinstance(text, Text)
            low = text_fitting.ink(text.said, typefaces.display()).below * text.points * POINT
            assert text.y + low + 1.2 <= code.y, text.said


def test_backs_follow_each_sheet_and_lie_behind_their_fronts() -> None:
    stock = PRINTED["avery-5390"]
    badges = [Badge(f"Guest{number}") for number in range(9)]

    pages = sheet.pages(badges, stock, backs=True, start=2)

    cells = [[part for part in page.parts if isinstance(part, Group)] for page in pages]
    assert [len(page) for page in cells] == [7, 7, 2, 2]
    for fronts, backs in zip(cells[::2], cells[1::2], strict=True):
        for one, other in zip(fronts, backs, strict=True):
            assert one.x + one.width == pytest.approx(stock.sheet_width - other.x)
            assert one.y == other.y
            assert said(one.parts)[0] == said(other.parts)[0]


def test_every_stock_has_a_layout_that_names_the_guest() -> None:
    for stock in PRINTED.values():
        assert "Aiko" in said(front(AIKO, stock, WORDS)), stock.key
