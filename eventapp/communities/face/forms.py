"""What an organizer may choose for the head of a community's pages."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, FileField, StringField
from wtforms.validators import Length, ValidationError

from eventapp.communities.forms import tidy


class HeaderPictureForm(FlaskForm):
    """The picture, what it shows, and where."""

    picture = FileField(_l("Picture"), render_kw={"accept": "image/*"})
    alt = StringField(
        _l("What it shows"),
        [Length(max=200)],
        filters=[tidy],
        render_kw={"maxlength": 200, "autocomplete": "off"},
    )
    for_events = BooleanField(_l("Show it on the pages of events and programs, too"))
    none = BooleanField(_l("Without a picture from now on"))

    def validate_alt(self, field: object) -> None:
        """Who doesn't see the picture is told what it shows."""
        if self.picture.data and not self.alt.data:
            raise ValidationError(_l("Say in a few words what the picture shows."))

    def sent(self) -> bytes:
        """The file that was sent, or nothing."""
        return self.picture.data.read() if isinstance(self.picture.data, FileStorage) else b""
