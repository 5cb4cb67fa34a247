"""What the seating knows, said in words: figures beside their bounds, reasons, refusals."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.rsvps.models import Rsvp
from eventapp.seating.explain import Reason
from eventapp.seating.measure import Figures
from eventapp.seating.rules import Rule

SHOWN = (
    "role_quota",
    "repeats",
    "same_company",
    "stage_quota",
    "past_repeats",
    "uncovered_asks",
)


@dataclass(frozen=True)
class Fig:
    """One figure of the page: what it counts, how much of how many, and what is possible.

    `tone` is best (nothing better exists), could (something better may), or worse (than it was
    before changes by hand).
    """

    key: str
    title: str
    number: int
    of: str
    bound: str
    tone: str


def figures(
    found: Figures, least: Figures, before: Mapping[str, int], *, seats: int, pairs: int
) -> list[Fig]:
    """The figures of a plan beside their bounds; asks are counted as answered, so more is better.

    `before` holds the figures that the mix, or the published plan, had.
    """
    titles = {
        "role_quota": _("Off the role mix"),
        "repeats": _("Pairs that meet twice"),
        "same_company": _("Workmates at one table"),
        "stage_quota": _("Off the stage mix"),
        "past_repeats": _("Met at an earlier event"),
        "uncovered_asks": _("Asks that meet an offer"),
    }
    rows = []
    for key in SHOWN:
        number, bound = getattr(found, key), getattr(least, key)
        was = before.get(key, number)
        all_of = found.answerable_asks if key == "uncovered_asks" else None
        tone = "best" if number <= bound else "worse" if number > was else "could"
        if all_of is not None:
            number, bound, was = all_of - number, all_of - bound, all_of - was
            of = _("of %(all)s", all=all_of)
        elif key.endswith("quota"):
            of = ngettext("of one seat", "of %(num)s seats", seats)
        else:
            of = ngettext("of one pair", "of %(num)s pairs", pairs)
        rows.append(Fig(key, titles[key], number, of, _bound(key, tone, bound, was), tone))
    return rows


def _bound(key: str, tone: str, bound: int, was: int) -> str:
    if tone == "best":
        if key.endswith("quota"):
            return _("As mixed as possible")
        return _("As many as possible") if key == "uncovered_asks" else _("As few as possible")
    if tone == "worse":
        return _("%(was)s before your changes", was=was)
    if key == "uncovered_asks":
        return _("Best found. At most %(most)s possible", most=bound)
    return _("Best found. At least %(least)s possible", least=bound)


def verdict(before: Figures, after: Figures) -> tuple[str, str]:
    """What a change would do: its tone (up, down or same), and the figure that says most."""
    gain = after.energy - before.energy
    parts = [(by, key) for key in SHOWN if (by := getattr(after, key) - getattr(before, key)) != 0]
    if not parts:
        return "same", _("No change")
    telling = next((part for part in parts if (part[0] < 0) == (gain < 0)), parts[0])
    said = _said(telling[1], telling[0])
    if gain < 0:
        return "up", _("Better: %(what)s", what=said)
    if gain > 0:
        return "down", _("Worse: %(what)s", what=said)
    return "same", _("Even: %(what)s", what=said)


def _said(key: str, by: int) -> str:
    number = abs(by)
    if by > 0:
        return {
            "role_quota": ngettext(
                "one more seat off the role mix",
                "%(num)s more seats off the role mix",
                number,
            ),
            "repeats": ngettext(
                "one more pair meets twice", "%(num)s more pairs meet twice", number
            ),
            "same_company": ngettext(
                "one more pair of workmates", "%(num)s more pairs of workmates", number
            ),
            "stage_quota": ngettext(
                "one more seat off the stage mix",
                "%(num)s more seats off the stage mix",
                number,
            ),
            "past_repeats": ngettext(
                "one more pair that met before", "%(num)s more pairs that met before", number
            ),
            "uncovered_asks": ngettext("one ask fewer met", "%(num)s asks fewer met", number),
        }[key]
    return {
        "role_quota": ngettext(
            "one seat fewer off the role mix",
            "%(num)s seats fewer off the role mix",
            number,
        ),
        "repeats": ngettext("one pair fewer meets twice", "%(num)s pairs fewer meet twice", number),
        "same_company": ngettext(
            "one pair of workmates fewer", "%(num)s pairs of workmates fewer", number
        ),
        "stage_quota": ngettext(
            "one seat fewer off the stage mix",
            "%(num)s seats fewer off the stage mix",
            number,
        ),
        "past_repeats": ngettext(
            "one pair that met before fewer", "%(num)s pairs that met before fewer", number
        ),
        "uncovered_asks": ngettext("one more ask met", "%(num)s more asks met", number),
    }[key]


def against(rule: Rule, guests: Mapping[int, Rsvp]) -> str:
    """Why a rule forbids a move, for the organizer."""
    names = [guests[int(key)].name for key in rule.people]
    if rule.kind == "fixed":
        return _(
            "%(name)s hosts table %(table)s and stays there. Take that rule back to move them.",
            name=names[0],
            table=rule.table,
        )
    if rule.kind == "together":
        return _(
            "%(name)s and %(other)s are kept together. Take that rule back to part them.",
            name=names[0],
            other=names[1],
        )
    return _(
        "%(name)s and %(other)s are kept apart. Take that rule back to let them share a table.",
        name=names[0],
        other=names[1],
    )


def reason(found: Reason, name: Callable[[str], str], role: Callable[[str], str]) -> str:
    """Why somebody sits there, for the organizer; `name` words a guest key, `role` a role key."""
    data = found.data
    if found.kind in {"hosts", "placed"}:
        return _("Hosts table %(table)s all evening.", table=data["table"])
    if found.kind == "together":
        return _("Kept together with %(name)s.", name=name(data["others"][0]))
    if found.kind == "answered_by":
        return _("%(name)s can help with %(topic)s.", name=name(data["other"]), topic=data["topic"])
    if found.kind == "can_answer":
        return _("Can help %(name)s with %(topic)s.", name=name(data["other"]), topic=data["topic"])
    if found.kind == "new_faces":
        if data["new"] == data["of"]:
            return _("New faces only: has met nobody here before.")
        return _("First time with %(new)s of %(of)s.", new=data["new"], of=data["of"])
    if found.kind == "only_role":
        return _("The only %(role)s at the table.", role=role(data["role"]))
    return _("Sits away from colleagues.")


def reason_to(found: Reason, name: Callable[[str], str], role: Callable[[str], str]) -> str:
    """The same, said to the guest; empty for what is the organizer's business alone."""
    data = found.data
    if found.kind in {"hosts", "placed"}:
        return _("You host table %(table)s all evening.", table=data["table"])
    if found.kind == "answered_by":
        return _(
            "%(name)s can help you with %(topic)s.", name=name(data["other"]), topic=data["topic"]
        )
    if found.kind == "can_answer":
        return _(
            "You can help %(name)s with %(topic)s.", name=name(data["other"]), topic=data["topic"]
        )
    if found.kind == "new_faces":
        if data["new"] == data["of"]:
            return _("Everybody here is new to you.")
        return _("First time with %(new)s of %(of)s.", new=data["new"], of=data["of"])
    if found.kind == "only_role":
        return _("You are the only %(role)s here.", role=role(data["role"]))
    if found.kind == "no_workmates":
        return _("Your colleagues sit elsewhere, so you meet others.")
    return ""
