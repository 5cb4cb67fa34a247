"""The report on an evening for those who made it possible: a sentence, numbers, pictures (pure).

It says what the look back shows, without what concerns the organizers alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from eventapp import typefaces
from eventapp.communities import contrast
from eventapp.insights import files, hiding
from eventapp.insights.headlines import Headline
from eventapp.insights.picture import Hidden, Picture
from eventapp.insights.pictures import answers_over_time, fairness, lead_time
from eventapp.paper import SIZES, Size

TEMPLATE = "report.typ"
# What organizers look at among themselves.
INTERNAL = {answers_over_time.NAME, fairness.NAME, lead_time.NAME}
SUN = "#FFC53D"
# The widest pictures take the whole breadth of the page, the others half of it.
WIDEST = 700
_PAPERS = {"a4": "a4", "letter": "us-letter"}


@dataclass(frozen=True)
class Head:
    """What stands at the top: who hosted, what and when, and how they look."""

    community: str
    title: str
    when: str
    colour: str = ""
    logo: bytes | None = None


def data(
    head: Head,
    said: Sequence[str],
    headlines: Sequence[Headline],
    pictures: Sequence[Picture | Hidden],
    *,
    size: Size = SIZES["a4"],
    lang: str = "en",
) -> dict[str, Any]:
    """The report as its painter reads it."""
    colour = head.colour or SUN
    return {
        "title": _("%(title)s: what the evening achieved", title=head.title),
        "lang": lang.partition("-")[0],
        "paper": _PAPERS[size.key],
        "fonts": _families(typefaces.text()),
        "display": _families(typefaces.display()),
        "colour": colour,
        "ink": contrast.ink_on(colour),
        "community": head.community,
        "name": head.title,
        "when": head.when,
        "logo": list(head.logo) if head.logo else None,
        "logo_alt": _("Logo of %(community)s", community=head.community),
        "said": list(said) or [_("Too few came for this report to say more.")],
        "numbers": [{"number": one.number, "said": one.said} for one in headlines if one.number],
        "pictures": [_picture(one) for one in pictures if _shown(one)],
        "foot": _(
            "Numbers below %(fewest)s people are not shown, and no name stands in this report.",
            fewest=hiding.FEWEST,
        ),
        "page": _("Page"),
    }


def _shown(one: Picture | Hidden) -> bool:
    return isinstance(one, Picture) and one.name not in INTERNAL


def _picture(one: Picture | Hidden) -> dict[str, Any]:
    assert isinstance(one, Picture)
    wide, high = files.size(one.wide)
    return {
        "about": one.about,
        "title": one.title,
        "note": one.note,
        "full": wide >= WIDEST,
        "ratio": high / wide,
        "drawn": files.printed(one.wide).decode(),
    }


def _families(ours: typefaces.Ours) -> list[str]:
    return list(ours.families)
