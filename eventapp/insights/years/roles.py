"""What people came as, over the year."""

from flask_babel import gettext as _

from eventapp.insights import hiding, svg
from eventapp.insights.evening import Role
from eventapp.insights.picture import Hidden, Picture, Table
from eventapp.insights.words import percent
from eventapp.insights.years import words
from eventapp.insights.years.year import Stretch, Year
from eventapp.role_marks import GUEST

NAME = "roles-over-time"
WIDE, NARROW = 520, 326
# So many visits make a share of them worth a look.
VISITS = 50

# For each role that is told apart its share of a hundred, in tens.
Shares = dict[Role, int]
Row = tuple[Stretch, Shares]


def draw(year: Year) -> Picture | Hidden:
    """A dot for each ten of a hundred who came, stretch by stretch, as the role's mark."""
    about = _("Roles over time")
    rows = rows_of(year)
    if not rows:
        return words.nothing_yet(NAME, about)
    title = _finding(rows)
    note = _(
        "A mark stands for about one visit in ten. Roles that few came as are left to the others."
    )
    roles = _roles(rows)
    told = ", ".join(
        f"{words.months(one)}: "
        + " ".join(f"{role.name} {share} %" for role, share in shares.items())
        for one, shares in rows
    )
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(rows, roles, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(rows, roles, NARROW, f"{NAME}-n", title, told),
        table=Table(
            (_("Months"), *(role.name for role in roles)),
            tuple(
                (words.months(one), *(percent(shares.get(role, 0) / 100) for role in roles))
                for one, shares in rows
            ),
        ),
    )


def rows_of(year: Year) -> list[Row]:
    """Each stretch of at least so many visits with its roles; those of which few came in any are others."""
    places: list[int | None] = [*range(len(year.roles)), None]
    stretches = _stretches(year)
    counts = [
        [sum(held.roles.get(place, 0) for held in one.events) for one in stretches]
        for place in places
    ]
    groups = hiding.gathered([[*one, sum(one)] for one in counts])
    found: list[Row] = []
    for n, one in enumerate(stretches):
        shares: dict[Role, float] = {}
        for group in groups:
            role = _role(year, [places[m] for m in group])
            shares[role] = shares.get(role, 0) + sum(counts[m][n] for m in group)
        found.append((one, _tens(shares)))
    return found


def _stretches(year: Year) -> list[Stretch]:
    found, begin = [], 0
    for end in year.ends:
        stretch = Stretch(begin, end, year.events[begin : end + 1])
        if stretch.came >= VISITS:
            found.append(stretch)
            begin = end + 1
    return [one for one in found if one.events[-1].day.year == year.year]


def _role(year: Year, places: list[int | None]) -> Role:
    if len(places) > 1:
        return Role(year.others, GUEST)
    return Role(year.no_role, GUEST) if places[0] is None else year.roles[places[0]]


def _tens(counts: dict[Role, float]) -> Shares:
    """Shares in tens that make a hundred: the largest remainders are rounded up."""
    everybody = sum(counts.values()) or 1
    exact = {role: 10 * count / everybody for role, count in counts.items()}
    tens = {role: int(value) for role, value in exact.items()}
    missing = 10 - sum(tens.values())
    for role in sorted(exact, key=lambda role: tens[role] - exact[role])[:missing]:
        tens[role] += 1
    return {role: 10 * number for role, number in tens.items()}


def _roles(rows: list[Row]) -> list[Role]:
    """Every role of any stretch, most first, the others last."""
    total: dict[Role, int] = {}
    for _one, shares in rows:
        for role, share in shares.items():
            total[role] = total.get(role, 0) + share
    return sorted(total, key=lambda role: (role.mark == GUEST, -total[role], role.name))


def _finding(rows: list[Row]) -> str:
    named = [(share, role.name) for role, share in rows[-1][1].items() if role.mark != GUEST]
    share, name = max(named, default=(0, ""))
    if not name or sum(one == share for one, _name in named) > 1:
        return _("No role outweighs the others")
    first = {role.name: share for role, share in rows[0][1].items()}
    if len(rows) > 1 and abs(share - first.get(name, 0)) >= 20:
        return _(
            "About %(now)s in ten came as %(role)s; at the beginning it was %(then)s",
            now=share // 10,
            role=name,
            then=first.get(name, 0) // 10,
        )
    return _(
        "The most frequent role was %(role)s: about %(now)s in ten", role=name, now=share // 10
    )


def _drawn(rows: list[Row], roles: list[Role], wide: int, name: str, title: str, told: str) -> str:
    widest = max(svg.width(words.months(one), 12) for one, _shares in rows)
    slot = min(max(54.0, widest + 8), wide / len(rows))
    begin = (wide - slot * len(rows)) / 2
    size = min(17.0, slot - 4)
    base, parts = 10 + 19.0 * 10, []
    places: dict[int, list[tuple[float, float]]] = {}
    every = max(1, -(-int(widest + 6) // int(slot)))
    for n, (one, shares) in enumerate(rows):
        x, y = begin + (n + 0.5) * slot, base
        for role in roles:
            for _ten in range(shares.get(role, 0) // 10):
                y -= 19
                places.setdefault(role.mark, []).append((x, y + 8))
        if (len(rows) - 1 - n) % every == 0:
            parts.append(
                svg.text(x, base + 17, words.months(one), size=12, anchor="middle", fill="ink-2")
            )
    parts += [svg.marks(mark, at, size) for mark, at in places.items()]
    parts.append(svg.line(begin, base, begin + slot * len(rows), base, stroke="field", wide=1.5))
    x, y = 0.0, base + 42
    seen = [role for role in roles if any(shares.get(role) for _one, shares in rows)]
    for role in seen:
        needed = 22 + svg.width(role.name, 13)
        if x and x + needed > wide:
            x, y = 0.0, y + 24
        parts.append(svg.marks(role.mark, [(x + 8, y)], 15))
        parts.append(svg.text(x + 22, y + 5, role.name, size=13, fill="ink-2", room=wide - x - 22))
        x += needed + 18
    return svg.document(name, wide, y + 16, title, told, parts)
