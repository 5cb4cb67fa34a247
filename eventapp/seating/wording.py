"""What the seating knows, said in words: figures beside their bounds, reasons, refusals."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.communities.face import words
from eventapp.seating.engine import Figures, Weights
from eventapp.seating.engine.explain import Reason

SHOWN = (
    "role_quota",
    "repeats",
    "same_company",
    "stage_quota",
    "industry_quota",
    "past_repeats",
    "answer_quota",
    "uncovered_asks",
)


@dataclass(frozen=True)
class FigureLine:
    """One figure of the page: what it counts, how much of how many, and what is possible.

    `tone` is best (nothing better exists), could (something better may), or worse (than it was
    before changes by hand). `published` is what the published plan has, where that is another.
    """

    key: str
    title: str
    number: int
    of: str
    bound: str
    tone: str
    published: int | None = None


@dataclass(frozen=True)
class FigureChange:
    """A figure before and after something that could be done; `tone` is up, down or same."""

    key: str
    title: str
    before: int
    after: int
    tone: str


def figures_that_count(weights: Weights) -> list[str]:
    """The figures that count here: those of aims that are off are left out."""
    return [key for key in SHOWN if getattr(weights, key)]


def number(key: str, found: Figures) -> int:
    """A figure as it is read: asks are counted as answered, so more is better."""
    count: int = getattr(found, key)
    return found.answerable_asks - count if key == "uncovered_asks" else count


def title(key: str) -> str:
    """What a figure counts."""
    return {
        "role_quota": _("Off the role mix"),
        "repeats": _("Pairs that meet twice"),
        "same_company": _("Workmates at one table"),
        "stage_quota": _("Off the stage mix"),
        "industry_quota": _("Off the industry mix"),
        "answer_quota": _("Off the mix of answers"),
        "past_repeats": _("Met at an earlier event"),
        "uncovered_asks": _("Asks that meet an offer"),
    }[key]


def figures(
    found: Figures,
    least: Figures,
    before: Mapping[str, int],
    keys: Iterable[str],
    *,
    seats: int,
    pairs: int,
    published: Figures | None = None,
) -> list[FigureLine]:
    """The figures of a plan beside their bounds.

    `before` holds the figures that the mix, or the published plan, had.
    """
    rows = []
    for key in keys:
        count, bound = getattr(found, key), getattr(least, key)
        was = before.get(key, count)
        tone = "best" if count <= bound else "worse" if count > was else "could"
        if key == "uncovered_asks":
            all_of = found.answerable_asks
            bound, was = all_of - bound, all_of - was
            of = _("of %(all)s", all=all_of)
        elif key.endswith("quota"):
            of = ngettext("of one seat", "of %(num)s seats", seats)
        else:
            of = ngettext("of one pair", "of %(num)s pairs", pairs)
        out = number(key, published) if published else None
        now = number(key, found)
        rows.append(
            FigureLine(
                key,
                title(key),
                now,
                of,
                _bound(key, tone, bound, was),
                tone,
                out if out != now else None,
            )
        )
    return rows


def diffs(before: Figures, after: Figures, keys: Iterable[str]) -> list[FigureChange]:
    """Each figure before and after."""
    return [
        FigureChange(
            key,
            title(key),
            number(key, before),
            number(key, after),
            ("same", "down", "up")[_sign(getattr(after, key) - getattr(before, key))],
        )
        for key in keys
    ]


def _sign(by: int) -> int:
    return (by > 0) - (by < 0)


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


def verdict(before: Figures, after: Figures, keys: Iterable[str]) -> tuple[str, str]:
    """What a change would do: its tone (up, down or same), and the figure that says most."""
    gain = after.energy - before.energy
    parts = _parts(before, after, keys)
    if not parts:
        return "same", _("No change")
    telling = next((part for part in parts if (part[1] < 0) == (gain < 0)), parts[0])
    said = _said(*telling)
    if gain < 0:
        return "up", _("Better: %(what)s", what=said)
    if gain > 0:
        return "down", _("Worse: %(what)s", what=said)
    return "same", _("Even: %(what)s", what=said)


def change_sentence(before: Figures, after: Figures, keys: Iterable[str]) -> str:
    """What is better and what worse in one plan than in another; empty when nothing is."""
    parts = _parts(before, after, keys)
    better = "; ".join(_said(key, by) for key, by in parts if by < 0)
    worse = "; ".join(_said(key, by) for key, by in parts if by > 0)
    said = [
        _("Better: %(what)s", what=better) + "." if better else "",
        _("Worse: %(what)s", what=worse) + "." if worse else "",
    ]
    return " ".join(filter(None, said))


def _parts(before: Figures, after: Figures, keys: Iterable[str]) -> list[tuple[str, int]]:
    changes = ((key, getattr(after, key) - getattr(before, key)) for key in keys)
    return [(key, by) for key, by in changes if by]


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
            "industry_quota": ngettext(
                "one more seat off the industry mix",
                "%(num)s more seats off the industry mix",
                number,
            ),
            "answer_quota": ngettext(
                "one more seat off the mix of answers",
                "%(num)s more seats off the mix of answers",
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
        "industry_quota": ngettext(
            "one seat fewer off the industry mix",
            "%(num)s seats fewer off the industry mix",
            number,
        ),
        "answer_quota": ngettext(
            "one seat fewer off the mix of answers",
            "%(num)s seats fewer off the mix of answers",
            number,
        ),
        "past_repeats": ngettext(
            "one pair that met before fewer", "%(num)s pairs that met before fewer", number
        ),
        "uncovered_asks": ngettext("one more ask met", "%(num)s more asks met", number),
    }[key]


def reason(found: Reason, name: Callable[[str], str], role: Callable[[str], str]) -> str:
    """Why somebody sits there, for the organizer; `name` words a guest key, `role` a role key."""
    data = found.data
    if found.kind == "hosts":
        return _("Hosts %(table)s all evening.", table=words.at_table(data["table"]))
    if found.kind == "placed":
        return _("Locked at this table.")
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


def reason_for_guest(found: Reason, name: Callable[[str], str], role: Callable[[str], str]) -> str:
    """The same, said to the guest; empty for what is the organizer's business alone."""
    data = found.data
    if found.kind == "hosts":
        return _("You host %(table)s all evening.", table=words.at_table(data["table"]))
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
