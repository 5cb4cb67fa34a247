"""What somebody may type about their mail."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from eventapp.people.forms import address_field


class AddressForm(FlaskForm):
    """The address that mail should come to."""

    email = address_field(_l("Enter your new email address."), autocomplete="email")
