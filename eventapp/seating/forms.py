"""What an organizer may send about tables."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional, Regexp

from eventapp.seating.models import RULES

TOO_MANY = 2**31 - 1


class MoveForm(FlaskForm):
    """Who moves, in which round, and where to: `table:3`, or `person:12` to swap."""

    rsvp = IntegerField(_l("Who"), [InputRequired(), NumberRange(1, TOO_MANY)])
    round = IntegerField(_l("Round"), [InputRequired(), NumberRange(1, 99)])
    to = StringField(_l("Where to"), [InputRequired(), Regexp(r"^(table|person):[0-9]{1,9}\Z")])

    @property
    def target(self) -> tuple[str, int]:
        """What kind of place, and its number."""
        kind, _colon, number = (self.to.data or "").partition(":")
        return kind, int(number)


class RuleForm(FlaskForm):
    """A rule for every plan of the event: two people, or a host and a table."""

    kind = StringField(_l("Rule"), [AnyOf(RULES)])
    rsvp = IntegerField(_l("Who"), [InputRequired(), NumberRange(1, TOO_MANY)])
    other = IntegerField(_l("And whom"), [Optional(), NumberRange(1, TOO_MANY)])
    number = IntegerField(_l("Table"), [Optional(), NumberRange(1, 999)])
