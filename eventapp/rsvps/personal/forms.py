"""What is typed by whoever lost their link."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from eventapp.people.forms import address_field


class LostLinkForm(FlaskForm):
    """An address to mail the links to."""

    email = address_field(_l("Enter your email address."), autocomplete="email")
