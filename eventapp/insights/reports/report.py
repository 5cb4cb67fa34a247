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
from eventapp.insights.pictures import answers_over_time, chance, fairness, lead_time, regulars
from eventapp.paper import SIZES, SUN, Size

TEMPLATE = "report.typ"
# What organizers look at among themselves.
INTERNAL = {answers_over_time.NAME, fairness.NAME, lead_time.NAME}
# The widest pictures take the whole breadth of the page, the others half of it.
WIDEST = 700
# Of these only what is drawn for a screen names the roles.
WHOLE = {chance.NAME}
# How high one may stand, in mm: one of half a page's breadth, one of the whole breadth, the first.
HALF, FULL, FIRST, LOW = 84, 118, 142, 88
# How large one may be drawn: so many mm for a pixel, the size of those of half a page's breadth.
LARGEST = 0.27
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
    drawn = [_picture(one) for one in pictures if _shown(one)]
    if drawn and drawn[0]["full"]:
        first = next(filter(_shown, pictures))
        assert isinstance(first, Picture)
        drawn[0]["most"] = min(FIRST, files.size(first.wide)[1] * LARGEST)
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
        "numbers": [
            {"number": one.number, "said": one.said} for one in headlines if one.number.strip("0")
        ],
        "pictures": drawn,
        "foot": _(
            "Met: sat at one table for a round. Numbers below %(fewest)s people are not shown, and nobody is named.",
            fewest=hiding.FEWEST,
        ),
        "page": _("Page"),
    }


def _shown(one: Picture | Hidden) -> bool:
    if not isinstance(one, Picture) or one.name in INTERNAL:
        return False
    # A single bar says no more than the number of those who came.
    return one.name != regulars.NAME or len(one.table.rows) > 1


def _picture(one: Picture | Hidden) -> dict[str, Any]:
    assert isinstance(one, Picture)
    full = files.size(one.wide)[0] >= WIDEST or one.name in WHOLE
    # In half a page's breadth what was drawn for a phone has letters of the size of the text.
    drawn = one.wide if full else one.narrow
    wide, high = files.size(drawn)
    return {
        "about": one.about,
        "title": _unbroken(one.title),
        "note": _unbroken(one.note),
        "full": full,
        "ratio": high / wide,
        "most": min((LOW if one.name in WHOLE else FULL) if full else HALF, high * LARGEST),
        "drawn": files.printed(drawn).decode(),
    }


def _unbroken(said: str) -> str:
    """A sentence whose numbers stay with what they count in."""
    return said.replace(" %", "\N{NO-BREAK SPACE}%")


def _families(ours: typefaces.Ours) -> list[str]:
    return list(ours.families)
