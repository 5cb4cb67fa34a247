"""How forms ask for a day and for times on the clocks of a place."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, Field, TimeField
from wtforms.validators import InputRequired, Optional

from eventapp.events.local_time import Skipped, moment


class DayAndTimeField(DateTimeLocalField):
    """A day with a time on the clocks of the place."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed, or say how to type it."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Give day and time, as in 2026-11-26 18:00.")) from None


class HoursForm(FlaskForm):
    """On which day it is, from when to when."""

    starts_on = DateField(_l("Date"), [InputRequired(_l("Give the date, as in 2026-11-26."))])
    starts_at = TimeField(_l("Begins"), [InputRequired(_l("Give the time, as in 18:00."))])
    ends_at = TimeField(_l("Ends"), [InputRequired(_l("Give the time, as in 20:30."))])
    ends_on = DateField(_l("Ends on another day"), [Optional()])


def moment_typed(
    field: Field, day: date, zone: ZoneInfo, *, after: datetime | None = None
) -> datetime | None:
    """The moment in UTC of what a field holds; None, with a sentence at it, where no clock shows that."""
    at = field.data.time() if isinstance(field.data, datetime) else field.data
    try:
        return moment(day, at, zone, after=after)
    except Skipped:
        field.errors = [
            _(
                "There is no %(time)s that night in %(zone)s: the clocks go forward. "
                "Choose another time.",
                time=f"{at:%H:%M}",
                zone=zone.key.replace("_", " "),
            )
        ]
        return None
