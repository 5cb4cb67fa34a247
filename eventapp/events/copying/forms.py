"""What an organizer types to copy an event or to keep it as a template."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, Field, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from eventapp.communities.forms import tidy


class CopyForm(FlaskForm):
    """On which day the copy is held."""

    on = DateField(_l("Date"), [InputRequired(_l("Give the date, as in 2026-11-26."))])

    def validate_on(self, field: Field) -> None:
        """A day of our time."""
        if field.data and not 2000 <= field.data.year <= 2200:
            raise ValidationError(_("Check the year."))


class TemplateForm(FlaskForm):
    """What a template is called."""

    name = StringField(
        _l("Name of the template"),
        [DataRequired(_l("Give the template a name.")), Length(max=80)],
        filters=[tidy],
        render_kw={"maxlength": 80, "autocomplete": "off"},
    )
