"""docs/asvs.md has a line for every requirement of levels 1 and 2, and names only files that exist."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "asvs.md").read_text()
LINES = re.findall(r"^\| (V[\d.]+) \| (.+) \| (.+) \|$", TEXT, re.M)
# How many requirements of the two levels each section has, in the order of the standard; the third level
# leaves gaps, so the numbers are said where they aren't simply 1 to so many.
SECTIONS = {
    "V1.1": 2, "V1.2": 9, "V1.3": 11, "V1.4": 3, "V1.5": 2, "V2.1": 3, "V2.2": 3, "V2.3": 4, "V2.4": 1,
    "V3.2": 2, "V3.3": 4, "V3.4": 6, "V3.5": 5, "V3.7": 2, "V4.1": 3, "V4.2": 1, "V4.3": 2, "V4.4": 4,
    "V5.1": 1, "V5.2": 3, "V5.3": 2, "V5.4": 3, "V6.1": 3, "V6.2": 12, "V6.3": 4, "V6.4": 4, "V6.5": 5,
    "V6.6": 3, "V6.8": 4, "V7.1": 3, "V7.2": 4, "V7.3": 2, "V7.4": 5, "V7.5": 2, "V7.6": 2, "V8.1": 2,
    "V8.2": 3, "V8.3": 1, "V8.4": 1, "V9.1": 3, "V9.2": 4, "V10.1": 2, "V10.2": 2, "V10.3": 4, "V10.4": 11,
    "V10.5": 5, "V10.6": 2, "V10.7": 3, "V11.1": 2, "V11.2": 3, "V11.3": 3, "V11.4": 4, "V11.5": 1,
    "V11.6": 1, "V12.1": 3, "V12.2": 2, "V12.3": 4, "V13.1": 1, "V13.2": 5, "V13.3": 2, "V13.4": 5,
    "V14.1": 2, "V14.2": 4, "V14.3": 3, "V15.1": 3, "V15.2": 3, "V15.3": 7, "V16.1": 1, "V16.2": 5,
    "V16.3": 4, "V16.4": 3, "V16.5": 3, "V17.1": 1, "V17.2": 4, "V17.3": 2,
}  # fmt: skip


def lines_of_chapters() -> list[tuple[str, str, str]]:
    """The lines of all chapters, without those that say what is left."""
    start = TEXT.index("## V1 ")
    return re.findall(r"^\| (V[\d.]+) \| (.+) \| (.+) \|$", TEXT[start:], re.M)


def test_every_requirement_has_one_line() -> None:
    wanted = [f"{name}.{n}" for name, many in SECTIONS.items() for n in range(1, many + 1)]

    assert [number for number, _asks, _held in lines_of_chapters()] == wanted


def test_what_is_asked_is_said_in_few_words() -> None:
    assert [asks for _number, asks, _held in lines_of_chapters() if len(asks.split()) > 10] == []


def test_every_line_names_a_file_or_says_why_there_is_none() -> None:
    named = re.compile(r"\b[\w/.-]+\.(?:py|md|html|js|conf|service|toml|txt)\b|\bscript/\w+")
    for number, _asks, held in lines_of_chapters():
        files = named.findall(held.replace("](../", "]("))
        assert files or held.startswith(("not applicable: ", "not held")), number
        for name in files:
            assert (ROOT / name).is_file(), f"{number}: {name}"


def test_what_is_not_held_is_told_at_the_top() -> None:
    top = TEXT[: TEXT.index("## V1 ")]
    told = set(re.findall(r"^\| (V[\d.]+) \|", top, re.M))

    for number, _asks, held in lines_of_chapters():
        assert ("see above" in held) == (number in told), number
