"""What an organizer may type about people."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from eventapp.communities.forms import tidy
from eventapp.people.forms import address_field
from eventapp.rsvps.forms import tidy_lines


class MessageForm(FlaskForm):
    """A letter to those who were chosen."""

    subject = StringField(
        _l("Subject"),
        [DataRequired(_l("Say in a few words what the letter is about.")), Length(max=120)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
    text = TextAreaField(
        _l("Letter"),
        [DataRequired(_l("Write something to them.")), Length(max=5000)],
        filters=[tidy_lines],
        render_kw={"rows": 10},
    )
    once = HiddenField()


class TagForm(FlaskForm):
    """A word by which people are found again."""

    word = StringField(
        _l("Tag"),
        [DataRequired(_l("Type a word, such as speaker or press.")), Length(max=40)],
        filters=[tidy],
        render_kw={"autocomplete": "off", "list": "tags"},
    )


class NoteForm(FlaskForm):
    """A note for the team."""

    note = TextAreaField(
        _l("A note for your team"),
        [DataRequired(_l("Write something down first.")), Length(max=2000)],
        filters=[tidy_lines],
        render_kw={"rows": 3},
    )


class CorrectionForm(FlaskForm):
    """The address that an answer should have had."""

    email = address_field(_l("Give the right address."))


class ComesAsForm(FlaskForm):
    """What somebody comes as."""

    role = SelectField(_l("Comes as"), coerce=int)
    why = StringField(
        _l("Why"), [Length(max=200)], filters=[tidy], render_kw={"autocomplete": "off"}
    )


class ReasonForm(FlaskForm):
    """Why somebody gets a place against the rules."""

    why = StringField(
        _l("Why"),
        [DataRequired(_l("Say in a few words why: it is kept with the place.")), Length(max=200)],
        filters=[tidy],
        render_kw={"autocomplete": "off"},
    )
