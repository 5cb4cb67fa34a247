"""What an organizer may type about a program."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import Optional

from eventapp.communities.forms import WholeNumberField


class PlacesForm(FlaskForm):
    """How many may enrol."""

    capacity = WholeNumberField(
        _l("Places"),
        [Optional()],
        least=1,
        most=20_000,
        sentence=_l("Give a number from 1, or leave it empty."),
        render_kw={"min": 1, "inputmode": "numeric"},
    )


class CertificateForm(FlaskForm):
    """In how many sessions somebody must have been for a certificate."""

    certificate_sessions = WholeNumberField(
        _l("Sessions for a certificate"),
        [Optional()],
        least=0,
        most=52,
        sentence=_l("Give a number from 0 to 52, or leave it empty."),
        render_kw={"min": 0, "max": 52, "inputmode": "numeric"},
    )
