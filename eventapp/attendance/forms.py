"""What an organizer may say about who was at a session."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from eventapp.attendance.words import corrections
from eventapp.communities.forms import tidy

# The choice that takes a correction back.
CHECKED_IN = "checked-in"


class SayForm(FlaskForm):
    """What a session was, and why: without a reason only a correction is taken back."""

    state = RadioField(_l("They were"), [InputRequired(_l("Choose one."))])
    reason = StringField(_l("Why"), [Length(max=200)], filters=[tidy])

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.state.choices = [*corrections().items(), (CHECKED_IN, _("As checked in"))]

    def validate_reason(self, field: StringField) -> None:
        """Whoever looks at it later must see why."""
        if self.state.data != CHECKED_IN and not field.data:
            raise ValidationError(_("Say in a few words why."))


class PersonForm(SayForm):
    """The same of one person, for one of the sessions."""

    session = SelectField(_l("Session"), coerce=int)


class ManyForm(SayForm):
    """The same of several people at once."""

    people = SelectMultipleField(_l("People"), coerce=int)

    def validate_people(self, field: SelectMultipleField) -> None:
        """Somebody must be meant."""
        if not field.data:
            raise ValidationError(_("Tick whom you mean."))
