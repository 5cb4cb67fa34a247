"""What somebody types who wants to hear of the next run."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from eventapp.people.forms import address_field


class InterestForm(FlaskForm):
    """An address to tell."""

    email = address_field(_l("Enter your email address."), autocomplete="email")
