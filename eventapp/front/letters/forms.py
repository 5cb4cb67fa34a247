"""What an organizer may write for the letters of an event."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field, StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from eventapp.communities.forms import tidy
from eventapp.mail import placeholders
from eventapp.mail.wording import OwnWords
from eventapp.rsvps.forms import tidy_lines

SUBJECT, OPENING = 150, 2000


class WordsForm(FlaskForm):
    """Subject and opening words of one kind of letter."""

    subject = StringField(
        _l("Subject"),
        [Length(max=SUBJECT)],
        filters=[tidy],
        render_kw={"autocomplete": "off", "maxlength": SUBJECT},
    )
    opening = TextAreaField(
        _l("Opening words"), [Length(max=OPENING)], filters=[tidy_lines], render_kw={"rows": 7}
    )

    def fill(self, words: OwnWords) -> None:
        """Show what was written before."""
        self.subject.data, self.opening.data = words.subject, words.opening

    def words(self) -> OwnWords:
        """What was written."""
        return OwnWords(self.subject.data or "", self.opening.data or "")

    def validate_subject(self, field: Field) -> None:
        """Placeholders stand for something."""
        _known(field)

    def validate_opening(self, field: Field) -> None:
        """The same."""
        _known(field)


def _known(field: Field) -> None:
    stranger = placeholders.unknown(field.data or "")
    if stranger:
        raise ValidationError(
            _(
                "“%(typed)s” stands for nothing. You can use %(names)s.",
                typed=stranger[:60],
                names=placeholders.listed(),
            )
        )
