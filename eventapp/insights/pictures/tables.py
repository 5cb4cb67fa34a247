"""How mixed each table was, beside the mix that the room allowed."""

from collections import Counter
from dataclasses import dataclass
from math import ceil, cos, pi, sin

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights import hiding, svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "mix-at-the-tables"
WIDE, NARROW = 1060, 326
# A table of several rounds side by side is at least so wide.
LEAST = 56


@dataclass(frozen=True)
class Sat:
    """One table in one round: how much of it kept within the mix, in tens of a hundred."""

    round: int
    share: int


def sat_at(evening: Evening) -> list[Sat]:
    """The tables of all rounds, those that were mixed best first; without numbers, so that no list of
    who sat where tells who was missing. Tables of fewer than five people aren't among them."""
    found = []
    for number, seated in enumerate(evening.tables, start=1):
        roles = Counter(evening.guests[n].role for people in seated.values() for n in people)
        for people in seated.values():
            if len(people) >= hiding.FEWEST:
                off = seats_off(Counter(evening.guests[n].role for n in people), roles)
                within = hiding.tenths(1 - off / len(people))
                # What is nearly within the mix isn't: full is only what is.
                found.append(Sat(number, min(within, 90) if off else 100))
    return sorted(found, key=lambda sat: (sat.round, -sat.share))


def seats_off(held: Counter[int | None], room: Counter[int | None]) -> int:
    """How many seats of a table are beyond its share of each role, or short of it: the share of the
    room, rounded down or up, as the search for tables has it."""
    people, everybody = sum(held.values()), sum(room.values())
    over = short = 0
    for role, number in room.items():
        least, most = people * number // everybody, -(-people * number // everybody)
        over += max(held[role] - most, 0)
        short += max(least - held[role], 0)
    return max(over, short)


def draw(evening: Evening) -> Picture | Hidden:
    """Every table from above, round by round; its rim is as full as its mix."""
    about = _("The mix at every table")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    if not evening.tables:
        return words.nobody_sat(NAME, about)
    sat = sat_at(evening)
    if not sat:
        return Hidden(
            NAME, about, _("Every table had fewer than %(fewest)s people.", fewest=hiding.FEWEST)
        )
    full, left_out = sum(one.share == 100 for one in sat), sum(map(len, evening.tables)) - len(sat)
    title = _(
        "%(full)s of %(all)s tables held the mix that the room allowed", full=full, all=len(sat)
    )
    note = _note(evening, left_out)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(sat, WIDE, f"{NAME}-w", title, note),
        narrow=_drawn(sat, NARROW, f"{NAME}-n", title, note),
        table=_table(sat),
        people={"came": len(evening.came)},
    )


def _note(evening: Evening, left_out: int) -> str:
    said = [
        _(
            "The mix: each table has its share of each role, rounded down or up. A ring is full where all "
            "seats keep to it, to the nearest tenth; who came late or left early leaves a gap."
        )
    ]
    bound, planned = evening.bounds.get("role_quota"), evening.figures.get("role_quota")
    if bound is not None and planned is not None and bound == planned:
        said.append(_("The plan was as mixed as any plan for these people could be."))
    if left_out:
        said.append(
            ngettext(
                "%(num)s table of fewer than five people isn’t drawn.",
                "%(num)s tables of fewer than five people aren’t drawn.",
                left_out,
            )
        )
    return " ".join(said)


def _table(sat: list[Sat]) -> Table:
    rows = Counter((one.round, one.share) for one in sat)
    return Table(
        (_("Round"), _("Within the mix"), _("Tables")),
        tuple(
            (round, words.percent(share / 100), count)
            for (round, share), count in sorted(
                rows.items(), key=lambda row: (row[0][0], -row[0][1])
            )
        ),
    )


def _drawn(sat: list[Sat], wide: int, name: str, title: str, told: str) -> str:
    small = wide < 500
    rounds = sorted({one.round for one in sat})
    most = max(sum(one.round == number for one in sat) for number in rounds)
    left = 0 if small else 88
    # A few tables of all rounds fit side by side.
    gap = 24
    fits = not small and (wide / len(rounds) - left - gap) / most >= LEAST
    beside = len(rounds) if fits else 1
    across = _across(most, small=small) if beside == 1 else most
    part = wide / beside
    cell = min((part - left - (gap if beside > 1 else 0)) / across, 88)
    parts, y = [], 4.0
    for place, number in enumerate(rounds):
        here = [one for one in sat if one.round == number]
        begin = place % beside * part
        label = _("Round %(number)s", number=number)
        parts.append(svg.text(begin, y + (14 if small else cell / 2 + 5), label, weight=700))
        y += 24 if small else 0
        for n, one in enumerate(here):
            x = begin + left + (n % across + 0.5) * cell
            parts.append(_from_above(x, y + (n // across + 0.5) * cell, cell * 0.4, one.share))
        if place % beside == beside - 1 or number == rounds[-1]:
            y += ceil(most / across) * cell + (12 if small else 14)
    return svg.document(name, wide, y, title, told, parts)


def _across(most: int, *, small: bool) -> int:
    """How many tables stand side by side."""
    if small:
        return 5 if most <= 30 else 8
    return max(8, min(most, 12 if most <= 24 else 17))


def _from_above(x: float, y: float, radius: float, share: int) -> str:
    """One table with a rim that is so full."""
    full = share == 100
    rim = radius * 0.24
    parts = [
        svg.circle(x, y, radius * 0.62, fill="card" if full else "sun-soft", stroke="mark-line"),
        svg.path(_arc(x, y, radius - rim / 2, 1), stroke="line", wide=rim),
        svg.path(
            _arc(x, y, radius - rim / 2, share / 100), stroke="brand" if full else "warn", wide=rim
        ),
    ]
    if not full and radius > 14:
        parts.append(
            svg.text(
                x,
                y + radius * 0.17,
                share,
                size=max(10, radius * 0.46),
                anchor="middle",
                weight=700,
                fill="warn",
            )
        )
    elif full and radius > 10:
        r = radius * 0.24
        parts.append(
            svg.path(
                f"M{svg.n(x - r)} {svg.n(y)}l{svg.n(r * 0.75)} {svg.n(r * 0.75)} {svg.n(r * 1.35)} {svg.n(-r * 1.5)}",
                stroke="brand",
                wide=max(1.5, radius * 0.09),
                cap="round",
            )
        )
    return "".join(parts)


def _arc(x: float, y: float, radius: float, share: float) -> str:
    """Part of a circle, from the top clockwise."""
    if share == 1:
        return svg.ring(x, y, radius)
    turn = 2 * pi * share
    end_x, end_y = x + radius * sin(turn), y - radius * cos(turn)
    r = svg.n(radius)
    large = int(turn > pi)
    return f"M{svg.n(x)} {svg.n(y - radius)}A{r} {r} 0 {large} 1 {end_x:.2f} {end_y:.2f}"
