"""What an organizer may type to invite people."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import Field, TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from eventapp.communities.forms import WholeNumberField, tidy_prose
from eventapp.rsvps.invitations import pasted

# As many as fit into the field, and no more at once.
LETTERS = 18_000


class InviteForm(FlaskForm):
    """Addresses, pasted as they are."""

    addresses = TextAreaField(
        _l("Whom to invite"),
        [DataRequired(_l("Paste at least one address.")), Length(max=LETTERS)],
        filters=[tidy_prose],
        render_kw={"rows": 6, "autocomplete": "off", "spellcheck": "false"},
    )

    found: pasted.Pasted

    def validate_addresses(self, field: Field) -> None:
        """Every piece is an address; the sentence names the first that isn't."""
        self.found = pasted.read(field.data or "", _)
        if self.found.wrong:
            raise ValidationError(
                ngettext(
                    "“%(first)s” is no mail address. Mend it or take it out.",
                    "%(num)s pieces are no mail addresses, the first is “%(first)s”. Mend them or take them out.",
                    len(self.found.wrong),
                    first=self.found.wrong[0],
                )
            )


class SharedLinkForm(FlaskForm):
    """One link for many."""

    most = WholeNumberField(
        _l("How many may come by it"),
        [Optional()],
        least=1,
        most=20_000,
        sentence=_l("Give a number from 1, or leave it empty."),
        render_kw={"min": 1, "inputmode": "numeric"},
    )
