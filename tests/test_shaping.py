import io

import numpy as np
import pytest
from PIL import Image

from eventapp import drawing, press, shaping, text_fitting, typefaces
from eventapp.typefaces import Ours

NAMES = (
    "AVATAR To", "Łucja", "Nguyễn Thị Hạnh", "Ọmọ́ladé", "Zoe\u0301", "office fi", "فاطمة الزهراء",
    "محمد Anna 12", "שרה כהן-לוי", "小明 王", "김민수", "สวัสดีผู้จัด", "क्षत्रिय कृष्ण", "தமிழ்ச்செல்வன்",
    "မြန်မာ", "བོད་ཡིག", "Дарья", "ᐃᓄᒃᑎᑐᑦ", "Zoë 🎉 👩‍👩‍👧", "Z̷̢̛a̸l", "ꯃꯤꯇꯩ", "ދިވެހި",
)  # fmt: skip
RIGHT, HIGH, POINTS = 200.0, 14.0, 24.0


def drawn_from(ours: Ours) -> list[float]:
    """How far left of its right edge each name begins when it is drawn, in em."""
    lines = [
        drawing.line(name, ours, POINTS, RIGHT, HIGH * (n + 0.7), anchor="right")
        for n, name in enumerate(NAMES)
    ]
    page = drawing.Page(RIGHT, HIGH * len(NAMES), tuple(lines))
    picture = Image.open(io.BytesIO(press.draw([page], title="", kind="png"))).convert("L")
    ink = np.asarray(picture) < 200
    dots = picture.width / RIGHT
    rows = [ink[int(n * HIGH * dots) : int((n + 1) * HIGH * dots)] for n in range(len(NAMES))]
    firsts = [int(row.any(axis=0).argmax()) for row in rows]
    return [(RIGHT - first / dots) / (POINTS * 25.4 / 72) for first in firsts]


@pytest.mark.parametrize(
    "ours",
    [typefaces.display(), typefaces.text(500), typefaces.text(700)],
    ids=lambda ours: f"{ours.family} {ours.weight}",
)
def test_every_script_is_as_wide_as_it_was_measured(ours: Ours) -> None:
    for name, drawn in zip(NAMES, drawn_from(ours), strict=True):
        measured = text_fitting.ink(name, ours)
        assert measured.width - measured.left == pytest.approx(drawn, abs=0.04), name


def test_a_letter_that_nothing_has_counts_one_em() -> None:
    assert shaping.ink("\ue123\ue123", typefaces.display().printed).width == 2.0


def test_letters_are_kerned_as_they_are_set() -> None:
    together, apart = (text_fitting.width(text, typefaces.display()) for text in ("AV", "AxV"))

    assert together < apart - text_fitting.width("x", typefaces.display()) - 0.01
