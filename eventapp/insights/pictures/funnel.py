"""From an invitation to somebody to write to: how many were left at each step."""

from dataclasses import dataclass

from flask_babel import gettext as _

from eventapp.insights import hiding, svg, words
from eventapp.insights.evening import Evening
from eventapp.insights.picture import Hidden, Picture, Table

NAME = "from-invitation-to-connection"
WIDE, NARROW = 520, 326
# Beside how many came, how many kept in touch matters most, then how many had a place.
MATTER = (2, 4, 1)


@dataclass(frozen=True)
class Step:
    """One step, with everybody who got so far."""

    key: str
    name: str
    people: int


def steps_of(evening: Evening) -> list[Step]:
    """The steps that may be shown side by side: each counts some of the people of the one before."""
    guests = evening.guests
    first = len(guests) + evening.invited_only
    met = [n for n in evening.came if evening.met_by[n]]
    every = [
        Step("asked", _("Invited or signed up") if evening.invited_only else _("Signed up"), first),
        Step("place", _("Had a place"), sum(guest.had_place or guest.came for guest in guests)),
        Step("came", _("Came"), len(evening.came)),
        Step("met", _("Met somebody"), len(met)),
        Step("connected", _("Both said yes"), sum(guests[n].connections > 0 for n in met)),
    ]
    shown = hiding.steps([step.people for step in every], first=MATTER)
    return [every[n] for n in shown]


def draw(evening: Evening) -> Picture | Hidden:
    """One bar a step."""
    about = _("From sign-up to staying in touch")
    if evening.too_few:
        return words.too_few_came(NAME, about)
    steps = steps_of(evening)
    title = _finding({step.key: step.people for step in steps})
    note = _(
        "Counts only what people did here; nothing tracks mails or clicks. A step that differs from "
        "another by fewer than %(fewest)s people is left out.",
        fewest=hiding.FEWEST,
    )
    told = ", ".join(f"{step.name} {step.people}" for step in steps)
    return Picture(
        name=NAME,
        about=about,
        title=title,
        note=note,
        wide=_drawn(steps, WIDE, f"{NAME}-w", title, told),
        narrow=_drawn(steps, NARROW, f"{NAME}-n", title, told),
        table=Table((_("Step"), _("People")), tuple((step.name, step.people) for step in steps)),
        people={step.key: step.people for step in steps},
    )


def _finding(people: dict[str, int]) -> str:
    came = people["came"]
    if people.get("place", came) != came:
        said = _("%(came)s of %(going)s with a place came", came=came, going=people["place"])
    else:
        said = _("%(came)s people came", came=came)
    if people.get("connected"):
        return _(
            "%(came)s, and %(number)s left with someone to write to",
            came=said,
            number=people["connected"],
        )
    return said


def _drawn(steps: list[Step], wide: int, name: str, title: str, told: str) -> str:
    small = wide < 500
    left = 0 if small else 178
    room, most = wide - left - 58, max(step.people for step in steps) or 1
    parts, y, before = [], 4.0, 0
    for n, step in enumerate(steps):
        if small:
            parts.append(svg.text(0, y + 14, step.name, weight=600, room=wide))
            y += 21
        else:
            parts.append(
                svg.text(
                    left - 14, y + 21, step.name, size=15, anchor="end", weight=600, room=left - 14
                )
            )
        kept = step.key in {"met", "connected"}
        length = room * step.people / most
        parts.append(svg.rect(left, y, room, 32, fill="sunk", radius=8))
        if step.people:
            parts.append(
                svg.rect(left, y, max(length, 4), 32, fill="brand" if kept else "sun", radius=8)
            )
        parts.append(svg.text(left + room + 12, y + 22, step.people, size=17, weight=700))
        if n and step.people < before:
            share = words.percent(step.people / before)
            said = _("%(share)s of the step before", share=share)
            if svg.width(said, 13, weight=600) > length - 24:
                said = share
            if svg.width(said, 13, weight=600) <= length - 20:
                parts.append(
                    svg.text(
                        left + 12,
                        y + 21,
                        said,
                        size=13,
                        weight=600,
                        fill="on-brand" if kept else "on-sun",
                    )
                )
        before = step.people
        y += 32 + (14 if small else 12)
    return svg.document(name, wide, y, title, told, parts)
