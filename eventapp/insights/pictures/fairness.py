"""For whom the evening held less: who met few others, and whose ask nobody at the table could answer."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.insights import bars, hiding, svg, topics, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Cell, Hidden, Picture, Table
from eventapp.insights.pictures import distinct

NAME = "who-had-less"
WIDE, NARROW = 520, 326
# Whoever met fewer than this part of what half the room met, met few.
FEW = 0.75

Split = tuple[int, int]


@dataclass(frozen=True)
class Part:
    """One group of roles: of how many, how many had less; None where that isn't told apart."""

    name: str
    mark: int
    met_few: Split | None
    unanswered: Split | None


@dataclass(frozen=True)
class Less:
    """Who had less, of all and role by role; None where it tells on somebody. `under` is below how
    many others somebody met few."""

    parts: tuple[Part, ...]
    under: int | None
    met_few: Split | None
    unanswered: Split | None


def less_of(evening: Evening) -> Less:
    """Who had less at an evening."""
    met = {n: len(evening.met_by[n]) for n in evening.came}
    under = _under(sorted(met.values()))
    few = _splits(evening, lambda n: True, lambda n: under is not None and met[n] < under)
    asks = _splits(
        evening,
        lambda n: evening.guests[n].has_ask,
        lambda n: not topics.answered(evening, n),
    )
    return Less(
        tuple(
            Part(
                group.name,
                group.mark,
                few[1].get(place) if under is not None else None,
                asks[1].get(place),
            )
            for place, group in enumerate(evening.groups)
        ),
        under,
        few[0] if under is not None else None,
        asks[0],
    )


def draw(evening: Evening) -> Picture | Hidden:
    """Two bars a role: who met few, and whose ask stayed open."""
    about = _("Who had less of the evening")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    if not evening.met:
        return words.nobody_sat(NAME, about)
    less = less_of(evening)
    if less.met_few is None and less.unanswered is None:
        return Hidden(NAME, about, _("So few had less than others that it would tell on somebody."))
    title, note = _finding(less), _note(less)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(less, WIDE, f"{NAME}-w", title, note),
        narrow=_drawn(less, NARROW, f"{NAME}-n", title, note),
        table=_table(less),
        people=_people(less),
    )


def _splits(
    evening: Evening, counts: Callable[[int], bool], has_less: Callable[[int], bool]
) -> tuple[Split | None, dict[int, Split]]:
    """How many had less and how many there are: of all, and of each group of which it is told."""
    sides = []
    for group in evening.groups:
        people = [n for n in group.people if counts(n)]
        less = sum(has_less(n) for n in people)
        # How many have a role is told elsewhere: beside it, whoever isn't counted here is a side, too.
        sides.append((less, len(people) - less, len(group.people) - len(people)))
    less, others, left = map(sum, zip(*sides, strict=True)) if sides else (0, 0, 0)
    if any(map(hiding.few, (less, others, left))) or not less + others:
        return None, {}
    told = hiding.open_splits(sides)
    each = {n: (sides[n][0], sides[n][0] + sides[n][1]) for n in told}
    return (less, less + others), {n: split for n, split in each.items() if split[1]}


def _under(met: list[int]) -> int | None:
    """Below how many others somebody met few, at the edge of a bar that is shown anyway."""
    shown = distinct.bars_of(met)
    half = distinct.half_met(shown)
    edges = [bar.most + 1 for bar in shown if bar.most + 1 <= FEW * half]
    return max(edges, default=None)


def _finding(less: Less) -> str:
    if less.met_few:
        number, everybody = less.met_few
        return _(
            "%(number)s of %(all)s met fewer than %(under)s others",
            number=number,
            all=everybody,
            under=less.under,
        )
    assert less.unanswered
    number, everybody = less.unanswered
    if not number:
        return _("Nobody who asked was left without somebody to answer")
    return _(
        "%(number)s of %(all)s who asked met nobody who could answer", number=number, all=everybody
    )


def _note(less: Less) -> str:
    said = []
    if less.met_few and less.unanswered:
        number, everybody = less.unanswered
        said.append(
            _(
                "%(number)s of %(all)s who asked met nobody who could answer.",
                number=number,
                all=everybody,
            )
        )
    if less.under is None:
        said.append(_("Nobody stands out as having met few."))
    said.append(
        _(
            "A role is told apart where at least %(fewest)s people, or nobody, stand behind each number.",
            fewest=hiding.FEWEST,
        )
    )
    return " ".join(said)


def _table(less: Less) -> Table:
    def cell(split: Split | None) -> Cell:
        return words.NOT_SHOWN if split is None else _("%(n)s of %(all)s", n=split[0], all=split[1])

    rows = [(part.name, cell(part.met_few), cell(part.unanswered)) for part in less.parts]
    return Table(
        (_("Role"), _("Met few others"), _("Ask met nobody who could answer")),
        (*rows, (_("All"), cell(less.met_few), cell(less.unanswered))),
    )


def _people(less: Less) -> dict[str, int]:
    found = {}
    for part in (*less.parts, Part("", 0, less.met_few, less.unanswered)):
        for key, split in (("few", part.met_few), ("open", part.unanswered)):
            if split:
                found[f"{key} {part.name}"], found[f"{key} of {part.name}"] = split
    return found


def _drawn(less: Less, wide: int, name: str, title: str, told: str) -> str:
    drawn: list[str] = []
    y = 2.0
    for of, said in (
        ("met_few", _("Met few others")),
        ("unanswered", _("Asked, and met nobody who could answer")),
    ):
        whole: Split | None = getattr(less, of)
        if whole is None or not whole[0]:
            continue
        drawn.append(svg.text(0, y + 14, said, size=13, fill="ink-2", weight=600, room=wide))
        lines, rest = [], list(whole)
        for part in less.parts:
            split: Split | None = getattr(part, of)
            if split:
                lines.append(_bar(part.name, split, part.mark))
                rest = [rest[0] - split[0], rest[1] - split[1]]
        if rest[1]:
            label = _("All roles together") if not lines else _("All the others")
            lines.append(_bar(label, (rest[0], rest[1]), 0))
        more, y = bars.lying(lines, wide, y + 24, fills=(1, 2), room=160)
        drawn += more
        y += 8
    return svg.document(name, wide, y, title, told, drawn)


def _bar(name: str, split: Split, mark: int) -> bars.Bar:
    less, everybody = split
    return bars.Bar(
        name, (less, everybody - less), _("%(n)s of %(all)s", n=less, all=everybody), mark
    )
