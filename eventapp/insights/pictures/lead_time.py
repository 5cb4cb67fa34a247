"""Who stayed away, by how long before they had answered."""

from math import sqrt

from flask_babel import gettext as _

from eventapp.insights import bars, hiding, svg, words
from eventapp.insights.answers import kept_of, stayed_away
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "stayed-away"
WIDE, NARROW = 520, 326
# Days before the event up to which an answer is of each kind.
DAYS = (1, 3, 7, 14, 28)
# A difference this many times what chance makes of it is told.
CLEAR = 2.0

Row = tuple[str, int, int]


def draw(evening: Evening) -> Picture | Hidden:
    """A bar for each stretch of days: who came, and who had a place and did not."""
    about = _("Who stayed away")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    kept = kept_of(evening)
    if kept.away is None:
        return Hidden(
            NAME,
            about,
            _(
                "Fewer than %(fewest)s people stayed away, or so few that it can’t be told apart.",
                fewest=hiding.FEWEST,
            ),
        )
    if not kept.away:
        return Hidden(NAME, about, _("Everybody with a place came."))
    rows = rows_of(evening)
    title = _finding(rows)
    note = _(
        "By how long before the event they first answered. Who gave their place back isn’t counted."
    )
    told = ", ".join(f"{said}: {away} / {came + away}" for said, came, away in rows)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(rows, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(rows, NARROW, f"{NAME}-n", title, told),
        table=Table(
            (_("Answered"), _("Came"), _("Stayed away"), _("Stayed away, of a hundred")),
            tuple(
                (said, came, away, round(100 * away / (came + away))) for said, came, away in rows
            ),
        ),
        people={
            **{f"came {said}": came for said, came, _away in rows},
            **{f"away {said}": away for said, _came, away in rows},
        },
    )


def rows_of(evening: Evening) -> list[Row]:
    """Stretches of days with who came and who did not, neither of them few."""
    counts = [[0, 0] for _day in range(len(DAYS) + 1)]
    for guest in evening.guests:
        away = stayed_away(guest)
        if not (guest.came or away):
            continue
        # Without a time nothing is known; who was put on the list at the door came at once.
        lead = (
            (evening.starts_at - guest.created_at).total_seconds() / 86400
            if guest.created_at
            else 0
        )
        counts[sum(lead >= day for day in DAYS)][away] += 1
    return [
        (_label(part), *(sum(counts[n][side] for n in part) for side in (0, 1)))  # type: ignore[misc]
        for part in hiding.spans(counts)
        if any(any(counts[n]) for n in part)
    ]


def _label(part: range) -> str:
    low, high = part.start, part.stop - 1
    names = (0, *DAYS)
    if low == 0 and high == len(DAYS):
        return _("At any time")
    if low == 0:
        return (
            _("Less than %(days)s days before", days=names[high + 1])
            if high
            else _("On the last day")
        )
    if high == len(DAYS):
        return _("%(days)s days before or more", days=names[low])
    return _("%(low)s to %(high)s days before", low=names[low], high=names[high + 1])


def _finding(rows: list[Row]) -> str:
    came, away = sum(row[1] for row in rows), sum(row[2] for row in rows)
    said = _("%(away)s of %(all)s with a place stayed away", away=away, all=came + away)
    if len(rows) < 2:
        return said
    early, late = rows[-1], rows[0]
    if clearly_more(early, late):
        return _("Who answered early stayed away more often: %(said)s", said=said)
    if clearly_more(late, early):
        return _("Who answered late stayed away more often: %(said)s", said=said)
    return _("%(said)s, early and late answers alike", said=said)


def clearly_more(one: Row, other: Row) -> bool:
    """Whether more of one stretch stayed away than of another, by more than chance would make of it."""
    first, second = one[1] + one[2], other[1] + other[2]
    share = (one[2] + other[2]) / (first + second)
    spread = sqrt(share * (1 - share) * (1 / first + 1 / second))
    return spread > 0 and (one[2] / first - other[2] / second) / spread >= CLEAR


def _drawn(rows: list[Row], wide: int, name: str, title: str, told: str) -> str:
    lines = [
        bars.Bar(said, (away, came), _("%(n)s of %(all)s", n=away, all=came + away))
        for said, came, away in rows
    ]
    parts, end = bars.lying(lines, wide, 4, fills=(1, 0), room=190)
    drawn, end = bars.legend([(1, _("stayed away")), (0, _("came"))], wide, end)
    return svg.document(name, wide, end + 2, title, told, [*parts, *drawn])
