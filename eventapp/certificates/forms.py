"""What an organizer may type about a certificate."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length

from eventapp.communities.forms import tidy


class GiveForm(FlaskForm):
    """Whom to give one by hand, and why."""

    enrolment = SelectField(
        _l("To whom"), [DataRequired(_l("Choose somebody."))], coerce=int, validate_choice=True
    )
    why = StringField(_l("Why"), [DataRequired(_l("Say why.")), Length(max=200)], filters=[tidy])


class RevokeForm(FlaskForm):
    """Why one is withdrawn."""

    reason = StringField(
        _l("Why it is withdrawn"), [DataRequired(_l("Say why.")), Length(max=200)], filters=[tidy]
    )


class NameForm(FlaskForm):
    """The name that it bears from now on."""

    name = StringField(
        _l("Name"), [DataRequired(_l("Give the name.")), Length(max=160)], filters=[tidy]
    )
