"""What an organizer may say of mail that came in."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from eventapp.people.forms import address_field


class SenderForm(FlaskForm):
    """Whose it is, by the address on the list."""

    email = address_field(_l("Give the address that they are on the list with."))
