"""What a guest may type about the board: their ask as others see it, and what is shared on a yes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from eventapp.communities.forms import tidy
from eventapp.followups.consent import Chosen
from eventapp.followups.contact_details import phone_number, web_address
from eventapp.followups.help_board import actions
from eventapp.rsvps.forms import KINDS
from eventapp.rsvps.models import Rsvp

LONGEST = 200


class BoardForm(FlaskForm):
    """An ask as others will see it."""

    text = StringField(
        _l("What they read"),
        [DataRequired(_l("Write in one line what you would like help with.")), Length(max=LONGEST)],
        filters=[tidy],
        render_kw={"maxlength": LONGEST, "dir": "auto", "autocomplete": "off"},
    )
    kind = RadioField(_l("What would help"), choices=KINDS)

    rsvp: Rsvp

    def prepare(self, rsvp: Rsvp) -> None:
        """Know whose ask it is."""
        self.rsvp = rsvp

    def validate_text(self, field: Field) -> None:
        """It doesn't tell who asks."""
        if why := actions.trouble(field.data or "", self.rsvp):
            raise ValidationError(why)


class ShareForm(FlaskForm):
    """A line to the other, and what they get once both said yes."""

    note = StringField(
        _l("A line to them"),
        [Length(max=LONGEST)],
        filters=[tidy],
        render_kw={"maxlength": LONGEST, "dir": "auto", "autocomplete": "off"},
    )
    by_mail = BooleanField(_l("My mail address"), default=True)
    phone = StringField(_l("A phone number"), filters=[tidy], render_kw={"autocomplete": "tel"})
    web = StringField(_l("A link"), filters=[tidy], render_kw={"inputmode": "url"})

    def validate_phone(self, field: Field) -> None:
        """A number that can be called."""
        try:
            field.data = phone_number(field.data) if field.data else ""
        except ValueError as error:
            raise ValidationError(
                _("This doesn’t look like a phone number. Digits will do, with + in front.")
            ) from error

    def validate_web(self, field: Field) -> None:
        """A page that can be opened."""
        try:
            field.data = web_address(field.data) if field.data else ""
        except ValueError as error:
            raise ValidationError(
                _("This doesn’t look like a link to a page, as in https://example.org/me.")
            ) from error

    def validate_by_mail(self, field: Field) -> None:
        """Some way in which they can be reached."""
        if not (field.data or self.phone.data or self.web.data):
            raise ValidationError(_("Choose at least one way in which they may reach you."))

    def chosen(self) -> Chosen:
        """What was chosen."""
        return Chosen(
            note=self.note.data or "",
            by_mail=bool(self.by_mail.data),
            phone=self.phone.data or "",
            web=self.web.data or "",
        )
