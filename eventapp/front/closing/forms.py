"""What an owner types to close a community."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField
from wtforms.validators import Length, ValidationError

from eventapp.communities.models import Community
from eventapp.rsvps.topics import fold


class ClosingForm(FlaskForm):
    """The name of the community, so that nobody closes one by a slip."""

    name = StringField(
        _l("The name of the community"),
        [Length(max=200)],
        render_kw={"autocomplete": "off", "spellcheck": "false"},
    )

    def __init__(self, community: Community, **given: object) -> None:
        super().__init__(**given)
        self.community = community

    def validate_name(self, field: Field) -> None:
        """Capitals and accents don't count."""
        if fold(field.data or "").strip() != fold(self.community.name).strip():
            raise ValidationError(_("Type “%(name)s”, as it is called.", name=self.community.name))
