"""What an organizer sends to invite somebody for a topic."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, SelectMultipleField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from eventapp.communities.forms import tidy_prose
from eventapp.mail import placeholders
from eventapp.rsvps.forms import tidy_lines
from eventapp.rsvps.invitations import pasted
from eventapp.rsvps.invitations.forms import LETTERS


class InviteForForm(FlaskForm):
    """The letter, who of earlier events gets it, and other addresses."""

    note = TextAreaField(
        _l("What you write"),
        [DataRequired(_l("Write a line or two to them.")), Length(max=2000)],
        filters=[tidy_lines],
        render_kw={"rows": 8},
    )
    people = SelectMultipleField(_l("Who offered it before"), coerce=int, validate_choice=False)
    addresses = TextAreaField(
        _l("Somebody else"),
        [Length(max=LETTERS)],
        filters=[tidy_prose],
        render_kw={"rows": 3, "autocomplete": "off", "spellcheck": "false"},
    )

    found = pasted.Pasted()

    def validate_note(self, field: Field) -> None:
        """Words in braces stand for something."""
        if stranger := placeholders.unknown(field.data or ""):
            raise ValidationError(
                _("“%(word)s” stands for nothing. There are: %(names)s.", word=stranger,
                  names=", ".join(f"{{{name}}}" for name in placeholders.NAMES))
            )  # fmt: skip

    def validate_addresses(self, field: Field) -> None:
        """Every piece is an address; the sentence names the first that isn't."""
        self.found = pasted.read(field.data or "", _)
        if self.found.wrong:
            raise ValidationError(
                _("“%(first)s” is no mail address. Mend it or take it out.",
                  first=self.found.wrong[0])
            )  # fmt: skip
