"""What is asked of somebody who has a list and a date."""

from collections.abc import Sequence
from datetime import datetime, time
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, FileField, TextAreaField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from eventapp.communities.forms import WholeNumberField, line_field
from eventapp.events.forms import WhatForm
from eventapp.events.time_fields import moment_typed
from eventapp.front.quick_start import room
from eventapp.front.quick_start.actions import Asked


def _number(label: str, least: int, most: int) -> WholeNumberField:
    return WholeNumberField(
        label,
        [Optional()],
        least=least,
        most=most,
        sentence=_l(
            "Give a number from %(least)s to %(most)s, or leave it empty.", least=least, most=most
        ),
        render_kw={"min": least, "max": most, "inputmode": "numeric"},
    )


class QuickStartForm(FlaskForm):
    """A title, a date and who comes; the rest is suggested."""

    title = WhatForm.title
    starts_on = DateField(_l("Date"), [InputRequired(_l("Give the date, as in 2026-11-26."))])
    starts_at = TimeField(
        _l("Begins"), [InputRequired(_l("Give the time, as in 18:00."))], default=time(18)
    )
    people = TextAreaField(
        _l("Who comes"),
        [Optional(), Length(max=room.MOST_LETTERS)],
        render_kw={"rows": 10, "autocomplete": "off", "spellcheck": "false", "dir": "auto"},
    )
    file = FileField(_l("Or a file"))
    leave_out = BooleanField(_l("Go on without these lines"))
    place_name = line_field(_l("Place"))
    tables = _number(_l("Tables"), 1, 200)
    seats = _number(_l("Chairs at each"), 2, 20)
    rounds = _number(_l("Rounds"), 1, 10)

    starts: datetime
    # Lines that can't be used, each with the reason.
    bad: Sequence[tuple[str, str]] = ()

    def read_start(self, zone: ZoneInfo, *, now: datetime) -> bool:
        """Whether the day and hour are ones to come on the clocks of the community."""
        day = self.starts_on.data
        if not 2000 <= day.year <= 2200:
            self.starts_on.errors = [_("Check the year.")]
            return False
        starts = moment_typed(self.starts_at, day, zone)
        if starts is None:
            return False
        if starts <= now:
            self.starts_on.errors = [_("This is over already. Give a date to come.")]
            return False
        self.starts = starts
        return True

    @property
    def asked(self) -> Asked:
        """What a valid form says, once its start was read."""
        return Asked(
            title=self.title.data or "",
            place_name=self.place_name.data or "",
            starts=self.starts,
            tables=self.tables.data,
            seats=self.seats.data,
            rounds=self.rounds.data,
        )

    @property
    def more(self) -> bool:
        """Whether something was said, or is wrong, in what few need."""
        return any(
            self[name].data or self[name].errors
            for name in ("place_name", "tables", "seats", "rounds")
        )
