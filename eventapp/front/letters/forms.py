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
        self.subject.data = placeholders.renamed(words.subject, names())
        self.opening.data = placeholders.renamed(words.opening, names())

    def words(self) -> OwnWords:
        """What was written, its placeholders under their own names whatever the language."""
        return OwnWords(_kept(self.subject), _kept(self.opening))

    def validate_subject(self, field: Field) -> None:
        """Placeholders stand for something."""
        _known(field)

    def validate_opening(self, field: Field) -> None:
        """The same."""
        _known(field)


def names() -> dict[str, str]:
    """What each placeholder is called in the language of the reader."""
    said = (_("first name"), _("event"), _("when"), _("place"), _("community"))
    return dict(zip(placeholders.NAMES, said, strict=True))


def listed() -> list[str]:
    """All placeholders as they are typed."""
    return [f"{{{name}}}" for name in names().values()]


def _kept(field: Field) -> str:
    kept = {said: name for name, said in names().items()}
    return placeholders.renamed(field.data or "", kept)


def _known(field: Field) -> None:
    stranger = placeholders.unknown(_kept(field))
    if stranger:
        raise ValidationError(
            _(
                "“%(typed)s” stands for nothing. You can use %(names)s.",
                typed=stranger[:60],
                names=", ".join(listed()),
            )
        )
