"""What a person may send about their passkeys."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

LONGEST = 4_000


class AddForm(FlaskForm):
    """A passkey that was just made, and what to call it."""

    name = StringField(_l("What to call it"), [Length(max=80)], render_kw={"autocomplete": "off"})
    answer = HiddenField(validators=[Length(max=LONGEST)])


class AnswerForm(FlaskForm):
    """What a passkey signed, and where to go on to."""

    answer = HiddenField(validators=[Length(max=LONGEST)])
    next = HiddenField()


class CodeForm(FlaskForm):
    """One of the recovery codes."""

    code = StringField(
        _l("Recovery code"),
        [InputRequired(_l("Enter one of your recovery codes.")), Length(max=40)],
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    next = HiddenField()
