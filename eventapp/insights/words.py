"""What several pictures say alike."""

from flask_babel import gettext as _
from flask_babel import ngettext

from eventapp.insights.hiding import FEWEST
from eventapp.insights.picture import Hidden

# Where a number would tell on somebody.
NOT_SHOWN = "–"


def too_few_came(name: str, about: str) -> Hidden:
    """Why nothing is shown of an evening with fewer than five people."""
    return Hidden(
        name,
        about,
        _(
            "Fewer than %(fewest)s people were checked in. Below that a picture would tell on somebody.",
            fewest=FEWEST,
        ),
    )


def nobody_sat(name: str, about: str) -> Hidden:
    """Why nothing is shown of an evening without tables."""
    return Hidden(name, about, _("No tables were published, so nobody knows who sat with whom."))


def percent(share: float) -> str:
    """A share of one, in words."""
    return _("%(share)s %%", share=round(100 * share))


def days(number: int) -> str:
    """A number of days, in words."""
    return ngettext("%(num)s day", "%(num)s days", number)
