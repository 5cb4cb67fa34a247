"""What a person may type to sign in."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, Field, HiddenField
from wtforms.validators import InputRequired, Length, ValidationError

from eventapp.mail import compose


def clean_address(_form: FlaskForm, field: Field) -> None:
    """Fold and check an address in place; the sentence of the error says how to mend it."""
    try:
        # One mailbox, however it is capitalised: nobody gets two places by shouting.
        field.data = compose.address(field.data or "", _).lower()
    except ValueError as error:
        raise ValidationError(str(error)) from None


def address_field(missing: str, **attributes: str) -> EmailField:
    """An address that must be given; `missing` is what is said without one."""
    return EmailField(
        _l("Email"),
        [InputRequired(missing), Length(max=254), clean_address],
        render_kw={"autocomplete": "off", "inputmode": "email", **attributes},
    )


class SignInForm(FlaskForm):
    """An address to mail the link to."""

    email = address_field(_l("Enter your email address."), autocomplete="email webauthn")
    next = HiddenField()
