"""Every paper with long names, many scripts, many rounds and full tables: nothing is missing, nothing
stands on anything else, and nothing leaves the sheet."""

import math
import subprocess
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from print_samples import NAMES, PAPERS, pages, room, run_together, said

from eventapp import drawing, press, text_fitting, typefaces
from eventapp.drawing import POINT
from eventapp.paper import A4, LETTER
from eventapp.people.names import full_name
from eventapp.seating.prints import sheets
from eventapp.text_fitting import tidy

BY_FULL_NAME = ("list", "tables", "slips", "pack")
# What no printer reaches.
EDGE = 5.0


@pytest.fixture(params=[(3, 3, A4), (2, 10, LETTER)], ids=["three rounds", "ten rounds, letter"])
def crowded(app, request):
    """An evening, and its paper: at most twenty at a table, as the forms allow."""
    tables, rounds, size = request.param
    event, _guests = room(26 if rounds == 3 else 40, tables=tables, rounds=rounds)
    event.title = (
        "An evening of small tables, mixed on purpose, for everybody who would like to come"
    )
    event.place_name = "The Reading Room of the Library of the Northern Quarter"
    event.place_address = "128 Long Street, second floor, behind the courtyard, " * 3
    event.community.name = "Granton Data Circle and the Friends of the Library"
    event.roles[0].name = "Somebody who changes careers"
    return event, size


@pytest.mark.parametrize("what", PAPERS)
def test_every_name_stands_whole_on_every_paper(crowded, what) -> None:
    event, size = crowded
    if what == "write":
        return
    full = what in BY_FULL_NAME

    found = run_together(said(event, what, size))

    names = [full_name(first, last) if full else first for first, last in NAMES]
    # Eighty capitals among twenty people in each of ten rounds are too many for half a sheet.
    if what == "tents" and size is LETTER:
        assert ["W" in line for line in sheets.cut(pages(event, what, size))] == [True]
        names.remove("W" * 80)
    assert [name for name in names if run_together([tidy(name, 400)]) not in found] == []


@pytest.mark.parametrize("what", PAPERS)
def test_no_line_stands_on_another(crowded, what) -> None:
    event, size = crowded

    for page in pages(event, what, size):
        lines = list(placed(page.parts))
        assert [(a[0], b[0]) for a, b in combinations(lines, 2) if overlap(a[1], b[1])] == []


@pytest.mark.services
def test_nothing_leaves_the_sheet(crowded, tmp_path: Path) -> None:
    event, size = crowded
    names = [what for what in PAPERS for _page in pages(event, what, size)]
    every = [page for what in PAPERS for page in pages(event, what, size)]
    dots = 40 / 25.4

    (tmp_path / "papers.pdf").write_bytes(press.draw(every, title="All papers"))
    command = ["pdftoppm", "-r", "40", "-gray", "papers.pdf", "page"]
    subprocess.run(command, cwd=tmp_path, check=True)

    files = sorted(tmp_path.glob("page*.pgm"))
    assert len(files) == len(every)
    for what, page, file in zip(names, every, files, strict=True):
        ink = np.asarray(Image.open(file)) < 200
        high, wide = ink.shape
        assert (wide, high) == (
            pytest.approx(page.width * dots, abs=1.1),
            pytest.approx(page.height * dots, abs=1.1),
        )
        inner = ink.copy()
        edge = int(EDGE * dots)
        inner[edge:-edge, edge:-edge] = False
        # Where to cut, and where to fold, is shown from edge to edge.
        if what in {"write", "tents"}:
            inner[high // 2 - 2 : high // 2 + 3, :] = False
            inner[:, wide // 2 - 2 : wide // 2 + 3] = False
        assert not inner.any(), what


def placed(parts) -> Iterator[tuple]:
    """Each line with the rectangle that its letters take, on the page; not the word of a draft."""
    for part in parts:
        if isinstance(part, drawing.Group):
            for line, box in placed(part.parts):
                corners = [_turned(px, py, part) for px in box[::2] for py in box[1::2]]
                xs, ys = zip(*corners, strict=True)
                yield line, (min(xs), min(ys), max(xs), max(ys))
        elif isinstance(part, drawing.Text):
            yield part.said, _rectangle(part)


def _rectangle(line: drawing.Text) -> tuple[float, float, float, float]:
    em = line.points * POINT
    # What was measured is what is drawn: its letters, without the air between lines.
    face = _face(line.runs[0].weight)
    ink = text_fitting.ink(line.said, face)
    wide = ink.width * em
    left = line.x - {"left": 0, "center": wide / 2, "right": wide}[line.anchor]
    above, below = min(ink.above, 0.7), min(ink.below, 0.1)
    return left, line.y - above * em, left + wide, line.y + below * em


def _face(weight: int) -> typefaces.Ours:
    return typefaces.display() if weight == 800 else typefaces.text(min(weight, 700))


def _turned(x: float, y: float, group: drawing.Group) -> tuple[float, float]:
    angle = math.radians(group.turned)
    cx, cy = group.width / 2, group.height / 2
    dx, dy = x - cx, y - cy
    return (
        group.x + cx + dx * math.cos(angle) - dy * math.sin(angle),
        group.y + cy + dx * math.sin(angle) + dy * math.cos(angle),
    )


def overlap(a, b) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.4 and min(a[3], b[3]) - max(a[1], b[1]) > 0.25
