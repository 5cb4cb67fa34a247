"""Pages that read from the right are mirrored: sheets speak of start and end, never of left and right."""

import re

import pytest

from eventapp.paths import STATIC

PHYSICAL = re.compile(
    r"(?<![\w-])(?:(?:scroll-)?(?:margin|padding)|border)-(?:left|right)[\w-]*:"
    r"|(?<![\w-])border-(?:top|bottom)-(?:left|right)-radius:"
    r"|(?<![\w-])(?:text-align|float|clear): *(?:left|right)\b"
    r"|(?<![\w-])(?:left|right):"
)
# The same in the middle from either side.
MEANT = {
    "door.css: left: 50%": "what is aimed at is in the middle, moved back by half of its width"
}
FOUR = re.compile(r"(?<![\w-])(?:margin|padding|inset): *([^;]+);")


def values(text: str) -> list[str]:
    """The values of a shorthand: what stands in brackets is one."""
    return re.findall(r"(?:[^\s()]|\((?:[^()]|\([^()]*\))*\))+", text)


SHEETS = sorted((STATIC / "css").glob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.stem)
def test_a_sheet_names_no_side_that_is_another_one_where_people_read_from_the_right(sheet) -> None:
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)

    found = [line.strip(" ;") for line in css.splitlines() if PHYSICAL.search(line)]
    sided = [
        one[0]
        for one in FOUR.finditer(css)
        if len(said := values(one[1])) == 4 and said[1] != said[3]
    ]

    assert [line for line in found if f"{sheet.name}: {line}" not in MEANT] == []
    assert sided == []


def test_what_points_on_is_mirrored() -> None:
    css = (STATIC / "css" / "app.css").read_text()
    icons = (STATIC / "icons.svg").read_text()
    (mirrored,) = re.findall(r'\[dir="rtl"\] svg:has\(use:is\(([^{]*)\)\) \{', css)

    for name in re.findall(r"#(i-[\w-]+)", mirrored):
        assert f'id="{name}"' in icons
