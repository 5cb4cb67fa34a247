"""What the door may type about someone who walks in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from eventapp.communities.forms import tidy
from eventapp.people.forms import address_field, clean_address
from eventapp.rsvps.forms import RoleForm


class WalkInForm(RoleForm):
    """A name and a role; an address for those who want their link and their card."""

    first_name = StringField(
        _l("First name"),
        [DataRequired(_l("Ask what to call them.")), Length(max=60)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    last_name = StringField(
        _l("Last name"),
        [Optional(), Length(max=60)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    role = RadioField(
        _l("Coming as"),
        [InputRequired(_l("Pick what they come as: it decides their table."))],
        coerce=int,
    )
    email = EmailField(
        _l("Email"),
        [Optional(), Length(max=254), clean_address],
        render_kw={"autocomplete": "off", "inputmode": "email"},
    )
    once = HiddenField()
    # A guest of this event who cancelled, and stands at the door all the same.
    rsvp = HiddenField()


class BadgeOwnerForm(FlaskForm):
    """Where the wearer of a badge gets their page."""

    email = address_field(_l("Enter your email address."), autocomplete="email")
