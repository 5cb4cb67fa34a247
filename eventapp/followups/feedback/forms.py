"""What a guest may say of an evening."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from eventapp.communities.forms import prose_field


def _without_blanks(typed: str | None) -> str:
    # A field that may be left out forgives blanks, and they are no choice.
    return (typed or "").strip()


class FeedbackForm(FlaskForm):
    """Two taps and a line; whoever leaves something out says nothing of it."""

    met = RadioField(
        _l("Did you meet somebody you’d talk to again?"),
        [Optional()],
        filters=[_without_blanks],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("Not this time"))],
    )
    again = RadioField(
        _l("Would you come again?"),
        [Optional()],
        filters=[_without_blanks],
        choices=[SelectChoice("yes", _l("Yes")), SelectChoice("no", _l("Rather not"))],
    )
    words = prose_field(_l("What should be different?"), 1_000, rows=4)
