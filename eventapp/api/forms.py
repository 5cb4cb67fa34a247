"""What an organizer says of a new token."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from eventapp.api.scopes import SCOPES
from eventapp.communities.forms import tidy


class TokenForm(FlaskForm):
    """A new token: what it is for, what it may do, and how long."""

    name = StringField(
        _l("What it is for"),
        [DataRequired(_l("Say what it is for, as in “Our website”.")), Length(max=60)],
        filters=[tidy],
        render_kw={"maxlength": 60, "autocomplete": "off"},
    )
    scopes = SelectMultipleField(
        _l("What it may do"), choices=[SelectChoice(name, said) for name, said in SCOPES.items()]
    )
    days = SelectField(
        _l("It ends"),
        choices=[
            SelectChoice("30", _l("after 30 days")),
            SelectChoice("90", _l("after 90 days")),
            SelectChoice("365", _l("after a year")),
            SelectChoice("", _l("when I revoke it")),
        ],
        default="365",
    )

    def validate_scopes(self, field: Field) -> None:
        """A token that may do nothing is of no use."""
        if not field.data and not field.errors:
            raise ValidationError(_("Tick at least one."))
