"""How pictures are drawn: lines and words that stay apart, titles no stronger than their numbers."""

import re
from itertools import pairwise

import evening_builders
from flask import Flask

from eventapp import clock
from eventapp.insights import bars, curves, files, svg
from eventapp.insights.pictures import chance, met, tables
from eventapp.insights.reading import evening_of
from eventapp.insights.reports import report

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"]
WORDS = re.compile(r'<text x="([\d.]+)"[^>]*>([^<]+)</text>')


def test_lines_that_run_together_lie_over_each_other(app: Flask) -> None:
    event, _people = evening_builders.evening(60)

    drawing = met.draw(evening_of(event, now=clock.now())).wide

    # Within one path, what is half clear isn't darker where its lines cross.
    for colour in ("ink-2", "brand"):
        paths = re.findall(rf'<path d="([^"]+)" fill="none" stroke="var\(--{colour},', drawing)
        lines = [path.count("M") for path in paths]
        assert len(lines) == met.LAYERS >= 20
        assert max(lines) - min(lines) <= 1


def test_how_many_came_as_a_role_stays_beside_its_name() -> None:
    said = svg.broken("Student or Leader or Founder or Educator\N{NO-BREAK SPACE}10", 14, 150)

    assert said[-1].endswith("Educator\N{NO-BREAK SPACE}10")


def test_months_under_a_curve_stand_at_equal_steps_the_last_among_them() -> None:
    ticks = [curves.Sign(30 * n, month) for n, month in enumerate(MONTHS)]
    curve = curves.Curve("brand", "970", ((0, 0), (330, 970)))

    drawn, _end = curves.drawn([curve], 326, ticks=ticks)

    words = [said for _x, said in WORDS.findall("".join(drawn)) if said in MONTHS]
    steps = {MONTHS.index(later) - MONTHS.index(one) for one, later in pairwise(words)}
    assert words[-1] == "Dec"
    assert len(steps) == 1


def test_rounds_stand_side_by_side_all_of_them_or_none() -> None:
    def rows(number: int) -> int:
        sat = [tables.Sat(held, share) for held in (1, 2, 3) for share in [100] * number]
        drawing = tables._drawn(sat, tables.WIDE, "mix", "", "")
        return len(set(re.findall(r'y="([\d.]+)"[^>]*>Round', drawing)))

    assert rows(4) == 1
    assert rows(9) == 3


def test_the_name_of_several_roles_beside_a_bar_takes_two_lines() -> None:
    bar = bars.Bar("Educator or No role", (6, 6), "6 of 12", mark=7)

    drawn, _end = bars.lying([bar], 520, 0, room=160)

    said = [words for _x, words in WORDS.findall("".join(drawn))]
    assert " ".join(said[:-1]) == "Educator or No role"


def test_nothing_is_blown_up_in_a_report(app: Flask) -> None:
    event, _people = evening_builders.evening(24)
    square = chance.draw(evening_of(event, now=clock.now()))

    told = report.data(report.Head("Leith", "Tables", "Today"), [], [], [square])["pictures"][0]

    assert told["most"] <= files.size(square.wide)[1] * report.LARGEST
