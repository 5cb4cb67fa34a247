"""What an owner may type about an endpoint."""

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from eventapp.webhooks.addresses import MOST, NoTarget, target
from eventapp.webhooks.kinds import KINDS
from eventapp.webhooks.words import ADDRESSES


class EndpointForm(FlaskForm):
    """Where news are sent, and which."""

    address = StringField(
        _l("Address"),
        [DataRequired(_l("Give the address that is to hear of it.")), Length(max=MOST)],
        filters=[lambda text: (text or "").strip()],
        render_kw={
            "type": "url",
            "inputmode": "url",
            "autocomplete": "off",
            "spellcheck": "false",
            "maxlength": MOST,
        },
    )
    kinds = SelectMultipleField(
        _l("What it hears of"),
        [DataRequired(_l("Choose at least one kind of news."))],
        choices=[SelectChoice(kind, said) for kind, said in KINDS.items()],
    )

    def validate_address(self, field: StringField) -> None:
        """Only what may be sent to; where its name leads is looked at afterwards."""
        try:
            target(field.data or "", current_app.config["WEBHOOK_HOSTS"])
        except NoTarget as no:
            raise ValidationError(str(ADDRESSES[str(no)])) from None


class RotateForm(FlaskForm):
    """Another secret than the one that the page was about."""

    seen = HiddenField()
