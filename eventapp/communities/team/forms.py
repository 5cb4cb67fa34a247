"""What an owner may type about who helps."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from eventapp.communities.forms import tidy
from eventapp.people.forms import address_field

RIGHTS = [
    SelectChoice("organizer", _l("Organizer: plans events, sees who comes")),
    SelectChoice("trainer", _l("Trainer: only the programs they lead, and their sessions")),
    SelectChoice("door", _l("Door: checks people in")),
    SelectChoice("owner", _l("Owner: may do all, and says who else may")),
]


class TeamInvitationForm(FlaskForm):
    """Somebody who shall help: an address and what they may do."""

    first_name = StringField(
        _l("First name"),
        [DataRequired(_l("Enter a first name.")), Length(max=60)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    email = address_field(_l("Enter an email address."))
    right = RadioField(_l("May"), choices=RIGHTS, default="organizer")


class RightForm(FlaskForm):
    """What a member may do from now on."""

    right = SelectField(_l("May"), choices=RIGHTS)
    # What they might when the form was read.
    seen = HiddenField()
