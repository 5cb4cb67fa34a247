"""What an organizer may send about tables."""

from flask import request
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, Length, Optional, Regexp

from eventapp.communities.forms import WholeNumberField
from eventapp.seating.models import AIMS, RULES

TOO_MANY = 2**31 - 1
# How many seconds a longer search may take.
LENGTHS = (10, 30, 60)
LOCKS = r"^(seat|person|table|round):[0-9]{1,9}\Z"
LEVELS = [
    SelectChoice(0, lazy_pgettext("weight", "Off")),
    SelectChoice(1, _l("A little")),
    SelectChoice(2, _l("Normal")),
    SelectChoice(3, _l("A lot")),
]


class MoveForm(FlaskForm):
    """Who moves, in which round, and where to: `table:3`, or `person:12` to swap."""

    rsvp = WholeNumberField(_l("Who"), [InputRequired()], least=1, most=TOO_MANY)
    round = WholeNumberField(_l("Round"), [InputRequired()], least=1, most=99)
    to = StringField(_l("Where to"), [InputRequired(), Regexp(r"^(table|person):[0-9]{1,9}\Z")])

    @property
    def target(self) -> tuple[str, int]:
        """What kind of place, and its number."""
        kind, _colon, number = (self.to.data or "").partition(":")
        return kind, int(number)


class RuleForm(FlaskForm):
    """A rule for every plan of the event: two people, or a host and a table."""

    kind = StringField(_l("Rule"), [AnyOf(RULES)])
    rsvp = WholeNumberField(_l("Who"), [InputRequired()], least=1, most=TOO_MANY)
    other = WholeNumberField(_l("And whom"), [Optional()], least=1, most=TOO_MANY)
    number = WholeNumberField(_l("Table"), [Optional()], least=1, most=999)


class LockForm(FlaskForm):
    """What stays, or may move again: `seat:12` and `table:3` of the open round, `person:12` in all
    rounds, `round:2`."""

    round = WholeNumberField(_l("Round"), [Optional()], least=1, most=99)
    lock = StringField(_l("Lock"), [Optional(), Regexp(LOCKS)])
    unlock = StringField(_l("Unlock"), [Optional(), Regexp(LOCKS)])

    @property
    def target(self) -> tuple[str, int] | None:
        """What kind of seats, and its number."""
        kind, _colon, number = (self.lock.data or self.unlock.data or "").partition(":")
        return (kind, int(number)) if number else None


class AimsForm(FlaskForm):
    """How much each aim counts when tables are mixed."""

    roles = SelectField(_l("Mix roles"), choices=LEVELS, coerce=int)
    stages = SelectField(_l("Mix stages"), choices=LEVELS, coerce=int)
    industries = SelectField(_l("Mix industries"), choices=LEVELS, coerce=int)
    organizations = SelectField(_l("Separate organizations"), choices=LEVELS, coerce=int)
    new_faces = SelectField(_l("New faces"), choices=LEVELS, coerce=int)
    asks = SelectField(_l("Asks meet offers"), choices=LEVELS, coerce=int)
    # Only on the page where there are answers to mix.
    answers = SelectField(_l("Mix answers"), choices=LEVELS, coerce=int, default=2)

    @property
    def sent(self) -> bool:
        """Whether the page that was sent had this form on it."""
        return any(name in request.form for name in AIMS)

    @property
    def levels(self) -> dict[str, int]:
        """The level of each aim that was on the page."""
        return {name: self[name].data for name in AIMS if name in request.form}


class LengthForm(FlaskForm):
    """How long to search, in seconds."""

    seconds = WholeNumberField(_l("How long"), [AnyOf(LENGTHS)], least=10, most=60)


class SeriesForm(LengthForm):
    """A search for all sessions to come: whether published ones are planned anew, too."""

    anew = BooleanField(_l("Plan those with published tables anew, too"))


class SearchForm(LengthForm):
    """A longer search for one event: for a new mix, or from the tables as they are."""

    kind = StringField(_l("What for"), [AnyOf(("mix", "improve"))])
    seen = StringField(_l("Tables seen"), [Length(max=80)])
